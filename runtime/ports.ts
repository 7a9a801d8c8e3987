import type { Alias, ChannelEvent } from './channels/channel.ts';
import type {
  ChannelId,
  ContactId,
  ConversationId,
  DeliveryError,
  DeliveryState,
  DomainEvent,
  EffectId,
  Flow,
  Instant,
  Json,
  OutboundContent,
  StandingPolicies,
  InboundMessage,
  WorkspaceId,
} from './contract/index.ts';
import type { ContactRecord, ConversationState, PendingLot, StoredContactPatch } from './conversations/state.ts';

/** What the runtime asks of the outside. `api/store` implements the stores; tests may too. */

/** A stored input, as the mailbox hands it to a worker. */
export type MailboxItem = {
  /** Unique for ever: `channel:wamid`, `channel:wamid:status`, or one that the writer made. */
  id: string;
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  /** Order of receipt; rises within a process, nearly so between processes. */
  order: number;
  event: MailboxEvent;
  /** When this process knew last that the input waits, in milliseconds: before the read or insert that showed it. */
  seenAt: number;
};

export type MailboxEvent =
  | ChannelEvent
  /** Starts a flow for somebody: an inbound trigger webhook, the API. */
  | {
      kind: 'start';
      id: string;
      at: Instant;
      raw: string;
      aliases: Alias[];
      flowId: string;
      sessionId: string;
      node?: string;
      trigger: { [key: string]: Json };
      variables: { [name: string]: Json };
    }
  /** A person says what became of an uncertain message. */
  | {
      kind: 'resolution';
      id: string;
      at: Instant;
      raw: string;
      aliases: Alias[];
      conversationId: ConversationId;
      effectId: EffectId;
      outcome: ResolutionOutcome;
      /** What is sent once more, for `send-again`. */
      content?: OutboundContent;
    }
  /** A person has looked at what they were asked to look at. */
  | {
      kind: 'flag-clearing';
      id: string;
      at: Instant;
      raw: string;
      aliases: Alias[];
      conversationId: ConversationId;
      /** The flag that was seen: one raised later stays. */
      flaggedAt: Instant;
    }
  /** People have finished with the conversation. */
  | {
      kind: 'ticket-closing';
      id: string;
      at: Instant;
      raw: string;
      aliases: Alias[];
      conversationId: ConversationId;
      ticketId: string;
      by?: string;
    };

export type ResolutionOutcome = 'delivered' | 'not-delivered' | 'send-again';

/** How an update is kept: `waiting` until a save has taken it; `stored` when nobody needs to act on it. */
export type InboundRow = {
  id: string;
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  order: number;
  kind: string;
  state: 'waiting' | 'stored';
  raw: string;
  /** Set when a file must be fetched: milliseconds from which. */
  mediaDueAt?: number;
  /** The person concerned, for erasure. */
  aliasKeys: string[];
  summary?: string;
};

export interface InboundStore {
  /** Durable when it resolves (journalled). Returns the ids that were new; the others had come before. */
  insert(rows: InboundRow[]): Promise<Set<string>>;
  /** Waiting updates in order of receipt, from `afterOrder` on. */
  waiting(options: { afterOrder: number; limit: number }): Promise<InboundRow[]>;
  /** Which of these are not marked done yet. */
  stillWaiting(ids: string[]): Promise<Set<string>>;
  markDone(ids: string[]): Promise<void>;
  /** Takes up to `limit` files to fetch, for `leaseMs`. */
  takeMedia(now: number, leaseMs: number, limit: number): Promise<InboundRow[]>;
  mediaDone(id: string): Promise<void>;
  mediaRetryAt(id: string, at: number): Promise<void>;
}

export type LoadRequest = {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  /** The names the input came under; empty when the conversation is known by id. */
  aliases: Alias[];
  conversationId?: ConversationId;
};

export type Loaded = {
  workspace: WorkspaceRecord;
  /** Null when the conversation does not exist yet. */
  conversation: ConversationState | null;
  /** Null when nobody with these names is known. */
  contact: ContactRecord | null;
  contactId: ContactId;
  /** Names not yet on record for this contact. */
  newAliases: Alias[];
  /** Other contacts that some of the names belong to: to be merged into this one. */
  others: ContactId[];
};

export type WorkspaceRecord = {
  id: WorkspaceId;
  name: string;
  businessName: string;
  /** Raised whenever a flow is published or paused: tells workers to read them again. */
  flowsRevision: number;
  botPaused: boolean;
  timeZone: string;
  language: string;
  exitWords: string[];
  optOutWords: string[];
  optInWords: string[];
  texts: {
    optedOut: { [language: string]: string };
    optedIn: { [language: string]: string };
    /** What a person is told when a flow without words of its own fails. */
    failed?: { [language: string]: string };
  };
  /** Constants that expressions read as `globals`. */
  globals?: { [name: string]: Json };
};

export type SaveRequest = {
  /** The state to store; its `revision` is the one read plus one. */
  next: ConversationState;
  /** Created with the first save of a new contact; harmless when it exists. */
  newContact?: ContactRecord;
  newAliases: Alias[];
};

/** `lost`: somebody else saved meanwhile, nothing happened. `erased`: the person was erased; perform nothing. */
export type SaveResult = 'saved' | 'lost' | 'erased';

export interface ConversationStore {
  /** One trip, together with all that are asked for at the same time. */
  load(request: LoadRequest): Promise<Loaded>;
  /** Guarded by the revision read, journalled; one trip, in bulk. */
  save(request: SaveRequest): Promise<SaveResult>;
  /** The same for a conversation that rests: nobody waits for it, and losing it in a power cut only means doing it again. */
  clear(request: SaveRequest): Promise<SaveResult>;
  /** Conversations whose due time has come, the longest overdue first. */
  due(now: number, limit: number): Promise<DueConversation[]>;
  /**
   * Two contacts turned out to be one person: the other's names go to the survivor, with the fields it lacks. The other's document
   * stays as it was, with `mergedInto`, so that a merge can be undone. Safe to run twice.
   */
  mergeContacts(workspaceId: WorkspaceId, survivor: ContactId, other: ContactId): Promise<void>;
  /** On a store with one owner: whoever held leases is dead. Returns how many were dropped. */
  dropLeases(): Promise<number>;
}

/** Makes conversations due whose people wait where a newer version moves or closes them. */
export interface PolicyStore {
  /** Versions in force since `sinceMs` that move or close somebody. */
  recent(sinceMs: number): Promise<PolicyRound[]>;
  /**
   * Makes up to `limit` conversations due that are not, by a hint in their documents: it raises no revision, and a save that crosses it
   * takes it away. Returns how many.
   */
  makeDue(round: PolicyRound, options: { now: number; limit: number }): Promise<number>;
}
/** The cards from which a version moves people on, or closes their sessions. */
export type PolicyRound = { workspaceId: WorkspaceId; flowId: string; version: number; at: number; nodes: string[] };

export type DueConversation = { id: ConversationId; workspaceId: WorkspaceId; channelId: ChannelId; dueAt: number };

/** What is known of a message. Every field is absolute and `state` only rises, so that any order of writes ends the same. */
export type MessageUpdate = {
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  contactId?: ContactId;
  channelId: ChannelId;
  /** Where it stands in the conversation: milliseconds, with fractions among the messages of one turn. Unknown to statuses. */
  position?: number;
} &
  /** `echo`: written by a person of the business in the phone's own app. */
  (
    | { direction: 'in'; at: Instant; message: InboundMessage; echo?: boolean }
    | {
        direction: 'out';
        state: DeliveryState;
        at: Instant;
        content?: OutboundContent;
        providerMessageId?: string;
        error?: DeliveryError;
        attempts?: number;
        origin?: { flowId?: string; flowVersion?: number; node?: string; sessionId?: string };
        pricing?: { [key: string]: Json | undefined };
      }
  );

export type RecordRequest = {
  messages: MessageUpdate[];
  contact?: {
    workspaceId: WorkspaceId;
    contactId: ContactId;
    channelId: ChannelId;
    revision: number;
    patch: StoredContactPatch;
  };
  /** Flows that were stopped in this turn. */
  alerts?: FlowAlert[];
};

export interface MessageStore {
  /** Messages by id and contact patches, in one trip and in bulk. */
  record(request: RecordRequest): Promise<void>;
  /** Delivery states by effect id; unknown ids are absent. */
  states(effectIds: string[]): Promise<Map<string, DeliveryState>>;
  /** The message a provider's id belongs to. */
  byProviderId(
    channelId: ChannelId,
    providerMessageIds: string[],
  ): Promise<Map<string, { id: string; conversationId: ConversationId }>>;
  /** How many messages' outcome is not known now. */
  countUncertain(): Promise<number>;
  /** Notes where the bytes of a received file are. */
  setFile(messageId: string, file: { fileId: string; mimeType: string } | { problem: string }): Promise<void>;
}

export interface EventLog {
  /** Copies what saves made true; rows that exist are left as they are. */
  append(lots: EventLot[]): Promise<void>;
}

/** One row of the log: the events that one save, or one delivery status, made true. Event n of it is `{id}:{n}`. */
export type EventLot = Omit<PendingLot, 'revision'> & {
  /** `{conversation}:{revision}`, or `{inbound id}` for what a status told. */
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  contactId: ContactId | null;
  /** Of the save; absent for what a status told. */
  revision?: number;
};

/** Which processes live, so that workers share conversations and send rates. A hint: correctness rests on the guarded save. */
export interface FleetStore {
  /** Says that this process lives and returns all that said so within `staleMs`, and the store's clock in milliseconds. */
  beat(self: FleetMember, staleMs: number): Promise<{ members: FleetMember[]; storeNow: number }>;
  leave(id: string): Promise<void>;
  /** Whoever was there is dead: for the one owner of a store that begins. */
  clear(): Promise<void>;
}
export type FleetMember = { id: string; roles: string[] };

/** A published flow that may answer. */
export type PublishedFlow = {
  flowId: string;
  version: number;
  flow: Flow;
  paused: boolean;
  /** What holds for people who wait on older versions; absent when no version says anything. */
  policies?: StandingPolicies;
};

export interface FlowSource {
  /** The flows of a workspace, as of `flowsRevision`; kept in memory until that rises. */
  published(workspaceId: WorkspaceId, flowsRevision: number): Promise<PublishedFlow[]>;
  version(workspaceId: WorkspaceId, flowId: string, version: number): Promise<Flow | undefined>;
}

/** A connected number with its secrets opened. */
export type ChannelRecord = {
  id: ChannelId;
  workspaceId: WorkspaceId;
  type: string;
  name: string;
  settings: { [key: string]: unknown };
  paused: boolean;
};

export interface ChannelSource {
  byId(channelId: ChannelId): Promise<ChannelRecord | undefined>;
  /** What a channel last heard and what last went wrong; written now and then, never on the message's path. */
  note(
    channelId: ChannelId,
    status: { webhookAt?: Instant; sentAt?: Instant; error?: { at: Instant; code: string; message: string } },
  ): void;
}

export interface SecretSource {
  /** The value of a workspace secret, or undefined. */
  read(workspaceId: WorkspaceId, name: string): Promise<string | undefined>;
}

export interface FileStore {
  /** Keeps bytes under an id; the same id again is a no-op. */
  put(
    id: string,
    file: { workspaceId: WorkspaceId; bytes: Uint8Array; mimeType: string; filename?: string },
  ): Promise<void>;
  get(
    workspaceId: WorkspaceId,
    id: string,
  ): Promise<{ bytes: Uint8Array; mimeType: string; filename?: string } | undefined>;
}

/** A day of a flow with caps for all its people together. */
export type FlowDay = { workspaceId: WorkspaceId; flowId: string; day: string };

export interface BudgetStore {
  /** Reserves a block of a flow's day, or what is left below the cap; durable when it resolves. Returns how much, 0 when nothing is left. */
  reserve(key: FlowDay, what: 'messages' | 'micros', block: number, cap: number): Promise<number>;
  /** True for the first to ask on that day: it may say one message beyond the cap. */
  claimClosing(key: FlowDay): Promise<boolean>;
}

/** A flow was stopped by a guard; its owner is to know. */
export type FlowAlert = {
  workspaceId: WorkspaceId;
  flowId: string;
  code: string;
  node?: string;
  message: string;
  day: string;
  at: Instant;
  /** The session that was stopped: counted once. */
  sessionId: string;
};

export interface AlertStore {
  /** Counts a stopped session. The same once more changes nothing. */
  raise(alert: FlowAlert): Promise<void>;
  /** True for the first to ask for this flow and day: it writes to the owners. */
  claimMail(alert: FlowAlert): Promise<boolean>;
}

/** Same-process listeners of what became true; a view for screens, never the truth. */
export type EventListener = (lot: {
  /** Of the log's row. */
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  events: DomainEvent[];
}) => void;

export interface Clock {
  now(): number;
}

export interface Logger {
  info(fields: { [key: string]: unknown }, message: string): void;
  warn(fields: { [key: string]: unknown }, message: string): void;
  error(fields: { [key: string]: unknown }, message: string): void;
}

/** Counters that `/metrics` shows. */
export interface Meters {
  webhooksStored(count: number): void;
  webhooksRefused(reason: 'signature' | 'too-large' | 'unknown-channel'): void;
  webhooksUnreadable(): void;
  step(): void;
  guardLost(): void;
  sent(outcome: 'accepted' | 'refused' | 'uncertain'): void;
  answered(milliseconds: number): void;
}
