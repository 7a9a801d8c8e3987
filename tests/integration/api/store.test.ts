import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from 'mongoose';
import { connectStore } from '../../../api/store/connect.ts';
import { createAllIndexes } from '../../../api/store/indexes.ts';
import { openTestStore, type OpenStore } from '../../support/store.ts';

let store: OpenStore;
let connection: Connection;
beforeAll(async () => {
  store = await openTestStore();
  connection = await connectStore(store.uri);
});
afterAll(async () => {
  await connection.close();
  await store.close();
});

test('indexes are made by every process that starts, also at once, and once', async () => {
  await Promise.all([createAllIndexes(connection), createAllIndexes(connection)]);
  await createAllIndexes(connection);
  const names = async (collection: string) =>
    (await connection.collection(collection).indexes()).map(({ name }) => String(name)).toSorted();
  expect(await names('users')).toEqual(['_id_', 'email', 'email-in-workspace']);
  expect(await names('signIns')).toEqual(['_id_', 'expiry', 'user']);
  const expiry = (await connection.collection('signIns').indexes()).find(({ name }) => name === 'expiry');
  expect(expiry).toMatchObject({ key: { expiresAt: 1 }, expireAfterSeconds: 0 });
  expect(await names('conversations')).toContain('due');
});

test('a store that is not there is told of soon, and nothing is left waiting for it', async () => {
  await expect(connectStore('mongodb://127.0.0.1:1/none', { serverSelectionTimeoutMs: 200 })).rejects.toThrow(
    /ECONNREFUSED/,
  );
});
