import { between } from '../support/seeded-random.ts';
import type { WrittenMessage } from '../support/ledger.ts';
import { madeUpNumber, textWebhook, wamidFor, type Webhook } from '../support/webhooks.ts';

/** Posts once; the status, or null when there was no answer. */
export type Post = (webhook: Webhook) => Promise<number | null>;

export type PeopleOptions = {
  count: number;
  /** Part of every message id. */
  run: string;
  post: Post;
  random: () => number;
  /** Between two messages of a person, drawn evenly from 0 to this. */
  pauseMs: number;
  /** How many messages of a person may wait for an answer: a conversation holds at most 50 effects. */
  unansweredAtMost: number;
};

export type People = {
  /** Everything written so far, acknowledged or not. */
  written: WrittenMessage[];
  /** Called at the very moment a webhook was answered 200: nothing may be lost from here on. */
  onAcknowledged: (listener: () => void) => () => void;
  /** The provider took an answer to this person, or will never: one message fewer waits. */
  settled(contact: string): void;
  /** Everybody writes up to `each` messages, and on and on without it, until `enough` is called. Resolves when all is acknowledged. */
  write(each?: number): Promise<void>;
  enough(): void;
  /** Nobody delivers anything any more: the run has failed. */
  abandon(): void;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * People who write and do not wait for answers, through a provider that behaves as Meta says: it repeats a webhook, with the same
 * id, until it is answered 200. A person's next message is posted only then, so the order of receipt is known.
 */
export function people({ count, run, post, random, pauseMs, unansweredAtMost }: PeopleOptions): People {
  const written: WrittenMessage[] = [];
  const unanswered = new Map<string, number>();
  const listeners = new Set<() => void>();
  let isEnough = false;
  let isAbandoned = false;

  const deliver = async (webhook: Webhook): Promise<void> => {
    for (let attempt = 0; (await post(webhook)) !== 200; attempt += 1) {
      if (isAbandoned) throw new Error('The run was abandoned.');
      await pause(Math.min(50 * 2 ** attempt, 400));
    }
  };

  const person = async (index: number, each: number): Promise<void> => {
    const contact = madeUpNumber(index);
    await pause(random() * pauseMs);
    for (let sequence = 1; sequence <= each && !isEnough;) {
      if ((unanswered.get(contact) ?? 0) >= unansweredAtMost) {
        await pause(20);
        continue;
      }
      const message: WrittenMessage = { contact, sequence, acknowledged: false };
      written.push(message);
      unanswered.set(contact, (unanswered.get(contact) ?? 0) + 1);
      await deliver(textWebhook({ from: contact, wamid: wamidFor(run, index, sequence), text: `ping ${sequence}` }));
      message.acknowledged = true;
      for (const listener of listeners) listener();
      sequence += 1;
      // Now and then the provider repeats what it was already told was received.
      if (random() < 0.03) {
        const { from, text } = { from: contact, text: `ping ${message.sequence}` };
        await deliver(textWebhook({ from, wamid: wamidFor(run, index, message.sequence), text }));
      }
      if (pauseMs > 0) await pause(between(random, 0, pauseMs));
    }
  };

  return {
    written,
    onAcknowledged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: (contact) => unanswered.set(contact, (unanswered.get(contact) ?? 1) - 1),
    async write(each = Number.POSITIVE_INFINITY) {
      await Promise.all(Array.from({ length: count }, (_, index) => person(index, each)));
    },
    enough() {
      isEnough = true;
    },
    abandon() {
      isEnough = true;
      isAbandoned = true;
    },
  };
}
