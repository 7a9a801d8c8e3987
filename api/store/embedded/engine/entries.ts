import { encodeId, KeyWriter, lastIdWasLossy, LONGEST_KEY } from '../bson/key.ts';
import { decode } from '../bson/codec.ts';
import { decodeFields, elementAt, findElement, scalarAt, unclear } from '../bson/raw.ts';
import type { Document } from '../bson/order.ts';
import { getField, indexValues, pathExists } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import type { Index } from './catalog.ts';

/** What a document puts into an index. */
export interface Entries {
  keys: Buffer[];
  /** It met an array. */
  multikey: boolean;
  lossy: boolean;
}

/** An `_id` is never cut, and an index key of four cut fields must still hold it. */
const LONGEST_ID = 1000;
const MOST_ENTRIES = 100_000; // of one document in one index; as many would not fit a 16 MiB document usefully

const NONE: Entries = { keys: [], multikey: false, lossy: false };
const writer = new KeyWriter();

/** The key of an `_id` within its collection. @throws StoreError 2 for one that cannot be a key. */
export function idKeyOf(id: unknown): Buffer {
  const key = encodeId(id);
  if (key.length > LONGEST_ID) {
    throw new StoreError(2, 'BadValue', `_id is too large for the embedded store (${LONGEST_ID} bytes)`);
  }
  if (lastIdWasLossy()) {
    throw new StoreError(
      2,
      'BadValue',
      'an _id beyond the precision of a double is not supported by the embedded store',
    );
  }
  return key;
}

/** The entries of a document; `idKey` ends those of an index that is not unique. */
export function entriesOf(index: Index, bytes: Buffer, idKey: Buffer, decoded?: Document): Entries {
  const { partial, fields } = index;
  if (partial !== undefined) {
    const document = decoded ?? decodeFields(bytes, index.touches);
    if (!partial.filter.test(document)) return NONE;
  }
  const values: unknown[] = [];
  for (const { parts } of fields) {
    const value = scalarAt(bytes, parts);
    if (value === unclear) return fromDocument(index, decoded ?? decodeFields(bytes, index.touches), idKey);
    values.push(value);
  }
  if (index.sparse && values.every((value) => value === undefined)) return NONE;
  writer.reset().uint32(index.id);
  for (let at = 0; at < fields.length; at += 1) writer.field(values[at], fields[at]!.direction);
  return { keys: [finish(index, idKey)], multikey: false, lossy: writer.lossy };
}

function finish(index: Index, idKey: Buffer): Buffer {
  if (!index.unique) writer.raw(idKey);
  if (writer.length > LONGEST_KEY) {
    throw new StoreError(17280, 'KeyTooLong', `key too large to index ${index.name}: ${writer.length} bytes`);
  }
  return writer.take();
}

function fromDocument(index: Index, document: Document, idKey: Buffer): Entries {
  const { fields } = index;
  if (index.sparse && !fields.some(({ path }) => pathExists(document, path))) return NONE;
  const multikey = checkArrays(index, document);
  let combinations: unknown[][] = [[]];
  for (const { path } of fields) {
    const values = indexValues(document, path);
    combinations = combinations.flatMap((before) => values.map((value) => [...before, value]));
    if (combinations.length > MOST_ENTRIES) {
      throw new StoreError(2, 'BadValue', `too many index entries of one document in ${index.name}`);
    }
  }
  const keys = new Map<string, Buffer>();
  let lossy = false;
  for (const values of combinations) {
    writer.reset().uint32(index.id);
    for (let at = 0; at < fields.length; at += 1) writer.field(values[at], fields[at]!.direction);
    lossy ||= writer.lossy;
    const key = finish(index, idKey);
    keys.set(key.toString('latin1'), key);
  }
  return { keys: [...keys.values()], multikey, lossy };
}

/** Whether an array is met; one array may carry several fields, two may not meet in one entry. */
function checkArrays(index: Index, document: Document): boolean {
  let array: string | undefined;
  let carried = 0;
  for (const { parts } of index.fields) {
    const met = arrayOn(document, parts);
    if (met === undefined) continue;
    if (array !== undefined && array !== met) {
      throw new StoreError(171, 'CannotIndexParallelArrays', `cannot index parallel arrays [${met}] [${array}]`);
    }
    array = met;
    carried += 1;
  }
  if (carried > 1 && index.unique) {
    throw new StoreError(
      171,
      'CannotIndexParallelArrays',
      `a unique index over several fields of one array is not supported by the embedded store: [${array}]`,
    );
  }
  return array !== undefined;
}

function arrayOn(document: Document, parts: readonly string[]): string | undefined {
  let value: unknown = document;
  for (let at = 0; at < parts.length; at += 1) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = getField(value as Document, parts[at]!);
    if (Array.isArray(value)) return parts.slice(0, at + 1).join('.');
  }
  return undefined;
}

/** Whether the fields an index looks at have the same bytes in both documents. */
export function untouched(index: Index, before: Buffer, after: Buffer): boolean {
  for (const name of index.touches) {
    const a = findElement(before, name);
    const b = findElement(after, name);
    if (a === undefined || b === undefined) {
      if (a !== b) return false;
    } else if (a.end - a.start !== b.end - b.start || before.compare(after, b.start, b.end, a.start, a.end) !== 0) {
      return false;
    }
  }
  return true;
}

/** The dup key that an error shows: the values of the index's fields, as far as one entry tells. */
export function keyValueOf(index: Index, bytes: Buffer): Document {
  const document = decode(bytes);
  return Object.fromEntries(index.fields.map(({ path }) => [path, indexValues(document, path)[0] ?? null]));
}

/** Whether `_id` is the first element. */
export function idIsFirst(bytes: Buffer): boolean {
  const first = elementAt(bytes, 4);
  return (
    first !== undefined &&
    first.nameEnd - first.start === 4 &&
    bytes.toString('latin1', first.start + 1, first.nameEnd) === '_id'
  );
}
