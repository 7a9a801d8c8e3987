import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BSONRegExp } from 'bson';
import fc from 'fast-check';
import type { Document } from '../../../api/store/embedded/bson/order.ts';
import { decode, encode } from '../../../api/store/embedded/bson/codec.ts';
import { StoreError } from '../../../api/store/embedded/errors.ts';
import { compileFilter } from '../../../api/store/embedded/query/match.ts';
import { compileSorter, sorted } from '../../../api/store/embedded/query/sort.ts';
import { compileUpdate } from '../../../api/store/embedded/update/apply.ts';
import type { Collection, IndexSpec } from '../../../api/store/embedded/engine/catalog.ts';
import { type Engine, openEngine } from '../../../api/store/embedded/engine/engine.ts';
import { entriesOf } from '../../../api/store/embedded/engine/entries.ts';
import { makePlan } from '../../../api/store/embedded/engine/planner.ts';
import { Query } from '../../../api/store/embedded/engine/query.ts';
import { countKeys } from '../../../api/store/embedded/engine/scan.ts';
import { documentKey } from '../../../api/store/embedded/engine/writer.ts';
import { encodeId } from '../../../api/store/embedded/bson/key.ts';
import { bsonScalar, bsonValue } from '../../support/bson-values.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 200);

let directory: string;
let engine: Engine;
let lastName = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cauce-plan-'));
  engine = openEngine(directory, (error) => {
    throw error;
  });
});

afterAll(async () => {
  await engine.store.close();
  rmSync(directory, { recursive: true, force: true });
});

const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'a.0', 'c.b');

const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), bsonValue, { maxKeys: 3, noNullPrototype: true });

const direction = fc.constantFrom(1, -1);

const partialFilter = fc.oneof(
  fc.record({ a: fc.record({ $exists: fc.constant(true) }) }),
  fc.record({ b: fc.record({ $gt: fc.integer({ min: -1, max: 2 }) }) }),
  fc.record({ a: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ c: fc.record({ $lte: fc.integer({ min: 0, max: 4 }) }) }),
);

type Spec = Omit<IndexSpec, 'id' | 'ready'>;

const indexSpec: fc.Arbitrary<Spec> = fc
  .record({
    key: fc.dictionary(path, direction, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    unique: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
    kind: fc.constantFrom('plain', 'plain', 'sparse', 'partial'),
    partial: partialFilter,
  })
  .map(({ key, unique, kind, partial }) => ({
    name: Object.entries(key).flat().join('_'),
    key,
    unique,
    sparse: kind === 'sparse',
    ...(kind === 'partial' && { partialFilterExpression: partial as Document }),
  }));

const operator = fc.oneof(
  { weight: 4, arbitrary: bsonValue },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), bsonScalar)
      .map(([op, value]) => ({ [op]: value })),
  },
  { weight: 2, arbitrary: fc.tuple(bsonScalar, bsonScalar).map(([low, high]) => ({ $gte: low, $lt: high })) },
  { weight: 2, arbitrary: fc.array(bsonScalar, { maxLength: 3 }).map((values) => ({ $in: values })) },
  { weight: 1, arbitrary: fc.boolean().map((wanted) => ({ $exists: wanted })) },
  { weight: 1, arbitrary: fc.constantFrom('^a', '^x', '^', 'b').map((text) => new BSONRegExp(text)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('$gt', '$lte'), bsonScalar)
      .map(([op, value]) => ({ $elemMatch: { [op]: value } })),
  },
  { weight: 1, arbitrary: bsonScalar.map((value) => ({ $elemMatch: { b: value } })) },
  { weight: 1, arbitrary: fc.array(bsonScalar, { minLength: 1, maxLength: 2 }).map((values) => ({ $all: values })) },
);

const fieldsFilter = fc.dictionary(
  fc.oneof({ weight: 8, arbitrary: path }, { weight: 1, arbitrary: fc.constant('_id') }),
  operator,
  { maxKeys: 3, noNullPrototype: true },
);

const filter = fc.oneof(
  { weight: 6, arbitrary: fieldsFilter },
  { weight: 1, arbitrary: fc.array(fieldsFilter, { minLength: 1, maxLength: 2 }).map((all) => ({ $and: all })) },
  { weight: 1, arbitrary: fc.array(fieldsFilter, { minLength: 1, maxLength: 2 }).map((any) => ({ $or: any })) },
);

const sort = fc.option(
  fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'a.b'), direction, { maxKeys: 2, noNullPrototype: true })
    .map((spec) => ({ ...spec, _id: 1 })),
  { nil: undefined },
);

const change = fc
  .tuple(fc.constantFrom('$set', '$unset', '$push'), path, bsonValue)
  .map(([op, at, value]) => ({ [op]: { [at]: value } }));

/** Whether a random filter is one that MongoDB refuses. */
function accepted(spec: Document): boolean {
  try {
    compileFilter(spec);
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

/** Runs a statement that may be refused. */
function tried(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}

function everything(collection: Collection): Map<number, Document> {
  const start = documentKey(collection, Buffer.alloc(0));
  const all = [...engine.store.data.getRange({ start, end: Buffer.concat([start, Buffer.from([0xff])]) })];
  return new Map(all.map(({ value }) => decode(value)).map((one) => [one._id as number, one]));
}

async function build(
  documents: Document[],
  specs: Spec[],
  updates: { id: number; update: Document }[],
): Promise<Collection> {
  lastName += 1;
  return engine.store.write(() => {
    const { catalog, writer } = engine;
    const collection = catalog.ensure(`fuzz.c${lastName}`);
    const names = new Set<string>();
    for (const spec of specs) {
      if (names.has(spec.name)) continue;
      names.add(spec.name);
      catalog.addIndex(collection, spec, true);
    }
    documents.forEach((fields, _id) => tried(() => writer.insert(collection, encode({ _id, ...fields }))));
    for (const { id, update } of updates) {
      const key = documentKey(collection, encodeId(id));
      const before = writer.read(key);
      if (before === undefined) continue;
      tried(() => {
        const after = compileUpdate(update, {}).apply(decode(before), { isUpsertInsert: false, now: new Date(0) });
        writer.replace(collection, key, before, encode(after));
      });
    }
    return collection;
  }, false);
}

async function ids(collection: Collection, spec: ConstructorParameters<typeof Query>[2]): Promise<number[]> {
  const query = new Query(engine.store, collection, spec);
  const batches: Buffer[] = [];
  while (!query.done) batches.push(...(await query.nextBatch(3, 1e9)));
  return batches.map((bytes) => decode(bytes)._id as number);
}

describe('a query', () => {
  test('finds by every index what a look at every document finds, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 3, maxLength: 25 }),
        fc.array(indexSpec, { minLength: 1, maxLength: 4 }),
        fc.array(fc.record({ id: fc.nat(24), update: change }), { maxLength: 8 }),
        fc.array(fc.record({ filter: filter.filter(accepted), sort, limit: fc.nat(4), skip: fc.nat(2) }), {
          minLength: 20,
          maxLength: 20,
        }),
        async (documents, specs, updates, queries) => {
          const collection = await build(documents, specs, updates);
          const stored = everything(collection);
          for (const { filter, sort, limit, skip } of queries) {
            const compiled = compileFilter(filter);
            const matching = [...stored.values()].filter((one) => compiled.test(one));
            const found = await ids(collection, { filter, sort });
            const wanted = matching.map(({ _id }) => _id as number);
            expect([...found].sort((a, b) => a - b)).toEqual([...wanted].sort((a, b) => a - b));
            const plan = makePlan(collection, compiled, undefined);
            if (plan.exact && !plan.repeats) expect(countKeys(engine.store, plan)).toBe(wanted.length);
            if (sort === undefined) continue;
            const inOrder = sorted(matching, compileSorter(sort)).map(({ _id }) => _id as number);
            expect(found).toEqual(inOrder);
            const page = await ids(collection, { filter, sort, limit, skip });
            expect(page).toEqual(limit === 0 ? inOrder.slice(skip) : inOrder.slice(skip, skip + limit));
          }
        },
      ),
      { numRuns },
    );
  });

  test('rests on indexes that hold what the documents say, and no more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 20 }),
        fc.array(indexSpec, { minLength: 1, maxLength: 4 }),
        fc.array(fc.record({ id: fc.nat(19), update: change }), { maxLength: 15 }),
        async (documents, specs, updates) => {
          const collection = await build(documents, specs, updates);
          for (const index of collection.indexes) {
            const start = Buffer.alloc(4);
            start.writeUInt32BE(index.id);
            const held = [...engine.store.index.getKeys({ start, end: Buffer.concat([start, Buffer.from([0xff])]) })];
            const wanted = [...everything(collection).values()].flatMap(
              (one) => entriesOf(index, encode(one), encodeId(one._id)).keys,
            );
            expect(held.map((key) => key.toString('hex'))).toEqual(wanted.map((key) => key.toString('hex')).sort());
            if (index.unique) expect(new Set(held.map((key) => key.toString('hex'))).size).toBe(held.length);
          }
        },
      ),
      { numRuns },
    );
  });
});

describe('a plan', () => {
  async function planned(specs: Spec[], filter: Document, sort?: Document): Promise<string> {
    const collection = await build([], specs, []);
    const plan = makePlan(collection, compileFilter(filter), sort);
    const way = plan.index?.name ?? (plan.points === undefined ? 'all' : 'ids');
    return `${way}${plan.exact ? ' exact' : ''}${plan.sorted ? ' sorted' : ''}${plan.reverse ? ' reversed' : ''}`;
  }
  const ab: Spec = { name: 'ab', key: { a: 1, b: -1 } };
  const partial: Spec = { name: 'partial', key: { b: 1 }, partialFilterExpression: { a: 1 } };

  test('takes the index that binds most', async () => {
    expect(await planned([ab, { name: 'b', key: { b: 1 } }], { a: 1, b: 2 })).toBe('ab exact sorted');
    expect(await planned([ab, { name: 'u', key: { b: 1 }, unique: true }], { a: 1, b: 2 })).toBe('u sorted');
    expect(await planned([ab], { _id: 5, a: 1 })).toBe('ids sorted');
  });

  test('takes the order from an index when every tie is in order too', async () => {
    expect(await planned([ab], { a: 1 }, { b: -1 })).toBe('ab exact sorted');
    expect(await planned([ab], { a: 1 }, { b: 1 })).toBe('ab exact sorted reversed');
    expect(await planned([ab], { a: 1 }, { b: -1, _id: 1 })).toBe('ab exact sorted');
    expect(await planned([ab], { a: 1 }, { b: 1, _id: 1 })).toBe('ab exact');
    expect(await planned([ab], { a: { $in: [1, 2] } }, { b: 1 })).toBe('ab exact');
  });

  test('takes a partial index only for queries within its filter', async () => {
    expect(await planned([partial], { b: 1, a: 1 })).toBe('partial sorted');
    expect(await planned([partial], { b: 1 })).toBe('all sorted');
    expect(await planned([{ name: 's', key: { a: 1 }, sparse: true }], { a: null })).toBe('all sorted');
  });
});
