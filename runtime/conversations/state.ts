import type { Alias } from '../channels/channel.ts';
import { patchedFields, patchedSet } from '../contract/index.ts';
import type {
  ChannelId,
  ContactId,
  ContactPatch,
  ConversationId,
  Decision,
  DomainEvent,
  Effect,
  Instant,
  Json,
  Session,
  TraceEntry,
  TurnInput,
  WorkspaceId,
} from '../contract/index.ts';

/**
 * An effect that is not finished. `sending` is written before the call, so whoever finds it past the lease knows that it may
 * have happened; `queued` has certainly not. `uncertain` holds the messages behind it until `notBefore`.
 */
export type OutboxItem = {
  effect: Effect;
  state: 'queued' | 'sending' | 'uncertain';
  /** Milliseconds since 1970 before which it must not be tried. */
  notBefore: number;
  attempts: number;
  /** The media message it waits behind, until that is `sent` or `notBefore` has come. */
  behind?: string;
  /** What the sender was allowed to say when this was decided; refused if the conversation's token has moved on. */
  token: number;
  flowId?: string;
  flowVersion?: number;
  sessionId?: string;
  /** Of a flow begun with somebody else: how many have begun one another in a row. */
  hops?: number;
  /** Of a message: its place in the conversation, see `MessageUpdate`. */
  position: number;
};

/** What one save made true and the tidy has not copied out yet. */
export type PendingLot = {
  revision: number;
  at: Instant;
  /** Of the workspace's zone as it was then: what is counted by day stays there, however late it is copied. */
  day?: string;
  events: DomainEvent[];
  traces: SessionTrace[];
};

export type SessionTrace = {
  sessionId: string;
  flowId: string;
  flowVersion: number;
  turn: number;
  /** Absent in traces from before it was kept. */
  input?: TurnInput;
  entries: TraceEntry[];
  /** Who was to answer what came in, where triggers had a say. */
  decision?: Decision;
};

/** A conversation of one contact on one channel, as one document: session, outbox, consumed inputs, events, due time. */
export type ConversationState = {
  id: ConversationId;
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  contactId: ContactId;
  /** Raised by every save; 0 has never been saved. The guard of every write. */
  revision: number;
  startedAt: Instant;
  /** How many sessions have begun; part of their ids. */
  sessionsBegun: number;
  session: Session | null;
  /** When a waiting session ends for want of an answer; milliseconds. */
  expiresAt: number | null;
  outbox: OutboxItem[];
  /** Who performs the outbox, until when; milliseconds. */
  lease: { by: string; until: number } | null;
  /** Inbound documents taken by a save and not yet marked done: skipped when met again. */
  consumed: string[];
  /** Inputs marked done a moment ago, still skipped: another process may have read them as waiting before. */
  done: { id: string; at: number }[];
  pending: PendingLot[];
  /** When the person last wrote, by the provider's clock; the 24-hour window counts from here. */
  lastInboundAt: number | null;
  lastInboundMessageId: string | null;
  flagged: { at: Instant; note: string } | null;
  /** Who speaks for the business; the token rises with every change. */
  voice: { kind: 'bot' | 'nobody'; token: number };
  /** Of the workspace's day so far, for the caps per contact and day. */
  today: Today;
  /** People have the conversation; absent or null while nobody does. */
  ticket?: Ticket | null;
  /** When it was closed; null once the person has written again. */
  closedAt?: Instant | null;
  /** The pair limit's bucket: tokens left at an instant in milliseconds. */
  pair: { tokens: number; at: number } | null;
  preview: { at: Instant; text: string; direction: 'in' | 'out' } | null;
  /** Set when the contact was found to be another one: inputs go there. */
  mergedInto: ContactId | null;
  /** When triggers that say how often last began a flow here, by `firedKey`; absent until one has. */
  fired?: { [key: string]: Instant };
};

export type Today = {
  day: string;
  messages: number;
  /** Of flows with caps per contact. */
  flows?: { [flowId: string]: SpentToday };
  /** A flow that was stopped has said its polite word. */
  closed?: true;
};
/** Money in millionths of the currency that the flow's caps are in. */
export type SpentToday = { messages: number; micros: number };

export type Ticket = { id: string; queue?: string; note: string; important?: boolean; openedAt: Instant };

/** A contact as stored. `fields` hold plain JSON. */
export type ContactRecord = {
  id: ContactId;
  workspaceId: WorkspaceId;
  name: string | null;
  /** E.164, null while the provider hides it. */
  phone: string | null;
  language: string | null;
  fields: { [name: string]: Json };
  /** Ids of groups and labels; absent in records from before there were any. */
  groups?: string[];
  labels?: string[];
  consent: { marketing?: Consent };
  aliases: Alias[];
  createdAt: Instant;
  mergedInto?: ContactId;
};

export type Consent = {
  state: 'granted' | 'withdrawn';
  method: string;
  /** The words shown or written, as proof. */
  text: string;
  businessName: string;
  source: string;
  at: Instant;
};

export type StoredContactPatch = ContactPatch & { consent?: { marketing: Consent } };

/** A conversation that has not been saved yet. */
export const newConversation = (
  ids: Pick<ConversationState, 'id' | 'workspaceId' | 'channelId' | 'contactId'>,
  now: Instant,
): ConversationState => ({
  ...ids,
  revision: 0,
  startedAt: now,
  sessionsBegun: 0,
  session: null,
  expiresAt: null,
  outbox: [],
  lease: null,
  consumed: [],
  done: [],
  pending: [],
  lastInboundAt: null,
  lastInboundMessageId: null,
  flagged: null,
  voice: { kind: 'bot', token: 1 },
  today: { day: now.slice(0, 10), messages: 0 },
  pair: null,
  preview: null,
  mergedInto: null,
});

/**
 * How long an input that is marked done stays in its conversation's `done` (shared stores) and in a worker's memory. Whoever holds
 * an input that it saw waiting at most `evidenceMs` before the conversation was read finds it there if it was taken meanwhile;
 * older evidence is asked for anew. Both are durations of one process each, so clocks may differ.
 */
export const doneKeptMs = 15_000;
export const evidenceMs = 5_000;

/** True when nothing of the document waits to be performed or copied out. */
export const isSettled = (state: ConversationState): boolean =>
  state.outbox.length === 0 && state.consumed.length === 0 && state.pending.length === 0;

/**
 * When somebody must look at the conversation again, in milliseconds; null for never. One field covers timers, retries, holds
 * and recovery: a lease that nobody renews is due like everything else.
 */
export function dueAtOf(state: ConversationState): number | null {
  const times: number[] = [];
  if (state.session?.status === 'waiting') {
    if (state.session.wait?.dueAt) times.push(Date.parse(state.session.wait.dueAt));
    if (state.expiresAt !== null) times.push(state.expiresAt);
  }
  if (state.lease) times.push(state.lease.until);
  else if (!isSettled(state)) times.push(...(state.outbox.length ? [outboxDueAt(state.outbox)] : [0]));
  return times.length ? Math.min(...times) : null;
}

/** When the first thing of an outbox may be tried: later items wait for the earlier ones. */
export const outboxDueAt = (outbox: readonly OutboxItem[]): number => outbox[0]?.notBefore ?? 0;

/** `{channel}:{contact}`: one conversation of a contact on a channel, found without looking it up. */
export const conversationIdOf = (channelId: ChannelId, contactId: ContactId): ConversationId =>
  `${channelId}:${contactId}` as ConversationId;

/** The conversation that an effect belongs to: effect ids begin with its id and contain no other dot before the session's number. */
export const conversationOfEffect = (effectId: string): ConversationId | undefined => {
  const dot = effectId.indexOf('.');
  return dot > 0 && effectId.includes(':') ? (effectId.slice(0, dot) as ConversationId) : undefined;
};

/** A contact after a patch: absolute values, a null removes a field. */
export function patched(contact: ContactRecord, patch: StoredContactPatch): ContactRecord {
  return {
    ...contact,
    fields: patchedFields(contact.fields, patch),
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.language !== undefined && { language: patch.language }),
    ...(patch.groups && { groups: patchedSet(contact.groups ?? [], patch.groups) }),
    ...(patch.labels && { labels: patchedSet(contact.labels ?? [], patch.labels) }),
    ...(patch.consent && { consent: { ...contact.consent, ...patch.consent } }),
  };
}
