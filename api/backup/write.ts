import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Db } from 'mongodb';
import { encodeBackup, type BackupHeader, type BackupPart } from './format.ts';
import { assertNotRestoring, restoringCollection } from './restoring.ts';
import { processesCollection } from './running.ts';

export type BackupReport = { collections: { name: string; documents: number }[]; documents: number };

type BackupOptions = {
  db: Db;
  header: Omit<BackupHeader, 'format' | 'version'>;
  /** Told when a collection is through. */
  onCollection?: (collection: { name: string; documents: number }) => void;
};

/**
 * Writes the whole store to `file` with mode 0600, through `file.partial`, so that a file of that name is always whole. Throws
 * when `file` exists, and `StoreIsRestoring`. The application may go on meanwhile: docs/backup.md says what that means.
 */
export async function writeBackup({ file, ...options }: BackupOptions & { file: string }): Promise<BackupReport> {
  if (await exists(file)) throw new Error(`${file} exists already; nothing was written.`);
  const partial = `${file}.partial`;
  try {
    const report = await streamBackup({ ...options, out: createWriteStream(partial, { mode: 0o600, flush: true }) });
    await rename(partial, file);
    await flushFolder(dirname(file));
    return report;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Writes the whole store into a stream and ends it. Memory stays flat: at most a batch of the cursor is held. */
export async function streamBackup({
  out,
  ...options
}: BackupOptions & { out: NodeJS.WritableStream }): Promise<BackupReport> {
  await assertNotRestoring(options.db);
  const report: BackupReport = { collections: [], documents: 0 };
  const parts = readStore(options, (collection) => {
    report.collections.push(collection);
    report.documents += collection.documents;
    options.onCollection?.(collection);
  });
  await pipeline(Readable.from(encodeBackup(parts)), createGzip(), out);
  return report;
}

async function* readStore(
  { db, header }: BackupOptions,
  onCollection: (collection: { name: string; documents: number }) => void,
): AsyncGenerator<Exclude<BackupPart, { kind: 'end' }>> {
  yield { kind: 'header', header: { format: 'cauce-backup', version: 1, ...header } };
  for (const name of await collectionNames(db)) {
    const collection = db.collection(name);
    const indexes = (await collection.indexes()).filter((index) => index.name !== '_id_');
    yield {
      kind: 'collection',
      collection: {
        name,
        indexes: indexes.map((index) => ({ ...index, name: String(index.name), key: index.key })),
      },
    };
    let documents = 0;
    // By `_id`, which never changes: what is there from beginning to end is met exactly once, whatever else is written.
    const cursor = db.collection(name).find({}, { raw: true, sort: { _id: 1 } });
    for await (const document of cursor) {
      // With `raw` the driver gives the bytes of a document, though its types do not say so.
      yield { kind: 'document', bytes: document as unknown as Uint8Array };
      documents += 1;
    }
    onCollection({ name, documents });
  }
}

/** The store's own collections in the order in which they are read (see `readingOrder`), without what is about the running program itself. */
async function collectionNames(db: Db): Promise<string[]> {
  const all = await db.listCollections({}, { nameOnly: false }).toArray();
  return all
    .filter(({ name, type }) => (type ?? 'collection') === 'collection' && !name.startsWith('system.'))
    .map(({ name }) => name)
    .filter((name) => name !== restoringCollection && name !== processesCollection)
    .sort((a, b) => readingOrder(a) - readingOrder(b) || (a < b ? -1 : 1));
}

/**
 * While the application runs, what is read later is newer. A conversation read before the rest is then at worst older than the
 * messages and inputs around it: an input counts as done that it has not acted on. Read after them it could act on one twice, and
 * that would reach a person. A file's entry is written after its chunks, so it is read before them.
 */
function readingOrder(name: string): number {
  if (name === 'conversations') return 0;
  return name.endsWith('.chunks') ? 2 : 1;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Makes the new name itself outlast a power cut. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
