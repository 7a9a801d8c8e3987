import type { Connection } from 'mongoose';
import {
  deliveryRank,
  deliveryStateOf,
  type ContactId,
  type InboundMessage,
  type Instant,
  type Json,
  type OutboundContent,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import { serviceWindowMs } from '../../runtime/conversations/gate.ts';
import { conversationOfEffect, type ConversationState } from '../../runtime/conversations/state.ts';
import type { FlowSource } from '../../runtime/ports.ts';
import type { ContactReader, ContactRow } from '../contacts/service.ts';
import type {
  ConversationDetail,
  ConversationReader,
  ConversationRow,
  MessageRow,
  TurnTrace,
} from '../conversations/service.ts';
import { pageFrom, type Position } from '../http/paging.ts';
import type { InputReader } from '../inputs/service.ts';
import { contactFromDocument, nameKeyOf, type ContactDocument } from './contacts.ts';
import { stateOf, type ConversationDocument } from './conversations.ts';
import type { TraceDocument } from './events.ts';
import type { InboundDocument } from './inbound.ts';
import type { MessageDocument } from './messages.ts';
import { createLineReader } from './thread-lines.ts';

/** How many contacts of a name or number are looked through for a list of conversations. */
const contactsLooked = 500;
/** How many messages of unknown outcome are looked at for one list; they are meant to be none. */
const uncertainLooked = 5_000;

/** Reads for screens and callers. Every query carries the workspace; another's is as if it were not there. */
export function createHistory(
  connection: Connection,
  flowSource?: Pick<FlowSource, 'version'>,
): {
  conversations: ConversationReader;
  contacts: ContactReader;
  inputs: InputReader;
  message(workspaceId: WorkspaceId, id: string): Promise<MessageRow | undefined>;
} {
  const conversations = connection.collection<ConversationDocument>('conversations');
  const messages = connection.collection<MessageDocument>('messages');
  const contacts = connection.collection<ContactDocument>('contacts');
  const inbound = connection.collection<InboundDocument>('inbound');
  const traces = connection.collection<TraceDocument>('traces');

  /** Rows after a position, in an order that falls by `key` and rises by `_id`. */
  const after = (field: string, position: Position | undefined, key: unknown) =>
    position && { $or: [{ [field]: { $lt: key } }, { [field]: key, _id: { $gt: position.id } }] };

  async function like(workspaceId: WorkspaceId, q: string, limit: number): Promise<ContactDocument[]> {
    const beginning = (text: string) => ({ $gte: text, $lt: `${text}\uffff` });
    const digits = q.replace(/\D/g, '');
    const [byPhone, byName] = await Promise.all([
      digits.length > 0 && /^[+\d\s().-]+$/.test(q)
        ? contacts.find({ workspaceId, phone: beginning(`+${digits}`) }, { limit }).toArray()
        : [],
      contacts.find({ workspaceId, nameKey: beginning(nameKeyOf(q.trim()) ?? '') }, { limit }).toArray(),
    ]);
    return [...new Map([...byPhone, ...byName].map((contact) => [contact._id, contact])).values()].slice(0, limit);
  }

  /** Names by `_id` of what a page of rows speaks of. */
  async function namesIn(collection: string, workspaceId: WorkspaceId, ids: Iterable<string>) {
    const found = await connection
      .collection<{ _id: string; workspaceId: string; name: string }>(collection)
      .find({ _id: { $in: [...new Set(ids)] }, workspaceId }, { projection: { name: 1 } })
      .toArray();
    return new Map(found.map(({ _id, name }) => [_id, name]));
  }

  async function rowsOf(workspaceId: WorkspaceId, documents: ConversationDocument[]): Promise<ConversationRow[]> {
    if (documents.length === 0) return [];
    const read = documents.map((document) => ({ document, state: stateOf(document) }));
    const flowKey = (flowId: string) => `${workspaceId}:${flowId}`;
    const [people, channels, flows, doubtful] = await Promise.all([
      contacts.find({ _id: { $in: documents.map(({ contactId }) => contactId) }, workspaceId }).toArray(),
      namesIn(
        'channels',
        workspaceId,
        documents.map(({ channelId }) => channelId),
      ),
      namesIn(
        'flows',
        workspaceId,
        read.flatMap(({ state: { session } }) => (session ? [flowKey(session.flowId)] : [])),
      ),
      uncertain(workspaceId, { conversationId: { $in: documents.map(({ _id }) => _id) } }),
    ]);
    const contactsById = new Map(people.map((contact) => [contact._id, contact]));
    return read.map(({ document, state }) => ({
      ...rowOf(document, state, contactsById.get(document.contactId)),
      channelName: channels.get(document.channelId) ?? null,
      uncertain: doubtful.get(document._id) ?? 0,
      session: state.session && {
        id: state.session.id,
        flowId: state.session.flowId,
        flowName: flows.get(flowKey(state.session.flowId)) ?? null,
        flowVersion: state.session.flowVersion,
        status: state.session.status,
        node: state.session.node,
      },
    }));
  }

  /** How many messages of each conversation have an outcome that is not known; few of all, and an index of their own. */
  async function uncertain(workspaceId: WorkspaceId, among: object = {}): Promise<Map<string, number>> {
    const found = await messages
      .find(
        { rank: deliveryRank.uncertain, workspaceId, ...among },
        { projection: { conversationId: 1 }, limit: uncertainLooked },
      )
      .toArray();
    const counts = new Map<string, number>();
    for (const { conversationId } of found) counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
    return counts;
  }

  /** Where messages came from, in the words of the versions that sent them: each is read once and kept. */
  async function withOrigins(workspaceId: WorkspaceId, rows: MessageRow[]): Promise<MessageRow[]> {
    return Promise.all(
      rows.map(async (row) => {
        const { flowId, flowVersion, node: nodeId } = row.origin ?? {};
        if (flowId === undefined || flowVersion === undefined) return row;
        const flow = await flowSource?.version(workspaceId, flowId, flowVersion);
        if (!flow) return row;
        const node = flow.nodes.find(({ id }) => id === nodeId);
        return { ...row, origin: { ...row.origin, flowName: flow.name, nodeName: node?.name ?? null } };
      }),
    );
  }

  return {
    conversations: {
      async list(workspaceId, { after: position, limit, flagged, uncertain: doubtful, flowId, q }) {
        const [people, inDoubt] = await Promise.all([
          q ? like(workspaceId, q, contactsLooked) : undefined,
          doubtful ? uncertain(workspaceId) : undefined,
        ]);
        const among = {
          ...(people && { contactId: { $in: people.map(({ _id }) => _id) } }),
          ...(inDoubt && { _id: { $in: [...inDoubt.keys()] } }),
          ...(flowId !== undefined && { waitsIn: flowId }),
        };
        const found = await conversations
          .find(
            {
              workspaceId,
              ...among,
              ...(flagged && { flaggedAt: { $exists: true } }),
              ...after('lastAt', position, position?.key),
            },
            { sort: { lastAt: -1, _id: 1 }, limit: limit + 1 },
          )
          .toArray();
        const page = pageFrom(found, limit, ({ lastAt, _id }) => ({ key: lastAt, id: _id }));
        return { ...page, rows: await rowsOf(workspaceId, page.rows) };
      },

      async read(workspaceId, id) {
        const found = await conversations.findOne({ _id: id, workspaceId });
        if (!found) return undefined;
        const [row] = await rowsOf(workspaceId, [found]);
        return row && detailOf(row, found);
      },

      async messages(workspaceId, id, { after: position, limit, order = 'oldest' }) {
        const isRising = order === 'oldest';
        // The same index is read from either end.
        const step = isRising ? 1 : -1;
        const beyond = <Key>(key: Key) => (isRising ? { $gt: key } : { $lt: key });
        const at = Number(position?.key);
        const further = position && { $or: [{ at: beyond(at) }, { at, _id: beyond(position.id) }] };
        const [exists, found] = await Promise.all([
          conversations.findOne({ _id: id, workspaceId }, { projection: { _id: 1 } }),
          messages
            .find({ workspaceId, conversationId: id, ...further }, { sort: { at: step, _id: step }, limit: limit + 1 })
            .toArray(),
        ]);
        if (!exists) return undefined;
        const page = pageFrom(found, limit, ({ at, _id }) => ({ key: at, id: _id }));
        return { ...page, rows: await withOrigins(workspaceId, page.rows.map(messageOf)) };
      },

      lines: createLineReader(connection),

      async trace(workspaceId, id, sessionId) {
        const [exists, found] = await Promise.all([
          conversations.findOne({ _id: id, workspaceId }, { projection: { _id: 1 } }),
          traces
            .find({ sessionId, workspaceId, conversationId: id }, { sort: { at: 1, _id: 1 }, limit: 1_000 })
            .toArray(),
        ]);
        return exists ? found.map(turnOf) : undefined;
      },
    },

    contacts: {
      async list(workspaceId, { after: position, limit, q }) {
        if (q) return { rows: (await like(workspaceId, q, limit)).map(contactOf) };
        const before = position && new Date(Number(position.key));
        const found = await contacts
          .find(
            { workspaceId, ...after('createdAt', position, before) },
            { sort: { createdAt: -1, _id: 1 }, limit: limit + 1 },
          )
          .toArray();
        const page = pageFrom(found, limit, ({ createdAt, _id }) => ({ key: createdAt.getTime(), id: _id }));
        return { ...page, rows: page.rows.map(contactOf) };
      },

      async read(workspaceId, id: ContactId) {
        const found = await contacts.findOne({ _id: id, workspaceId });
        return found ? contactOf(found) : undefined;
      },
    },

    inputs: {
      async read(workspaceId, id) {
        const found = await inbound.findOne({ _id: id, workspaceId });
        if (!found) return undefined;
        const sessionId = found.kind === 'start' ? (JSON.parse(found.raw) as { sessionId: string }).sessionId : null;
        const conversationId = sessionId === null ? null : (conversationOfEffect(sessionId) ?? null);
        const conversation =
          conversationId === null ? null : await conversations.findOne({ _id: conversationId, workspaceId });
        const session = conversation ? stateOf(conversation).session : null;
        return {
          id,
          channelId: found.channelId,
          kind: found.kind,
          at: found.at.toISOString(),
          state: found.waiting ? 'waiting' : 'done',
          conversationId,
          sessionId,
          sessionStatus: sessionId !== null && session?.id === sessionId ? session.status : null,
        };
      },
    },

    async message(workspaceId, id) {
      const found = await messages.findOne({ _id: id, workspaceId });
      return found ? messageOf(found) : undefined;
    },
  };
}

const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

function rowOf(
  document: ConversationDocument,
  { id, channelId, contactId, startedAt, preview, lastInboundAt, flagged, ticket, closedAt }: ConversationState,
  contact: ContactDocument | undefined,
): Omit<ConversationRow, 'channelName' | 'uncertain' | 'session'> {
  const windowEnds = lastInboundAt === null ? 0 : lastInboundAt + serviceWindowMs;
  return {
    id,
    channelId,
    contact: { id: contactId, name: contact?.name ?? null, phone: contact?.phone ?? null },
    startedAt,
    lastAt: instant(document.lastAt),
    preview,
    flagged,
    ...(ticket && { ticket }),
    ...(closedAt && { closedAt }),
    windowOpenUntil: windowEnds > Date.now() ? instant(windowEnds) : null,
  };
}

function detailOf(row: ConversationRow, document: ConversationDocument): ConversationDetail {
  const { revision, voice, session, outbox, mergedInto } = stateOf(document);
  return {
    ...row,
    revision,
    voice: voice.kind,
    variables: session?.variables ?? {},
    results: (session?.results ?? {}) as { [name: string]: Json },
    outbox: outbox.map(({ effect, state, attempts }) => ({ effectId: effect.id, kind: effect.kind, state, attempts })),
    mergedInto,
  };
}

function messageOf(document: MessageDocument): MessageRow {
  const {
    _id: id,
    conversationId,
    direction,
    at,
    content,
    rank,
    times,
    error,
    attempts,
    origin,
    providerId,
    file,
    echo,
    resolution,
  } = document;
  const base = { id, conversationId, at: instant(at), direction, ...(file && { file }) };
  if (direction === 'in') {
    return { ...base, ...(content && { message: JSON.parse(content) as InboundMessage }), ...(echo && { echo }) };
  }
  const state = deliveryStateOf(rank ?? 0);
  return {
    ...base,
    ...(content && { content: JSON.parse(content) as OutboundContent }),
    state,
    times: Object.fromEntries(Object.entries(times ?? {}).map(([name, time]) => [name, instant(time)])),
    // A message that arrived after all shows no error any more.
    ...(error && ['queued', 'sending', 'uncertain', 'failed'].includes(state) && { error }),
    ...(attempts !== undefined && { attempts }),
    ...(providerId !== undefined && { providerMessageId: providerId }),
    ...(origin && { origin: origin as NonNullable<MessageRow['origin']> }),
    ...(resolution && { resolution: { ...resolution, at: instant(resolution.at) } }),
  };
}

function turnOf({ at, trace }: TraceDocument): TurnTrace {
  const { turn, flowId, flowVersion, input, entries, decision } = JSON.parse(trace) as Omit<TurnTrace, 'at'>;
  return {
    turn,
    at: at.toISOString(),
    flowId,
    flowVersion,
    ...(input && { input }),
    entries,
    ...(decision && { decision }),
  };
}

function contactOf(document: ContactDocument): ContactRow {
  const { workspaceId: _workspaceId, aliases, consent, mergedInto, ...rest } = contactFromDocument(document);
  return {
    ...rest,
    consent: consent as ContactRow['consent'],
    aliases: aliases.map(({ kind, value }) => ({ kind, value })),
    ...(mergedInto && { mergedInto }),
  };
}
