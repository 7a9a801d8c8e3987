import type { Connection } from 'mongoose';
import type { DomainEvent, Instant } from '../../runtime/contract/index.ts';
import type { ConversationReader, ThreadLine } from '../conversations/service.ts';
import { pageFrom } from '../http/paging.ts';
import type { ConversationDocument } from './conversations.ts';
import type { EventDocument } from './events.ts';

/** That a save says something which the thread of its conversation shows beside the messages. */
export const threadMark = (conversationId: string) => `thread ${conversationId}`;

/** What a thread shows of an event beside the messages; undefined for what it does not. */
export function lineOf(event: DomainEvent): ThreadLine['said'] | undefined {
  switch (event.type) {
    case 'conversation.noted':
      return { kind: 'noted', text: event.text };
    case 'conversation.closed':
      return { kind: 'closed' };
    case 'ticket.opened':
      return { kind: 'ticket-opened', note: event.note, ...(event.queue !== undefined && { queue: event.queue }) };
    case 'ticket.closed':
      return { kind: 'ticket-closed' };
    case 'consent.changed':
      return { kind: 'consent', state: event.state };
    case 'contact.updated': {
      const { groups = {}, labels = {} } = event.patch;
      if (Object.keys(groups).length + Object.keys(labels).length === 0) return undefined;
      return { kind: 'sets', groups, labels };
    }
    default:
      return undefined;
  }
}

/** The lines of one save, in its order; each stands after the message that was asked for before it. */
export function linesOf(id: string, at: Instant, events: readonly DomainEvent[]): ThreadLine[] {
  const lines: ThreadLine[] = [];
  let after: string | undefined;
  for (const [index, event] of events.entries()) {
    if (event.type === 'message.requested') after = event.effectId;
    const said = lineOf(event);
    if (said) lines.push({ id: `${id}:${index}`, at, said, ...(after !== undefined && { after }) });
  }
  return lines;
}

/** Reads lines by the mark that saves with any of them bear, since events have no index by conversation. */
export function createLineReader(connection: Connection): ConversationReader['lines'] {
  const events = connection.collection<EventDocument>('events');
  const conversations = connection.collection<ConversationDocument>('conversations');
  return async (workspaceId, id, { after, limit }) => {
    const at = new Date(Number(after?.key));
    const further = after && { $or: [{ at: { $lt: at } }, { at, _id: { $lt: after.id } }] };
    const [exists, found] = await Promise.all([
      conversations.findOne({ _id: id, workspaceId }, { projection: { _id: 1 } }),
      events
        .find({ workspaceId, marks: threadMark(id), ...further }, { sort: { at: -1, _id: -1 }, limit: limit + 1 })
        .toArray(),
    ]);
    if (!exists) return undefined;
    const { rows, ...rest } = pageFrom(found, limit, ({ at: when, _id }) => ({ key: when.getTime(), id: _id }));
    const lots = rows.map((row) =>
      linesOf(row._id, row.at.toISOString(), JSON.parse(row.events) as DomainEvent[]).toReversed(),
    );
    return { ...rest, rows: lots.flat() };
  };
}
