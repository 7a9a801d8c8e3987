import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { BSON, MongoBulkWriteError, type Db, type Document, type IndexDescription } from 'mongodb';
import { BackupUnreadable, decodeBackup, type BackupHeader, type BackupPart, type EndFrame } from './format.ts';
import { assertNobodyRuns, processesCollection } from './running.ts';
import { markRestoring, restoringCollection, restoringSince, unmarkRestoring } from './restoring.ts';

/** The store holds data that a restore would remove. */
export class StoreNotEmpty extends Error {
  constructor(collections: string[]) {
    super(`The store is not empty (${collections.join(', ')}). Add --force to delete what is there and restore.`);
    this.name = 'StoreNotEmpty';
  }
}

export type RestoreReport = {
  header: BackupHeader;
  documents: number;
  /** Documents left out because another with the same unique value came first: see docs/backup.md. */
  leftOut: number;
};

/** Documents are written in lots of this many, or of this many bytes if that comes first. */
const lotDocuments = 1_000;
const lotBytes = 8 * 1024 * 1024;

/** Reads a whole backup without touching any store. Throws `BackupUnreadable` unless every byte is as it was written. */
export async function verifyBackup(file: string): Promise<{ header: BackupHeader; end: EndFrame }> {
  let header: BackupHeader | undefined;
  let end: EndFrame | undefined;
  for await (const part of readBackup(file)) {
    if (part.kind === 'header') header = part.header;
    if (part.kind === 'end') end = part.end;
  }
  if (!header || !end) throw new BackupUnreadable('The backup is not whole: it was cut short.');
  return { header, end };
}

/**
 * Makes the store hold what the backup holds. The file is verified first; the store must be empty unless `force`. While it
 * runs the store is marked, so that after a crash the application refuses to start and a further call begins anew. Throws
 * `BackupUnreadable`, `StoreInUse` and `StoreNotEmpty` before anything is touched.
 */
export async function restoreBackup({
  db,
  file,
  force = false,
  now,
  pause,
  onCollection,
}: {
  db: Db;
  file: string;
  force?: boolean;
  now: Date;
  /** Waits; only called when processes have left traces in the store. */
  pause: (milliseconds: number) => Promise<unknown>;
  /** Told when a collection is through. */
  onCollection?: (collection: { name: string; documents: number }) => void;
}): Promise<RestoreReport> {
  const { header } = await verifyBackup(file);
  await assertNobodyRuns(db, pause);
  const unfinished = (await restoringSince(db)) !== undefined;
  if (!force && !unfinished) await assertEmpty(db);

  await markRestoring(db, { startedAt: now, backupWrittenAt: header.writtenAt });
  for (const name of await collectionNames(db)) await db.dropCollection(name);

  const report: RestoreReport = { header, documents: 0, leftOut: 0 };
  let filling: CollectionFiller | undefined;
  const finish = async () => {
    if (!filling) return;
    await filling.flush();
    report.documents += filling.documents;
    report.leftOut += filling.leftOut;
    onCollection?.({ name: filling.name, documents: filling.documents });
  };
  for await (const part of readBackup(file)) {
    if (part.kind === 'document') await filling?.add(part.bytes);
    if (part.kind === 'collection') {
      await finish();
      const { name, indexes } = part.collection;
      await db.createCollection(name);
      // Before the documents: what was read from a running store may break a unique rule, which is then found document by document.
      if (indexes.length > 0) await db.collection(name).createIndexes(indexes as IndexDescription[]);
      filling = new CollectionFiller(db, name);
    }
    if (part.kind === 'end') await finish();
  }
  await unmarkRestoring(db);
  return report;
}

class CollectionFiller {
  readonly name: string;
  readonly #db: Db;
  #lot: Document[] = [];
  #bytes = 0;
  documents = 0;
  leftOut = 0;

  constructor(db: Db, name: string) {
    this.#db = db;
    this.name = name;
  }

  async add(bytes: Uint8Array): Promise<void> {
    // Every number and pattern keeps the type it was stored with, instead of becoming the nearest thing JavaScript has.
    this.#lot.push(BSON.deserialize(bytes, { promoteValues: false, bsonRegExp: true }));
    this.#bytes += bytes.length;
    if (this.#lot.length >= lotDocuments || this.#bytes >= lotBytes) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#lot.length === 0) return;
    const lot = this.#lot;
    this.#lot = [];
    this.#bytes = 0;
    try {
      const { insertedCount } = await this.#db.collection(this.name).insertMany(lot, { ordered: false });
      this.documents += insertedCount;
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
      if (errors.length === 0 || errors.some(({ code }) => code !== 11000)) throw error;
      this.documents += error.insertedCount;
      this.leftOut += errors.length;
    }
  }
}

async function assertEmpty(db: Db): Promise<void> {
  const filled: string[] = [];
  for (const name of await collectionNames(db)) {
    if (name === processesCollection) continue;
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) filled.push(name);
  }
  if (filled.length > 0) throw new StoreNotEmpty(filled);
}

async function collectionNames(db: Db): Promise<string[]> {
  const all = await db.listCollections({}, { nameOnly: true }).toArray();
  return all.map(({ name }) => name).filter((name) => name !== restoringCollection && !name.startsWith('system.'));
}

async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const packed = createReadStream(file);
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  // Not `pipeline`: its promise would reject beside the loop below. Destroying one on the other's failure is all that is needed.
  packed.on('error', (error) => unpacked.destroy(error));
  packed.pipe(unpacked);
  try {
    yield* decodeBackup(unpacked);
  } catch (error) {
    if (isGzipError(error)) {
      throw new BackupUnreadable('The backup is not whole or was changed: it cannot be unpacked.', { cause: error });
    }
    throw error;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

const isGzipError = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_');
