import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { EventLot } from '../../runtime/ports.ts';
import { flowFactsOf, resultFactsOf, type FlowFact, type ResultFact } from '../analytics/facts.ts';
import { bulkUpdate, type UpdateStatement } from './bulk-update.ts';

/** What one conversation did in one version of a flow on one day. */
export type FlowFactDocument = {
  /** `workspace:flow:version:day:conversation`. */
  _id: string;
  workspaceId: string;
  flowId: string;
  version: number;
  day: string;
  contactId: string;
  /** The day's beginning in UTC, for retention. */
  at: Date;
  /** Revision of the last lot that is counted: an earlier one, or the same again, finds no document and a key that exists. */
  through: number;
  counts?: { [key: string]: number };
  sessions?: { [how: string]: number };
};

export const flowFactSchema = new Schema<FlowFactDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: String,
    flowId: String,
    version: Number,
    day: String,
    contactId: String,
    at: Date,
    through: Number,
    counts: Object,
    sessions: Object,
  },
  { collection: 'flowFacts', versionKey: false, autoIndex: false },
);
// The figures of a flow in a period.
flowFactSchema.index({ workspaceId: 1, flowId: 1, day: 1 }, { name: 'flow' });
// Retention; and erasure of a person.
flowFactSchema.index({ workspaceId: 1, at: 1 }, { name: 'age' });
flowFactSchema.index({ workspaceId: 1, contactId: 1 }, { name: 'contact' });

/** A result as a person last gave it. */
export type ResultFactDocument = {
  /** A hash of workspace, flow, name and contact. */
  _id: string;
  workspaceId: string;
  flowId: string;
  name: string;
  contactId: string;
  at: Date;
  day: string;
  order: string;
  answer: string;
  isCategory: boolean;
  number?: number;
};

export const resultFactSchema = new Schema<ResultFactDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: String,
    flowId: String,
    name: String,
    contactId: String,
    at: Date,
    day: String,
    order: String,
    answer: String,
    isCategory: Boolean,
    number: Number,
  },
  { collection: 'resultFacts', versionKey: false, autoIndex: false },
);
// The results of a flow in a period.
resultFactSchema.index({ workspaceId: 1, flowId: 1, day: 1 }, { name: 'flow' });
// Retention; and erasure of a person.
resultFactSchema.index({ workspaceId: 1, at: 1 }, { name: 'age' });
resultFactSchema.index({ workspaceId: 1, contactId: 1 }, { name: 'contact' });

/** Writes what lots add to the figures: once, however often the lots come. */
export function createFactWriter(connection: Connection): (lots: readonly EventLot[]) => Promise<void> {
  return async (lots) => {
    // Lots of one conversation come in the order of their revisions, and `bulkUpdate` keeps it.
    const facts = lots.flatMap(flowFactsOf).map(flowStatement);
    const results = lots.flatMap(resultFactsOf).map(resultStatement);
    await Promise.all([
      facts.length > 0 && bulkUpdate(connection, 'flowFacts', facts),
      results.length > 0 && bulkUpdate(connection, 'resultFacts', results),
    ]);
  };
}

function flowStatement(fact: FlowFact): UpdateStatement {
  const { workspaceId, flowId, version, day, conversationId, contactId, revision, counts, sessions } = fact;
  const added = {
    ...Object.fromEntries(Object.entries(counts).map(([key, count]) => [`counts.${key}`, count])),
    ...Object.fromEntries(Object.entries(sessions).map(([how, count]) => [`sessions.${how}`, count])),
  };
  return {
    q: { _id: [workspaceId, flowId, version, day, conversationId].join(':'), through: { $lt: revision } },
    u: {
      $set: { through: revision },
      ...(Object.keys(added).length > 0 && { $inc: added }),
      $setOnInsert: { workspaceId, flowId, version, day, contactId, at: new Date(`${day}T00:00:00.000Z`) },
    },
    upsert: true,
  };
}

function resultStatement({ at, ...fact }: ResultFact): UpdateStatement {
  const { workspaceId, flowId, name, contactId, order, number, ...rest } = fact;
  const key = JSON.stringify([workspaceId, flowId, name, contactId]);
  return {
    q: { _id: createHash('sha256').update(key).digest('base64url'), order: { $lt: order } },
    u: {
      $set: { order, at: new Date(at), ...rest, ...(number !== undefined && { number }) },
      ...(number === undefined && { $unset: { number: '' } }),
      $setOnInsert: { workspaceId, flowId, name, contactId },
    },
    upsert: true,
  };
}
