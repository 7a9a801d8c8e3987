import { Long, ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import { decode } from './codec.ts';
import type { Document } from './order.ts';

/**
 * Looking into BSON bytes without decoding the document: most statements need `_id`, a revision and an indexed field
 * or two, and those are a few jumps away.
 */

/** BSON element types, as the first byte of an element. */
export const BsonType = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binary: 5,
  undefined: 6,
  objectId: 7,
  boolean: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  code: 13,
  symbol: 14,
  codeWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: 255,
  maxKey: 127,
} as const;

/** One element of a document: where it starts, its value, and where it ends, as offsets into the same buffer. */
export interface Element {
  type: number;
  start: number;
  nameEnd: number;
  value: number;
  end: number;
}

function malformed(): StoreError {
  return new StoreError(22, 'InvalidBSON', 'malformed BSON');
}

/** Where the value of this type that starts at `at` ends. @throws StoreError 22 for bytes that are no BSON. */
export function valueEnd(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case BsonType.double:
    case BsonType.date:
    case BsonType.timestamp:
    case BsonType.long:
      return at + 8;
    case BsonType.string:
    case BsonType.code:
    case BsonType.symbol:
      return at + 4 + bytes.readInt32LE(at);
    case BsonType.object:
    case BsonType.array:
    case BsonType.codeWithScope:
      return at + bytes.readInt32LE(at);
    case BsonType.binary:
      return at + 5 + bytes.readInt32LE(at);
    case BsonType.objectId:
      return at + 12;
    case BsonType.boolean:
      return at + 1;
    case BsonType.undefined:
    case BsonType.null:
    case BsonType.minKey:
    case BsonType.maxKey:
      return at;
    case BsonType.regex:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
    case BsonType.dbPointer:
      return at + 16 + bytes.readInt32LE(at);
    case BsonType.int:
      return at + 4;
    case BsonType.decimal:
      return at + 16;
    default:
      throw malformed();
  }
}

/** The element that starts at `at`, or undefined at the document's end. */
export function elementAt(bytes: Buffer, at: number): Element | undefined {
  const type = bytes[at]!;
  if (type === 0) return undefined;
  let nameEnd = at + 1;
  while (bytes[nameEnd] !== 0) {
    nameEnd += 1;
    if (nameEnd >= bytes.length) throw malformed();
  }
  const value = nameEnd + 1;
  const end = valueEnd(bytes, type, value);
  if (end <= at || end > bytes.length) throw malformed();
  return { type, start: at, nameEnd, value, end };
}

/** The elements of the document that starts at `base`. */
export function elements(bytes: Buffer, base = 0): Element[] {
  const found: Element[] = [];
  for (let element = elementAt(bytes, base + 4); element !== undefined; element = elementAt(bytes, element.end)) {
    found.push(element);
  }
  return found;
}

/** The name of an element. */
export function nameOf(bytes: Buffer, { start, nameEnd }: Element): string {
  return bytes.toString('utf8', start + 1, nameEnd);
}

const names = new Map<string, Buffer>();
const REMEMBERED_NAMES = 4096;

function nameBytes(name: string): Buffer {
  let bytes = names.get(name);
  if (bytes === undefined) {
    bytes = Buffer.from(name);
    if (names.size >= REMEMBERED_NAMES) names.clear();
    names.set(name, bytes);
  }
  return bytes;
}

/** The element of that name in the document that starts at `base`, or undefined. */
export function findElement(bytes: Buffer, name: string, base = 0): Element | undefined {
  const wanted = nameBytes(name);
  const { length } = wanted;
  let at = base + 4;
  for (;;) {
    const type = bytes[at]!;
    if (type === 0) return undefined;
    let same = 0;
    while (same < length && bytes[at + 1 + same] === wanted[same]) same += 1;
    let nameEnd = at + 1 + same;
    const hit = same === length && bytes[nameEnd] === 0;
    if (!hit) {
      while (bytes[nameEnd] !== 0) {
        nameEnd += 1;
        if (nameEnd >= bytes.length) throw malformed();
      }
    }
    const end = valueEnd(bytes, type, nameEnd + 1);
    if (end <= at || end > bytes.length) throw malformed();
    if (hit) return { type, start: at, nameEnd, value: nameEnd + 1, end };
    at = end;
  }
}

const JS_INTEGER_HIGH = 0x200000; // above this upper half a 64-bit integer is beyond 2^53

/** The value of an element, decoded as `decode` would. */
export function valueOf(bytes: Buffer, element: Element): unknown {
  const { type, value } = element;
  switch (type) {
    case BsonType.double:
      return bytes.readDoubleLE(value);
    case BsonType.string:
      return bytes.toString('utf8', value + 4, element.end - 1);
    case BsonType.object:
      return decode(bytes.subarray(value, element.end));
    case BsonType.array:
      return Object.values(decode(bytes.subarray(value, element.end)));
    case BsonType.objectId:
      return new ObjectId(Uint8Array.prototype.slice.call(bytes, value, value + 12));
    case BsonType.boolean:
      return bytes[value] === 1;
    case BsonType.date:
      return new Date(bytes.readInt32LE(value + 4) * 0x100000000 + bytes.readUInt32LE(value));
    case BsonType.null:
      return null;
    case BsonType.int:
      return bytes.readInt32LE(value);
    case BsonType.long: {
      const high = bytes.readInt32LE(value + 4);
      const low = bytes.readInt32LE(value);
      if (high >= -JS_INTEGER_HIGH && high < JS_INTEGER_HIGH) return high * 0x100000000 + (low >>> 0);
      return new Long(low, high);
    }
    default:
      return decodeElement(bytes, element);
  }
}

function decodeElement(bytes: Buffer, { type, nameEnd, end }: Element): unknown {
  const size = end - nameEnd;
  const wrapped = Buffer.allocUnsafe(4 + 2 + size + 1);
  wrapped.writeInt32LE(wrapped.length, 0);
  wrapped[4] = type;
  wrapped[5] = 0x76; // the name `v`
  bytes.copy(wrapped, 6, nameEnd, end);
  wrapped[wrapped.length - 1] = 0;
  return decode(wrapped).v;
}

/** A document with some top-level fields of another alone. */
export function decodeFields(bytes: Buffer, fields: readonly string[]): Document {
  const document: Document = {};
  for (const name of fields) {
    const element = findElement(bytes, name);
    if (element !== undefined) document[name] = valueOf(bytes, element);
  }
  return document;
}

/** The path meets an array or a value of a kind that only a full decode can answer for. */
export const unclear = Symbol('unclear');

/** The scalar at a path (`undefined` when absent) straight from the bytes, or `unclear`. */
export function scalarAt(bytes: Buffer, parts: readonly string[]): unknown {
  let base = 0;
  for (let at = 0; at < parts.length; at += 1) {
    const element = findElement(bytes, parts[at]!, base);
    if (element === undefined) return undefined;
    if (element.type === BsonType.array) return unclear;
    if (at === parts.length - 1) {
      return element.type === BsonType.undefined ? unclear : valueOf(bytes, element);
    }
    if (element.type !== BsonType.object) return undefined;
    base = element.value;
  }
  return undefined;
}

/** The documents of an array value as slices of the same memory. @throws StoreError 14 when an item is no document. */
export function documentsIn(bytes: Buffer, array: Element): Buffer[] {
  const found: Buffer[] = [];
  for (let item = elementAt(bytes, array.value + 4); item !== undefined; item = elementAt(bytes, item.end)) {
    if (item.type !== BsonType.object) throw new StoreError(14, 'TypeMismatch', 'the array must hold documents');
    found.push(bytes.subarray(item.value, item.end));
  }
  return found;
}
