import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Binary,
  BSON,
  Decimal128,
  Double,
  GridFSBucket,
  Int32,
  Long,
  MongoClient,
  ObjectId,
  Timestamp,
  type Db,
} from 'mongodb';
import { BackupUnreadable, decodeBackup, encodeBackup, type BackupPart } from '../../api/backup/format.ts';
import { secretFingerprint } from '../../api/backup/fingerprint.ts';
import { restoreBackup, StoreNotEmpty, verifyBackup } from '../../api/backup/restore.ts';
import { assertNotRestoring, restoringSince, StoreIsRestoring } from '../../api/backup/restoring.ts';
import { StoreInUse } from '../../api/backup/running.ts';
import { streamBackup, writeBackup } from '../../api/backup/write.ts';
import { openTestStore } from '../support/store.ts';

const header = { writtenAt: '2026-01-05T09:00:00.000Z', program: '0.1.0', secretFingerprint: null };
const now = new Date('2026-01-06T09:00:00.000Z');
/** No process has left a trace in most of these stores, so nothing waits. */
const pause = () => Promise.reject(new Error('nothing should wait'));

jest.setTimeout(60_000);

describe('backup and restore', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let client: MongoClient;
  let db: Db;
  let folder: string;
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    store = await openTestStore();
    client = await MongoClient.connect(store.uri);
    db = client.db();
  });
  afterAll(async () => {
    await client.close();
    await store.close();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-backup-'));
    await empty();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function empty() {
    for (const { name } of await db.listCollections().toArray()) await db.dropCollection(name);
  }

  /** Everything in the store, with the exact types of every value. */
  async function contents() {
    const all: Record<string, { indexes: unknown[]; documents: unknown[] }> = {};
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    for (const name of names.toSorted()) {
      const documents = await db
        .collection(name)
        .find({}, { raw: true, sort: { _id: 1 } })
        .toArray();
      const indexes = await db.collection(name).indexes();
      all[name] = {
        indexes: indexes.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
        documents: documents.map((document) =>
          BSON.EJSON.stringify(BSON.deserialize(document as unknown as Uint8Array, { promoteValues: false }), {
            relaxed: false,
          }),
        ),
      };
    }
    return all;
  }

  async function fill() {
    await db.collection('conversations').createIndex({ workspaceId: 1, dueAt: 1 }, { name: 'due' });
    await db
      .collection<{ _id: string; workspaceId: string; dueAt: number; session: string }>('conversations')
      .insertMany([
        { _id: 'w:1', workspaceId: 'w', dueAt: 5, session: '{"at":"menu"}' },
        { _id: 'w:2', workspaceId: 'w', dueAt: 7, session: '{"name":"Ñandú 🦤"}' },
      ]);
    await db.collection('odd').insertMany([
      {
        int: new Int32(7),
        double: new Double(7),
        long: Long.fromString('9007199254740993'),
        big: Decimal128.fromString('0.10'),
      },
      {
        bytes: new Binary(Buffer.from([0, 255, 1])),
        at: now,
        nothing: null,
        pattern: /^a.b$/i,
        stamp: new Timestamp({ t: 1, i: 2 }),
      },
      {
        _id: new ObjectId('64b000000000000000000001'),
        nested: { list: [1, [2, { three: '3' }], {}], '': 'empty key' },
      },
    ]);
    await db
      .collection('contacts')
      .createIndex(
        { workspaceId: 1, phone: 1 },
        { unique: true, partialFilterExpression: { phone: { $exists: true } } },
      );
    await db.collection('contacts').createIndex({ seenAt: 1 }, { expireAfterSeconds: 90 * 86_400 });
    await db
      .collection('contacts')
      .insertMany(
        Array.from({ length: 2_500 }, (_, i) => ({ workspaceId: 'w', phone: `+52155${i}`, name: `Contacto ${i}` })),
      );
    await db.createCollection('empty');
    const upload = new GridFSBucket(db, { bucketName: 'files', chunkSizeBytes: 1_000 }).openUploadStream('foto.jpg');
    await new Promise<void>((resolve, reject) => {
      upload.on('finish', resolve).on('error', reject).end(Buffer.alloc(4_321, 7));
    });
  }

  test('bring back every document, type, index and file', async () => {
    await fill();
    const before = await contents();
    const written = await writeBackup({ db, file: at('one.cauce'), header });
    await empty();

    const report = await restoreBackup({ db, file: at('one.cauce'), now, pause });

    expect(await contents()).toEqual(before);
    expect(report).toEqual({
      header: { format: 'cauce-backup', version: 1, ...header },
      documents: written.documents,
      leftOut: 0,
    });
    expect(await restoringSince(db)).toBeUndefined();
    const chunks: Buffer[] = [];
    for await (const chunk of new GridFSBucket(db, { bucketName: 'files' }).openDownloadStreamByName('foto.jpg')) {
      chunks.push(chunk as Buffer);
    }
    expect(Buffer.concat(chunks).equals(Buffer.alloc(4_321, 7))).toBe(true);
  });

  test('write a file for its owner alone, and only under a free name', async () => {
    await fill();
    await writeBackup({ db, file: at('one.cauce'), header });
    expect((statSync(at('one.cauce')).mode & 0o777).toString(8)).toBe('600');
    const bytes = readFileSync(at('one.cauce'));
    await expect(writeBackup({ db, file: at('one.cauce'), header })).rejects.toThrow('exists already');
    expect(readFileSync(at('one.cauce')).equals(bytes)).toBe(true);
    expect(existsSync(at('one.cauce.partial'))).toBe(false);
  });

  test('give the same bytes through a stream', async () => {
    await fill();
    await writeBackup({ db, file: at('one.cauce'), header });
    const out = new PassThrough();
    const chunks: Buffer[] = [];
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    await streamBackup({ db, out, header });
    expect(gunzipSync(Buffer.concat(chunks)).equals(gunzipSync(readFileSync(at('one.cauce'))))).toBe(true);
  });

  test('leave a store alone that is not empty, unless forced', async () => {
    await fill();
    await writeBackup({ db, file: at('one.cauce'), header });
    const backedUp = await contents();
    await db.collection('later').insertOne({ added: 'since' });
    const changed = await contents();

    await expect(restoreBackup({ db, file: at('one.cauce'), now, pause })).rejects.toThrow(StoreNotEmpty);
    expect(await contents()).toEqual(changed);

    await restoreBackup({ db, file: at('one.cauce'), now, pause, force: true });
    expect(await contents()).toEqual(backedUp);
  });

  test('refuse a file that was cut short or changed anywhere, before anything is touched', async () => {
    await fill();
    await writeBackup({ db, file: at('whole.cauce'), header });
    const before = await contents();
    const packed = readFileSync(at('whole.cauce'));
    const plain = gunzipSync(packed);
    const damaged: [string, Buffer][] = [
      ['nothing', Buffer.alloc(0)],
      ['half of it', packed.subarray(0, packed.length / 2)],
      ['all but a byte', packed.subarray(0, -1)],
      ['a flipped bit of the packed', Buffer.from(packed.map((byte, i) => (i === 5_000 ? byte ^ 1 : byte)))],
      ['cut and packed anew', gzipSync(plain.subarray(0, -200))],
      [
        'a changed document, packed anew',
        gzipSync(Buffer.from(plain.toString('latin1').replace('Contacto 9', 'Contacto 8'), 'latin1')),
      ],
      ['something after the end', gzipSync(Buffer.concat([plain, Buffer.from('more')]))],
      ['another format', gzipSync('{"format":"other"}\n')],
      ['a later version', gzipSync('{"format":"cauce-backup","version":2}\n')],
      ['no gzip', Buffer.from('hello')],
    ];
    for (const [what, bytes] of damaged) {
      writeFileSync(at('damaged.cauce'), bytes);
      const outcome = await restoreBackup({ db, file: at('damaged.cauce'), now, pause, force: true }).then(
        () => 'restored',
        (error: unknown) => (error instanceof BackupUnreadable ? 'refused' : error),
      );
      expect([what, outcome]).toEqual([what, 'refused']);
    }
    expect(await contents()).toEqual(before);
  });

  test('wait for nobody and refuse while a process lives, but not because of a dead one', async () => {
    await fill();
    await writeBackup({ db, file: at('one.cauce'), header });
    await empty();
    const processes = db.collection<{ _id: string; at: Date }>('processes');
    await processes.insertOne({ _id: 'dead', at: new Date(0) });

    const heartbeat = () => processes.updateOne({ _id: 'live' }, { $set: { at: now } }, { upsert: true });
    await expect(restoreBackup({ db, file: at('one.cauce'), now, pause: heartbeat })).rejects.toThrow(StoreInUse);
    expect(Object.keys(await contents())).toEqual(['processes']);

    await restoreBackup({ db, file: at('one.cauce'), now, pause: () => Promise.resolve() });
    expect(Object.keys(await contents())).not.toContain('processes');
  });

  test('leave out what is about the running program', async () => {
    await db.collection<{ _id: string }>('processes').insertOne({ _id: 'live' });
    const { collections } = await writeBackup({ db, file: at('one.cauce'), header });
    expect(collections).toEqual([]);
  });

  test('name a file that is missing', async () => {
    await expect(verifyBackup(at('nowhere.cauce'))).rejects.toThrow('ENOENT');
  });

  test('after a crash half-way the store is known to be incomplete, and a second run needs no force', async () => {
    await fill();
    const before = await contents();
    await writeBackup({ db, file: at('one.cauce'), header });

    const crash = new Error('the power went out');
    const crashing = restoreBackup({
      db,
      file: at('one.cauce'),
      now,
      pause,
      force: true,
      onCollection: ({ name }) => {
        if (name === 'contacts') throw crash;
      },
    });
    await expect(crashing).rejects.toBe(crash);

    await expect(assertNotRestoring(db)).rejects.toThrow(StoreIsRestoring);
    await expect(writeBackup({ db, file: at('two.cauce'), header })).rejects.toThrow(StoreIsRestoring);
    expect(existsSync(at('two.cauce'))).toBe(false);
    expect(await contents()).not.toEqual(before);

    await restoreBackup({ db, file: at('one.cauce'), now, pause });
    expect(await contents()).toEqual(before);
    await expect(assertNotRestoring(db)).resolves.toBeUndefined();
  });

  test('what a running application changed under a unique rule meanwhile is left out and counted', async () => {
    const document = (_id: string, phone: string) => ({
      kind: 'document' as const,
      bytes: BSON.serialize({ _id, phone }),
    });
    const uniquePhone = { name: 'phone_1', key: { phone: 1 }, unique: true };
    const chunks = encodeBackup(
      inOrder([
        { kind: 'header', header: { format: 'cauce-backup', version: 1, ...header } },
        {
          kind: 'collection',
          collection: { name: 'phones', indexes: [uniquePhone] },
        },
        document('a', '1'),
        document('b', '2'),
        document('c', '1'),
        document('d', '3'),
      ]),
    );
    writeFileSync(at('fuzzy.cauce'), gzipSync(await joined(chunks)));
    const report = await restoreBackup({ db, file: at('fuzzy.cauce'), now, pause });
    expect(report).toMatchObject({ documents: 3, leftOut: 1 });
    const kept = await db
      .collection<{ _id: string }>('phones')
      .find({}, { sort: { _id: 1 } })
      .toArray();
    expect(kept.map(({ _id }) => _id)).toEqual(['a', 'b', 'd']);
  });

  describe('on the command line', () => {
    const run = (command: 'backup' | 'restore', ...args: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, ['bin/run.mjs', `api/cli/${command}.ts`, ...args], {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        env: { PATH: process.env.PATH, MONGODB_URI: store.uri, APP_SECRET: secret, DATA_DIR: at('data') },
        encoding: 'utf8',
      });
      return { status, stderr };
    };
    let secret: string;
    beforeEach(() => {
      secret = 'first secret: 0123456789abcdef0123456789';
    });

    test('go round, and tell of another secret', async () => {
      await fill();
      const before = await contents();
      expect(run('backup', at('one.cauce'))).toEqual({
        status: 0,
        stderr: expect.stringMatching(/^Wrote 2511 documents of 6 collections/),
      });
      expect(run('restore', at('one.cauce'))).toEqual({ status: 1, stderr: expect.stringContaining('--force') });
      const restored = run('restore', '--force', at('one.cauce'));
      expect(restored).toEqual({ status: 0, stderr: expect.stringMatching(/^Restored 2511 documents of .*\n$/) });
      expect(await contents()).toEqual(before);

      secret = 'second secret: 0123456789abcdef0123456789';
      const elsewhere = run('restore', '--force', at('one.cauce'));
      expect(elsewhere).toEqual({ status: 0, stderr: expect.stringContaining('another APP_SECRET') });
    });

    test('say how they are used', () => {
      expect([run('backup').status, run('restore').status, run('restore', '--what').status]).toEqual([2, 2, 2]);
      expect(run('restore', at('nowhere.cauce'))).toEqual({ status: 1, stderr: expect.stringContaining('ENOENT') });
    });
  });
});

describe('the format of a backup', () => {
  test('is read alike however its bytes arrive', async () => {
    const documents = fc.array(fc.object({ values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] }));
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 1, max: 97 }), async (values, size) => {
        const parts: Exclude<BackupPart, { kind: 'end' }>[] = [
          { kind: 'header', header: { format: 'cauce-backup', version: 1, ...header } },
          { kind: 'collection', collection: { name: 'things', indexes: [] } },
          ...values.map((value) => ({ kind: 'document' as const, bytes: BSON.serialize({ value }) })),
        ];
        const bytes = await joined(encodeBackup(inOrder(parts)));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const read: BackupPart[] = [];
        for await (const part of decodeBackup(inOrder(pieces))) read.push(part);
        const end = { collections: [{ name: 'things', documents: values.length }], sha256: expect.any(String) };
        const plain = (part: BackupPart) => (part.kind === 'document' ? { ...part, bytes: [...part.bytes] } : part);
        expect(read.map(plain)).toEqual([...parts.map(plain), { kind: 'end', end }]);
      }),
    );
  });

  test('tells secrets apart without telling them', () => {
    expect(secretFingerprint('one secret')).toMatch(/^[0-9a-f]{32}$/);
    expect(secretFingerprint('one secret')).toBe(secretFingerprint('one secret'));
    expect(secretFingerprint('one secret')).not.toBe(secretFingerprint('another secret'));
  });
});

async function* inOrder<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
