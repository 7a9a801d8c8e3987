import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Collection,
  Decimal128,
  type Document,
  GridFSBucket,
  Long,
  MongoBulkWriteError,
  MongoClient,
  MongoServerError,
  ObjectId,
} from 'mongodb';
import { type OpenStore, storesUnderTest } from '../../support/store.ts';

/**
 * What the application asks of a store, through the official driver: on the embedded one, and on the server in
 * TEST_MONGODB_URI when that is set. Expected values are those of MongoDB's documentation.
 */
describe.each(storesUnderTest())('the $name store', ({ name, open }) => {
  let store: OpenStore;
  let client: MongoClient;
  let lastCollection = 0;

  beforeAll(async () => {
    store = await open();
    client = await MongoClient.connect(store.uri);
  }, 30_000);

  afterAll(async () => {
    await client.close();
    await store.close();
  });

  /** A collection of its own for each test. */
  function fresh(): Collection<Document> {
    lastCollection += 1;
    return client.db().collection(`c${lastCollection}`);
  }

  async function refusal(run: Promise<unknown>): Promise<MongoServerError> {
    const error: unknown = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof MongoServerError)) throw new Error(`expected a refusal, got ${String(error)}`);
    return error;
  }

  const only = (engine: 'embedded' | 'server'): typeof test => (name === engine ? test : (test.skip as typeof test));

  describe('inserts', () => {
    test('keep documents as they are, with _id first', async () => {
      const items = fresh();
      const _id = new ObjectId();
      const document = {
        text: 'señal 🌊',
        n: 1,
        big: Long.fromString('9007199254740993'),
        price: Decimal128.fromString('0.0002'),
        at: new Date(0),
        list: [1, [2], { a: null }],
        nested: { b: true },
      };
      await items.insertOne({ ...document, _id });
      const found = await items.findOne({ _id }, { promoteLongs: true });
      expect(found).toEqual({ _id, ...document });
      expect(Object.keys(found!)[0]).toBe('_id');
    });

    test('go on after a duplicate when unordered, and name each by its index', async () => {
      const items = fresh();
      await items.insertOne({ _id: 2 as never });
      const error = await refusal(
        items.insertMany(
          [1, 2, 3, 2].map((_id) => ({ _id: _id as never })),
          { ordered: false },
        ),
      );
      expect(error).toBeInstanceOf(MongoBulkWriteError);
      const errors = [(error as MongoBulkWriteError).writeErrors].flat();
      expect(errors.map(({ index, code }) => [index, code])).toEqual([
        [1, 11000],
        [3, 11000],
      ]);
      expect(await items.countDocuments()).toBe(3);
    });

    test('stop at a duplicate when ordered', async () => {
      const items = fresh();
      await refusal(items.insertMany([1, 1, 2].map((_id) => ({ _id: _id as never }))));
      expect(await items.countDocuments()).toBe(1);
    });

    test('tell the key of a duplicate', async () => {
      const items = fresh();
      await items.createIndex({ workspace: 1, name: 1 }, { unique: true });
      await items.insertOne({ workspace: 'w', name: 'a' });
      const error = await refusal(items.insertOne({ workspace: 'w', name: 'a' }));
      expect(error).toMatchObject({
        code: 11000,
        keyPattern: { workspace: 1, name: 1 },
        keyValue: { workspace: 'w', name: 'a' },
      });
      expect(error.message).toContain('E11000 duplicate key error');
      expect(error.message).toContain('workspace_1_name_1');
    });
  });

  describe('the guarded bulk save', () => {
    test('reports a lost guard as E11000 at its index, and saves the others', async () => {
      const items = fresh();
      await items.insertMany([1, 2, 3].map((id) => ({ _id: id as never, revision: id })));
      const saves = [1, 2, 3].map((id) => ({
        replaceOne: {
          filter: { _id: id as never, revision: id === 2 ? 99 : id },
          replacement: { revision: id + 1, state: 'saved' },
          upsert: true,
        },
      }));
      const error = (await refusal(
        items.bulkWrite(saves, { ordered: false, writeConcern: { j: true } }),
      )) as MongoBulkWriteError;
      expect([error.writeErrors].flat().map(({ index, code }) => [index, code])).toEqual([[1, 11000]]);
      expect(error.result).toMatchObject({ matchedCount: 2, modifiedCount: 2, upsertedCount: 0 });
      expect(await items.find().sort({ _id: 1 }).toArray()).toEqual([
        { _id: 1, revision: 2, state: 'saved' },
        { _id: 2, revision: 2 },
        { _id: 3, revision: 4, state: 'saved' },
      ]);
    });

    test('reports an erased document as an upsert', async () => {
      const items = fresh();
      await items.insertOne({ _id: 1 as never, revision: 1 });
      const result = await items.bulkWrite(
        [1, 7].map((id) => ({
          updateOne: { filter: { _id: id as never, revision: 1 }, update: { $set: { revision: 2 } }, upsert: true },
        })),
        { ordered: false },
      );
      expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1, upsertedCount: 1, upsertedIds: { 1: 7 } });
      expect(await items.findOne({ _id: 7 as never })).toEqual({ _id: 7, revision: 2 });
    });

    test('mixes inserts, updates and deletes', async () => {
      const items = fresh();
      await items.insertMany([1, 2, 3].map((id) => ({ _id: id as never, kind: 'old' })));
      const result = await items.bulkWrite([
        { insertOne: { document: { _id: 4 as never } } },
        { updateMany: { filter: { kind: 'old' }, update: { $set: { kind: 'new' } } } },
        { deleteOne: { filter: { _id: 2 as never } } },
        { deleteMany: { filter: { kind: 'new' } } },
      ]);
      expect(result).toMatchObject({ insertedCount: 1, matchedCount: 3, modifiedCount: 3, deletedCount: 3 });
      expect(await items.find().toArray()).toEqual([{ _id: 4 }]);
    });
  });

  describe('updates', () => {
    test('upsert with $set, $max and $setOnInsert', async () => {
      const items = fresh();
      const say = (rank: number): Promise<unknown> =>
        items.updateOne(
          { _id: 'm1' as never },
          { $max: { rank }, $set: { seen: rank }, $setOnInsert: { createdBy: rank } },
          { upsert: true },
        );
      await say(2);
      await say(1);
      await say(3);
      expect(await items.findOne()).toEqual({ _id: 'm1', rank: 3, seen: 3, createdBy: 2 });
    });

    test('reserve below a cap: a filter on the counter that $inc raises, met by one of those who ask at once', async () => {
      const items = fresh();
      await items.insertOne({ _id: 'a' as never, n: 0 });
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () => items.updateOne({ _id: 'a' as never, n: { $lte: 2 } }, { $inc: { n: 2 } })),
      );
      expect(outcomes.map(({ modifiedCount }) => modifiedCount).toSorted((one, other) => one - other)).toEqual([
        0, 0, 0, 1, 1,
      ]);
      expect(await items.findOne()).toEqual({ _id: 'a', n: 4 });
    });

    test('count each name once: $ne on a list that $push keeps short, and a repeat that meets the key', async () => {
      const items = fresh();
      const count = (name: string) =>
        items.updateOne(
          { _id: 'a' as never, names: { $ne: name } },
          { $inc: { n: 1 }, $push: { names: { $each: [name], $slice: -2 } } as never, $unset: { gone: '' } },
          { upsert: true },
        );
      await count('x');
      expect((await refusal(count('x'))).code).toBe(11_000);
      await count('y');
      await count('z');
      expect(await items.findOne()).toEqual({ _id: 'a', n: 3, names: ['y', 'z'] });
    });

    test('take out of lists by $pull with $in, add by $addToSet with $each, several lists at a time', async () => {
      const items = fresh();
      await items.insertOne({ _id: 'a' as never, groups: ['g', 'h'] });
      await items.updateOne({}, { $pull: { groups: { $in: ['g', 'x'] }, labels: { $in: ['x'] } } as never });
      await items.updateOne({}, { $addToSet: { groups: { $each: ['h', 'i'] }, labels: { $each: ['l'] } } as never });
      expect(await items.findOne()).toEqual({ _id: 'a', groups: ['h', 'i'], labels: ['l'] });
    });

    test('count what matched and what changed apart', async () => {
      const items = fresh();
      await items.insertMany([{ n: 1 }, { n: 2 }]);
      expect(await items.updateMany({}, { $set: { n: 2 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
    });

    test('give a field its new type and place', async () => {
      const items = fresh();
      await items.insertOne({ _id: 1 as never, a: 1, b: { c: [1] }, z: 0 });
      await items.updateOne({ _id: 1 as never }, { $set: { a: 'text', new2: 2, new1: 1 } });
      await items.updateOne({ _id: 1 as never }, { $set: { 'b.c.1': 5, 'b.d': true }, $unset: { z: '' } });
      const found = (await items.findOne())!;
      expect(found).toEqual({ _id: 1, a: 'text', b: { c: [1, 5], d: true }, new1: 1, new2: 2 });
      // New fields come in the order of their names; the other engine keeps that of the statement.
      const fields = Object.keys(found);
      expect(fields.slice(0, 3)).toEqual(['_id', 'a', 'b']);
      if (name === 'embedded') expect(fields.slice(3)).toEqual(['new1', 'new2']);
    });

    test('reach array elements by position, filter and all', async () => {
      const items = fresh();
      await items.insertOne({
        _id: 1 as never,
        list: [
          { k: 1, v: 0 },
          { k: 2, v: 0 },
          { k: 3, v: 0 },
        ],
      });
      await items.updateOne({ _id: 1 as never, 'list.k': 2 }, { $set: { 'list.$.v': 20 } });
      await items.updateOne(
        { _id: 1 as never },
        { $set: { 'list.$[big].w': true } },
        { arrayFilters: [{ 'big.k': { $gt: 1 } }] },
      );
      await items.updateOne({ _id: 1 as never }, { $inc: { 'list.$[].v': 1 } });
      expect((await items.findOne())!.list).toEqual([
        { k: 1, v: 1 },
        { k: 2, v: 21, w: true },
        { k: 3, v: 1, w: true },
      ]);
    });

    test('refuse to change _id, and to mix operators with fields', async () => {
      const items = fresh();
      await items.insertOne({ _id: 1 as never });
      expect(await refusal(items.updateOne({ _id: 1 as never }, { $set: { _id: 2 } as never }))).toMatchObject({
        code: 66,
      });
      expect(await refusal(items.updateOne({}, { $set: { a: 1 }, $inc: { a: 1 } }))).toMatchObject({ code: 40 });
      expect(await refusal(items.updateOne({}, { $nope: { a: 1 } } as never))).toMatchObject({ code: 9 });
    });

    test('findOneAndUpdate takes the first in order, once each', async () => {
      const items = fresh();
      await items.createIndex({ state: 1, at: 1 });
      await items.insertMany([3, 1, 2].map((at) => ({ _id: at as never, at, state: 'due' })));
      const take = (): Promise<Document | null> =>
        items.findOneAndUpdate(
          { state: 'due' },
          { $set: { state: 'taken' } },
          { sort: { at: 1 }, returnDocument: 'after' },
        );
      const taken = await Promise.all([take(), take(), take(), take()]);
      expect(new Set(taken.map((one) => one?._id ?? null))).toEqual(new Set([1, 2, 3, null]));
      expect(taken.every((one) => one === null || one.state === 'taken')).toBe(true);
    });

    test('findOneAndUpdate inserts, projects and tells what was before', async () => {
      const items = fresh();
      const upsert = { upsert: true, returnDocument: 'after', includeResultMetadata: true } as const;
      const made = await items.findOneAndUpdate({ _id: 'a' as never }, { $inc: { n: 1 } }, upsert);
      expect(made).toMatchObject({
        value: { _id: 'a', n: 1 },
        lastErrorObject: { n: 1, updatedExisting: false, upserted: 'a' },
      });
      const before = await items.findOneAndUpdate(
        { _id: 'a' as never },
        { $inc: { n: 1 } },
        { projection: { _id: 0 } },
      );
      expect(before).toEqual({ n: 1 });
      expect(await items.findOneAndDelete({ n: 2 })).toEqual({ _id: 'a', n: 2 });
      expect(await items.findOneAndReplace({ _id: 'a' as never }, { n: 1 })).toBeNull();
    });
  });

  describe('queries', () => {
    test('compare within a type, through arrays, and see absence as null', async () => {
      const items = fresh();
      await items.createIndex({ v: 1 });
      const values = [1, '1', null, [1, 5], { a: 1 }, new Date(0), true, 2.5];
      await items.insertMany([...values.map((v, _id) => ({ _id: _id as never, v })), { _id: 99 as never }]);
      const ids = async (filter: Document): Promise<unknown[]> =>
        (await items.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
      expect(await ids({ v: 1 })).toEqual([0, 3]);
      expect(await ids({ v: { $gt: 2 } })).toEqual([3, 7]);
      expect(await ids({ v: { $gte: 1, $lt: 2 } })).toEqual([0, 3]);
      expect(await ids({ v: null })).toEqual([2, 99]);
      expect(await ids({ v: { $in: ['1', true] } })).toEqual([1, 6]);
      expect(await ids({ v: { $exists: false } })).toEqual([99]);
      expect(await ids({ v: { $ne: 1 } })).toEqual([1, 2, 4, 5, 6, 7, 99]);
      expect(await ids({ v: /^1/ })).toEqual([1]);
      expect(await ids({ $or: [{ v: true }, { 'v.a': 1 }] })).toEqual([4, 6]);
    });

    test('sort across types, skip, limit and project', async () => {
      const items = fresh();
      await items.insertMany(['b', 2, null, 'a', 1].map((v, _id) => ({ _id: _id as never, v, extra: true })));
      const sorted = await items
        .find({}, { projection: { v: 1, _id: 0 } })
        .sort({ v: 1, _id: 1 })
        .toArray();
      expect(sorted.map(({ v }) => v)).toEqual([null, 1, 2, 'a', 'b']);
      const page = await items.find().sort({ v: -1, _id: 1 }).skip(1).limit(2).project({ extra: 0 }).toArray();
      expect(page).toEqual([
        { _id: 3, v: 'a' },
        { _id: 1, v: 2 },
      ]);
    });

    test('come in batches, and end when their cursor is closed', async () => {
      const items = fresh();
      await items.insertMany(Array.from({ length: 250 }, (_, n) => ({ _id: n as never, n })));
      const cursor = items.find({}, { batchSize: 20 }).sort({ _id: 1 });
      const seen: number[] = [];
      for await (const { n } of cursor) seen.push(n as number);
      expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => n));
      const other = items.find({}, { batchSize: 2 });
      await other.next();
      await other.close();
      expect(
        await refusal(client.db().command({ getMore: Long.fromNumber(123_456), collection: items.collectionName })),
      ).toMatchObject({ code: 43 });
    });

    test('count and tell distinct values', async () => {
      const items = fresh();
      await items.createIndex({ tag: 1 });
      await items.insertMany([{ tag: 'a' }, { tag: ['b', 'a'] }, { tag: 'b' }, {}]);
      expect(await items.countDocuments({ tag: 'a' })).toBe(2);
      expect(await items.countDocuments({}, { skip: 1, limit: 2 })).toBe(2);
      expect(await items.estimatedDocumentCount()).toBe(4);
      expect(new Set(await items.distinct('tag'))).toEqual(new Set(['a', 'b']));
    });

    test('aggregate by group, lookup and facet', async () => {
      const items = fresh();
      const people = fresh();
      await people.insertMany([
        { _id: 'p1' as never, name: 'Ana' },
        { _id: 'p2' as never, name: 'Luz' },
      ]);
      await items.insertMany([
        { who: 'p1', n: 1 },
        { who: 'p1', n: 2 },
        { who: 'p2', n: 5 },
      ]);
      const totals = await items
        .aggregate([
          { $match: { n: { $gt: 0 } } },
          { $group: { _id: '$who', total: { $sum: '$n' }, count: { $sum: 1 } } },
          { $lookup: { from: people.collectionName, localField: '_id', foreignField: '_id', as: 'people' } },
          { $sort: { _id: 1 } },
          { $project: { total: 1, count: 1, name: { $first: '$people.name' } } },
        ])
        .toArray();
      expect(totals).toEqual([
        { _id: 'p1', total: 3, count: 2, name: 'Ana' },
        { _id: 'p2', total: 5, count: 1, name: 'Luz' },
      ]);
    });
  });

  describe('indexes', () => {
    test('are listed as they were made, and made twice without harm', async () => {
      const items = fresh();
      await items.createIndex({ a: 1, b: -1 }, { unique: true, partialFilterExpression: { b: { $gt: 0 } } });
      await items.createIndex({ a: 1, b: -1 }, { unique: true, partialFilterExpression: { b: { $gt: 0 } } });
      const listed = (await items.indexes()).map(({ key, name, unique, partialFilterExpression }) => ({
        key,
        name,
        unique,
        partialFilterExpression,
      }));
      expect(listed).toEqual([
        { key: { _id: 1 }, name: '_id_' },
        { key: { a: 1, b: -1 }, name: 'a_1_b_-1', unique: true, partialFilterExpression: { b: { $gt: 0 } } },
      ]);
      await items.dropIndex('a_1_b_-1');
      expect(await items.indexes()).toHaveLength(1);
      expect(await refusal(items.dropIndex('none'))).toMatchObject({ code: 27 });
    });

    test('that are partial and unique bind within their filter alone', async () => {
      const items = fresh();
      await items.createIndex({ who: 1 }, { unique: true, partialFilterExpression: { open: true } });
      await items.insertMany([
        { _id: 1 as never, who: 'a', open: false },
        { _id: 2 as never, who: 'a', open: false },
        { _id: 3 as never, who: 'a', open: true },
      ]);
      expect(await refusal(items.updateOne({ _id: 1 as never }, { $set: { open: true } }))).toMatchObject({
        code: 11000,
      });
      await items.updateOne({ _id: 3 as never }, { $set: { open: false } });
      await items.updateOne({ _id: 1 as never }, { $set: { open: true } });
      expect(await items.countDocuments({ who: 'a', open: true })).toBe(1);
    });

    test('built over documents find them, and refuse those that are not unique', async () => {
      const items = fresh();
      await items.insertMany(Array.from({ length: 1200 }, (_, n) => ({ n: n % 600, tags: [n, 'x'] })));
      await items.createIndex({ n: 1 });
      await items.createIndex({ tags: 1 });
      expect(await items.countDocuments({ n: 7 })).toBe(2);
      expect(await items.countDocuments({ tags: 1100 })).toBe(1);
      expect(
        await refusal(
          items
            .createIndex({ n: 1, tags: 1 }, { unique: true })
            .then(() => items.createIndex({ n: -1 }, { unique: true })),
        ),
      ).toMatchObject({ code: 11000 });
      expect((await items.indexes()).map((index) => index.name)).not.toContain('n_-1');
    });

    test('of a sparse field leave out what has none', async () => {
      const items = fresh();
      await items.createIndex({ email: 1 }, { unique: true, sparse: true });
      await items.insertMany([{}, {}, { email: 'a' }]);
      expect(await refusal(items.insertOne({ email: 'a' }))).toMatchObject({ code: 11000 });
      expect(await items.countDocuments({ email: null })).toBe(2);
    });

    only('embedded')('refuse options that change what an index means', async () => {
      // The other engine does not refuse another `unique` (85) or two arrays in one entry (171).
      const items = fresh();
      await items.createIndex({ a: 1 });
      expect(await refusal(items.createIndex({ a: 1 }, { unique: true }))).toMatchObject({ code: 85 });
      await items.createIndex({ x: 1, y: 1 });
      expect(await refusal(items.insertOne({ x: [1], y: [2] }))).toMatchObject({ code: 171 });
    });

    test('of kinds outside the subset are refused', async () => {
      const items = fresh();
      const code = async (key: Document): Promise<unknown> => (await refusal(items.createIndex(key as never))).code;
      expect(await code({ a: 'hedgehog' })).toBe(67);
    });
  });

  test('files are kept in GridFS', async () => {
    const bucket = new GridFSBucket(client.db(), { bucketName: 'media', chunkSizeBytes: 1000 });
    const bytes = Buffer.alloc(3500, 'abc');
    const id = await new Promise<ObjectId>((resolve, reject) => {
      const upload = bucket.openUploadStream('voice.ogg', { metadata: { workspace: 'w' } });
      upload.once('error', reject).once('finish', () => resolve(upload.id as ObjectId));
      upload.end(bytes);
    });
    const parts: Buffer[] = [];
    for await (const part of bucket.openDownloadStream(id)) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    await bucket.delete(id);
    expect(await client.db().collection('media.chunks').countDocuments()).toBe(0);
  });

  describe('collections', () => {
    test('are listed, renamed and dropped', async () => {
      const items = fresh();
      await items.insertOne({ a: 1 });
      const names = async (): Promise<string[]> =>
        (
          await client
            .db()
            .listCollections({ name: /^(c\d+|renamed)$/ })
            .toArray()
        ).map((one) => one.name);
      expect(await names()).toContain(items.collectionName);
      await items.rename('renamed');
      expect(await client.db().collection('renamed').countDocuments()).toBe(1);
      await client.db().dropCollection('renamed');
      expect(await names()).not.toContain('renamed');
      expect(await client.db().collection('renamed').countDocuments()).toBe(0);
    });
  });

  describe('what is outside the subset', () => {
    only('embedded').each([
      ['an unknown command', { hedgehog: 1 }, 59],
      ['a change of collection options', { collMod: 'c1' }, 115],
      ['map-reduce', { mapReduce: 'c1' }, 115],
      ['a capped collection', { create: 'capped', capped: true, size: 1000 }, 115],
      ['a view', { create: 'view', viewOn: 'c1', pipeline: [] }, 115],
      ['a time series', { create: 'series', timeseries: { timeField: 't' } }, 115],
      ['a text index', { createIndexes: 'c1', indexes: [{ key: { a: 'text' }, name: 't' }] }, 67],
      ['a wildcard index', { createIndexes: 'c1', indexes: [{ key: { '$**': 1 }, name: 't' }] }, 67],
      ['a collation', { find: 'c1', collation: { locale: 'es' } }, 238],
      ['a snapshot read', { find: 'c1', readConcern: { level: 'snapshot' } }, 238],
      ['$where', { find: 'c1', filter: { $where: 'true' } }, 2],
      ['$text', { find: 'c1', filter: { $text: { $search: 'a' } } }, 2],
      ['a change stream', { aggregate: 'c1', pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
      ['an unknown stage', { aggregate: 'c1', pipeline: [{ $hedgehog: {} }], cursor: {} }, 40324],
      ['the end of a transaction', { commitTransaction: 1 }, 20],
      [
        'a write in a transaction',
        { insert: 'c1', documents: [{}], txnNumber: Long.fromNumber(1), autocommit: false },
        20,
      ],
      ['an index that is not there', { find: 'c1', hint: 'none' }, 2],
    ] as [string, Document, number][])('refuses %s', async (_, command, code) => {
      const error = await client
        .db()
        .command(command)
        .then(
          (reply) => (reply.writeErrors as Document[] | undefined)?.[0],
          (reason: unknown) => reason,
        );
      expect(error).toMatchObject({ code });
    });

    only('embedded')('refuses transactions', async () => {
      const session = client.startSession();
      const error = await session
        .withTransaction(async () => client.db().collection('c1').insertOne({ a: 1 }, { session }))
        .catch((reason: unknown) => reason);
      expect(String(error)).toMatch(/Transaction numbers|does not support retryable writes/);
      await session.endSession();
    });
  });
});
