import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../api/store/embedded/start.ts';

/** An open store with a database of its own. */
export interface OpenStore {
  /** Names a database that nobody else uses. */
  uri: string;
  /** Drops the database, or the whole store when it was started for this. */
  close(): Promise<void>;
}

/** A store that a suite is to pass on. */
export interface StoreUnderTest {
  name: string;
  open: () => Promise<OpenStore>;
}

/** The embedded store, and the server in TEST_MONGODB_URI when that is set. */
export function storesUnderTest(): StoreUnderTest[] {
  const server = process.env.TEST_MONGODB_URI;
  const embedded = { name: 'embedded', open: openEmbedded };
  return server ? [embedded, { name: 'server', open: () => openOn(server) }] : [embedded];
}

/** One store for an integration test: the server in TEST_MONGODB_URI when that is set, else a fresh embedded one. */
export async function openTestStore(): Promise<OpenStore> {
  return process.env.TEST_MONGODB_URI ? openOn(process.env.TEST_MONGODB_URI) : openEmbedded();
}

async function openEmbedded(): Promise<OpenStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cauce-test-'));
  const store = await startEmbeddedStore({ dataDir });
  return {
    uri: withDatabase(store.uri, databaseName()),
    async close() {
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openOn(server: string): Promise<OpenStore> {
  const name = databaseName();
  const uri = withDatabase(server, name);
  return {
    uri,
    async close() {
      const client = await MongoClient.connect(uri);
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

function databaseName(): string {
  return `cauce_test_${randomBytes(6).toString('hex')}`;
}

/** The same URI for another database; hosts may be several or a socket, which `URL` does not read. */
function withDatabase(uri: string, name: string): string {
  const [, hosts, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri) ?? [];
  if (hosts === undefined) throw new Error(`not a MongoDB URI: ${uri}`);
  return `${hosts}/${name}${options}`;
}
