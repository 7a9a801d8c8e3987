import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { type EmbeddedStore, joinEmbeddedStore, startEmbeddedStore } from '../../../api/store/embedded/start.ts';
import { openEngine } from '../../../api/store/embedded/engine/engine.ts';
import { decode } from '../../../api/store/embedded/bson/codec.ts';
import { entriesOf } from '../../../api/store/embedded/engine/entries.ts';
import { encodeId } from '../../../api/store/embedded/bson/key.ts';
import { until } from '../../support/until.ts';

let dataDir: string;
const running: EmbeddedStore[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cauce-life-'));
});

afterEach(async () => {
  for (const store of running.splice(0)) await store.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: { join?: boolean; env?: Record<string, string> } = {}): Promise<EmbeddedStore> {
  const store = await startEmbeddedStore({ dataDir, ...options });
  running.push(store);
  return store;
}

async function withClient<T>(uri: string, run: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(uri);
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}

describe('the embedded store', () => {
  test('keeps what it was given over a stop and a start', async () => {
    const first = await start();
    await withClient(first.uri, (client) => client.db().collection('c').insertOne({ a: 1 }));
    await first.stop();
    expect(existsSync(join(dataDir, 'store.json'))).toBe(false);
    const second = await start();
    expect(await withClient(second.uri, (client) => client.db().collection('c').countDocuments({ a: 1 }))).toBe(1);
  });

  test('has one owner; others join when they mean to', async () => {
    const owner = await start();
    await expect(start()).rejects.toMatchObject({
      name: 'EmbeddedStoreError',
      reason: 'locked',
      message: expect.stringContaining(`process ${owner.pid}`),
    });
    const joined = await start({ join: true });
    expect(joined).toMatchObject({ owner: false, uri: owner.uri });
    await joined.stop();
    expect(await joinEmbeddedStore({ dataDir })).toBe(owner.uri);
    await owner.stop();
    expect(await joinEmbeddedStore({ dataDir })).toBeUndefined();
  });

  test('is ready at once after its process was killed, and tells its parent', async () => {
    let exited: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => (exited = resolve));
    const first = await startEmbeddedStore({ dataDir, onExit: () => exited?.() });
    await withClient(first.uri, (client) =>
      client
        .db()
        .collection('c')
        .insertOne({ a: 1 }, { writeConcern: { j: true } }),
    );
    process.kill(first.pid!, 'SIGKILL');
    await gone;
    const second = await start();
    expect(await withClient(second.uri, (client) => client.db().collection('c').countDocuments())).toBe(1);
  });

  test('lets its owner drain: a signal to the group does not end it', async () => {
    const store = await start();
    process.kill(store.pid!, 'SIGTERM');
    process.kill(store.pid!, 'SIGINT');
    await withClient(store.uri, (client) => client.db().collection('c').insertOne({ a: 1 }));
  });

  test('deletes what has expired', async () => {
    const store = await start({ env: { CAUCE_STORE_UPKEEP_MS: '20' } });
    await withClient(store.uri, async (client) => {
      const items = client.db().collection<{ _id: number; at: Date | number | Date[] }>('c');
      await items.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
      const old = new Date(Date.now() - 61_000);
      await items.insertMany([
        { _id: 1, at: old },
        { _id: 2, at: new Date() },
        { _id: 3, at: 5 },
        { _id: 4, at: [new Date(), old] },
      ]);
      await until(async () => (await items.countDocuments()) === 2, {
        timeoutMs: 5000,
        describe: () => 'two of four documents have expired',
      });
      expect(await items.distinct('_id')).toEqual([2, 3]);
    });
  });

  test('refuses data of a newer program and leaves it alone', async () => {
    const file = join(dataDir, 'store', 'format.json');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{"format":99}');
    await expect(start()).rejects.toMatchObject({
      reason: 'format',
      message: expect.stringMatching(/format 99.*newer version/),
    });
    expect(await readFile(file, 'utf8')).toBe('{"format":99}');
  });

  test('brings data of an older program to its own format', async () => {
    const store = await start();
    await withClient(store.uri, (client) => client.db().collection('c').insertOne({ a: 1 }));
    await store.stop();
    const file = join(dataDir, 'store', 'format.json');
    await writeFile(file, '{"format":0}');
    const again = await start();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ format: 1 });
    expect(await withClient(again.uri, (client) => client.db().collection('c').countDocuments())).toBe(1);
  });
});

describe('a crash', () => {
  const script = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

  /** A process that owns a store and writes to it until it is killed, naming each write that was acknowledged. */
  function writer(): ChildProcess {
    return spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  }

  test('of the whole group loses nothing acknowledged and leaves the indexes true', async () => {
    const child = writer();
    const exited = once(child, 'exit');
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
      acknowledged.push(line);
      if (acknowledged.length === 400) process.kill(-child.pid!, 'SIGKILL');
    }
    await exited;
    const store = await start();
    const present = await withClient(store.uri, (client) =>
      client.db().collection<{ _id: string }>('writes').distinct('_id'),
    );
    const known = new Set(present);
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    await store.stop();
    await expectTrueIndexes(join(dataDir, 'store'));
  }, 20_000);

  test('of the parent alone leaves no orphan', async () => {
    const child = writer();
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    expect(line).not.toBe('');
    const { pid } = JSON.parse(await readFile(join(dataDir, 'store.json'), 'utf8')) as { pid: number };
    process.kill(child.pid!, 'SIGKILL');
    await until(() => !isAlive(pid), { timeoutMs: 5000, describe: () => 'the child of a killed parent has ended' });
    expect(await joinEmbeddedStore({ dataDir })).toBeUndefined();
  }, 20_000);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Every index holds what its documents say, and no more. */
async function expectTrueIndexes(directory: string): Promise<void> {
  const { store, catalog } = openEngine(directory, (error) => {
    throw error;
  });
  const prefix = (id: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(id);
    return bytes;
  };
  for (const collection of catalog.all()) {
    const documents = [...store.data.getRange({ start: prefix(collection.id), end: prefix(collection.id + 1) })];
    expect(documents.length).toBeGreaterThan(0);
    for (const index of collection.indexes) {
      const held = [...store.index.getKeys({ start: prefix(index.id), end: prefix(index.id + 1) })].map((key) =>
        key.toString('hex'),
      );
      const wanted = documents.flatMap(({ value }) => entriesOf(index, value, encodeId(decode(value)._id)).keys);
      expect(held).toEqual(wanted.map((key) => key.toString('hex')).sort());
    }
  }
  await store.close();
}
