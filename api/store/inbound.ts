import { Schema, type Connection } from 'mongoose';
import type { ChannelId, WorkspaceId } from '../../runtime/contract/index.ts';
import type { InboundRow, InboundStore } from '../../runtime/ports.ts';
import { createBatcher } from './batcher.ts';
import { duplicatesOf } from './duplicates.ts';

/** One update of a webhook, or an input of our own, as it came. Those with `waiting` are the mailbox. */
export type InboundDocument = {
  _id: string;
  workspaceId: string;
  channelId: string;
  order: number;
  kind: string;
  raw: string;
  aliases: string[];
  at: Date;
  /** Present until a save has taken the update. */
  waiting?: true;
  mediaDueAt?: number;
  summary?: string;
};

export const inboundSchema = new Schema<InboundDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    channelId: { type: String, required: true },
    order: { type: Number, required: true },
    kind: { type: String, required: true },
    raw: { type: String, required: true },
    aliases: [String],
    at: { type: Date, required: true },
    waiting: Boolean,
    mediaDueAt: Number,
    summary: String,
  },
  { collection: 'inbound', versionKey: false, autoIndex: false },
);
// The mailbox, in order of receipt: only what waits is in the index.
inboundSchema.index({ order: 1 }, { name: 'mailbox', partialFilterExpression: { waiting: true } });
// Files to fetch, the most urgent first.
inboundSchema.index({ mediaDueAt: 1 }, { name: 'media', sparse: true });
// Retention, and what a channel last heard.
inboundSchema.index({ at: 1 }, { name: 'age' });

/** The mailbox over a collection; hot, so it speaks to the driver. */
export function createInboundStore(connection: Connection): InboundStore {
  const collection = connection.collection<InboundDocument>('inbound');

  const insertOne = createBatcher<InboundRow, boolean>(
    async (rows) => {
      const documents = rows.map(toDocument);
      try {
        await collection.insertMany(documents, { ordered: false, writeConcern: { w: 'majority', j: true } });
        return rows.map(() => true);
      } catch (error) {
        const existed = duplicatesOf(error);
        return rows.map((_row, index) => !existed.has(index));
      }
    },
    { maxItems: 500, maxUnderWay: 2 },
  );

  return {
    async insert(rows) {
      const fresh = await Promise.all(rows.map(insertOne));
      return new Set(rows.filter((_row, index) => fresh[index]).map(({ id }) => id));
    },
    async waiting({ afterOrder, limit }) {
      const found = await collection
        .find({ waiting: true, order: { $gt: afterOrder } }, { sort: { order: 1 }, limit })
        .toArray();
      return found.map(fromDocument);
    },
    async stillWaiting(ids) {
      const found = await collection.find({ _id: { $in: ids }, waiting: true }, { projection: { _id: 1 } }).toArray();
      return new Set(found.map(({ _id }) => _id));
    },
    async markDone(ids) {
      await collection.updateMany({ _id: { $in: ids } }, { $unset: { waiting: '' } });
    },
    async takeMedia(now, leaseMs, limit) {
      const taken: InboundRow[] = [];
      while (taken.length < limit) {
        const found = await collection.findOneAndUpdate(
          { mediaDueAt: { $lte: now } },
          { $set: { mediaDueAt: now + leaseMs } },
          { sort: { mediaDueAt: 1 } },
        );
        if (!found) break;
        taken.push(fromDocument(found));
      }
      return taken;
    },
    async mediaDone(id) {
      await collection.updateOne({ _id: id }, { $unset: { mediaDueAt: '' } });
    },
    async mediaRetryAt(id, at) {
      await collection.updateOne({ _id: id }, { $set: { mediaDueAt: at } });
    },
  };
}

const toDocument = ({ id, state, aliasKeys, mediaDueAt, summary, order, ...row }: InboundRow): InboundDocument => ({
  _id: id,
  ...row,
  order,
  aliases: aliasKeys,
  at: new Date(order / 4_096),
  ...(state === 'waiting' && { waiting: true as const }),
  ...(mediaDueAt !== undefined && { mediaDueAt }),
  ...(summary !== undefined && { summary }),
});

const fromDocument = ({
  _id,
  workspaceId,
  channelId,
  aliases,
  waiting,
  order,
  kind,
  raw,
  summary,
}: InboundDocument): InboundRow => ({
  id: _id,
  workspaceId: workspaceId as WorkspaceId,
  channelId: channelId as ChannelId,
  order,
  kind,
  raw,
  aliasKeys: aliases,
  state: waiting ? 'waiting' : 'stored',
  ...(summary !== undefined && { summary }),
});
