import { Schema, type Connection } from 'mongoose';
import type { ConversationId, DomainEvent, WorkspaceId } from '../../runtime/contract/index.ts';
import type { Topic } from '../sockets/topics.ts';
import type { EventDocument } from './events.ts';

/** When something last changed, for the sockets of other processes: a row for each topic. */
type ChangeDocument = {
  /** `workspace:topic`. */
  _id: string;
  workspaceId: string;
  topic: string;
  at: Date;
  revision?: number;
};

export const changeSchema = new Schema<ChangeDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    topic: { type: String, required: true },
    at: { type: Date, required: true },
    revision: Number,
  },
  { collection: 'changes', versionKey: false, autoIndex: false },
);
// Followers read by time, with an overlap.
changeSchema.index({ workspaceId: 1, at: 1 }, { name: 'time' });
// The store forgets what nobody follows any more.
changeSchema.index({ at: 1 }, { name: 'age', expireAfterSeconds: 3_600 });

export type ChangeRow = { id: string; workspaceId: WorkspaceId; topic: Topic; revision?: number };
export type EventRow = {
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  events: DomainEvent[];
};

export type ChangeStore = {
  note(workspaceId: WorkspaceId, topic: Topic, revision?: number): Promise<void>;
  /** Changes of these workspaces from that time on; `id` is another one for a later change of the same. */
  changesSince(workspaceIds: WorkspaceId[], at: number): Promise<ChangeRow[]>;
  /** Events of conversations from that time on, the latest first. */
  eventsSince(workspaceIds: WorkspaceId[], at: number, limit: number): Promise<EventRow[]>;
};

export function createChangeStore(connection: Connection, now: () => number = Date.now): ChangeStore {
  const changes = connection.model('Change', changeSchema);
  const events = connection.collection<EventDocument>('events');
  return {
    async note(workspaceId, topic, revision) {
      await changes.updateOne(
        { _id: `${workspaceId}:${topic}` },
        {
          $set: { workspaceId, topic },
          $max: { at: new Date(now()), ...(revision !== undefined && { revision }) },
        },
        { upsert: true },
      );
    },
    async changesSince(workspaceIds, at) {
      const found = await changes.find({ workspaceId: { $in: workspaceIds }, at: { $gte: new Date(at) } }).lean();
      return found.map(({ _id, workspaceId, topic, at: changedAt, revision }) => ({
        id: `${_id}@${changedAt.getTime()}`,
        workspaceId: workspaceId as WorkspaceId,
        topic: topic as Topic,
        ...(revision !== undefined && { revision }),
      }));
    },
    async eventsSince(workspaceIds, at, limit) {
      const lots = await Promise.all(
        workspaceIds.map((workspaceId) =>
          events
            .find(
              { workspaceId, at: { $gte: new Date(at) } },
              { sort: { at: -1 }, limit, projection: { contactId: 0 } },
            )
            .toArray(),
        ),
      );
      return lots.flat().map((row) => ({
        id: row._id,
        workspaceId: row.workspaceId as WorkspaceId,
        conversationId: row.conversationId as ConversationId,
        events: JSON.parse(row.events) as DomainEvent[],
      }));
    },
  };
}
