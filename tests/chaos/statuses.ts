import type { TakenMessage } from '../support/graph-stub.ts';
import { statusWebhook, type StatusUpdate } from '../support/webhooks.ts';
import type { Post } from './people.ts';

export type Statuses = {
  /** Effects whose `sent` or `delivered` was acknowledged. */
  known: Set<string>;
  /** True while something is still to be delivered. */
  busy(): boolean;
  add(message: TakenMessage): void;
  stop(): Promise<void>;
};

const lotSize = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The provider telling what became of messages: in lots, repeated until acknowledged, in any order, sometimes twice. Of messages
 * whose taking was never confirmed it keeps silent about half, by `random`: nobody can know what became of these.
 */
export function statuses(post: Post, random: () => number): Statuses {
  const known = new Set<string>();
  const queue: StatusUpdate[] = [];
  let posting = false;
  let stopped = false;

  const add = ({ to, wamid, effectId, confirmed }: TakenMessage): void => {
    if (!confirmed && random() < 0.5) return;
    const update = { wamid, recipient: to, effectId };
    const both: StatusUpdate[] = [
      { ...update, status: 'sent' },
      { ...update, status: 'delivered' },
    ];
    if (random() < 0.2) both.reverse();
    if (random() < 0.1) both.push(both[0] as StatusUpdate);
    queue.push(...both);
  };

  const loop = (async () => {
    while (!stopped) {
      const lot = queue.splice(0, lotSize);
      if (lot.length === 0) {
        await pause(30);
        continue;
      }
      posting = true;
      const webhook = statusWebhook(lot);
      while (!stopped && (await post(webhook)) !== 200) await pause(100);
      if (!stopped) for (const { effectId } of lot) known.add(effectId);
      posting = false;
    }
  })();

  return {
    known,
    busy: () => posting || queue.length > 0,
    add,
    async stop() {
      stopped = true;
      await loop;
    },
  };
}
