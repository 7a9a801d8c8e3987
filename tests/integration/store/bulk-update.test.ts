import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'mongoose';
import { bulkUpdate } from '../../../api/store/bulk-update.ts';
import { connectStore } from '../../../api/store/connect.ts';
import { openTestStore, type OpenStore } from '../../support/store.ts';

let store: OpenStore;
let connection: Connection;
let other: Connection;
beforeAll(async () => {
  store = await openTestStore();
  [connection, other] = await Promise.all([connectStore(store.uri), connectStore(store.uri)]);
});
afterAll(async () => {
  await Promise.all([connection.close(), other.close()]);
  await store.close();
});

const collectionOf = (name: string) => connection.collection<{ _id: string; revision: number; by?: string }>(name);

test('says of each statement what became of it, at the position it was given', async () => {
  await collectionOf('guarded').insertMany([
    { _id: 'b', revision: 1 },
    { _id: 'd', revision: 7 },
  ]);
  const guarded = (id: string, revision: number) => ({
    q: { _id: id, revision },
    u: { revision: revision + 1 },
    upsert: true,
  });
  const { inserted, duplicates } = await bulkUpdate(connection, 'guarded', [
    guarded('d', 1), // 0: it is at 7
    guarded('c', 0), // 1: new
    guarded('b', 1), // 2: as expected
    guarded('a', 0), // 3: new
  ]);
  expect(inserted).toEqual(new Set([1, 3]));
  expect(duplicates).toEqual(new Set([0]));
  const found = await collectionOf('guarded').find().sort({ _id: 1 }).toArray();
  expect(found.map(({ _id, revision }) => [_id, revision])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 1],
    ['d', 7],
  ]);
});

test('keeps the order of statements on one document, also when the command is split', async () => {
  const statements = ['first', 'second', 'third'].flatMap((by) =>
    ['z', 'y'].map((id) => ({ q: { _id: id }, u: { $set: { by } }, upsert: true })),
  );
  await bulkUpdate(connection, 'ordered', statements, { sizeOf: () => 5 * 1024 * 1024 });
  expect((await collectionOf('ordered').find().toArray()).map(({ by }) => by)).toEqual(['third', 'third']);
});

test('two processes that write the same documents in opposite orders do not block each other', async () => {
  const ids = Array.from({ length: 150 }, (_, index) => `m${index}`);
  const writes = (order: string[], by: string) =>
    order.map((id) => ({ q: { _id: id }, u: { $max: { [by]: 1 }, $set: { text: 'x'.repeat(2_000) } }, upsert: true }));
  await bulkUpdate(connection, 'crossing', writes(ids, 'begun'));
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([
      bulkUpdate(connection, 'crossing', writes(ids, 'one')),
      bulkUpdate(other, 'crossing', writes([...ids].reverse(), 'two')),
    ]);
  }
  expect(await connection.collection('crossing').countDocuments({ one: 1, two: 1 })).toBe(ids.length);
});
