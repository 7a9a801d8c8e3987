import type { ConversationId } from '../contract/index.ts';
import type { EventLog, EventLot, MailboxItem, MessageStore, MessageUpdate } from '../ports.ts';
import { orderToMs } from './mailbox.ts';
import { conversationOfEffect } from './state.ts';

/** A status that names no message of ours is looked for so long: it may come before the answer it belongs to is recorded. */
const orphanMs = 30_000;

export type StatusOutcome = {
  /** Need nobody any more. */
  done: string[];
  /** Failures: inputs to their conversations. */
  failures: { item: MailboxItem; conversationId: ConversationId; effectId: string }[];
  /** Messages that others may wait behind. */
  moved: { conversationId: ConversationId; effectId: string }[];
  /** What became true, now also in the log. */
  lots: EventLot[];
  /** To be looked at again. */
  later: MailboxItem[];
};

/**
 * Delivery statuses, many at a time: written by effect id with a state that only rises, so that they may come before the answer,
 * twice, late, in any order. Only failures go to the conversation.
 */
export function createStatuses(messages: MessageStore, events: EventLog, now: () => number) {
  return async function apply(items: MailboxItem[]): Promise<StatusOutcome> {
    const outcome: StatusOutcome = { done: [], failures: [], moved: [], lots: [], later: [] };
    const found = await owners(items);
    const updates: MessageUpdate[] = [];
    const { lots } = outcome;
    for (const item of items) {
      const { event } = item;
      if (event.kind !== 'status') continue;
      const owner = found.get(item.id);
      if (!owner) {
        if (now() - orderToMs(item.order) < orphanMs) outcome.later.push(item);
        else outcome.done.push(item.id);
        continue;
      }
      const { workspaceId, channelId } = item;
      const { effectId, conversationId } = owner;
      updates.push({
        id: effectId,
        workspaceId,
        conversationId,
        channelId,
        direction: 'out',
        state: event.state,
        at: event.at,
        providerMessageId: event.providerMessageId,
        ...(event.error && { error: event.error }),
        ...(event.pricing && { pricing: event.pricing }),
      });
      lots.push({
        id: item.id,
        workspaceId,
        conversationId,
        contactId: null,
        at: event.at,
        traces: [],
        events: [
          { type: 'message.state-changed', effectId, state: event.state, ...(event.error && { error: event.error }) },
        ],
      });
      outcome.moved.push({ conversationId, effectId });
      if (event.state === 'failed')
        outcome.failures.push({ item: { ...item, event: { ...event, effectId } }, conversationId, effectId });
      else outcome.done.push(item.id);
    }
    if (updates.length) await Promise.all([messages.record({ messages: updates }), events.append(lots)]);
    return outcome;
  };

  async function owners(
    items: MailboxItem[],
  ): Promise<Map<string, { effectId: string; conversationId: ConversationId }>> {
    const found = new Map<string, { effectId: string; conversationId: ConversationId }>();
    const unknown = new Map<MailboxItem['channelId'], MailboxItem[]>();
    for (const item of items) {
      if (item.event.kind !== 'status') continue;
      const { effectId } = item.event;
      const conversationId = effectId && conversationOfEffect(effectId);
      if (effectId && conversationId && conversationId.startsWith(`${item.channelId}:`))
        found.set(item.id, { effectId, conversationId });
      else unknown.set(item.channelId, [...(unknown.get(item.channelId) ?? []), item]);
    }
    for (const [channelId, orphans] of unknown) {
      const ids = orphans.map(({ event }) => (event.kind === 'status' ? event.providerMessageId : ''));
      const known = await messages.byProviderId(channelId, ids);
      for (const { id, event } of orphans) {
        const owner = event.kind === 'status' ? known.get(event.providerMessageId) : undefined;
        if (owner) found.set(id, { effectId: owner.id, conversationId: owner.conversationId });
      }
    }
    return found;
  }
}
