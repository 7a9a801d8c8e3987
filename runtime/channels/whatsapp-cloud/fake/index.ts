import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange } from '../http.ts';
import { dict, isDict, text, type Dict } from '../json-readers.ts';
import { control } from './control.ts';
import { FaultPlan, type FaultKind, type FaultRates, type PlannedFault } from './faults.ts';
import { inboundMessage, type FakeInbound, type InboundOptions } from './inbound.ts';
import { graphErrors, magicOf, type GraphError } from './errors.ts';
import { problemOf, recipientOf, waIdOf, type Recipient } from './rules.ts';
import { answerOther, fileParts } from './resources.ts';
import { postWebhook, WebhookQueue, type DeliveryMode, type Update } from './webhooks.ts';
import { FakeWorld, type FakeNumber, type PairLimit } from './world.ts';

export type { FakeInbound, InboundOptions } from './inbound.ts';
export type { FaultKind, FaultRates, PlannedFault } from './faults.ts';
export { demoNumber, type FakeNumber } from './world.ts';

/** How the fake behaves; every part can be changed while it runs. */
export type FakeBehaviour = {
  /** Refuse free-form messages outside the 24-hour window (131047). */
  windowEnforced: boolean;
  pairLimit: PairLimit | 'off';
  throughputPerSecond: number | 'off';
  /** How far each message's statuses go. */
  statuses: 'none' | 'sent' | 'delivered' | 'read';
  /** Statuses of a message in any order instead of one after the other. */
  statusesShuffled: boolean;
  delivery: DeliveryMode;
  /** Time before each answer, as of a far-away server. */
  latencyMs: number;
  /** How late a `slow` answer comes, and how long nothing listens after `refused`. */
  slowMs: number;
  refusedMs: number;
};

export type FakeGraphOptions = Partial<FakeBehaviour> & {
  host?: string;
  /** 0 or none: any free one. */
  port?: number;
  /** Business numbers; what is left out is the demo number's. */
  numbers?: Partial<FakeNumber>[];
  /** Where webhooks of numbers without an own address go. */
  webhookUrl?: string;
  faults?: FaultRates;
  /** Seed of everything that happens by chance. */
  seed?: number;
  /** Milliseconds since 1970, for windows, buckets, addresses of files and timestamps. */
  now?: () => number;
  /** At most so many messages, and requests, are kept in the logs; the oldest go first. */
  keep?: number;
};

/** A message that the fake took, whatever became of its answer. */
export type TakenMessage = {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  phoneNumberId: string;
  /** Digits of the number as it was written to, or the business-scoped id. */
  to: string;
  /** `biz_opaque_callback_data`. */
  effectId?: string;
  payload: Dict;
};

export type FakeRequest = { at: number; method: string; path: string; status: number };

export type FakeGraph = {
  /** For example `http://127.0.0.1:40123`; the base address to give an adapter. */
  url: string;
  port: number;
  /** What was taken, oldest first; bounded by `keep`. */
  messages: TakenMessage[];
  /** What was asked, oldest first; status 0 where the connection was broken off. */
  requests: FakeRequest[];
  /** How many messages were taken since the start or the last `reset`. */
  taken(): number;
  /** Messages that came in marked as read, with or without "typing…". */
  reads: { messageId: string; typing: boolean }[];
  number(phoneNumberId?: string): FakeNumber;
  addNumber(number: Partial<FakeNumber>): FakeNumber;
  hasNumber(phoneNumberId: string): boolean;
  behave(behaviour: Partial<FakeBehaviour> & { webhookUrl?: string }): void;
  /** Probabilities of faults per send; an empty object ends them. */
  setFaults(rates: FaultRates, seed?: number): void;
  /** What happens to the next sends, in order; `none` for a sound one. */
  plan(faults: readonly (PlannedFault | FaultKind | 'none')[]): void;
  /** The person wrote at this time: opens their window without a webhook. */
  noteInbound(person: string, at: number, phoneNumberId?: string): void;
  /** Posts a body (an object, or the exact text) signed for a number. Answers the HTTP status, 0 without answer. */
  deliver(body: unknown, phoneNumberId?: string): Promise<number>;
  /** A person writes. The id is the message's, the status that of the webhook's answer. */
  receive(from: string, content: FakeInbound, options?: InboundOptions): Promise<{ id: string; status: number }>;
  sendText(from: string, body: string, options?: InboundOptions): Promise<{ id: string; status: number }>;
  sendButton(
    from: string,
    reply: { id: string; title: string },
    options?: InboundOptions,
  ): Promise<{ id: string; status: number }>;
  sendImage(
    from: string,
    image: { bytes: Uint8Array; mimeType: string; caption?: string; withUrl?: boolean },
    options?: InboundOptions,
  ): Promise<{ id: string; status: number }>;
  /** Keeps a file that a person sends; the id is what a message names it by. */
  addFile(bytes: Uint8Array, mimeType: string): { id: string; sha256: string };
  /** The handshake that proves a webhook's address. */
  handshake(challenge: string, phoneNumberId?: string): Promise<{ status: number; body: string }>;
  /** All addresses of files handed out so far are dead. */
  expireFileUrls(): void;
  /** Resolves when no status is on its way. */
  settled(): Promise<void>;
  /** Nothing listens until `listen` is called: connections are refused. */
  hangUp(): Promise<void>;
  listen(): Promise<void>;
  /** Empties the logs and forgets faults, files and windows; numbers and behaviour stay. */
  reset(): void;
  close(): Promise<void>;
};

const defaults: FakeBehaviour = {
  windowEnforced: false,
  pairLimit: 'off',
  throughputPerSecond: 'off',
  statuses: 'none',
  statusesShuffled: false,
  delivery: { delayMs: 0, duplicate: 0, batch: 1 },
  latencyMs: 0,
  slowMs: 1_000,
  refusedMs: 200,
};

const maxBodyBytes = 110 * 1024 * 1024;
const steps = {
  none: [],
  sent: ['sent'],
  delivered: ['sent', 'delivered'],
  read: ['sent', 'delivered', 'read'],
} as const;

/** Keeps the last `keep` of a list; cuts seldom, so that adding stays cheap. */
function push<T>(log: T[], item: T, keep: number): void {
  log.push(item);
  if (log.length >= keep * 2) log.splice(0, log.length - keep);
}

/**
 * A server on loopback that behaves as Meta's Graph API does for WhatsApp: it refuses what the real one would, sends signed
 * webhooks, and breaks in every way a network can, on demand. For tests, benchmarks and the demo; never in production.
 */
export async function startFakeGraph(options: FakeGraphOptions = {}): Promise<FakeGraph> {
  const { host = '127.0.0.1', keep = 50_000, now = Date.now } = options;
  const behaviour: FakeBehaviour = { ...defaults, ...pick(options) };
  const faults = new FaultPlan(options.seed ?? 1);
  faults.setRates(options.faults ?? {});
  const queue = new WebhookQueue(() => faults.chance());
  queue.mode = behaviour.delivery;
  const world = new FakeWorld(now);
  let webhookUrl = options.webhookUrl;
  for (const number of options.numbers ?? [{}]) world.addNumber(number);
  const firstNumber = [...world.numbers.keys()][0]!;

  const messages: TakenMessage[] = [];
  const requests: FakeRequest[] = [];
  const reads: FakeGraph['reads'] = [];
  let taken = 0;
  let sequence = 0;
  let port = options.port ?? 0;

  const numberOf = (phoneNumberId = firstNumber): FakeNumber => {
    const number = world.numbers.get(phoneNumberId);
    if (!number) throw new Error(`The fake has no number ${phoneNumberId}`);
    return number;
  };
  const targetOf = (number: FakeNumber) => {
    const url = number.webhookUrl ?? webhookUrl;
    return url === undefined ? undefined : { url, appSecret: number.appSecret };
  };
  const nextId = (prefix: string): string => {
    sequence += 1;
    return `wamid.${Buffer.from(`${prefix}:${now().toString(36)}:${sequence.toString(36)}`).toString('base64')}`;
  };

  const targets = new Map<string, ReturnType<typeof targetOf>>();
  /** The same object for the same target, so that updates can share a webhook. */
  const sharedTarget = (number: FakeNumber) => {
    const target = targetOf(number);
    if (!target) return undefined;
    const key = `${target.url} ${target.appSecret}`;
    if (!targets.has(key)) targets.set(key, target);
    return targets.get(key);
  };

  function queueStatuses(number: FakeNumber, message: TakenMessage, recipient: Recipient, failure?: GraphError): void {
    const target = sharedTarget(number);
    if (!target) return;
    const names: readonly string[] = failure ? ['failed'] : steps[behaviour.statuses];
    if (names.length === 0) return;
    const whom =
      recipient.kind === 'phone' ? { recipient_id: waIdOf(recipient.digits) } : { recipient_user_id: recipient.input };
    const updates = names.map((status, index): Update => {
      const item = {
        id: message.id,
        status,
        timestamp: String(Math.floor(now() / 1_000)),
        ...whom,
        ...(message.effectId !== undefined && { biz_opaque_callback_data: message.effectId }),
        ...(index < 2 && !failure && { pricing: pricingOf(message.payload, world) }),
        ...(failure && {
          errors: [
            {
              code: failure.code,
              title: failure.message,
              message: failure.message,
              error_data: { details: failure.details ?? failure.message },
            },
          ],
        }),
      };
      return { target, account: number.wabaId, field: 'messages', head: headOf(number), list: 'statuses', item };
    });
    if (behaviour.statusesShuffled) {
      for (const update of updates.sort(() => faults.chance() - 0.5)) queue.add(update);
      return;
    }
    for (let index = updates.length - 2; index >= 0; index -= 1) updates[index]!.next = updates[index + 1]!;
    queue.add(updates[0]!);
  }

  /** Judges a send. What it answers is what the real API would. */
  function accept(number: FakeNumber, payload: Dict): { answer: unknown; deferred?: () => void } | GraphError {
    if (payload['status'] === 'read') {
      const messageId = text(payload['message_id']);
      if (messageId === undefined) return graphErrors.parameter('The parameter message_id is required.');
      push(reads, { messageId, typing: isDict(payload['typing_indicator']) }, keep);
      return { answer: { success: true } };
    }
    if (number.status !== 'CONNECTED') return graphErrors.notRegistered;
    const recipient = recipientOf(payload);
    if ('code' in recipient) return recipient;
    const problem = problemOf(payload, world);
    if (problem) return problem;
    const person = recipient.kind === 'phone' ? recipient.digits : recipient.input;
    const magic = recipient.kind === 'phone' ? magicOf(recipient.digits) : undefined;
    if (magic?.atOnce) return magic.error;
    const { phoneNumberId } = number;
    const { throughputPerSecond, pairLimit, windowEnforced } = behaviour;
    if (throughputPerSecond !== 'off' && !world.takeThroughput(phoneNumberId, throughputPerSecond)) {
      return graphErrors.throughput;
    }
    if (windowEnforced && payload['type'] !== 'template' && !world.windowOpen(phoneNumberId, person)) {
      return graphErrors.window;
    }
    if (pairLimit !== 'off' && !world.takePair(phoneNumberId, person, pairLimit)) return graphErrors.pair;
    const effectId = text(payload['biz_opaque_callback_data']);
    const id = nextId(person);
    const message: TakenMessage = {
      id,
      at: now(),
      phoneNumberId,
      to: person,
      ...(effectId !== undefined && { effectId }),
      payload,
    };
    taken += 1;
    push(messages, message, keep);
    const contact =
      recipient.kind === 'phone'
        ? { input: recipient.input, wa_id: waIdOf(recipient.digits) }
        : { input: recipient.input, user_id: recipient.input };
    return {
      answer: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] },
      deferred: () => queueStatuses(number, message, recipient, magic?.error),
    };
  }

  function answer(request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void {
    push(requests, { at: now(), method: request.method ?? '', path: request.url ?? '', status }, keep);
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const write = () => {
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(raw) });
      response.end(raw);
    };
    if (behaviour.latencyMs > 0) setTimeout(write, behaviour.latencyMs);
    else write();
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: GraphError): void {
    answer(request, response, error.status, errorBody(error));
  }

  function breakOff(request: IncomingMessage): void {
    push(requests, { at: now(), method: request.method ?? '', path: request.url ?? '', status: 0 }, keep);
    request.socket.destroy();
  }

  function handleSend(request: IncomingMessage, response: ServerResponse, number: FakeNumber, body: Buffer): void {
    const payload = parsed(body);
    if (!payload) {
      refuse(request, response, graphErrors.parameter('The body is no JSON object.'));
      return;
    }
    const isRead = payload['status'] === 'read';
    const fault = isRead ? undefined : faults.next();
    switch (fault?.kind) {
      case 'refused':
        breakOff(request);
        void hangUp().then(() => setTimeout(() => void listen(), fault.ms ?? behaviour.refusedMs).unref());
        return;
      case 'reset-before':
        breakOff(request);
        return;
      case 'server-error':
        if (fault.taken) settle(accept(number, payload));
        answer(request, response, 500, '<html>Sorry, something went wrong.</html>');
        return;
      case 'rate-limited':
        refuse(request, response, graphErrors.throughput);
        return;
      case 'something-went-wrong':
        refuse(request, response, graphErrors.somethingWentWrong);
        return;
      case 'error':
        refuse(request, response, {
          status: fault.status ?? 400,
          code: fault.code ?? 131000,
          message: `(#${fault.code ?? 131000}) Injected error`,
        });
        return;
    }
    const result = accept(number, payload);
    if ('code' in result) {
      refuse(request, response, result);
      return;
    }
    switch (fault?.kind) {
      case 'reset-after':
        breakOff(request);
        break;
      case 'garbage':
        answer(request, response, 200, '<!doctype html><title>200</title>');
        break;
      case 'slow':
        setTimeout(() => answer(request, response, 200, result.answer), fault.ms ?? behaviour.slowMs).unref();
        break;
      default:
        answer(request, response, 200, result.answer);
    }
    settle(result);
  }

  const settle = (result: ReturnType<typeof accept>) => {
    if ('deferred' in result) result.deferred?.();
  };

  function handle(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const address = request.url ?? '/';
    const mark = address.indexOf('?');
    const path = mark === -1 ? address : address.slice(0, mark);
    const parts = path.split('/').filter(Boolean);
    if (parts[0] === '_fake') {
      const asked = control(fake, parts.slice(1), request.method ?? 'GET', parsed(body) ?? {});
      const failed = (error: unknown) => ({ status: 400, body: { error: String(error) } });
      void asked.catch(failed).then(({ status, body: told }) => {
        const raw = JSON.stringify(told);
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(raw) });
        response.end(raw);
      });
      return;
    }
    const token = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (parts[0] === '_media') {
      sendFile(request, response, parts, token);
      return;
    }
    if (/^v\d+\.\d+$/.test(parts[0] ?? '')) parts.shift();
    const known = [...world.numbers.values()].some(({ accessToken }) => accessToken === token);
    if (!known) {
      refuse(request, response, graphErrors.token);
      return;
    }
    const number = world.numbers.get(parts[0] ?? '');
    if (request.method === 'POST' && number && number.accessToken === token && parts[1] === 'messages') {
      handleSend(request, response, number, body);
      return;
    }
    const query = new URLSearchParams(mark === -1 ? '' : address.slice(mark + 1));
    const told = answerOther(world, {
      method: request.method ?? 'GET',
      parts,
      query,
      token: token ?? '',
      body: parsed(body) ?? {},
      upload: () => fileParts(body, request.headers['content-type'] ?? ''),
      fileUrl: (id) => `${fake.url}/_media/${id}/${now() + 300_000}/${urlAge}`,
    });
    if ('code' in told) refuse(request, response, told);
    else answer(request, response, 200, told.answer);
  }

  let urlAge = 0;
  function sendFile(
    request: IncomingMessage,
    response: ServerResponse,
    parts: string[],
    token: string | undefined,
  ): void {
    const [, id = '', until = '', age = ''] = parts;
    const file = world.files.get(id);
    const allowed = [...world.numbers.values()].some(({ accessToken }) => accessToken === token);
    const alive = Number(until) > now() && Number(age) === urlAge;
    if (!allowed || !file || !alive) {
      answer(request, response, allowed ? 404 : 401, {});
      return;
    }
    push(requests, { at: now(), method: 'GET', path: request.url ?? '', status: 200 }, keep);
    response.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes.byteLength });
    response.end(file.bytes);
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBodyBytes) request.socket.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => handle(request, response, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => undefined);
  }

  let server: Server | undefined;
  let closed = false;
  function listen(): Promise<void> {
    if (server || closed) return Promise.resolve();
    const started = createServer({ keepAliveTimeout: 60_000 }, onRequest);
    server = started;
    return new Promise((resolve, reject) => {
      started.once('error', reject);
      started.listen(port, host, () => {
        ({ port } = started.address() as AddressInfo);
        resolve();
      });
    });
  }
  function hangUp(): Promise<void> {
    const stopped = server;
    server = undefined;
    if (!stopped) return Promise.resolve();
    return new Promise((resolve) => {
      stopped.close(() => resolve());
      // What is being answered is broken off as well, as when a machine dies.
      stopped.closeAllConnections();
    });
  }

  async function receive(
    from: string,
    content: FakeInbound,
    inbound: InboundOptions = {},
  ): Promise<{ id: string; status: number }> {
    const number = numberOf(inbound.phoneNumberId);
    const at = inbound.at ?? now();
    const id = inbound.id ?? nextId(from);
    world.noteInbound(number.phoneNumberId, from, at);
    const { contact, message } = inboundMessage(id, from, at, content, inbound);
    const value = { ...headOf(number), contacts: [contact], messages: [message] };
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: number.wabaId, changes: [{ value, field: 'messages' }] }],
    };
    return { id, status: await fake.deliver(body, number.phoneNumberId) };
  }

  await listen();
  const fake: FakeGraph = {
    get url() {
      return `http://${host}:${port}`;
    },
    get port() {
      return port;
    },
    messages,
    requests,
    reads,
    taken: () => taken,
    number: numberOf,
    addNumber: (number) => world.addNumber(number),
    behave: ({ webhookUrl: url, ...changed }) => {
      if (url !== undefined) webhookUrl = url;
      Object.assign(behaviour, changed);
      queue.mode = behaviour.delivery;
    },
    setFaults: (rates, seed) => {
      if (seed !== undefined) faults.reseed(seed);
      faults.setRates(rates);
    },
    plan: (planned) => faults.plan(planned),
    noteInbound: (person, at, phoneNumberId = firstNumber) =>
      world.noteInbound(phoneNumberId, person.replace(/^\+/, ''), at),
    deliver: (body, phoneNumberId) => {
      const target = targetOf(numberOf(phoneNumberId));
      if (!target) throw new Error('The fake has no address to send webhooks to');
      return postWebhook(target, body);
    },
    receive,
    sendText: (from, body, more) => receive(from, { type: 'text', text: { body } }, more),
    sendButton: (from, reply, more) =>
      receive(from, { type: 'interactive', interactive: { type: 'button_reply', button_reply: reply } }, more),
    addFile: (bytes, mimeType) => {
      const id = world.addFile(bytes, mimeType);
      return { id, sha256: world.files.get(id)!.sha256.toString('base64') };
    },
    hasNumber: (phoneNumberId) => world.numbers.has(phoneNumberId),
    sendImage: (from, { bytes, mimeType, caption, withUrl }, more) => {
      const { id, sha256 } = fake.addFile(bytes, mimeType);
      const image = {
        id,
        mime_type: mimeType,
        sha256,
        ...(caption !== undefined && { caption }),
        ...(withUrl && { url: `${fake.url}/_media/${id}/${now() + 300_000}/${urlAge}` }),
      };
      return receive(from, { type: 'image', image }, more);
    },
    handshake: async (challenge, phoneNumberId) => {
      const number = numberOf(phoneNumberId);
      const target = targetOf(number);
      if (!target) throw new Error('The fake has no address to shake hands with');
      const url = new URL(target.url);
      url.searchParams.set('hub.mode', 'subscribe');
      url.searchParams.set('hub.verify_token', number.verifyToken);
      url.searchParams.set('hub.challenge', challenge);
      const result = await exchange({ method: 'GET', url, headers: {}, timeoutMs: 10_000, maxBytes: 64 * 1024 });
      return result.kind === 'answered'
        ? { status: result.status, body: result.body.toString('utf8') }
        : { status: 0, body: '' };
    },
    expireFileUrls: () => {
      urlAge += 1;
    },
    settled: () => queue.settled(),
    hangUp,
    listen,
    reset: () => {
      messages.length = 0;
      requests.length = 0;
      reads.length = 0;
      taken = 0;
      faults.clear();
      world.forget();
    },
    close: async () => {
      closed = true;
      queue.close();
      await hangUp();
    },
  };
  return fake;
}

function pick(options: FakeGraphOptions): Partial<FakeBehaviour> {
  const names = Object.keys(defaults) as (keyof FakeBehaviour)[];
  return Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}

function parsed(body: Buffer): Dict | undefined {
  if (body.length === 0) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isDict(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const headOf = ({ displayPhoneNumber, phoneNumberId }: FakeNumber) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
});

const errorBody = ({ message, code, subcode, details }: GraphError) => ({
  error: {
    message,
    type: 'OAuthException',
    code,
    ...(subcode !== undefined && { error_subcode: subcode }),
    ...(details !== undefined && { error_data: { messaging_product: 'whatsapp', details } }),
    fbtrace_id: 'AFakeTraceOfCauce',
  },
});

/** Meta charges templates; everything else is free within the monthly allowance. */
function pricingOf({ type, template }: Dict, world: FakeWorld): object {
  if (type !== 'template') {
    return { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
  }
  const { name, language } = dict(template);
  const known = world.template(text(name) ?? '', text(dict(language)['code']) ?? '');
  return { billable: true, pricing_model: 'PMP', type: 'regular', category: known?.category ?? 'utility' };
}
