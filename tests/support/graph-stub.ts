import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';

/**
 * What can go wrong with one send.
 *
 * - `slow`: taken, answered late.
 * - `throttled`: 429 with Graph's code 130429; not taken, so it may be sent again.
 * - `unavailable`: 500 with Graph's code 131016; not taken, may be sent again.
 * - `bare-error`, `bare-error-taken`: 500 without a code: nobody can tell whether it was taken; one did not, the other did.
 * - `reset-before`, `reset-after`: the connection breaks before or after the message was taken.
 */
export type Fault =
  'slow' | 'throttled' | 'unavailable' | 'bare-error' | 'bare-error-taken' | 'reset-before' | 'reset-after';

/** Faults after which a sender knows that the message was not taken. */
const coded: ReadonlySet<Fault> = new Set(['throttled', 'unavailable']);
const takes: ReadonlySet<Fault> = new Set(['slow', 'bare-error-taken', 'reset-after']);

export type FaultPlan = {
  random: () => number;
  /** Chance of each fault for one request; together at most 1. */
  chances: Partial<Record<Fault, number>>;
  /** How late `slow` is, at most, in milliseconds. */
  slowMs: number;
};

/** A message the stub took: the person will see it. */
export type TakenMessage = {
  /** Digits, whatever form the sender used. */
  to: string;
  text: string;
  /** `biz_opaque_callback_data`. */
  effectId: string;
  /** The id given to it. */
  wamid: string;
  /** `performance.now()`. */
  at: number;
  /** False when the sender was not told that it was taken. */
  confirmed: boolean;
};

/** One request of a sender, whatever became of it. */
export type SendRequest = {
  to: string;
  text: string;
  effectId: string;
  /** `taken` and `unknown` (neither taken nor refused with a code) must be the last of an effect; `refused` may be followed. */
  outcome: 'taken' | 'taken-unconfirmed' | 'refused' | 'unknown';
};

export type GraphStub = {
  /** For WHATSAPP_GRAPH_URL. */
  url: string;
  /** In the order in which they were taken. Empty when the stub keeps no record. */
  taken: TakenMessage[];
  requests: SendRequest[];
  /** How often each fault was injected. */
  injected: Record<string, number>;
  /** Requests that are no messages and no marks of reading, as `GET /v24.0/1`: nothing should ask for these. */
  strange: string[];
  /** Called for every message taken, before it is answered. Returns the way to stop. */
  onTaken: (listener: (message: TakenMessage) => void) => () => void;
  /** From now on; null for a provider that never fails. */
  setFaults(plan: FaultPlan | null): void;
  /**
   * Refuses new connections for a while. Connections that stand are closed politely after their next answer, so that no request
   * breaks on its way: a sender can tell that what was refused was not taken.
   */
  refuse(forMs: number): void;
  close(): Promise<void>;
};

const json = { 'content-type': 'application/json' };
const failure = (code: number | null, message: string): string =>
  JSON.stringify({ error: { message, type: 'OAuthException', ...(code !== null && { code }), fbtrace_id: 'A1' } });
const throttled = failure(130429, '(#130429) Rate limit hit');
const unavailable = failure(131016, '(#131016) Service unavailable');
const bare = failure(null, 'Internal error');

/** Draws at most one fault. */
function draw(plan: FaultPlan | null): Fault | null {
  if (!plan) return null;
  let left = plan.random();
  for (const [fault, chance] of Object.entries(plan.chances) as [Fault, number][]) {
    left -= chance;
    if (left < 0) return fault;
  }
  return null;
}

type Send = {
  to?: string;
  type?: string;
  status?: string;
  text?: { body?: string };
  biz_opaque_callback_data?: string;
};

/**
 * The provider's side of sending, as fast as Node's own server goes and with no rules but its faults: benches measure the program
 * and not this, and it judges what arrived independently of any other fake. `record: false` keeps nothing (listeners still hear
 * everything), for runs of millions of messages.
 */
export async function startGraphStub({ record = true } = {}): Promise<GraphStub> {
  const taken: TakenMessage[] = [];
  const requests: SendRequest[] = [];
  const strange: string[] = [];
  const injected: Record<string, number> = {};
  const listeners = new Set<(message: TakenMessage) => void>();
  let plan: FaultPlan | null = null;
  let refusing = false;
  let reopening: NodeJS.Timeout | undefined;
  let count = 0;

  const answer = (response: ServerResponse, status: number, body: string): void => {
    response.writeHead(status, {
      ...json,
      'content-length': Buffer.byteLength(body),
      ...(refusing && { connection: 'close' }),
    });
    response.end(body);
  };

  const receive = (raw: string, response: ServerResponse): void => {
    const send = JSON.parse(raw) as Send;
    if (send.status !== undefined) return answer(response, 200, '{"success":true}'); // read mark or typing indicator
    const to = (send.to ?? '').replace(/\D/g, '');
    const text = send.text?.body ?? `[${send.type}]`;
    const effectId = send.biz_opaque_callback_data ?? '';
    const fault = draw(plan);
    if (fault) injected[fault] = (injected[fault] ?? 0) + 1;

    const isTaken = !fault || takes.has(fault);
    const confirmed = !fault || fault === 'slow';
    const wamid = `wamid.${to}.${(count += 1)}`;
    if (record) {
      const outcome = isTaken ? (confirmed ? 'taken' : 'taken-unconfirmed') : coded.has(fault) ? 'refused' : 'unknown';
      requests.push({ to, text, effectId, outcome });
    }
    if (isTaken) {
      const message: TakenMessage = { to, text, effectId, wamid, at: performance.now(), confirmed };
      if (record) taken.push(message);
      for (const listener of listeners) listener(message);
    }

    const accepted = (): void =>
      answer(
        response,
        200,
        `{"messaging_product":"whatsapp","contacts":[{"input":"+${to}","wa_id":"${to}"}],"messages":[{"id":"${wamid}"}]}`,
      );
    if (!fault) return accepted();
    if (fault === 'slow') {
      setTimeout(accepted, (plan?.random() ?? 0) * (plan?.slowMs ?? 0)).unref();
    } else if (fault === 'throttled') answer(response, 429, throttled);
    else if (fault === 'unavailable') answer(response, 500, unavailable);
    else if (fault === 'bare-error' || fault === 'bare-error-taken') answer(response, 500, bare);
    else response.socket?.resetAndDestroy();
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== 'POST' || !request.url?.endsWith('/messages')) {
      strange.push(`${request.method} ${request.url}`);
      request.resume();
      return answer(response, 400, failure(100, 'Unsupported request'));
    }
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => receive(body, response));
  };

  const server = createServer({ keepAlive: true, keepAliveTimeout: 0 }, handle);
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    requests,
    injected,
    strange,
    onTaken(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setFaults(next) {
      plan = next;
    },
    refuse(forMs) {
      if (refusing) return;
      refusing = true;
      injected.refused = (injected.refused ?? 0) + 1;
      // Node's HTTP server would also break idle connections, on which a request may be under way; the plain one only stops listening.
      NetServer.prototype.close.call(server);
      reopening = setTimeout(() => {
        refusing = false;
        void listen(port);
      }, forMs);
    },
    close: () =>
      new Promise((resolve) => {
        clearTimeout(reopening);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
