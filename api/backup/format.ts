import { createHash } from 'node:crypto';
import { BSON } from 'mongodb';
import { Type, type Static } from '@sinclair/typebox';
import { Ajv } from 'ajv';

/**
 * A backup is a gzip stream of one line of JSON (the header) and then frames: a letter and one BSON document, which begins with
 * its own length. `C` opens a collection, `D` is a document of it, byte for byte as the store gave it, `E` ends the backup.
 * What the end states (counts, SHA-256 of everything before it) makes a backup that was cut short or changed recognisable.
 */
export const BackupHeader = Type.Object({
  format: Type.Literal('cauce-backup'),
  /** Raised when an older program could no longer read what a newer one writes. */
  version: Type.Literal(1),
  writtenAt: Type.String(),
  /** Version of the program that wrote it. */
  program: Type.String(),
  /** Tells secrets apart without telling them; null when the program had none. */
  secretFingerprint: Type.Union([Type.String(), Type.Null()]),
});
export type BackupHeader = Static<typeof BackupHeader>;

/** `indexes` are index descriptions as `listIndexes` gives them, without the one on `_id`. */
const CollectionFrame = Type.Object({
  name: Type.String({ minLength: 1 }),
  indexes: Type.Array(Type.Object({ name: Type.String(), key: Type.Record(Type.String(), Type.Unknown()) })),
});
export type CollectionFrame = Static<typeof CollectionFrame>;

/** Documents by collection, and the hash over all bytes before this frame, unpacked. */
const EndFrame = Type.Object({
  collections: Type.Array(Type.Object({ name: Type.String(), documents: Type.Integer({ minimum: 0 }) })),
  sha256: Type.String(),
});
export type EndFrame = Static<typeof EndFrame>;

export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'collection'; collection: CollectionFrame }
  | { kind: 'document'; bytes: Uint8Array }
  | { kind: 'end'; end: EndFrame };

/** The file is no backup, or not all of one, or was changed. Nothing was restored from it. */
export class BackupUnreadable extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BackupUnreadable';
  }
}

const ajv = new Ajv();
const isHeader = ajv.compile<BackupHeader>(BackupHeader);
const isCollection = ajv.compile<CollectionFrame>(CollectionFrame);
const isEnd = ajv.compile<EndFrame>(EndFrame);

const letters = { collection: 'C'.charCodeAt(0), document: 'D'.charCodeAt(0), end: 'E'.charCodeAt(0) };
/** A document may have 16 MiB (the limit of BSON documents in MongoDB); the rest leaves room for what we wrap around none. */
const longestFrame = 16 * 1024 * 1024 + 16 * 1024;
const longestHeader = 64 * 1024;
/** Frames are joined to chunks of about this many bytes, since a stream costs more per chunk than per byte. */
const chunkBytes = 256 * 1024;

/** Packs the parts. `parts` are everything but the end, which this adds from what it saw. */
export async function* encodeBackup(
  parts: AsyncIterable<Exclude<BackupPart, { kind: 'end' }>>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const collections: EndFrame['collections'] = [];
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const take = () => {
    const chunk = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    return chunk;
  };
  for await (const part of parts) {
    const bytes = encodePart(part);
    if (part.kind === 'collection') collections.push({ name: part.collection.name, documents: 0 });
    const current = collections.at(-1);
    if (part.kind === 'document' && current) current.documents += 1;
    hash.update(bytes);
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes >= chunkBytes) yield take();
  }
  waiting.push(frame(letters.end, BSON.serialize({ collections, sha256: hash.digest('hex') } satisfies EndFrame)));
  yield take();
}

function encodePart(part: Exclude<BackupPart, { kind: 'end' }>): Uint8Array {
  if (part.kind === 'header') return Buffer.from(`${JSON.stringify(part.header)}\n`);
  if (part.kind === 'collection') return frame(letters.collection, BSON.serialize(part.collection));
  return frame(letters.document, part.bytes);
}

const frame = (letter: number, document: Uint8Array) => Buffer.concat([Buffer.of(letter), document]);

/**
 * Unpacks a backup from its unpacked bytes. Yields what it reads as it reads it, and `end` only after hash and counts were found
 * right; so run it through once before acting on anything. Throws `BackupUnreadable`.
 */
export async function* decodeBackup(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BackupPart> {
  const input = new ByteReader(chunks);
  const hash = createHash('sha256');
  const seen: EndFrame['collections'] = [];

  const line = await input.line(longestHeader);
  hash.update(line);
  yield { kind: 'header', header: readHeader(line) };

  for (;;) {
    const start = await input.peek(5);
    const letter = start[0];
    const length = start.readInt32LE(1);
    if (length < 5 || length > longestFrame)
      throw new BackupUnreadable('The backup is damaged: a length is impossible.');
    const whole = await input.read(1 + length);
    const document = whole.subarray(1);
    if (letter === letters.end) {
      const end = readDocument(document, isEnd);
      if (end.sha256 !== hash.digest('hex')) throw new BackupUnreadable('The backup was changed: its hash differs.');
      if (JSON.stringify(end.collections) !== JSON.stringify(seen)) {
        throw new BackupUnreadable('The backup is damaged: its counts differ.');
      }
      if (!(await input.isAtEnd())) throw new BackupUnreadable('The backup is damaged: something follows its end.');
      yield { kind: 'end', end };
      return;
    }
    hash.update(whole);
    if (letter === letters.collection) {
      const collection = readDocument(document, isCollection);
      seen.push({ name: collection.name, documents: 0 });
      yield { kind: 'collection', collection };
    } else if (letter === letters.document) {
      const current = seen.at(-1);
      if (!current) throw new BackupUnreadable('The backup is damaged: a document before any collection.');
      current.documents += 1;
      yield { kind: 'document', bytes: document };
    } else {
      throw new BackupUnreadable('The backup is damaged: an unknown kind of entry.');
    }
  }
}

function readHeader(line: Uint8Array): BackupHeader {
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(line).toString('utf8'));
  } catch (cause) {
    throw new BackupUnreadable('This is not a backup of Cauce.', { cause });
  }
  if (isHeader(header)) return header;
  const { format, version } = (header ?? {}) as { format?: unknown; version?: unknown };
  if (format === 'cauce-backup' && typeof version === 'number' && version > 1) {
    throw new BackupUnreadable(
      `This backup has format ${version}; this program reads 1. Restore it with a newer program.`,
    );
  }
  throw new BackupUnreadable('This is not a backup of Cauce.');
}

function readDocument<T>(bytes: Uint8Array, isRight: (value: unknown) => value is T): T {
  let value: unknown;
  try {
    value = BSON.deserialize(bytes);
  } catch (cause) {
    throw new BackupUnreadable('The backup is damaged: an entry cannot be read.', { cause });
  }
  if (!isRight(value)) throw new BackupUnreadable('The backup is damaged: an entry has the wrong form.');
  return value;
}

/** Reads exact lengths from chunks of any size; holds at most one entry and one chunk. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async peek(length: number): Promise<Buffer> {
    if (!(await this.#hold(length))) throw new BackupUnreadable('The backup is not whole: it was cut short.');
    return this.#held.subarray(0, length);
  }

  async read(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    this.#held = this.#held.subarray(length);
    return bytes;
  }

  /** Up to and with the next line feed. */
  async line(longest: number): Promise<Buffer> {
    for (;;) {
      const end = this.#held.indexOf(10);
      if (end >= 0) return this.read(end + 1);
      if (this.#held.length > longest || !(await this.#hold(this.#held.length + 1))) {
        throw new BackupUnreadable('This is not a backup of Cauce.');
      }
    }
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#hold(1));
  }

  /** False when the chunks end before so many bytes are there. */
  async #hold(length: number): Promise<boolean> {
    if (this.#held.length >= length) return true;
    const parts: Uint8Array[] = [this.#held];
    let bytes = this.#held.length;
    while (bytes < length) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      bytes += next.value.length;
    }
    this.#held = Buffer.concat(parts);
    return bytes >= length;
  }
}
