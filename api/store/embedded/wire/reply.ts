import { encode } from '../bson/codec.ts';
import type { Document } from '../bson/order.ts';
import type { StoreError } from '../errors.ts';
import { OpCode } from './frame.ts';

/** An answer: BSON bytes that may come in pieces, so that stored documents are copied once only. */
export type Answer = Buffer[];

const OK = encode({ ok: 1 });

/** `{ …fields, ok: 1 }` */
export function ok(fields?: Document): Answer {
  return [fields === undefined ? OK : encode({ ...fields, ok: 1 })];
}

/** `{ ok: 0, errmsg, code, codeName, … }` */
export function failure({ message, code, codeName, extra }: StoreError): Answer {
  return [encode({ ok: 0, errmsg: message, code, codeName, ...extra })];
}

/** A batch of stored documents, raw. `id` 0 means that there are no more. */
export function cursorAnswer(ns: string, field: 'firstBatch' | 'nextBatch', batch: Buffer[], id: number): Answer {
  // { cursor: { <field>: [ … ], id: <int64>, ns: <string> }, ok: 1 }
  const nsBytes = Buffer.byteLength(ns);
  const fieldBytes = field.length;
  let arraySize = 5;
  for (let at = 0; at < batch.length; at += 1) arraySize += 2 + digits(at) + batch[at]!.length;
  const cursorSize = 4 + (1 + fieldBytes + 1 + arraySize) + (1 + 3 + 8) + (1 + 3 + 4 + nsBytes + 1) + 1;
  const size = 4 + (1 + 7 + cursorSize) + (1 + 3 + 8) + 1;
  const bytes = Buffer.allocUnsafe(size);
  let to = bytes.writeInt32LE(size, 0);
  to = name(bytes, to, 3, 'cursor');
  to = bytes.writeInt32LE(cursorSize, to);
  to = name(bytes, to, 4, field);
  to = bytes.writeInt32LE(arraySize, to);
  for (let at = 0; at < batch.length; at += 1) {
    to = name(bytes, to, 3, String(at));
    bytes.set(batch[at]!, to);
    to += batch[at]!.length;
  }
  bytes[to] = 0;
  to = name(bytes, to + 1, 18, 'id');
  to = bytes.writeUInt32LE(id >>> 0, to);
  to = bytes.writeInt32LE(Math.floor(id / 0x100000000), to);
  to = name(bytes, to, 2, 'ns');
  to = bytes.writeInt32LE(nsBytes + 1, to);
  to += bytes.write(ns, to);
  bytes[to] = 0;
  bytes[to + 1] = 0;
  to = name(bytes, to + 2, 1, 'ok');
  to = bytes.writeDoubleLE(1, to);
  bytes[to] = 0;
  return [bytes];
}

function name(bytes: Buffer, at: number, type: number, text: string): number {
  bytes[at] = type;
  const end = at + 1 + bytes.write(text, at + 1, 'latin1');
  bytes[end] = 0;
  return end + 1;
}

function digits(value: number): number {
  return value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : String(value).length;
}

let lastRequestId = 0;

/** An answer as an OP_MSG, or as the OP_REPLY that an OP_QUERY wants. */
export function frame(answer: Answer, responseTo: number, legacy: boolean): Buffer {
  const before = legacy ? 16 + 20 : 16 + 5;
  const size = answer.reduce((sum, piece) => sum + piece.length, before);
  const bytes = Buffer.allocUnsafe(size);
  lastRequestId = (lastRequestId + 1) | 0;
  bytes.writeInt32LE(size, 0);
  bytes.writeInt32LE(lastRequestId, 4);
  bytes.writeInt32LE(responseTo, 8);
  bytes.writeInt32LE(legacy ? OpCode.reply : OpCode.msg, 12);
  bytes.fill(0, 16, before);
  if (legacy) {
    bytes.writeInt32LE(8, 16); // AwaitCapable, which every server sets
    bytes.writeInt32LE(1, 32); // one document
  }
  let at = before;
  for (const piece of answer) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
