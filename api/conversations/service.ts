import { Type, type Static } from '@sinclair/typebox';
import {
  Decision,
  DeliveryError,
  DeliveryState,
  InboundMessage,
  InstantSchema,
  JsonValue,
  OutboundContent,
  ProblemError,
  type ConversationId,
  type EffectId,
  type SessionId,
  type TurnInput,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { Page, Position } from '../http/paging.ts';

const OrNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

/** A conversation as a list shows it. */
export const ConversationRow = Type.Object(
  {
    id: Type.String(),
    channelId: Type.String(),
    channelName: OrNull(Type.String()),
    contact: Type.Object(
      { id: Type.String(), name: OrNull(Type.String()), phone: OrNull(Type.String()) },
      { additionalProperties: false },
    ),
    startedAt: InstantSchema,
    lastAt: InstantSchema,
    preview: OrNull(
      Type.Object({
        at: InstantSchema,
        text: Type.String(),
        direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
      }),
    ),
    /** Set while people are asked to look at it. */
    flagged: OrNull(Type.Object({ at: InstantSchema, note: Type.String() })),
    /** Set while people have the conversation and the bot is silent. */
    ticket: Type.Optional(
      Type.Object({
        id: Type.String(),
        queue: Type.Optional(Type.String()),
        note: Type.String(),
        important: Type.Optional(Type.Boolean()),
        openedAt: InstantSchema,
      }),
    ),
    /** Set once it was closed, until the person writes again. */
    closedAt: Type.Optional(InstantSchema),
    /** Messages whose outcome is not known. */
    uncertain: Type.Integer(),
    /** Until then anything may be written; null when only templates may. */
    windowOpenUntil: OrNull(InstantSchema),
    session: OrNull(
      Type.Object({
        id: Type.String(),
        flowId: Type.String(),
        flowName: OrNull(Type.String()),
        flowVersion: Type.Integer(),
        status: Type.String(),
        node: OrNull(Type.String()),
      }),
    ),
  },
  { additionalProperties: false },
);
export type ConversationRow = Static<typeof ConversationRow>;

/** A conversation by itself: also what its session knows and what has not left yet. */
export const ConversationDetail = Type.Object(
  {
    ...ConversationRow.properties,
    revision: Type.Integer(),
    voice: Type.String(),
    variables: Type.Record(Type.String(), JsonValue),
    results: Type.Record(Type.String(), JsonValue),
    outbox: Type.Array(
      Type.Object({ effectId: Type.String(), kind: Type.String(), state: Type.String(), attempts: Type.Integer() }),
    ),
    /** Set when the person turned out to be another contact, whose conversation goes on. */
    mergedInto: OrNull(Type.String()),
  },
  { additionalProperties: false },
);
export type ConversationDetail = Static<typeof ConversationDetail>;

/** A message with what is known of its way. */
export const MessageRow = Type.Object(
  {
    id: Type.String(),
    conversationId: Type.String(),
    at: InstantSchema,
    direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
    /** What the person sent. */
    message: Type.Optional(InboundMessage),
    /** A person of the business wrote it in the phone's own app. */
    echo: Type.Optional(Type.Boolean()),
    /** What was sent. */
    content: Type.Optional(OutboundContent),
    state: Type.Optional(DeliveryState),
    /** When each state was reached. */
    times: Type.Optional(Type.Record(Type.String(), InstantSchema)),
    error: Type.Optional(DeliveryError),
    attempts: Type.Optional(Type.Integer()),
    providerMessageId: Type.Optional(Type.String()),
    origin: Type.Optional(
      Type.Object({
        flowId: Type.Optional(Type.String()),
        flowVersion: Type.Optional(Type.Integer()),
        node: Type.Optional(Type.String()),
        /** As the version that sent it says. */
        flowName: Type.Optional(Type.String()),
        /** What the designer called the card; null when it goes by its type. */
        nodeName: Type.Optional(OrNull(Type.String())),
        sessionId: Type.Optional(Type.String()),
      }),
    ),
    /** The received file's bytes: `GET /files/{fileId}`; or why there are none. */
    file: Type.Optional(
      Type.Union([
        Type.Object({ fileId: Type.String(), mimeType: Type.String() }),
        Type.Object({ problem: Type.String() }),
      ]),
    ),
    resolution: Type.Optional(Type.Object({ outcome: Type.String(), by: Type.String(), at: InstantSchema })),
  },
  { additionalProperties: false },
);
export type MessageRow = Static<typeof MessageRow>;

const Members = Type.Record(Type.String(), Type.Boolean());
/** What happened in a conversation beside messages: notes for people, handing over, closing, what changed about the person. */
export const ThreadLine = Type.Object(
  {
    id: Type.String(),
    at: InstantSchema,
    /** The message that was asked for before it in the same turn. */
    after: Type.Optional(Type.String()),
    said: Type.Union([
      Type.Object({ kind: Type.Literal('noted'), text: Type.String() }),
      Type.Object({ kind: Type.Literal('closed') }),
      Type.Object({ kind: Type.Literal('ticket-opened'), note: Type.String(), queue: Type.Optional(Type.String()) }),
      Type.Object({ kind: Type.Literal('ticket-closed') }),
      Type.Object({
        kind: Type.Literal('consent'),
        state: Type.Union([Type.Literal('granted'), Type.Literal('withdrawn')]),
      }),
      /** Ids of groups and labels: true for what was joined, false for what was left. */
      Type.Object({ kind: Type.Literal('sets'), groups: Members, labels: Members }),
    ]),
  },
  { additionalProperties: false },
);
export type ThreadLine = Static<typeof ThreadLine>;

/** One turn of a session, card by card. */
export const TurnTrace = Type.Object(
  {
    turn: Type.Integer(),
    at: InstantSchema,
    flowId: Type.String(),
    flowVersion: Type.Integer(),
    input: Type.Optional(
      Type.Unsafe<TurnInput>(
        Type.Object(
          {
            kind: Type.String({ description: 'start, message, timeout, http, done …' }),
            message: Type.Optional(Type.String({ description: "The person's message: the provider's id" })),
            trigger: Type.Optional(Type.String()),
            node: Type.Optional(Type.String()),
            variables: Type.Optional(Type.Record(Type.String(), JsonValue)),
            cut: Type.Optional(Type.Literal(true)),
          },
          { additionalProperties: false, description: 'What moved the session on' },
        ),
      ),
    ),
    entries: Type.Array(JsonValue),
    decision: Type.Optional(Decision),
  },
  { additionalProperties: false },
);
export type TurnTrace = Static<typeof TurnTrace>;

export type ConversationQuery = {
  /** Rows after this one; its `key` is `lastAt` in milliseconds. */
  after?: Position;
  limit: number;
  /** Only those that people are asked to look at. */
  flagged?: boolean;
  /** Only those with messages whose outcome is not known. */
  uncertain?: boolean;
  /** Only those whose session waits in this flow. */
  flowId?: string;
  /** Beginning of the contact's name or number. */
  q?: string;
};

export type MessageQuery = { after?: Position; limit: number; order?: 'oldest' | 'newest' };

/** Read models of conversations; all of one workspace, undefined for another's. */
export interface ConversationReader {
  /** The latest first. */
  list(workspaceId: WorkspaceId, query: ConversationQuery): Promise<Page<ConversationRow>>;
  read(workspaceId: WorkspaceId, id: ConversationId): Promise<ConversationDetail | undefined>;
  /** The oldest first, or the newest; the position's `key` is `at` in milliseconds. Undefined when there is no such conversation. */
  messages(workspaceId: WorkspaceId, id: ConversationId, query: MessageQuery): Promise<Page<MessageRow> | undefined>;
  /**
   * What happened beside messages, the newest first; the position's `key` is `at` in milliseconds. A page is of turns: one that says
   * several things makes it longer. Undefined when there is no such conversation.
   */
  lines(
    workspaceId: WorkspaceId,
    id: ConversationId,
    query: { after?: Position; limit: number },
  ): Promise<Page<ThreadLine> | undefined>;
  /** What a session did, turn by turn; empty when nothing is known of it, undefined when there is no such conversation. */
  trace(workspaceId: WorkspaceId, id: ConversationId, sessionId: SessionId): Promise<TurnTrace[] | undefined>;
}

export const ResolutionOutcome = Type.Union([
  Type.Literal('delivered'),
  Type.Literal('not-delivered'),
  Type.Literal('send-again'),
]);
export type ResolutionOutcome = Static<typeof ResolutionOutcome>;

export interface MessageResolver {
  /** Settles an uncertain message. Throws `message.not-found` and `message.not-uncertain`. */
  resolve(workspaceId: WorkspaceId, effectId: EffectId, outcome: ResolutionOutcome, by: string): Promise<MessageRow>;
  /** Takes a flag down, soon. Throws `conversation.not-found` and `conversation.not-flagged`. */
  clearFlag(workspaceId: WorkspaceId, id: ConversationId): Promise<void>;
  /** Closes a ticket, soon. Throws `conversation.not-found` and `conversation.no-ticket`. */
  closeTicket(workspaceId: WorkspaceId, id: ConversationId, by: string): Promise<void>;
}

export type ConversationServiceDeps = { conversations: ConversationReader; messages: MessageResolver };

/** Where a message's "why?" is answered. */
const traceLink = (conversationId: string, sessionId: string): string =>
  `/api/v1/conversations/${encodeURIComponent(conversationId)}/sessions/${encodeURIComponent(sessionId)}/trace`;

export type LinkedMessage = MessageRow & { trace?: string };

export class ConversationService {
  readonly #conversations: ConversationReader;
  readonly #messages: MessageResolver;

  constructor({ conversations, messages }: ConversationServiceDeps) {
    this.#conversations = conversations;
    this.#messages = messages;
  }

  list(workspaceId: WorkspaceId, query: ConversationQuery): Promise<Page<ConversationRow>> {
    return this.#conversations.list(workspaceId, query);
  }

  async read(workspaceId: WorkspaceId, id: ConversationId): Promise<ConversationDetail> {
    return known(await this.#conversations.read(workspaceId, id), id);
  }

  async messages(workspaceId: WorkspaceId, id: ConversationId, query: MessageQuery): Promise<Page<LinkedMessage>> {
    const page = known(await this.#conversations.messages(workspaceId, id, query), id);
    return { ...page, rows: page.rows.map(linked) };
  }

  async lines(
    workspaceId: WorkspaceId,
    id: ConversationId,
    query: { after?: Position; limit: number },
  ): Promise<Page<ThreadLine>> {
    return known(await this.#conversations.lines(workspaceId, id, query), id);
  }

  async trace(workspaceId: WorkspaceId, id: ConversationId, sessionId: SessionId): Promise<TurnTrace[]> {
    return known(await this.#conversations.trace(workspaceId, id, sessionId), id);
  }

  async resolve(
    workspaceId: WorkspaceId,
    effectId: EffectId,
    outcome: ResolutionOutcome,
    by: string,
  ): Promise<LinkedMessage> {
    return linked(await this.#messages.resolve(workspaceId, effectId, outcome, by));
  }

  clearFlag(workspaceId: WorkspaceId, id: ConversationId): Promise<void> {
    return this.#messages.clearFlag(workspaceId, id);
  }

  closeTicket(workspaceId: WorkspaceId, id: ConversationId, by: string): Promise<void> {
    return this.#messages.closeTicket(workspaceId, id, by);
  }
}

const linked = (message: MessageRow): LinkedMessage => {
  const { conversationId, origin } = message;
  return origin?.sessionId === undefined ? message : { ...message, trace: traceLink(conversationId, origin.sessionId) };
};

function known<Value>(value: Value | undefined, conversationId: string): Value {
  if (value === undefined) throw new ProblemError('conversation.not-found', { conversationId });
  return value;
}
