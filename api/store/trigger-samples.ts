import { Schema, type Connection } from 'mongoose';
import type { Instant, Json, WorkspaceId } from '../../runtime/contract/index.ts';

/** A longer body is no sample: it would weigh on the flow that keeps it. */
export const largestSampleBytes = 64 * 1024;
const keptMs = 24 * 60 * 60 * 1_000;

type TriggerSampleDocument = {
  /** `workspace:trigger`. */
  _id: string;
  workspaceId: string;
  listeningUntil: Date;
  /** JSON. */
  body?: string;
  tooLarge?: boolean;
  at?: Date;
  expiresAt: Date;
};

export const triggerSampleSchema = new Schema<TriggerSampleDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    listeningUntil: { type: Date, required: true },
    body: String,
    tooLarge: Boolean,
    at: Date,
    expiresAt: { type: Date, required: true },
  },
  { collection: 'triggerSamples', versionKey: false, autoIndex: false },
);
// What nobody took over into a flow is forgotten after a day.
triggerSampleSchema.index({ expiresAt: 1 }, { name: 'expiry', expireAfterSeconds: 0 });

export type TriggerSample = {
  /** Null when nobody listens any more. */
  listeningUntil: Instant | null;
  at?: Instant;
  body?: Json;
  tooLarge?: boolean;
};

export interface TriggerSampleStore {
  /** Waits for the next call of a trigger; what was heard before is forgotten. */
  listen(workspaceId: WorkspaceId, triggerId: string, until: number): Promise<void>;
  read(workspaceId: WorkspaceId, triggerId: string): Promise<TriggerSample>;
  /** Keeps a body if somebody listens for it, once. True when it did. */
  capture(workspaceId: WorkspaceId, triggerId: string, body: Json): Promise<boolean>;
}

export function createTriggerSampleStore(connection: Connection, now: () => number = Date.now): TriggerSampleStore {
  const samples = connection.collection<TriggerSampleDocument>('triggerSamples');
  const idOf = (workspaceId: WorkspaceId, triggerId: string) => `${workspaceId}:${triggerId}`;
  return {
    async listen(workspaceId, triggerId, until) {
      await samples.replaceOne(
        { _id: idOf(workspaceId, triggerId) },
        { workspaceId, listeningUntil: new Date(until), expiresAt: new Date(now() + keptMs) },
        { upsert: true },
      );
    },
    async read(workspaceId, triggerId) {
      const found = await samples.findOne({ _id: idOf(workspaceId, triggerId), workspaceId });
      if (!found) return { listeningUntil: null };
      const { listeningUntil, at, body, tooLarge } = found;
      const listens = at === undefined && listeningUntil.getTime() > now();
      return {
        listeningUntil: listens ? listeningUntil.toISOString() : null,
        ...(at && { at: at.toISOString() }),
        ...(body !== undefined && { body: JSON.parse(body) as Json }),
        ...(tooLarge && { tooLarge }),
      };
    },
    async capture(workspaceId, triggerId, body) {
      const text = JSON.stringify(body);
      const kept = Buffer.byteLength(text) > largestSampleBytes ? { tooLarge: true } : { body: text };
      const { modifiedCount } = await samples.updateOne(
        { _id: idOf(workspaceId, triggerId), listeningUntil: { $gt: new Date(now()) }, at: { $exists: false } },
        { $set: { ...kept, at: new Date(now()) } },
      );
      return modifiedCount === 1;
    },
  };
}
