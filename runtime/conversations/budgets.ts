import type { FlowGuards } from '../contract/index.ts';
import type { BudgetStore, FlowDay } from '../ports.ts';

/** A turn may say so much (see `engineLimits.messagesPerTurn`), so that what is held covers it. */
const messagesHeld = 20;
const largestBlock = 1_000;
/** A cap that is used up is asked about again after this: somebody may have raised it. */
const askAgainMs = 5_000;

type Amounts = { messages: number; micros: number };
const nothing: Amounts = { messages: 0, micros: 0 };
type What = 'messages' | 'micros';
type Purse = { left: number; usedUpAt: number | null };
type Held = { messages: Purse; micros: Purse; closings: number; closingAsked: boolean; filling: Promise<void> | null };

/**
 * What this process may still say for flows with a cap for the whole day. It is reserved in blocks, one conditional update each, and
 * taken from memory; a block that a dead process held is lost, so that a flow may stop early and never late.
 */
export function createDayBudgets(store: BudgetStore, now: () => number) {
  const held = new Map<string, Held>();

  function of(key: FlowDay): Held {
    const id = `${key.workspaceId}:${key.flowId}`;
    const found = held.get(`${id}:${key.day}`);
    if (found) return found;
    for (const other of held.keys()) if (other.startsWith(`${id}:`)) held.delete(other);
    const fresh: Held = {
      messages: { left: 0, usedUpAt: null },
      micros: { left: 0, usedUpAt: null },
      closings: 0,
      closingAsked: false,
      filling: null,
    };
    held.set(`${id}:${key.day}`, fresh);
    return fresh;
  }

  async function fill(key: FlowDay, what: What, purse: Purse, size: { enough: number; block: number; cap: number }) {
    while (purse.left < size.enough) {
      if (purse.usedUpAt !== null && now() - purse.usedUpAt < askAgainMs) return;
      const got = await store.reserve(key, what, size.block, size.cap);
      purse.left += got;
      purse.usedUpAt = got < size.block ? now() : null;
      if (got === 0) return;
    }
  }

  async function fillBoth(
    key: FlowDay,
    own: Held,
    { messagesPerDay, moneyPerDay }: FlowGuards,
    need: Amounts,
  ): Promise<void> {
    if (messagesPerDay !== undefined) {
      const block = Math.min(largestBlock, Math.max(messagesHeld, Math.ceil(messagesPerDay / 50)), messagesPerDay);
      await fill(key, 'messages', own.messages, {
        enough: Math.max(messagesHeld, need.messages),
        block,
        cap: messagesPerDay,
      });
    }
    if (moneyPerDay) {
      const { micros: cap } = moneyPerDay;
      const block = Math.max(1, Math.ceil(cap / 20));
      await fill(key, 'micros', own.micros, { enough: Math.max(Math.ceil(cap / 4), need.micros), block, cap });
    }
    const usedUp = own.messages.usedUpAt !== null || own.micros.usedUpAt !== null;
    if (usedUp && !own.closingAsked) {
      own.closingAsked = true;
      if (await store.claimClosing(key)) own.closings = 1;
    }
  }

  return {
    /**
     * Sees to it that enough is held for a turn, at least `need`, as far as the cap allows. A trip to the store only where a block has
     * run low.
     */
    async prepare(key: FlowDay, guards: FlowGuards, need: Amounts = nothing): Promise<void> {
      if (guards.messagesPerDay === undefined && !guards.moneyPerDay) return;
      const own = of(key);
      await own.filling;
      own.filling ??= fillBoth(key, own, guards, need).finally(() => {
        own.filling = null;
      });
      await own.filling;
    },
    /** True when the store has nothing left below the cap. */
    isUsedUp: (key: FlowDay, what: What): boolean => of(key)[what].usedUpAt !== null,
    /** False when not that much is held. */
    take(key: FlowDay, what: What, amount: number): boolean {
      const purse = of(key)[what];
      if (purse.left < amount) return false;
      purse.left -= amount;
      return true;
    },
    giveBack(key: FlowDay, what: What, amount: number): void {
      of(key)[what].left += amount;
    },
    /** The one message of the day that may go beyond a flow's cap; among all processes one has it. */
    takeClosing(key: FlowDay): boolean {
      const own = of(key);
      if (own.closings === 0) return false;
      own.closings -= 1;
      return true;
    },
  };
}
export type DayBudgets = ReturnType<typeof createDayBudgets>;
