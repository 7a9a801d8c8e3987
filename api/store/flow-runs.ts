import type { Connection } from 'mongoose';
import type { RunCounter } from '../flows/overview.ts';
import type { ConversationDocument } from './conversations.ts';

/** Counting reads what waits now, so a number is good for so long. */
const freshMs = 2_000;

/** How many sessions wait in which flow: one aggregation for a workspace, shared by whoever asks at the same time. */
export function createRunCounter(connection: Connection, now: () => number = Date.now): RunCounter {
  const conversations = connection.collection<ConversationDocument>('conversations');
  const known = new Map<string, { at: number; counts: Promise<Map<string, number>> }>();

  async function count(workspaceId: string): Promise<Map<string, number>> {
    const counted = await conversations
      .aggregate<{ _id: string; count: number }>([
        { $match: { workspaceId, waitsIn: { $exists: true } } },
        { $group: { _id: '$waitsIn', count: { $sum: 1 } } },
      ])
      .toArray();
    return new Map(counted.map((row) => [row._id, row.count]));
  }

  return {
    waiting(workspaceId, flowIds) {
      if (flowIds.length === 0) return Promise.resolve(new Map());
      const before = known.get(workspaceId);
      if (before && now() - before.at < freshMs) return before.counts;
      const counts = count(workspaceId);
      known.set(workspaceId, { at: now(), counts });
      counts.catch(() => known.delete(workspaceId));
      return counts;
    },
  };
}
