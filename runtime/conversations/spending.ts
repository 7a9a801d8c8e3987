import type { Flow, FlowGuards, Leaving, Money, OutboundContent, Refusal, SentBefore } from '../contract/index.ts';
import type { FlowDay } from '../ports.ts';
import { windowAt } from './gate.ts';
import type { Draft } from './draft.ts';
import type { SpentToday } from './state.ts';
import { dayOf, todayOf } from './today.ts';

const nothing: SpentToday = { messages: 0, micros: 0 };

/**
 * What the flows of one turn may still say today. Caps per contact stand in the conversation and are exact: the save that queues the
 * messages raises the counts. Those of a whole flow are taken from what this process has reserved. A message counts for the flow it
 * belongs to and for those that wait for that one. Whoever is stopped here says one polite word more, once a day.
 */
export class Spending {
  private readonly draft: Draft;
  private readonly guards = new Map<string, FlowGuards>();
  /** Taken from what is reserved, in this turn. */
  private readonly taken = new Map<string, SpentToday>();
  /** What a flow would need that is not held here, although the day's cap leaves it. */
  private missing: { flowId: string; guards: FlowGuards; need: SpentToday } | undefined;
  private stopped = false;
  private closed = false;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** To be called before a flow asks for anything. */
  async watch({ id, settings: { guards } }: Flow): Promise<void> {
    if (!guards) return;
    this.guards.set(id, guards);
    await this.draft.world.budgets?.prepare(this.dayOf(id), guards);
  }

  priceOf(content: OutboundContent): Money | null {
    const { world, state, contact, at } = this.draft;
    const windowOpen = windowAt(state, world.now).may === 'free-form';
    return world.price?.(content, { phone: contact.phone, windowOpen, at }) ?? null;
  }

  /** Why a message must not leave for what has left already, or null. */
  refuse(content: OutboundContent, { closing, flows, before }: Leaving): Refusal | null {
    const price = this.priceOf(content);
    if (closing && this.stopped) return this.refuseClosing(flows, before, price);
    const refused = this.over(flows, before, price);
    if (refused?.stop) this.stopped = true;
    return refused;
  }

  /**
   * True when a flow was stopped only because others here were taking of the same block: what it needs is held now, and the turn, of
   * which nothing has happened yet, can be played again.
   */
  async mayGoOn(): Promise<boolean> {
    const { budgets } = this.draft.world;
    if (!this.missing || !budgets) return false;
    const { flowId, guards, need } = this.missing;
    this.giveBackAll();
    await budgets.prepare(this.dayOf(flowId), guards, need);
    return true;
  }

  /** Counts what the turn has queued, and gives back what it took and did not use. */
  settle(sent: readonly SentBefore[]): void {
    const { state } = this.draft;
    const today = todayOf(this.draft);
    const flows = { ...today.flows };
    for (const [flowId, guards] of this.guards) {
      const used = this.used(flowId, sent);
      if (isCounted(guards) && used.messages > 0) flows[flowId] = sum(flows[flowId], used);
      const taken = this.taken.get(flowId);
      if (taken)
        this.taken.set(flowId, { messages: taken.messages - used.messages, micros: taken.micros - used.micros });
    }
    this.giveBackAll();
    state.today = {
      ...today,
      ...(Object.keys(flows).length > 0 && { flows }),
      ...(this.closed && { closed: true as const }),
    };
  }

  private giveBackAll(): void {
    const { budgets } = this.draft.world;
    for (const [flowId, { messages, micros }] of this.taken) {
      budgets?.giveBack(this.dayOf(flowId), 'messages', Math.max(0, messages));
      budgets?.giveBack(this.dayOf(flowId), 'micros', Math.max(0, micros));
    }
    this.taken.clear();
  }

  private over(flows: readonly string[], before: readonly SentBefore[], price: Money | null): Refusal | null {
    const { world } = this.draft;
    const today = todayOf(this.draft);
    for (const flowId of new Set(flows)) {
      const guards = this.guards.get(flowId);
      if (!guards) continue;
      const caps = [guards.moneyPerContactAndDay, guards.moneyPerDay];
      const other = price && caps.find((cap) => cap && cap.currency !== price.currency);
      if (other)
        return {
          code: 'limit.money-currency',
          message: `The message costs ${price.currency} and the cap of the flow "${flowId}" is in ${other.currency}.`,
        };
      const spent = sum(today.flows?.[flowId], this.used(flowId, before));
      const { messagesPerContactAndDay: messages = Infinity, moneyPerContactAndDay: money } = guards;
      if (spent.messages >= messages)
        return stop(
          'limit.flow-messages-per-contact',
          `More than ${messages} messages of this flow to one contact today.`,
        );
      if (money && price && spent.micros + price.micros > money.micros)
        return stop('limit.flow-money-per-contact', 'This flow has spent on this contact what it may in a day.');
    }
    if (today.messages + before.length >= world.messagesPerDay)
      return stop('limit.messages-per-day', `More than ${world.messagesPerDay} messages to one contact in a day.`);
    for (const flowId of new Set(flows)) {
      const missing = this.draw(flowId, before, price);
      if (missing === 'messages')
        return stop('limit.flow-messages-per-day', 'This flow has sent all the messages it may in a day.');
      if (missing === 'micros') return stop('limit.flow-money-per-day', 'This flow has spent what it may in a day.');
    }
    return null;
  }

  /** The polite word of a flow that was stopped: one in a day to a person, and one beyond the cap of a whole flow. */
  private refuseClosing(flows: readonly string[], before: readonly SentBefore[], price: Money | null): Refusal | null {
    const { world } = this.draft;
    const said = todayOf(this.draft).closed || this.closed;
    const without = [...new Set(flows)].filter((flowId) => this.draw(flowId, before, price) !== null);
    if (said || !without.every((flowId) => world.budgets?.takeClosing(this.dayOf(flowId)) ?? false))
      return { code: 'limit.closing', message: 'The polite close has been said already.' };
    this.closed = true;
    return null;
  }

  /** Takes from what is reserved what the turn needs with one message more; tells what there is too little of. */
  private draw(flowId: string, before: readonly SentBefore[], price: Money | null): 'messages' | 'micros' | null {
    const { budgets } = this.draft.world;
    const guards = this.guards.get(flowId);
    if (!guards || !budgets) return null;
    const needed = sum(this.used(flowId, before), { messages: 1, micros: price?.micros ?? 0 });
    const taken = { ...(this.taken.get(flowId) ?? nothing) };
    const key = this.dayOf(flowId);
    this.taken.set(flowId, taken);
    for (const what of ['messages', 'micros'] as const) {
      const cap = what === 'messages' ? guards.messagesPerDay : guards.moneyPerDay;
      const more = needed[what] - taken[what];
      if (cap === undefined || more <= 0) continue;
      if (!budgets.take(key, what, more)) {
        if (!budgets.isUsedUp(key, what)) this.missing = { flowId, guards, need: needed };
        return what;
      }
      taken[what] += more;
    }
    return null;
  }

  private used(flowId: string, sent: readonly SentBefore[]): SpentToday {
    const own = sent.filter(({ flows }) => flows.includes(flowId));
    return {
      messages: own.length,
      micros: own.reduce((all, { content }) => all + (this.priceOf(content)?.micros ?? 0), 0),
    };
  }

  private dayOf(flowId: string): FlowDay {
    return { workspaceId: this.draft.state.workspaceId, flowId, day: dayOf(this.draft) };
  }
}

const isCounted = ({ messagesPerContactAndDay, moneyPerContactAndDay }: FlowGuards): boolean =>
  messagesPerContactAndDay !== undefined || moneyPerContactAndDay !== undefined;

const sum = (one: SpentToday = nothing, other: SpentToday): SpentToday => ({
  messages: one.messages + other.messages,
  micros: one.micros + other.micros,
});

const stop = (code: string, message: string): Refusal => ({ code, message, stop: true });
