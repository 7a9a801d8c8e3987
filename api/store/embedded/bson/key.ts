import { createHash } from 'node:crypto';
import type { Code, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { compareNumbers, isNotANumber, numberKey, numeric, type Numeric, toDouble } from './numbers.ts';
import { binaryParts, type Document, Rank, regexParts, typeRank } from './order.ts';

/**
 * Keys whose byte order is BSON order: a type byte, then a body that tells its own end, so that no encoding is a prefix
 * of another. What is too long for a key is cut and hashed, and numbers that a double cannot hold share their double's
 * place; such keys find equal values but do not order them, and are called lossy.
 */

/** LMDB's limit on a key, in bytes, for pages of 4 KiB (1,978 in lmdb-js). */
export const LONGEST_KEY = 1978;
/** A longer value is cut in an index key. */
const LONGEST_BODY = 256;
const KEPT_BODY = 200;
/** Terminators within escaped strings: end, cut here; a NUL in the text is 00 FF. */
const END = 0x00;
const CUT = 0x01;

const BELOW = 0x7f; // less than its double
const EXACT = 0x80;
const ABOVE = 0x81;

/** Writes keys into one growing buffer; `take` gives a copy of what was written. */
export class KeyWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(4096);
  length = 0;
  /** Whether a value since the last reset could not be told from, or ordered against, all others. */
  lossy = false;

  reset(): this {
    this.length = 0;
    this.lossy = false;
    return this;
  }

  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  raw(bytes: Uint8Array): this {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  uint32(value: number): this {
    this.room(4);
    this.length = this.bytes.writeUInt32BE(value, this.length);
    return this;
  }

  /** A value as one field of an index key. */
  field(value: unknown, direction: 1 | -1): this {
    const start = this.length;
    this.value(value, true);
    if (direction === -1) for (let at = start; at < this.length; at += 1) this.bytes[at]! ^= 0xff;
    return this;
  }

  /** A value whole, as in the key of a document; throws nothing, the caller checks the length. */
  id(value: unknown): this {
    return this.value(value, false);
  }

  byte(value: number): this {
    this.room(1);
    this.bytes[this.length] = value;
    this.length += 1;
    return this;
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + bytes));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  private value(value: unknown, cut: boolean): this {
    const rank = typeRank(value);
    this.byte(rank);
    const start = this.length;
    this.body(rank, value, cut);
    if (cut && this.length - start > LONGEST_BODY && rank !== Rank.string) this.cutBody(start);
    return this;
  }

  private body(rank: number, value: unknown, cut: boolean): void {
    switch (rank) {
      case Rank.number:
        return this.number(numeric(value)!);
      case Rank.string:
        return this.string(String(value), cut);
      case Rank.object:
        return this.object(value as Document, cut);
      case Rank.array:
        for (const element of value as unknown[]) this.value(element, cut);
        this.byte(END);
        return;
      case Rank.binary: {
        const { subtype, bytes } = binaryParts(value);
        this.uint32(bytes.length).byte(subtype).raw(bytes);
        return;
      }
      case Rank.objectId:
        this.raw((value as ObjectId).id);
        return;
      case Rank.boolean:
        this.byte(value === true ? 1 : 0);
        return;
      case Rank.date:
        return this.int64((value as Date).getTime());
      case Rank.timestamp:
        this.uint32((value as Timestamp).t).uint32((value as Timestamp).i);
        return;
      case Rank.regex: {
        const { pattern, options } = regexParts(value);
        this.string(pattern, cut);
        this.string(options, cut);
        return;
      }
      case Rank.code:
        return this.string((value as Code).code, cut);
      default:
        return; // null, MinKey and MaxKey are their type byte
    }
  }

  private number(value: Numeric): void {
    const double = toDouble(value);
    this.room(9);
    const { bytes, length } = this;
    if (isNotANumber(value)) bytes.fill(0, length, length + 8);
    else {
      bytes.writeDoubleBE(double === 0 ? 0 : double, length);
      if (bytes[length]! & 0x80) for (let at = length; at < length + 8; at += 1) bytes[at]! ^= 0xff;
      else bytes[length]! ^= 0x80;
    }
    this.length += 8;
    const order = typeof value === 'number' ? 0 : compareNumbers(value as Long | Decimal128, double);
    if (order === 0) {
      this.byte(EXACT);
      return;
    }
    this.lossy = true;
    this.byte(order < 0 ? BELOW : ABOVE).raw(digest(Buffer.from(numberKey(value))));
  }

  private int64(value: number): void {
    this.room(8);
    const high = Math.floor(value / 0x100000000);
    this.bytes.writeUInt32BE((high + 0x80000000) >>> 0, this.length);
    this.bytes.writeUInt32BE((value - high * 0x100000000) >>> 0, this.length + 4);
    this.length += 8;
  }

  private string(text: string, cut: boolean): void {
    const start = this.length;
    this.room(text.length * 3 + 2);
    this.length += this.bytes.write(text, this.length, 'utf8');
    if (text.includes('\0')) this.escape(start);
    if (cut && this.length - start > LONGEST_BODY) {
      const hash = digest(this.bytes.subarray(start, this.length));
      this.length = start + KEPT_BODY;
      // The cut must not split an escaped NUL, or the mark after it would read as part of it.
      if (this.bytes[this.length - 1] === 0) this.length -= 1;
      this.byte(END).byte(CUT).raw(hash);
      this.lossy = true;
    } else this.byte(END).byte(END);
  }

  private escape(start: number): void {
    const text = Buffer.from(this.bytes.subarray(start, this.length));
    this.length = start;
    for (const byte of text) {
      this.byte(byte);
      if (byte === 0) this.byte(0xff);
    }
  }

  private object(value: Document, cut: boolean): void {
    for (const name of Object.keys(value)) {
      const rank = typeRank(value[name]);
      this.byte(rank);
      this.string(name, false);
      this.body(rank, value[name], cut);
    }
    this.byte(END);
  }

  private cutBody(start: number): void {
    const hash = digest(this.bytes.subarray(start, this.length));
    this.length = start + KEPT_BODY;
    this.raw(hash);
    this.lossy = true;
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, 16);
}

const scratch = new KeyWriter();

/** The key of an `_id`, which is never cut. */
export function encodeId(value: unknown): Buffer {
  return scratch.reset().id(value).take();
}

/** Whether the last `encodeId` could not tell the value's place exactly: a number that a double cannot hold. */
export function lastIdWasLossy(): boolean {
  return scratch.lossy;
}

/** The field of an index key, with what its order is worth. */
export function encodeField(value: unknown, direction: 1 | -1): { bytes: Buffer; lossy: boolean } {
  const bytes = scratch.reset().field(value, direction).take();
  return { bytes, lossy: scratch.lossy };
}

/** The smallest key greater than every key that begins with these bytes; undefined when there is none. */
export function successor(bytes: Uint8Array): Buffer | undefined {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0xff) end -= 1;
  if (end === 0) return undefined;
  const next = Buffer.from(bytes.subarray(0, end));
  next[end - 1]! += 1;
  return next;
}

/** Ascending bounds of one side: keys from `from` on and before `to` (both without the prefix of the key). */
export interface Bounds {
  from: Buffer;
  to: Buffer;
  /** Holds more than what was asked for: what is found is to be looked at. */
  wide: boolean;
}

/** The bytes shared by everything an operand may stand beside in a lossy index, so that a range errs on the wide side. */
function widePrefix(value: unknown): Buffer {
  const key = scratch.reset().field(value, 1).take();
  return typeRank(value) === Rank.number ? key.subarray(0, 9) : key.subarray(0, 1 + KEPT_BODY - 1);
}

/** Bounds of the values on one side of an operand, within its type; `ofId`: in keys that are not cut. */
export function rangeOf(op: 'gt' | 'gte' | 'lt' | 'lte', value: unknown, ofId = false): Bounds {
  const type = typeRank(value);
  const bytes = ofId ? encodeId(value) : encodeField(value, 1).bytes;
  // A text that is not cut itself may still stand beside ones that are.
  const wide = scratch.lossy || (!ofId && type !== Rank.number && bytes.length > KEPT_BODY);
  const from = Buffer.from([type]);
  const to = Buffer.from([type + 1]);
  const prefix = wide ? widePrefix(value) : bytes;
  const after = successor(prefix)!;
  if (op === 'gt') return { from: wide ? prefix : after, to, wide };
  if (op === 'gte') return { from: prefix, to, wide };
  return { from, to: op === 'lt' && !wide ? bytes : after, wide };
}

/** Bounds of the strings that begin with a prefix. */
export function prefixRange(prefix: string): Bounds {
  const text = Buffer.from(prefix).subarray(0, KEPT_BODY - 1);
  const from = Buffer.concat([Buffer.from([Rank.string]), text]);
  return { from, to: successor(from)!, wide: true };
}

/** The same values in an index that holds them descending. */
export function mirrored({ from, to, wide }: Bounds): Bounds {
  return { from: successor(inverted(to))!, to: successor(inverted(from))!, wide };
}

function inverted(bytes: Buffer): Buffer {
  const result = Buffer.allocUnsafe(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) result[at] = bytes[at]! ^ 0xff;
  return result;
}
