import { ObjectId } from 'bson';

import { type Document, Rank, typeRank } from '../bson/order.ts';
import { BsonType, elements, findElement, nameOf, valueOf } from '../bson/raw.ts';
import { StoreError } from '../errors.ts';
import { shown } from '../query/refuse.ts';
import type { Catalog, Collection, Index } from './catalog.ts';
import { entriesOf, idIsFirst, idKeyOf, keyValueOf, untouched } from './entries.ts';
import type { Store } from './store.ts';

/** MongoDB's limit on a document, in bytes. */
export const LARGEST_DOCUMENT = 16 * 1024 * 1024;

interface Change {
  index: Index;
  remove: Buffer[];
  add: Buffer[];
}

/**
 * Changes documents and the indexes over them. Everything that can be refused is worked out before the first write, so
 * that a refused document leaves nothing behind. Runs inside a write statement of the store.
 */
export class Writer {
  private readonly store: Store;
  private readonly catalog: Catalog;

  constructor(store: Store, catalog: Catalog) {
    this.store = store;
    this.catalog = catalog;
  }

  /** The bytes of a document, valid as long as the caller wants. */
  read(key: Buffer): Buffer | undefined {
    const bytes = this.store.data.getBinary(key);
    return bytes && asBuffer(bytes);
  }

  /** Inserts a document as it came; `_id` is put first, and made when absent. @returns the `_id` */
  insert(collection: Collection, document: Buffer): unknown {
    const bytes = withIdFirst(document);
    if (bytes.length > LARGEST_DOCUMENT) throw tooLarge(bytes.length);
    const id = valueOf(bytes, findElement(bytes, '_id')!);
    checkId(id);
    const idKey = idKeyOf(id);
    const key = documentKey(collection, idKey);
    if (this.store.data.getBinaryFast(key) !== undefined) throw duplicateId(collection, id);
    const changes = this.changesFor(collection, undefined, bytes, idKey);
    this.apply(collection, changes, idKey);
    this.store.data.putSync(key, bytes);
    return id;
  }

  /** Puts a document in the place of another with the same `_id`. @returns whether anything changed */
  replace(collection: Collection, key: Buffer, before: Buffer, after: Buffer): boolean {
    if (before.equals(after)) return false;
    if (after.length > LARGEST_DOCUMENT) throw tooLarge(after.length);
    const idKey = key.subarray(4);
    if (collection.indexes.length > 0) this.apply(collection, this.changesFor(collection, before, after, idKey), idKey);
    this.store.data.putSync(key, after);
    return true;
  }

  remove(collection: Collection, key: Buffer, before: Buffer): void {
    const idKey = key.subarray(4);
    for (const index of collection.indexes) {
      for (const entry of entriesOf(index, before, idKey).keys) this.removeEntry(index, entry, idKey);
    }
    this.store.data.removeSync(key);
  }

  /** Adds the entries of one document to one index. @throws StoreError 11000 */
  index(collection: Collection, index: Index, bytes: Buffer, idKey: Buffer): void {
    const { keys, multikey, lossy } = entriesOf(index, bytes, idKey);
    if (index.unique) for (const key of keys) this.checkUnique(collection, index, key, idKey, bytes);
    this.mark(collection, index, multikey, lossy);
    for (const key of keys) this.store.index.putSync(key, idKey);
  }

  private changesFor(collection: Collection, before: Buffer | undefined, after: Buffer, idKey: Buffer): Change[] {
    const changes: Change[] = [];
    for (const index of collection.indexes) {
      if (before !== undefined && untouched(index, before, after)) continue;
      const { keys, multikey, lossy } = entriesOf(index, after, idKey);
      const old = before === undefined ? [] : entriesOf(index, before, idKey).keys;
      const add = old.length === 0 ? keys : keys.filter((key) => !old.some((other) => other.equals(key)));
      const remove = keys.length === 0 ? old : old.filter((key) => !keys.some((other) => other.equals(key)));
      if (index.unique) for (const key of add) this.checkUnique(collection, index, key, idKey, after);
      this.mark(collection, index, multikey, lossy);
      if (add.length > 0 || remove.length > 0) changes.push({ index, add, remove });
    }
    return changes;
  }

  private apply(_collection: Collection, changes: Change[], idKey: Buffer): void {
    for (const { index, add, remove } of changes) {
      for (const key of remove) this.removeEntry(index, key, idKey);
      for (const key of add) this.store.index.putSync(key, idKey);
    }
  }

  /** While a unique index is being built, an entry may not be there yet, or be another document's. */
  private removeEntry(index: Index, key: Buffer, idKey: Buffer): void {
    if (index.unique && !index.ready) {
      const owner = this.store.index.getBinaryFast(key);
      if (owner === undefined || !asBuffer(owner).equals(idKey)) return;
    }
    this.store.index.removeSync(key);
  }

  private checkUnique(collection: Collection, index: Index, key: Buffer, idKey: Buffer, bytes: Buffer): void {
    const owner = this.store.index.getBinaryFast(key);
    if (owner === undefined || asBuffer(owner).equals(idKey)) return;
    throw duplicateKey(collection.ns, index.name, index.key, keyValueOf(index, bytes));
  }

  private mark(collection: Collection, index: Index, multikey: boolean, lossy: boolean): void {
    if ((!multikey || index.multikey) && (!lossy || index.lossy)) return;
    index.multikey ||= multikey;
    index.lossy ||= lossy;
    this.catalog.save(collection);
  }
}

/** lmdb-js hands out one reused buffer whose length it sets itself. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The key under which a document is stored. */
export function documentKey(collection: Collection, idKey: Buffer): Buffer {
  const key = Buffer.allocUnsafe(4 + idKey.length);
  key.writeUInt32BE(collection.id);
  key.set(idKey, 4);
  return key;
}

/** Refuses what cannot be an `_id`. */
export function checkId(id: unknown): void {
  const rank = typeRank(id);
  if (rank === Rank.array || rank === Rank.regex || id === undefined) {
    const type = rank === Rank.array ? 'array' : rank === Rank.regex ? 'regex' : 'undefined';
    throw new StoreError(53, 'InvalidIdField', `The '_id' value cannot be of type ${type}`);
  }
  if (rank === Rank.object) {
    for (const key of Object.keys(id as Document)) {
      if (key.startsWith('$')) {
        throw new StoreError(
          52,
          'DollarPrefixedFieldName',
          `_id fields may not contain '$'-prefixed fields: ${key} is not valid for storage.`,
        );
      }
    }
  }
}

/** A document whose first element is `_id`; the same bytes when it is so already. */
export function withIdFirst(bytes: Buffer): Buffer {
  if (idIsFirst(bytes)) return bytes;
  const id = findElement(bytes, '_id');
  if (id === undefined) {
    const made = Buffer.allocUnsafe(bytes.length + 17);
    made.writeInt32LE(made.length, 0);
    made[4] = BsonType.objectId;
    made.write('_id\0', 5, 'latin1');
    made.set(new ObjectId().id, 9);
    bytes.copy(made, 21, 4);
    return made;
  }
  const moved = Buffer.allocUnsafe(bytes.length);
  bytes.copy(moved, 0, 0, 4);
  const size = id.end - id.start;
  bytes.copy(moved, 4, id.start, id.end);
  bytes.copy(moved, 4 + size, 4, id.start);
  bytes.copy(moved, id.end, id.end);
  return moved;
}

function tooLarge(size: number): StoreError {
  return new StoreError(
    10334,
    'BSONObjectTooLarge',
    `BSONObj size: ${size} is invalid. Size must be between 0 and ${LARGEST_DOCUMENT}`,
  );
}

function duplicateId(collection: Collection, id: unknown): StoreError {
  return duplicateKey(collection.ns, '_id_', { _id: 1 }, { _id: id });
}

/** E11000 as MongoDB words it, which clients read fields from. */
export function duplicateKey(ns: string, name: string, keyPattern: Document, keyValue: Document): StoreError {
  const shownKey = Object.entries(keyValue).map(([path, value]) => `${path}: ${shown(value)}`);
  const message = `E11000 duplicate key error collection: ${ns} index: ${name} dup key: { ${shownKey.join(', ')} }`;
  return new StoreError(11000, 'DuplicateKey', message, { keyPattern, keyValue });
}

/** Field names that MongoDB refuses at the top of a stored document. */
export function checkStorable(bytes: Buffer): void {
  for (const element of elements(bytes)) {
    if (bytes[element.start + 1] === 0x24) {
      const name = nameOf(bytes, element);
      throw new StoreError(
        52,
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${name}' is not valid for storage.`,
      );
    }
  }
}
