import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { compareNumbers, numeric, type Numeric } from './numbers.ts';

/** A decoded document: keys in their stored order, values as `bson` decodes them. */
export type Document = Record<string, unknown>;

/** Ranks of the types in BSON order; the numbers are also the type bytes of the index keys. */
export const Rank = {
  minKey: 0x05,
  emptyArray: 0x07, // only as a sort value: an empty array sorts before null
  null: 0x10,
  number: 0x20,
  string: 0x30,
  object: 0x40,
  array: 0x50,
  binary: 0x60,
  objectId: 0x70,
  boolean: 0x80,
  date: 0x90,
  timestamp: 0xa0,
  regex: 0xb0,
  code: 0xc0,
  maxKey: 0xf0,
} as const;

/** The sort value of an empty array, which has no element to sort by. */
export const emptyArray = Symbol('empty array');

/** Whether a value is an embedded document, and not an array, a date or one of the `bson` classes. */
export function isObject(value: unknown): value is Document {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Where the type of a value stands in BSON order. Absent (`undefined`) counts as null, all numbers are one type. */
export function typeRank(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return Rank.string;
    case 'number':
    case 'bigint':
      return Rank.number;
    case 'boolean':
      return Rank.boolean;
    case 'undefined':
      return Rank.null;
    case 'symbol':
      return Rank.emptyArray;
    default:
      return value === null ? Rank.null : objectRank(value as object);
  }
}

/** The tag is read only off instances: a stored field named `_bsontype` must not change what a document is. */
function objectRank(value: object): number {
  if (Array.isArray(value)) return Rank.array;
  if (isObject(value)) return Rank.object;
  if (value instanceof Date) return Rank.date;
  switch ((value as { _bsontype?: unknown })._bsontype) {
    case 'ObjectId':
      return Rank.objectId;
    case 'Binary':
      return Rank.binary;
    case 'Long':
    case 'Decimal128':
    case 'Int32':
    case 'Double':
      return Rank.number;
    case 'Timestamp':
      return Rank.timestamp;
    case 'BSONRegExp':
      return Rank.regex;
    case 'MinKey':
      return Rank.minKey;
    case 'MaxKey':
      return Rank.maxKey;
    case 'BSONSymbol':
      return Rank.string;
    case 'Code':
      return Rank.code;
    default:
      if (value instanceof RegExp) return Rank.regex;
      return ArrayBuffer.isView(value) ? Rank.binary : Rank.object;
  }
}

/**
 * Total order of all values as MongoDB sorts them: by type, then within the type. Numbers of every kind compare by
 * value, strings by their UTF-8 bytes, embedded documents pair by pair in key order (type, then name, then value).
 */
export function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  const rank = typeRank(a);
  const other = typeRank(b);
  return rank === other ? compareWithin(rank, a, b) : rank < other ? -1 : 1;
}

/** Whether two values are equal in BSON order; documents are equal only with their keys in the same order. */
export function equal(a: unknown, b: unknown): boolean {
  return a === b || compare(a, b) === 0;
}

function compareWithin(rank: number, a: unknown, b: unknown): number {
  switch (rank) {
    case Rank.number:
      return compareNumbers(numeric(a) as Numeric, numeric(b) as Numeric);
    case Rank.string:
      return compareStrings(String(a), String(b));
    case Rank.object:
      return compareObjects(a as Document, b as Document);
    case Rank.array:
      return compareArrays(a as unknown[], b as unknown[]);
    case Rank.binary:
      return compareBinary(a, b);
    case Rank.objectId:
      return compareBytes((a as ObjectId).id, (b as ObjectId).id);
    case Rank.boolean:
      return Number(a) - Number(b);
    case Rank.date:
      return Math.sign((a as Date).getTime() - (b as Date).getTime());
    case Rank.timestamp:
      return compareTimestamps(a as Timestamp, b as Timestamp);
    case Rank.regex:
      return compareRegexes(a, b);
    case Rank.code:
      return compareStrings((a as Code).code, (b as Code).code);
    default:
      return 0;
  }
}

/** UTF-8 order is code point order; UTF-16 units differ from it only where a surrogate meets a unit above it. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return codePointOrder(left) < codePointOrder(right) ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function codePointOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function compareObjects(a: Document, b: Document): number {
  const keys = Object.keys(a);
  const others = Object.keys(b);
  const length = Math.min(keys.length, others.length);
  for (let at = 0; at < length; at += 1) {
    const key = keys[at]!;
    const other = others[at]!;
    const left = a[key];
    const right = b[other];
    const rank = typeRank(left);
    const order =
      rank - typeRank(right) || (key === other ? 0 : compareStrings(key, other)) || compareWithin(rank, left, right);
    if (order !== 0) return Math.sign(order);
  }
  return Math.sign(keys.length - others.length);
}

function compareArrays(a: unknown[], b: unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compare(a[at], b[at]);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

function compareBinary(a: unknown, b: unknown): number {
  const left = binaryParts(a);
  const right = binaryParts(b);
  return (
    Math.sign(left.bytes.length - right.bytes.length) ||
    Math.sign(left.subtype - right.subtype) ||
    compareBytes(left.bytes, right.bytes)
  );
}

/** Subtype and bytes of a binary value, whichever class carries it. */
export function binaryParts(value: unknown): { subtype: number; bytes: Uint8Array } {
  if (ArrayBuffer.isView(value)) {
    return { subtype: 0, bytes: new Uint8Array(value.buffer, value.byteOffset, value.byteLength) };
  }
  const binary = value as Binary;
  return { subtype: binary.sub_type, bytes: binary.buffer.subarray(0, binary.position) };
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = a[at]! - b[at]!;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.t === b.t ? Math.sign(a.i - b.i) : Math.sign(a.t - b.t);
}

function compareRegexes(a: unknown, b: unknown): number {
  const left = regexParts(a);
  const right = regexParts(b);
  return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options);
}

/** Pattern and options of a regular expression as BSON stores them: options sorted, only those of BSON. */
export function regexParts(value: unknown): { pattern: string; options: string } {
  if (value instanceof RegExp) {
    // The serializer writes `g` as `s`, which this must not: a global flag has no meaning in a stored expression.
    const options = (value.ignoreCase ? 'i' : '') + (value.multiline ? 'm' : '') + (value.dotAll ? 's' : '');
    return { pattern: value.source, options };
  }
  const regex = value as BSONRegExp;
  return { pattern: regex.pattern, options: regex.options };
}
