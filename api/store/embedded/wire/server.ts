import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { StoreError } from '../errors.ts';
import { BrokenFrame, type Frame, Framer, OpCode, readMessage, readQuery, type Request } from './frame.ts';
import { type Answer, failure, frame } from './reply.ts';

/** What a connection keeps for its commands. */
export interface Connection {
  id: number;
  /** Called once when the client has gone. */
  onClose(listener: () => void): () => void;
}

/** Answers a command, at once or later; throws or rejects with a `StoreError` to refuse it. */
export type Handle = (request: Request, connection: Connection) => Answer | Promise<Answer>;

/** More than this waiting in a connection makes the server read no further from it. */
const MOST_WAITING = 100;

/** A server for the wire protocol; commands of one connection are answered in order. */
export function createServer(handle: Handle, report: (command: string, error: unknown) => void): Server {
  let lastId = 0;
  return createNetServer({ noDelay: true }, (socket) => {
    lastId += 1;
    serve(socket, lastId, handle, report);
  });
}

function serve(socket: Socket, id: number, handle: Handle, report: (command: string, error: unknown) => void): void {
  const framer = new Framer();
  const listeners = new Set<() => void>();
  const connection: Connection = {
    id,
    onClose(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const waiting: Frame[] = [];
  let busy = false;

  function answerTo(request: Request): Answer | Promise<Answer> {
    try {
      const answer = handle(request, connection);
      return answer instanceof Promise ? answer.catch((error: unknown) => refusal(request, error)) : answer;
    } catch (error) {
      return refusal(request, error);
    }
  }

  function refusal(request: Request, error: unknown): Answer {
    if (error instanceof StoreError) return failure(error);
    report(request.name, error);
    return failure(new StoreError(1, 'InternalError', `the embedded store failed in ${request.name}`));
  }

  function work(): void {
    while (!busy) {
      const next = waiting.shift();
      if (next === undefined) break;
      const legacy = next.opCode === OpCode.query;
      const request = legacy ? readQuery(next.body) : readMessage(next.body);
      const answer = answerTo(request);
      if (!(answer instanceof Promise)) {
        if (!request.silent) socket.write(frame(answer, next.requestId, legacy));
        continue;
      }
      busy = true;
      void answer.then((pieces) => {
        busy = false;
        if (!request.silent && !socket.destroyed) socket.write(frame(pieces, next.requestId, legacy));
        guarded(work);
      });
    }
    if (waiting.length < MOST_WAITING && socket.isPaused()) socket.resume();
  }

  function guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      // Bytes that are no message leave nothing to answer to.
      if (!(error instanceof BrokenFrame) && !(error instanceof StoreError) && !(error instanceof RangeError)) {
        report('', error);
      }
      socket.destroy();
    }
  }

  socket.on('data', (chunk: Buffer) => {
    guarded(() => {
      for (const next of framer.push(chunk)) {
        if (next.opCode !== OpCode.msg && next.opCode !== OpCode.query) throw new BrokenFrame(`opcode ${next.opCode}`);
        waiting.push(next);
      }
      work();
      if (waiting.length >= MOST_WAITING) socket.pause();
    });
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const listener of listeners) listener();
    listeners.clear();
    waiting.length = 0;
  });
}
