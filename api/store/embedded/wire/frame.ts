import { BsonType, type Element, elements, documentsIn, nameOf } from '../bson/raw.ts';

/** MongoDB's limit on a message, in bytes. */
export const LARGEST_MESSAGE = 48_000_000;

export const OpCode = { reply: 1, query: 2004, msg: 2013 } as const;

const HEADER = 16;

/** A message as it came off the socket. */
export interface Frame {
  requestId: number;
  opCode: number;
  /** What follows the header. */
  body: Buffer;
}

/** The bytes are no message: the connection is to be closed. */
export class BrokenFrame extends Error {}

/** Cuts the stream of a socket into messages. */
export class Framer {
  private chunks: Buffer[] = [];
  private held = 0;

  /** The messages that a further chunk completes. @throws BrokenFrame */
  push(chunk: Buffer): Frame[] {
    this.chunks.push(chunk);
    this.held += chunk.length;
    const frames: Frame[] = [];
    for (;;) {
      if (this.held < HEADER) return frames;
      const length = this.peekLength();
      if (length < HEADER || length > LARGEST_MESSAGE) throw new BrokenFrame(`message of ${length} bytes`);
      if (this.held < length) return frames;
      const bytes = this.take(length);
      frames.push({ requestId: bytes.readInt32LE(4), opCode: bytes.readInt32LE(12), body: bytes.subarray(HEADER) });
    }
  }

  private peekLength(): number {
    if (this.chunks[0]!.length < 4) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0]!.readInt32LE(0);
  }

  private take(length: number): Buffer {
    const [first] = this.chunks;
    if (first!.length < length) this.chunks = [Buffer.concat(this.chunks)];
    const whole = this.chunks[0]!;
    this.held -= length;
    if (whole.length === length) this.chunks.shift();
    else this.chunks[0] = whole.subarray(length);
    return whole.subarray(0, length);
  }
}

/** A command: its document, and the documents that came beside it, all as bytes. */
export interface Request {
  /** The first field, which names the command. */
  name: string;
  body: Buffer;
  parts: Map<string, Element>;
  sequences: Map<string, Buffer[]> | undefined;
  /** The client wants no answer. */
  silent: boolean;
}

const CHECKSUM = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = 0xffff;

/** Reads an OP_MSG. @throws BrokenFrame */
export function readMessage(body: Buffer): Request {
  const flags = body.readUInt32LE(0);
  if ((flags & KNOWN_REQUIRED_FLAGS & ~(CHECKSUM | MORE_TO_COME)) !== 0) throw new BrokenFrame(`flags ${flags}`);
  const end = body.length - (flags & CHECKSUM ? 4 : 0);
  let document: Buffer | undefined;
  let sequences: Map<string, Buffer[]> | undefined;
  let at = 4;
  while (at < end) {
    const kind = body[at]!;
    const size = body.readInt32LE(at + 1);
    if (size < 5 || at + 1 + size > end) throw new BrokenFrame('section beyond the message');
    if (kind === 0 && document === undefined) document = body.subarray(at + 1, at + 1 + size);
    else if (kind === 1) {
      const [name, documents] = readSequence(body, at + 1, at + 1 + size);
      (sequences ??= new Map()).set(name, documents);
    } else throw new BrokenFrame(`section of kind ${kind}`);
    at += 1 + size;
  }
  if (document === undefined) throw new BrokenFrame('no body');
  return request(document, sequences, (flags & MORE_TO_COME) !== 0);
}

function readSequence(body: Buffer, start: number, end: number): [string, Buffer[]] {
  const nameEnd = body.indexOf(0, start + 4);
  if (nameEnd < 0 || nameEnd >= end) throw new BrokenFrame('sequence without a name');
  const documents: Buffer[] = [];
  let at = nameEnd + 1;
  while (at < end) {
    const size = at + 4 <= end ? body.readInt32LE(at) : 0;
    if (size < 5 || at + size > end) throw new BrokenFrame('document beyond its sequence');
    documents.push(body.subarray(at, at + size));
    at += size;
  }
  return [body.toString('utf8', start + 4, nameEnd), documents];
}

/** Reads an OP_QUERY, which drivers use for their first hello alone. @throws BrokenFrame */
export function readQuery(body: Buffer): Request {
  const nameEnd = body.indexOf(0, 4);
  const start = nameEnd + 9;
  if (nameEnd < 0 || start + 5 > body.length) throw new BrokenFrame('short query');
  const size = body.readInt32LE(start);
  if (size < 5 || start + size > body.length) throw new BrokenFrame('document beyond its message');
  return request(body.subarray(start, start + size), undefined, false);
}

function request(body: Buffer, sequences: Map<string, Buffer[]> | undefined, silent: boolean): Request {
  const parts = new Map<string, Element>();
  let name = '';
  for (const element of elements(body)) {
    const field = nameOf(body, element);
    if (name === '') name = field;
    parts.set(field, element);
  }
  return { name, body, parts, sequences, silent };
}

/** The documents of a field, from the body or from beside it; undefined when it is in neither. */
export function documentsOf({ body, parts, sequences }: Request, field: string): Buffer[] | undefined {
  const beside = sequences?.get(field);
  if (beside !== undefined) return beside;
  const array = parts.get(field);
  return array?.type === BsonType.array ? documentsIn(body, array) : undefined;
}
