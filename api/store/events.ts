import { Schema, type Connection } from 'mongoose';
import type { DomainEvent } from '../../runtime/contract/index.ts';
import type { EventLog, EventLot } from '../../runtime/ports.ts';
import { createBatcher } from './batcher.ts';
import { duplicatesOf } from './duplicates.ts';
import { createFactWriter } from './flow-facts.ts';
import { jsonOnce } from './json-once.ts';
import { lineOf, threadMark } from './thread-lines.ts';

/** The events of one save or one status: one row, event n of it has the id `{_id}:{n}`. */
export type EventDocument = {
  _id: string;
  workspaceId: string;
  conversationId: string;
  contactId: string | null;
  at: Date;
  /** `DomainEvent[]` as JSON. */
  events: string;
  /** What reports count and threads show; absent without any. */
  marks?: string[];
};

export const eventSchema = new Schema<EventDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: String,
    conversationId: String,
    contactId: String,
    at: Date,
    events: String,
    marks: { type: [String], default: undefined },
  },
  { collection: 'events', versionKey: false, autoIndex: false },
);
// Followers read by time, with an overlap.
eventSchema.index({ workspaceId: 1, at: 1, _id: 1 }, { name: 'time' });

// What became of those whom a version moves or closes; what a conversation's thread shows beside the messages.
eventSchema.index(
  { workspaceId: 1, marks: 1 },
  { name: 'marks', partialFilterExpression: { marks: { $exists: true } } },
);

/** What a version's word about a card came to for one person, as reports count it. */
export const policyMark = (flowId: string, version: number, node: string, outcome: 'moved' | 'closed' | 'stayed') =>
  `policy ${flowId} ${version} ${node} ${outcome}`;

function marksOf(event: DomainEvent): string[] {
  switch (event.type) {
    case 'session.moved':
      return [policyMark(event.flowId, event.toVersion, event.from, 'moved')];
    case 'session.stayed':
      return [policyMark(event.flowId, event.byVersion, event.node, 'stayed')];
    case 'session.ended':
      if (event.byVersion === undefined || event.node === undefined) return [];
      return [policyMark(event.flowId, event.byVersion, event.node, 'closed')];
    default:
      return [];
  }
}

/** How a session's turn went, card by card. */
export type TraceDocument = {
  _id: string;
  workspaceId: string;
  conversationId: string;
  sessionId: string;
  at: Date;
  trace: string;
};

export const traceSchema = new Schema<TraceDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: String,
    conversationId: String,
    sessionId: String,
    at: Date,
    trace: String,
  },
  { collection: 'traces', versionKey: false, autoIndex: false },
);
// "Why?": the turns of a session; and retention.
traceSchema.index({ sessionId: 1 }, { name: 'session' });
traceSchema.index({ at: 1 }, { name: 'age' });

export function createEventLog(connection: Connection): EventLog {
  const events = connection.collection<EventDocument>('events');
  const traces = connection.collection<TraceDocument>('traces');

  const count = createFactWriter(connection);
  const append = createBatcher<EventLot[], void>(
    async (batches) => {
      const lots = batches.flat();
      const turns = lots.flatMap((lot) => lot.traces.map((trace) => ({ lot, trace })));
      await Promise.all([
        count(lots),
        insertNew(events, lots.map(eventOf)),
        insertNew(
          traces,
          turns.map(({ lot: { workspaceId, conversationId, at }, trace }) => ({
            _id: `${trace.sessionId}.${trace.turn}`,
            workspaceId,
            conversationId,
            sessionId: trace.sessionId,
            at: new Date(at),
            trace: jsonOnce(trace),
          })),
        ),
      ]);
      return batches.map(() => undefined);
    },
    { maxItems: 100, maxUnderWay: 1 },
  );
  return { append };
}

const eventOf = ({ id, workspaceId, conversationId, contactId, at, events }: EventLot): EventDocument => ({
  _id: id,
  workspaceId,
  conversationId,
  contactId,
  at: new Date(at),
  events: jsonOnce(events),
  ...withMarks([
    ...events.flatMap(marksOf),
    ...(events.some((event) => lineOf(event) !== undefined) ? [threadMark(conversationId)] : []),
  ]),
});

const withMarks = (marks: string[]) => (marks.length > 0 ? { marks } : {});

type Inserts<Document> = { insertMany(documents: Document[], options: { ordered: false }): Promise<unknown> };

/** Rows that exist are left as they are. In the order of ids: see `bulkUpdate`. */
async function insertNew<Document extends { _id: string }>(collection: unknown, documents: Document[]): Promise<void> {
  if (documents.length === 0) return;
  const sorted = [...documents].sort((a, b) => (a._id < b._id ? -1 : 1));
  try {
    await (collection as Inserts<Document>).insertMany(sorted, { ordered: false });
  } catch (error) {
    duplicatesOf(error);
  }
}
