import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import { type OpenStore, storesUnderTest } from '../../support/store.ts';

/** The two libraries that the application puts between itself and the driver. */
describe.each(storesUnderTest())('on the $name store', ({ open }) => {
  let store: OpenStore;

  beforeAll(async () => {
    store = await open();
  }, 30_000);

  afterAll(async () => {
    await store.close();
  });

  describe('Mongoose', () => {
    let connection: mongoose.Connection;

    beforeAll(async () => {
      connection = await mongoose.createConnection(store.uri).asPromise();
    });

    afterAll(async () => {
      await connection.close();
    });

    test('makes its indexes and sees that they are there', async () => {
      const schema = new mongoose.Schema({
        email: { type: String, unique: true, sparse: true },
        at: Date,
        who: String,
      });
      schema.index({ who: 1, at: -1 });
      schema.index({ at: 1 }, { expireAfterSeconds: 60 });
      const Person = connection.model('Person', schema);
      await Person.init();
      expect(await Person.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
      expect(await Person.syncIndexes()).toEqual([]);
      await Person.create({ email: 'a@x' });
      await expect(Person.create({ email: 'a@x' })).rejects.toMatchObject({ code: 11000, keyPattern: { email: 1 } });
    });

    test('saves, versions, populates and discriminates', async () => {
      const Author = connection.model('Author', new mongoose.Schema({ name: String }));
      const base = new mongoose.Schema(
        { text: String, tags: [String], author: { type: mongoose.Schema.Types.ObjectId, ref: 'Author' } },
        { optimisticConcurrency: true },
      );
      const Note = connection.model('Note', base);
      const Alarm = Note.discriminator('Alarm', new mongoose.Schema({ at: Date }));
      const author = await Author.create({ name: 'Ana' });
      const note = await Alarm.create({ text: 'one', tags: ['a'], author: author._id, at: new Date(0) });
      const stale = await Note.findById(note._id).orFail();
      note.tags.push('b');
      note.text = 'two';
      await note.save();
      stale.text = 'three';
      await expect(stale.save()).rejects.toThrow(mongoose.Error.VersionError);
      const found = await Note.findOne({ tags: 'b' }).populate<{ author: { name: string } }>('author').lean().orFail();
      expect(found).toMatchObject({ text: 'two', tags: ['a', 'b'], author: { name: 'Ana' }, __t: 'Alarm' });
      expect(await Alarm.countDocuments({ at: { $lte: new Date() } })).toBe(1);
    });

    test('keeps maps, buffers, decimals and UUIDs', async () => {
      const schema = new mongoose.Schema({
        map: { type: Map, of: Number },
        bytes: Buffer,
        price: mongoose.Schema.Types.Decimal128,
        uuid: mongoose.Schema.Types.UUID,
        big: BigInt,
      });
      const Thing = connection.model('Thing', schema);
      const uuid = '0a4ae6f0-5a41-4f5a-9d0a-8f7d1c2b3a4e';
      const { _id } = await Thing.create({
        map: new Map([['a', 1]]),
        bytes: Buffer.from('x'),
        price: '0.0002',
        uuid,
        big: 9007199254740993n,
      });
      await Thing.updateOne({ _id }, { $inc: { 'map.a': 1, price: mongoose.Types.Decimal128.fromString('0.0001') } });
      const thing = await Thing.findById(_id).orFail();
      expect([
        thing.map!.get('a'),
        thing.bytes!.toString(),
        String(thing.price),
        String(thing.uuid),
        thing.big,
      ]).toEqual([2, 'x', '0.0003', uuid, 9007199254740993n]);
    });

    test('writes in bulk and reads by cursor', async () => {
      const Item = connection.model('Item', new mongoose.Schema({ n: { type: Number, index: true } }));
      await Item.bulkWrite(
        Array.from({ length: 300 }, (_, n) => ({
          updateOne: { filter: { n }, update: { $set: { n } }, upsert: true },
        })),
      );
      let sum = 0;
      for await (const { n } of Item.find().sort({ n: 1 }).cursor({ batchSize: 50 })) sum += n ?? 0;
      expect(sum).toBe((299 * 300) / 2);
      expect((await Item.insertMany([{ n: 1 }, { n: 2 }], { ordered: false })).length).toBe(2);
    });
  });

  describe('Agenda', () => {
    test('runs each job once, however many processes poll', async () => {
      const client = await MongoClient.connect(store.uri);
      const runs = new Map<number, number>();
      const total = 30;
      let finished: (() => void) | undefined;
      const done = new Promise<void>((resolve) => (finished = resolve));
      const agendas = [1, 2, 3].map(
        () =>
          new Agenda({
            backend: new MongoBackend({ mongo: client.db() }),
            processEvery: 20,
            defaultConcurrency: 5,
            // A job whose process says nothing for so long is taken again, on a busy machine too. Half of it is how long Agenda keeps a
            // timer for a job that has ended.
            defaultLockLifetime: 15_000,
          }),
      );
      for (const agenda of agendas) {
        agenda.define<{ n: number }>('count', ({ attrs }) => {
          runs.set(attrs.data.n, (runs.get(attrs.data.n) ?? 0) + 1);
          if (runs.size === total) finished?.();
        });
        await agenda.start();
      }
      for (let n = 0; n < total; n += 1) await agendas[0]!.now('count', { n });
      await done;
      expect([...runs.values()].every((times) => times === 1)).toBe(true);
      // A running one would keep a timer for the next hour.
      for (const agenda of agendas) await agenda.stop();
      await agendas[0]!.every('1 hour', 'count', { n: -1 });
      await agendas[1]!.every('1 hour', 'count', { n: -1 });
      expect(await client.db().collection('agendaJobs').countDocuments({ name: 'count', type: 'single' })).toBe(1);
      expect(await agendas[0]!.cancel({ name: 'count' })).toBeGreaterThanOrEqual(1);
      await client.close();
    });
  });
});
