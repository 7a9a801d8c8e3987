import type { ConversationId, DomainEvent, DomainEventType } from '../../runtime/contract/index.ts';
import type { Permission } from '../http/access.ts';
import type { Topic } from './topics.ts';

/**
 * From event to topics. A topic only says that what was read under it may be old: it is a view of facts already stored, so a crash
 * leaves nothing to mend, and a hint that was lost costs a browser nothing but time until it reads again by itself.
 */
const listed = (conversationId: ConversationId): Topic[] => ['conversations', `conversation:${conversationId}`];
const itself = (conversationId: ConversationId): Topic[] => [`conversation:${conversationId}`];

const projection: { [Type in DomainEventType]: (conversationId: ConversationId) => Topic[] } = {
  'conversation.started': listed,
  'conversation.flagged': listed,
  'conversation.flag-cleared': listed,
  'conversation.closed': listed,
  'conversation.noted': listed,
  'ticket.opened': listed,
  'ticket.closed': listed,
  'message.received': listed,
  'message.echoed': listed,
  'message.requested': listed,
  'message.state-changed': listed,
  'session.started': listed,
  'trigger.stopped': listed,
  'session.ended': listed,
  // One that a guard has stopped is an alert, too.
  'session.failed': (conversationId) => [...listed(conversationId), 'flow-alerts'],
  'session.moved': listed,
  'session.stayed': itself,
  'flow.started-elsewhere': itself,
  'email.sent': itself,
  'email.failed': itself,
  'result.saved': itself,
  'contact.updated': listed,
  'contact.merged': listed,
  'consent.changed': itself,
};

/** What screens should read again after these events of one conversation. */
export const topicsOf = (conversationId: ConversationId, events: readonly DomainEvent[]): Set<Topic> =>
  new Set(events.flatMap(({ type }) => projection[type](conversationId)));

type TopicKind =
  | 'flows'
  | 'flow'
  | 'flow-alerts'
  | 'definitions'
  | 'conversations'
  | 'conversation'
  | 'channels'
  | 'channel'
  | 'workspace'
  | 'me';

/** Who hears of what: those who may read it. */
const readers: { [Kind in TopicKind]: Permission } = {
  flows: 'flows.read',
  flow: 'flows.read',
  'flow-alerts': 'flows.read',
  definitions: 'definitions.read',
  conversations: 'conversations.read',
  conversation: 'conversations.read',
  channels: 'channels.read',
  channel: 'channels.read',
  workspace: 'workspace.read',
  me: 'workspace.read',
};

/** Every permission that some topic asks for: a room each. */
export const heardBy: readonly Permission[] = [...new Set(Object.values(readers))];

export const readerOf = (topic: Topic): Permission => readers[(topic.split(':', 1)[0] ?? '') as TopicKind];
