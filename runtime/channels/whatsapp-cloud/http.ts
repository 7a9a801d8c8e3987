import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';

/** An HTTP exchange as it went: answered, or broken off. `written`: whether any byte of the request may have reached the other side. */
export type Exchange =
  | { kind: 'answered'; status: number; headers: { [name: string]: string | string[] | undefined }; body: Buffer }
  | { kind: 'broken'; written: boolean; tooLong?: boolean; reason: string };

export type HttpCall = {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers: { [name: string]: string };
  body?: string | Uint8Array;
  /** For the whole exchange, waiting for a free connection included. */
  timeoutMs: number;
  /** Answers longer than this are broken off. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
};

/** Enough for 1,000 messages a second at a quarter of a second each, which is what Meta allows its largest senders. */
const connectionsPerOrigin = 256;
const pools = new Map<string, Pool>();

function poolFor(origin: string): Pool {
  const known = pools.get(origin);
  if (known) return known;
  const pool = new Pool(origin, {
    connections: connectionsPerOrigin,
    // One request at a time on a connection: a broken one then concerns one message alone.
    pipelining: 1,
    keepAliveTimeout: 10_000,
    connect: { timeout: 5_000 },
  });
  pools.set(origin, pool);
  return pool;
}

const sharedSignals = new WeakSet<AbortSignal>();

/** One signal stops many calls at a time; Node takes more than ten listeners for a leak unless told otherwise. */
function listenTo(signal: AbortSignal, onAbort: () => void): void {
  if (!sharedSignals.has(signal)) {
    sharedSignals.add(signal);
    setMaxListeners(0, signal);
  }
  signal.addEventListener('abort', onAbort, { once: true });
}

/** Ends all connections at once; for the end of the process and of tests. */
export async function closeConnections(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.destroy()));
}

/**
 * One HTTP call on a kept connection, never repeated and never redirected. Resolves in every case. undici's `request` does not tell
 * whether it had begun to write, and "was it written" is what decides between refused and uncertain, hence the handler.
 */
export function exchange({ method, url, headers, body, timeoutMs, maxBytes, signal }: HttpCall): Promise<Exchange> {
  return new Promise((resolve) => {
    let written = false;
    let over = false;
    let stop: ((reason: Error) => void) | undefined;
    let status = 0;
    let answerHeaders: { [name: string]: string | string[] | undefined } = {};
    let length = 0;
    const chunks: Buffer[] = [];

    const end = (result: Exchange) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const breakOff = (reason: string, tooLong = false) => {
      end({ kind: 'broken', written, tooLong, reason });
      stop?.(new Error(reason));
    };
    const onAbort = () => breakOff('stopped');
    const timer = setTimeout(() => breakOff(`no answer within ${timeoutMs} ms`), timeoutMs);
    if (signal?.aborted) {
      onAbort();
      return;
    }
    if (signal) listenTo(signal, onAbort);

    poolFor(url.origin).dispatch(
      {
        method,
        path: `${url.pathname}${url.search}`,
        headers,
        body: body ?? null,
        // The timer above is the limit; these would be further ones.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(controller) {
          stop = (reason) => controller.abort(reason);
          // Given up while waiting for a connection, or about to be written for a second time: nothing goes out.
          if (over || written) controller.abort(new Error('not sent'));
          else written = true;
        },
        onResponseStart(_, statusCode, given) {
          status = statusCode;
          answerHeaders = given;
        },
        onResponseData(_, chunk) {
          length += chunk.length;
          if (length > maxBytes) breakOff(`the answer is longer than ${maxBytes} bytes`, true);
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const [only] = chunks;
          const whole = chunks.length === 1 && only ? only : Buffer.concat(chunks);
          end({ kind: 'answered', status, headers: answerHeaders, body: whole });
        },
        onResponseError(_, error) {
          const { code } = error as { code?: unknown };
          end({
            kind: 'broken',
            written,
            reason: typeof code === 'string' ? `${code}: ${error.message}` : error.message,
          });
        },
      },
    );
  });
}
