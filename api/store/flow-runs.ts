import type { Connection } from 'mongoose';
import type { RunCounter } from '../flows/overview.ts';
import type { ConversationDocument } from './conversations.ts';

/** How many sessions wait in which flow, by the index `waits-in` of conversations. */
export function createRunCounter(connection: Connection): RunCounter {
  const conversations = connection.collection<ConversationDocument>('conversations');
  return {
    async waiting(workspaceId, flowIds) {
      if (flowIds.length === 0) return new Map();
      const counted = await conversations
        .aggregate<{ _id: string; count: number }>([
          { $match: { workspaceId, waitsIn: { $in: [...flowIds] } } },
          { $group: { _id: '$waitsIn', count: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(counted.map(({ _id, count }) => [_id, count]));
    },
  };
}
