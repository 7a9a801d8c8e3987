import { createHash, randomBytes } from 'node:crypto';
import type { Alias } from '../channels/channel.ts';
import { phoneAlias } from '../channels/whatsapp-cloud/aliases.ts';
import {
  asId,
  ProblemError,
  type ChannelId,
  type ContactId,
  type ConversationId,
  type EffectId,
  type Instant,
  type Json,
  type OutboundContent,
  type SessionId,
  type Somebody,
  type WorkspaceId,
} from '../contract/index.ts';
import type { ConversationStore, MailboxEvent, MailboxItem, ResolutionOutcome } from '../ports.ts';
import { nextOrder } from './mailbox.ts';
import { conversationIdOf } from './state.ts';

export type StartRequest = {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  aliases: Alias[];
  flowId: string;
  node?: string;
  trigger: { [key: string]: Json };
  variables: { [name: string]: Json };
  /** The same for a repeat of the same request: the ids come from it, so that nothing starts twice. */
  requestKey?: string;
};

export type ResolutionRequest = {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  conversationId: ConversationId;
  effectId: EffectId;
  outcome: ResolutionOutcome;
  content?: OutboundContent;
};

export type FlagClearing = {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  conversationId: ConversationId;
  flaggedAt: Instant;
};

export type TicketClosing = {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  conversationId: ConversationId;
  ticketId: string;
  by?: string;
};

/**
 * Inputs of our own making: they go through the same mailbox as what people write, so that they are as durable, as ordered and as
 * singular. Their ids are given beforehand.
 */
export function createSubmitter(deps: {
  conversations: ConversationStore;
  /** Stores items and hands them to the worker here; returns the ids that were new. */
  store(items: MailboxItem[]): Promise<Set<string>>;
  now(): number;
}) {
  const item = (workspaceId: WorkspaceId, channelId: ChannelId, id: string, event: UnmadeEvent): MailboxItem => {
    const now = deps.now();
    const made = { ...event, id, at: new Date(now).toISOString() };
    return {
      id: `${channelId}:${id}`,
      workspaceId,
      channelId,
      order: nextOrder(now),
      seenAt: now,
      event: { ...made, raw: JSON.stringify(made) },
    };
  };

  return {
    /** Starts a flow for somebody. The session's id is fixed now, so that the caller can ask for it. */
    async start({
      workspaceId,
      channelId,
      requestKey,
      ...request
    }: StartRequest): Promise<{ inputId: string; sessionId: SessionId }> {
      // The id of a session begins with its conversation's; who goes by these names is asked once.
      const { contactId } = await deps.conversations.load({ workspaceId, channelId, aliases: request.aliases });
      const unique =
        requestKey === undefined ? randomBytes(12).toString('base64url') : uniqueOf(workspaceId, requestKey);
      const sessionId = asId<SessionId>(`${conversationIdOf(channelId, contactId)}.s${unique}`);
      const started = item(workspaceId, channelId, `start:${unique}`, { kind: 'start', sessionId, ...request });
      await deps.store([started]);
      return { inputId: started.id, sessionId };
    },

    /** Begins flows with many contacts who are known, in one write; a repeat with the same keys begins nothing twice. */
    async startAll(
      starts: readonly (Required<Pick<StartRequest, 'requestKey'>> &
        Omit<StartRequest, 'variables'> & { contactId: ContactId })[],
    ): Promise<void> {
      await deps.store(
        starts.map(({ workspaceId, channelId, contactId, requestKey, ...request }) => {
          const unique = uniqueOf(workspaceId, requestKey);
          const sessionId = `${conversationIdOf(channelId, contactId)}.s${unique}`;
          return item(workspaceId, channelId, `start:${unique}`, {
            kind: 'start',
            sessionId,
            variables: {},
            ...request,
          });
        }),
      );
    },

    /** Settles an uncertain message; the first answer counts. Throws `message.not-uncertain` for a second. */
    async resolve({ workspaceId, channelId, ...request }: ResolutionRequest): Promise<void> {
      const settled = item(workspaceId, channelId, `resolution:${request.effectId}`, {
        kind: 'resolution',
        aliases: [],
        ...request,
      });
      const fresh = await deps.store([settled]);
      if (fresh.size === 0) throw new ProblemError('message.not-uncertain', { messageId: request.effectId });
    },

    /** Takes a conversation's flag down. A second time for the same flag changes nothing. */
    async clearFlag({ workspaceId, channelId, ...request }: FlagClearing): Promise<void> {
      const id = `flag-clearing:${request.conversationId}:${request.flaggedAt}`;
      await deps.store([item(workspaceId, channelId, id, { kind: 'flag-clearing', aliases: [], ...request })]);
    },

    /** Gives a conversation back to the bot. A second time for the same ticket changes nothing. */
    async closeTicket({ workspaceId, channelId, ...request }: TicketClosing): Promise<void> {
      const id = `ticket-closing:${request.ticketId}`;
      await deps.store([item(workspaceId, channelId, id, { kind: 'ticket-closing', aliases: [], ...request })]);
    },

    /** The names of somebody who is known by an id or a number; undefined when there is nobody to write to. */
    async aliasesOf(workspaceId: WorkspaceId, channelId: ChannelId, who: Somebody): Promise<Alias[] | undefined> {
      if ('phone' in who) {
        const alias = phoneAlias(who.phone);
        return alias && [alias];
      }
      const conversationId = conversationIdOf(channelId, asId<ContactId>(who.contactId));
      const { contact } = await deps.conversations.load({ workspaceId, channelId, aliases: [], conversationId });
      return contact?.workspaceId === workspaceId && contact.aliases.length > 0 ? contact.aliases : undefined;
    },
  };
}
export type Submitter = ReturnType<typeof createSubmitter>;

/** The same for the same request. */
const uniqueOf = (workspaceId: WorkspaceId, requestKey: string): string =>
  createHash('sha256').update(`${workspaceId}:${requestKey}`).digest('base64url').slice(0, 22);

type OwnEvent = Extract<MailboxEvent, { kind: 'start' | 'resolution' | 'flag-clearing' | 'ticket-closing' }>;
type UnmadeEvent = OwnEvent extends infer One ? (One extends OwnEvent ? Omit<One, 'id' | 'at' | 'raw'> : never) : never;
