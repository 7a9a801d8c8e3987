import { exchange } from '../http.ts';
import { signatureOf } from '../signature.ts';

/** Where a number's webhooks go and what signs them. */
export type WebhookTarget = { url: string; appSecret: string };

/** JSON as Meta writes it: everything beyond ASCII as `\uXXXX`, and slashes escaped. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u0080-\uffff/]/g, (character) =>
    character === '/' ? String.raw`\/` : String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Posts one signed webhook. Answers the HTTP status, or 0 when nobody answered. */
export async function postWebhook({ url, appSecret }: WebhookTarget, body: unknown): Promise<number> {
  const raw = Buffer.from(typeof body === 'string' ? body : metaJson(body));
  const answer = await exchange({
    method: 'POST',
    url: new URL(url),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': signatureOf(raw, appSecret),
    },
    body: raw,
    timeoutMs: 10_000,
    maxBytes: 64 * 1024,
  });
  return answer.kind === 'answered' ? answer.status : 0;
}

/** One update on its way: its place in the envelope and what follows once it has arrived. */
export type Update = {
  target: WebhookTarget;
  account: string;
  field: string;
  head: { [key: string]: unknown };
  list: string;
  item: unknown;
  /** Sent only after this one was taken. */
  next?: Update | undefined;
};

export type DeliveryMode = {
  /** Wait so long before each update. */
  delayMs: number;
  /** Probability of sending an update twice. */
  duplicate: number;
  /** At most so many updates in one webhook. */
  batch: number;
};

/** Webhooks at once; Meta's servers do not wait for one another either. */
const concurrency = 64;

/** Delivers updates, repeats what was not answered 200, and can be waited for. */
export class WebhookQueue {
  mode: DeliveryMode = { delayMs: 0, duplicate: 0, batch: 1 };
  /** Tries after the first, and the first wait, which doubles up to 30 times itself. */
  retry = { attempts: 30, firstDelayMs: 100 };
  private readonly chance: () => number;
  private ready: Update[] = [];
  private head = 0;
  private open = 0;
  private running = 0;
  private scheduled = false;
  private waiting: (() => void)[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(chance: () => number) {
    this.chance = chance;
  }

  add(update: Update): void {
    if (this.closed) return;
    this.open += 1;
    if (this.mode.delayMs > 0) this.later(this.mode.delayMs, () => this.enqueue(update));
    else this.enqueue(update);
  }

  /** Resolves when nothing is on its way. */
  settled(): Promise<void> {
    return this.open === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Drops everything that has not been sent. */
  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.ready = [];
    this.head = 0;
    this.open = 0;
    this.release();
  }

  private enqueue(update: Update): void {
    this.ready.push(update);
    if (this.mode.duplicate > 0 && this.chance() < this.mode.duplicate) {
      this.open += 1;
      this.ready.push({ ...update, next: undefined });
    }
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.pump();
    });
  }

  private pump(): void {
    while (this.running < concurrency && this.head < this.ready.length) {
      const first = this.ready[this.head]!;
      const updates = [first];
      this.head += 1;
      while (updates.length < this.mode.batch && this.ready[this.head]?.target === first.target) {
        updates.push(this.ready[this.head]!);
        this.head += 1;
      }
      void this.send(updates, 0);
    }
    if (this.head === this.ready.length) {
      this.ready = [];
      this.head = 0;
    }
  }

  private async send(updates: Update[], tries: number): Promise<void> {
    this.running += 1;
    const status = await postWebhook(updates[0]!.target, envelopeOf(updates));
    this.running -= 1;
    if (this.closed) return;
    if (status !== 200 && tries < this.retry.attempts) {
      const { firstDelayMs } = this.retry;
      this.later(Math.min(firstDelayMs * 2 ** tries, firstDelayMs * 30), () => void this.send(updates, tries + 1));
    } else {
      for (const { next } of updates) if (next) this.add(next);
      this.open -= updates.length;
      if (this.open === 0) this.release();
    }
    this.pump();
  }

  private later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }

  private release(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Updates of one field and list share a change; every number has an entry of its own. */
function envelopeOf(updates: readonly Update[]): unknown {
  const entries = new Map<
    string,
    { account: string; field: string; value: { [key: string]: unknown }; list: unknown[] }
  >();
  for (const { account, field, head, list, item } of updates) {
    const key = `${account} ${field} ${list} ${JSON.stringify(head)}`;
    const known = entries.get(key);
    if (known) known.list.push(item);
    else {
      const items = [item];
      entries.set(key, { account, field, value: { ...head, [list]: items }, list: items });
    }
  }
  return {
    object: 'whatsapp_business_account',
    entry: [...entries.values()].map(({ account, field, value }) => ({ id: account, changes: [{ value, field }] })),
  };
}
