import { Schema, type Connection } from 'mongoose';
import type { ChannelId, ContactId, ConversationId, Session, WorkspaceId } from '../../runtime/contract/index.ts';
import { aliasIdOf, type Identities } from '../../runtime/conversations/identity.ts';
import { dueAtOf, type ConversationState, type PendingLot } from '../../runtime/conversations/state.ts';
import type {
  ConversationStore,
  Loaded,
  LoadRequest,
  SaveRequest,
  SaveResult,
  WorkspaceRecord,
} from '../../runtime/ports.ts';
import { createBatcher } from './batcher.ts';
import { bulkUpdate, type UpdateStatement } from './bulk-update.ts';
import { jsonOnce } from './json-once.ts';
import { contactCollections, contactFromDocument, contactWrites, type ContactDocument } from './contacts.ts';

/** The indexed fields of a conversation; everything else is one JSON string, which nobody maps or minimises. */
export type ConversationDocument = {
  _id: string;
  workspaceId: string;
  channelId: string;
  contactId: string;
  revision: number;
  /** `ConversationState` without the fields beside it. */
  state: string;
  /** `PendingLot[]` as JSON; absent when everything is copied out. Apart, so that a lot is made into text once and not with every save. */
  pending?: string;
  /** Who performs the outbox, until when; taken back in one go when the only process starts again. */
  leaseBy?: string;
  leaseUntil?: number;
  dueAt?: number;
  lastAt: number;
  flaggedAt?: number;
  /** Of a waiting session: the flow, the card and the version where it waits. */
  waitsIn?: string;
  waitsAt?: string;
  waitsOn?: number;
  /** The cards of other flows that wait for the flow where it stands. */
  callers?: { flow: string; node: string; version: number }[];
};

export const conversationSchema = new Schema<ConversationDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    channelId: { type: String, required: true },
    contactId: { type: String, required: true },
    revision: { type: Number, required: true },
    state: { type: String, required: true },
    pending: String,
    leaseBy: String,
    leaseUntil: Number,
    dueAt: Number,
    lastAt: { type: Number, required: true },
    flaggedAt: Number,
    waitsIn: String,
    waitsAt: String,
    waitsOn: Number,
    callers: { type: [Schema.Types.Mixed], default: undefined },
  },
  { collection: 'conversations', versionKey: false, autoIndex: false },
);
// Timers, retries, holds and what a dead process left: whatever is due, the longest overdue first.
conversationSchema.index({ dueAt: 1 }, { name: 'due', sparse: true });
// The list, the latest first.
conversationSchema.index({ workspaceId: 1, lastAt: -1, _id: 1 }, { name: 'list' });
// Conversations flagged for people.
conversationSchema.index(
  { workspaceId: 1, flaggedAt: -1 },
  { name: 'flagged', partialFilterExpression: { flaggedAt: { $exists: true } } },
);
// Who waits in which flow and where: counted for the list of flows and before publishing, found when a new version moves them.
conversationSchema.index(
  { workspaceId: 1, waitsIn: 1, waitsAt: 1, waitsOn: 1 },
  { name: 'waitingAt', partialFilterExpression: { waitsIn: { $exists: true } } },
);
// Flows that wait for a sub-flow: counted before publishing.
conversationSchema.index(
  { workspaceId: 1, 'callers.flow': 1 },
  { name: 'callers', partialFilterExpression: { callers: { $exists: true } } },
);
// All conversations of a contact.
conversationSchema.index({ workspaceId: 1, contactId: 1 }, { name: 'contact' });

/** How old a workspace's settings may be when a step begins: "at once" for people, one read for many steps. */
const workspaceFreshMs = 150;

const journalled = { w: 'majority', j: true } as const;

export type WorkspaceReader = { readMany(ids: WorkspaceId[]): Promise<WorkspaceRecord[]> };

/** Conversations with what belongs to them: one trip to load, one guarded trip to save, each in bulk under load. */
export function createConversationStore(
  connection: Connection,
  workspaces: WorkspaceReader,
  identities: Identities,
): ConversationStore {
  const conversations = connection.collection<ConversationDocument>('conversations');
  const { contacts, aliases } = contactCollections(connection);

  /** Workspaces as of at most `workspaceFreshMs` ago: a pause or a new version counts from then on. */
  async function recent(ids: WorkspaceId[]): Promise<WorkspaceRecord[]> {
    const now = Date.now();
    if (now - read.at >= workspaceFreshMs || ids.some((id) => !read.ids.has(id))) {
      const all = new Set([...(now - read.at < workspaceFreshMs ? read.ids : []), ...ids]);
      read = { at: now, ids: all, records: workspaces.readMany([...all]) };
      read.records.catch(() => {
        read = { at: 0, ids: new Set(), records: Promise.resolve([]) };
      });
    }
    return read.records;
  }
  let read: { at: number; ids: Set<WorkspaceId>; records: Promise<WorkspaceRecord[]> } = {
    at: 0,
    ids: new Set(),
    records: Promise.resolve([]),
  };

  const load = createBatcher<LoadRequest, Loaded>(
    async (requests) => {
      const wanted = requests.map((request) => ({ request, ids: idsOf(request, identities) }));
      const aliasIds = wanted.flatMap(({ ids }) => ids.aliases);
      const [known, states, people, owners] = await Promise.all([
        recent([...new Set(requests.map(({ workspaceId }) => workspaceId))]),
        conversations.find({ _id: { $in: wanted.map(({ ids }) => ids.conversation) } }).toArray(),
        contacts.find({ _id: { $in: wanted.map(({ ids }) => ids.contact) } }).toArray(),
        aliasIds.length ? aliases.find({ _id: { $in: aliasIds } }).toArray() : [],
      ]);
      const byId = {
        workspaces: new Map(known.map((workspace) => [workspace.id, workspace])),
        conversations: new Map(states.map((document) => [document._id, document])),
        contacts: new Map(people.map((document) => [document._id, document])),
        owners: new Map(owners.map(({ _id, contactId }) => [_id, contactId as ContactId])),
      };
      return wanted.map(({ request, ids }) => assemble(request, ids, byId, identities));
    },
    { maxItems: 200, maxUnderWay: 2 },
  );

  const save = createBatcher<SaveRequest, SaveResult>(
    async (requests) => {
      const people = requests.map(({ next, newContact, newAliases }) =>
        contactWrites(newContact, next.contactId, next.workspaceId, newAliases),
      );
      const [results] = await Promise.all([
        saveGuarded(
          requests.map(({ next }) => next),
          journalled,
        ),
        written(
          'contacts',
          people.flatMap((writes) => writes.contacts),
        ),
        written(
          'aliases',
          people.flatMap((writes) => writes.aliases),
        ),
      ]);
      return results;
    },
    { maxItems: 200, maxUnderWay: 2 },
  );

  /** Nothing when there is nothing; creations that met each other are no failure. */
  const written = (collection: string, statements: UpdateStatement[]): Promise<unknown> | undefined =>
    statements.length > 0 ? bulkUpdate(connection, collection, statements) : undefined;

  /**
   * An unordered bulk write does not say which filters missed, so each is an upsert on `_id` and revision: a lost guard is a
   * duplicate key at its index, and an insert where an update was meant says that the document was erased.
   */
  async function saveGuarded(states: ConversationState[], writeConcern?: typeof journalled): Promise<SaveResult[]> {
    const statements = states.map((state) => ({
      q: { _id: state.id, revision: state.revision - 1 },
      u: toDocument(state),
      upsert: true,
    }));
    const { inserted, duplicates } = await bulkUpdate(connection, 'conversations', statements, {
      ...(writeConcern && { writeConcern }),
      // A code unit takes at most three bytes of UTF-8.
      sizeOf: ({ u }) => {
        const { state, pending = '' } = u as ConversationDocument;
        return 3 * (state.length + pending.length) + 1_024;
      },
    });
    const erased = states.filter((state, index) => inserted.has(index) && state.revision > 1);
    if (erased.length) await conversations.deleteMany({ _id: { $in: erased.map(({ id }) => id) } });
    return states.map((state, index) => (duplicates.has(index) ? 'lost' : erased.includes(state) ? 'erased' : 'saved'));
  }

  // Apart from `save`, so that nobody's answer queues behind a lot of them.
  const clear = createBatcher<SaveRequest, SaveResult>((requests) => saveGuarded(requests.map(({ next }) => next)), {
    maxItems: 50,
    maxUnderWay: 1,
  });

  return {
    load,
    save,
    clear,
    async due(now, limit) {
      const found = await conversations
        .find(
          { dueAt: { $lte: now } },
          { sort: { dueAt: 1 }, limit, projection: { workspaceId: 1, channelId: 1, dueAt: 1 } },
        )
        .toArray();
      return found.map(({ _id, workspaceId, channelId, dueAt }) => ({
        id: _id as ConversationId,
        workspaceId: workspaceId as WorkspaceId,
        channelId: channelId as ChannelId,
        dueAt: dueAt ?? 0,
      }));
    },
    async mergeContacts(workspaceId, survivor, other) {
      const gone = await contacts.findOne({ _id: other, workspaceId });
      const kept = await contacts.findOne({ _id: survivor, workspaceId });
      if (!gone || !kept) return;
      const missing = Object.entries(gone.fields).filter(([name]) => !Object.hasOwn(kept.fields, name));
      const set = {
        ...Object.fromEntries(missing.map(([name, value]) => [`fields.${name}`, value])),
        ...(kept.phone === null && gone.phone !== null && { phone: gone.phone }),
        ...(kept.name === null && gone.name !== null && { name: gone.name, nameKey: gone.nameKey }),
      };
      await contacts.updateOne(
        { _id: survivor, workspaceId },
        {
          $addToSet: {
            aliases: { $each: gone.aliases },
            ...(gone.groups && { groups: { $each: gone.groups } }),
            ...(gone.labels && { labels: { $each: gone.labels } }),
          },
          ...(Object.keys(set).length > 0 && { $set: set }),
        },
      );
      await contacts.updateOne({ _id: other, workspaceId }, { $set: { mergedInto: survivor } });
      await aliases.updateMany({ workspaceId, contactId: other }, { $set: { contactId: survivor } });
      identities.forget(workspaceId, gone.aliases);
    },
    async dropLeases() {
      const { modifiedCount } = await conversations.updateMany(
        { dueAt: { $gte: 0 }, leaseUntil: { $gt: 0 } },
        { $set: { leaseUntil: 0, dueAt: 0 } },
      );
      return modifiedCount;
    },
  };
}

type Wanted = { conversation: string; contact: string; aliases: string[] };

function idsOf({ workspaceId, channelId, aliases, conversationId }: LoadRequest, identities: Identities): Wanted {
  const contact = conversationId ? conversationId.slice(channelId.length + 1) : identities.guess(workspaceId, aliases);
  const ask = aliases.length > 0 && !identities.agreesOn(workspaceId, aliases);
  return {
    contact,
    conversation: `${channelId}:${contact}`,
    aliases: ask ? aliases.map((alias) => aliasIdOf(workspaceId, alias)) : [],
  };
}

function assemble(
  { workspaceId, aliases }: LoadRequest,
  ids: Wanted,
  found: {
    workspaces: Map<string, WorkspaceRecord>;
    conversations: Map<string, ConversationDocument>;
    contacts: Map<string, ContactDocument>;
    owners: Map<string, ContactId>;
  },
  identities: Identities,
): Loaded {
  const workspace = found.workspaces.get(workspaceId);
  if (!workspace) throw new Error(`workspace ${workspaceId} is gone`);
  const asked = ids.aliases.length > 0;
  const owned = asked
    ? aliases.map((alias) => ({ alias, owner: found.owners.get(aliasIdOf(workspaceId, alias)) }))
    : [];
  const owners = [...new Set(owned.flatMap(({ owner }) => owner ?? []))];
  for (const { alias, owner } of owned) if (owner) identities.learn(workspaceId, [alias], owner);
  const contactId = owners[0] ?? (ids.contact as ContactId);
  const here = contactId === ids.contact;
  const conversation = here ? found.conversations.get(ids.conversation) : undefined;
  const contact = here ? found.contacts.get(ids.contact) : undefined;
  return {
    workspace,
    contactId,
    conversation: conversation ? stateOf(conversation) : null,
    contact: contact ? contactFromDocument(contact) : null,
    newAliases: owned.filter(({ owner }) => !owner).map(({ alias }) => alias),
    others: owners.slice(1),
  };
}

export function toDocument(state: ConversationState): ConversationDocument {
  const { id, workspaceId, channelId, contactId, revision, lease, pending, ...rest } = state;
  const dueAt = dueAtOf(state);
  return {
    _id: id,
    workspaceId,
    channelId,
    contactId,
    revision,
    state: JSON.stringify(rest),
    ...(pending.length > 0 && { pending: `[${pending.map(lotJson).join(',')}]` }),
    lastAt: Date.parse(state.preview?.at ?? state.startedAt),
    ...(lease && { leaseBy: lease.by, leaseUntil: lease.until }),
    ...(dueAt !== null && { dueAt }),
    ...(state.flagged && { flaggedAt: Date.parse(state.flagged.at) }),
    ...(state.session?.status === 'waiting' && waitingFields(state.session)),
  };
}

const waitingFields = ({ flowId, flowVersion, node, stack = [] }: Session) => ({
  waitsIn: flowId,
  waitsAt: node ?? '',
  waitsOn: flowVersion,
  ...(stack.length > 0 && {
    callers: stack.map((frame) => ({ flow: frame.flowId, node: frame.node, version: frame.flowVersion })),
  }),
});

const lotJson = ({ events, traces, ...lot }: PendingLot): string =>
  `${JSON.stringify(lot).slice(0, -1)},"events":${jsonOnce(events)},"traces":[${traces.map(jsonOnce).join(',')}]}`;

export function stateOf({
  _id,
  workspaceId,
  channelId,
  contactId,
  revision,
  leaseBy,
  leaseUntil,
  state,
  pending,
}: ConversationDocument): ConversationState {
  return {
    ...(JSON.parse(state) as Omit<ConversationState, 'id' | 'pending'>),
    pending: pending === undefined ? [] : (JSON.parse(pending) as PendingLot[]),
    id: _id as ConversationId,
    workspaceId: workspaceId as WorkspaceId,
    channelId: channelId as ChannelId,
    contactId: contactId as ContactId,
    revision,
    lease: leaseBy !== undefined && leaseUntil !== undefined ? { by: leaseBy, until: leaseUntil } : null,
  };
}
