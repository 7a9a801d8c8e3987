import { deserialize, serialize } from 'bson';
import type { Document } from './order.ts';

/** 64-bit integers beyond 2^53 stay `Long`, binaries stay `Binary`, regular expressions keep their BSON form. */
const DECODING = {
  promoteValues: true,
  promoteLongs: true,
  promoteBuffers: false,
  bsonRegExp: true,
  validation: { utf8: false },
} as const;

/** A document from its BSON bytes. */
export function decode(bytes: Uint8Array): Document {
  return deserialize(bytes, DECODING) as Document;
}

/** BSON bytes of a document; the result owns its memory. */
export function encode(document: Document): Buffer {
  const bytes = serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
