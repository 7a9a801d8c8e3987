import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decode, encode } from '../../../api/store/embedded/bson/codec.ts';
import type { Document } from '../../../api/store/embedded/bson/order.ts';
import { Framer } from '../../../api/store/embedded/wire/frame.ts';
import { cursorAnswer, ok } from '../../../api/store/embedded/wire/reply.ts';
import { createServer } from '../../../api/store/embedded/wire/server.ts';
import { documentsOf } from '../../../api/store/embedded/wire/frame.ts';

let folder: string;
let server: Server;
const heard: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cauce-wire-'));
  server = createServer(
    (request) => {
      heard.push(request.name);
      const documents = documentsOf(request, 'documents')?.map(decode);
      const answer = ok({ name: request.name, ...(documents && { documents }) });
      return request.name === 'later' ? new Promise((resolve) => setImmediate(resolve, answer)) : answer;
    },
    () => undefined,
  );
  server.listen(join(folder, 's.sock'));
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function message(body: Document, { id = 1, flags = 0, opCode = 2013, tail = Buffer.alloc(0) } = {}): Buffer {
  const document = encode(body);
  const bytes = Buffer.alloc(21 + document.length + tail.length);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(id, 4);
  bytes.writeInt32LE(opCode, 12);
  bytes.writeUInt32LE(flags, 16);
  document.copy(bytes, 21);
  tail.copy(bytes, 21 + document.length);
  return bytes;
}

/** A `documents` sequence beside the body. */
function sequence(documents: Document[]): Buffer {
  const parts = [Buffer.from('documents\0'), ...documents.map(encode)];
  const head = Buffer.alloc(5, 1);
  head.writeInt32LE(4 + Buffer.concat(parts).length, 1);
  return Buffer.concat([head, ...parts]);
}

async function open(): Promise<{
  socket: Socket;
  replies: (count: number) => Promise<{ to: number; body: Document }[]>;
}> {
  const socket = connect(join(folder, 's.sock'));
  await once(socket, 'connect');
  const replies = async (count: number): Promise<{ to: number; body: Document }[]> => {
    let bytes = Buffer.alloc(0);
    const found: { to: number; body: Document }[] = [];
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes = Buffer.concat([bytes, chunk]);
      while (bytes.length >= 4 && bytes.length >= bytes.readInt32LE(0)) {
        const length = bytes.readInt32LE(0);
        found.push({ to: bytes.readInt32LE(8), body: decode(bytes.subarray(21, length)) });
        bytes = bytes.subarray(length);
      }
      if (found.length >= count) break;
    }
    return found;
  };
  return { socket, replies };
}

describe('the wire', () => {
  test('cuts messages however the stream is cut', () => {
    const stream = Buffer.concat([
      message({ a: 1 }, { id: 1 }),
      message({ b: 2 }, { id: 2 }),
      message({ c: 3 }, { id: 3 }),
    ]);
    for (const size of [1, 3, 17, 40, stream.length]) {
      const framer = new Framer();
      const ids: number[] = [];
      for (let at = 0; at < stream.length; at += size) {
        for (const { requestId } of framer.push(stream.subarray(at, at + size))) ids.push(requestId);
      }
      expect(ids).toEqual([1, 2, 3]);
    }
  });

  test('answers many in order, slow ones too', async () => {
    const { socket, replies } = await open();
    const count = 10_000;
    socket.write(
      Buffer.concat(
        Array.from({ length: count }, (_, id) => message({ [id % 100 === 0 ? 'later' : 'ping']: 1 }, { id })),
      ),
    );
    const answers = await replies(count);
    expect(answers.map(({ to }) => to)).toEqual(Array.from({ length: count }, (_, id) => id));
    socket.destroy();
  });

  test('reads documents beside the body, a checksum after it, and answers nothing to those who want nothing', async () => {
    const { socket, replies } = await open();
    socket.write(message({ silent: 1 }, { id: 1, flags: 2 }));
    socket.write(
      message(
        { insert: 'c' },
        { id: 2, flags: 1, tail: Buffer.concat([sequence([{ a: 1 }, { a: 2 }]), Buffer.alloc(4)]) },
      ),
    );
    const [answer] = await replies(1);
    expect(answer).toEqual({ to: 2, body: { name: 'insert', documents: [{ a: 1 }, { a: 2 }], ok: 1 } });
    expect(heard).toContain('silent');
    socket.destroy();
  });

  test.each([
    ['a length beyond the limit', Buffer.from([0xff, 0xff, 0xff, 0x7f, ...Array<number>(12).fill(0)])],
    ['an unknown opcode', message({ ping: 1 }, { opCode: 2012 })],
    ['unknown required flags', message({ ping: 1 }, { flags: 1 << 5 })],
    ['a section beyond the message', message({ ping: 1 }, { tail: Buffer.from([1, 99, 0, 0, 0]) })],
    ['a document that is none', message({ ping: 1 }).fill(0x7e, 25, 30)],
  ])('closes a connection that sends %s', async (_, bytes) => {
    const { socket } = await open();
    socket.resume();
    socket.write(bytes);
    await once(socket, 'close');
  });

  test('sends stored documents as they are', () => {
    const batch = Array.from({ length: 12 }, (_, n) => encode({ _id: n, text: 'é' }));
    const [bytes] = cursorAnswer('db.cé', 'nextBatch', batch, 2 ** 40 + 1);
    expect(decode(bytes!)).toEqual({ cursor: { nextBatch: batch.map(decode), id: 2 ** 40 + 1, ns: 'db.cé' }, ok: 1 });
  });
});
