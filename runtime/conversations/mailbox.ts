import type { Channel, ChannelEvent } from '../channels/channel.ts';
import type { ChannelSource, InboundRow, MailboxEvent, MailboxItem } from '../ports.ts';

/** Kinds of update that somebody must act on; the others are only kept. */
const acted = new Set([
  'message',
  'status',
  'preference',
  'echo',
  'start',
  'resolution',
  'flag-clearing',
  'ticket-closing',
]);
/** Those of our own making: kept as they are. */
const ours = new Set(['start', 'resolution', 'flag-clearing', 'ticket-closing']);

/** How an event is kept in the mailbox. */
export function rowOf({ id, workspaceId, channelId, order, event }: MailboxItem): InboundRow {
  const media = event.kind === 'message' && event.message.content.kind === 'media';
  return {
    id,
    workspaceId,
    channelId,
    order,
    kind: event.kind,
    state: acted.has(event.kind) ? 'waiting' : 'stored',
    raw: event.raw,
    aliasKeys: ('aliases' in event ? (event.aliases ?? []) : []).map(({ kind, key }) => `${kind}:${key}`),
    ...(media && { mediaDueAt: 0 }),
    ...(event.kind === 'notice' && { summary: event.summary }),
  };
}

/** Reads rows back into the events they were: by the channel's own parser, or as they stand for our own. */
export function createRowReader(channels: ChannelSource, channelTypes: ReadonlyMap<string, Channel>) {
  return async function itemOf(row: InboundRow, seenAt: number): Promise<MailboxItem | undefined> {
    const event = await eventOf(row);
    const { id, workspaceId, channelId, order } = row;
    return event && { id, workspaceId, channelId, order, event, seenAt };
  };

  async function eventOf(row: InboundRow): Promise<MailboxEvent | undefined> {
    const body: unknown = JSON.parse(row.raw);
    if (ours.has(row.kind)) return { ...(body as MailboxEvent), raw: row.raw } as MailboxEvent;
    const record = await channels.byId(row.channelId);
    const type = record && channelTypes.get(record.type);
    const events: ChannelEvent[] = type?.parse(body, new Date(orderToMs(row.order)).toISOString()) ?? [];
    return events[0];
  }
}

/** Order of receipt: milliseconds, times 4,096, plus a counter within the millisecond. Below 2^53 until the year 2039. */
const perMillisecond = 4_096;
let lastOrder = 0;
export function nextOrder(now: number): number {
  lastOrder = Math.max(lastOrder + 1, now * perMillisecond);
  return lastOrder;
}
export const orderToMs = (order: number): number => Math.floor(order / perMillisecond);
