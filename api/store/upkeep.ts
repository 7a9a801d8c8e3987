import type { Connection } from 'mongoose';
import type { WorkspaceId } from '../../runtime/contract/index.ts';
import type { Upkeep } from '../../runtime/jobs/job.ts';

/** Deletes by age; updates that still wait in the mailbox are never too old. */
export function createUpkeep(connection: Connection): Upkeep {
  const deleteOld =
    (collectionName: string, also: { [field: string]: unknown } = {}) =>
    async (workspaceId: WorkspaceId, before: Date, lot: number): Promise<number> => {
      const collection = connection.collection(collectionName);
      const old = await collection
        .find({ workspaceId, at: { $lt: before }, ...also }, { projection: { _id: 1 }, sort: { at: 1 }, limit: lot })
        .toArray();
      if (old.length === 0) return 0;
      const { deletedCount } = await collection.deleteMany({ workspaceId, _id: { $in: old.map(({ _id }) => _id) } });
      return deletedCount;
    };
  return {
    deleteInboundBefore: deleteOld('inbound', { waiting: { $exists: false } }),
    deleteEventsBefore: deleteOld('events'),
    deleteTracesBefore: deleteOld('traces'),
    async deleteFactsBefore(...given) {
      const gone = await Promise.all([deleteOld('flowFacts')(...given), deleteOld('resultFacts')(...given)]);
      // A full lot of either: there may be more.
      return Math.max(...gone);
    },
  };
}
