import { Schema, type Connection } from 'mongoose';
import {
  deliveryRank,
  deliveryStateOf,
  type ConversationId,
  type DeliveryError,
} from '../../runtime/contract/index.ts';
import type { MessageStore, MessageUpdate, RecordRequest } from '../../runtime/ports.ts';
import { createBatcher } from './batcher.ts';
import { bulkUpdate, type UpdateStatement } from './bulk-update.ts';
import { patchWrites } from './contacts.ts';

/** A message as it is known so far. The outbound `_id` is its effect id. Every write only adds or raises. */
export type MessageDocument = {
  _id: string;
  workspaceId: string;
  conversationId: string;
  contactId?: string;
  channelId: string;
  direction: 'in' | 'out';
  /** Its place in the conversation, in milliseconds. */
  at: number;
  /** `InboundMessage` or `OutboundContent` as JSON. */
  content?: string;
  /** Outbound: see `deliveryRank`. */
  rank?: number;
  times?: { [state: string]: number };
  providerId?: string;
  error?: DeliveryError;
  attempts?: number;
  origin?: { [key: string]: unknown };
  pricing?: { [key: string]: unknown };
  echo?: boolean;
  file?: { fileId: string; mimeType: string } | { problem: string };
  /** How a person settled an uncertain one. */
  resolution?: { outcome: string; by: string; at: number };
};

export const messageSchema = new Schema<MessageDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    contactId: String,
    channelId: { type: String, required: true },
    direction: { type: String, required: true },
    at: { type: Number, required: true },
    content: String,
    rank: Number,
    times: Schema.Types.Mixed,
    providerId: String,
    error: Schema.Types.Mixed,
    attempts: Number,
    origin: Schema.Types.Mixed,
    pricing: Schema.Types.Mixed,
    echo: Boolean,
    file: Schema.Types.Mixed,
    resolution: Schema.Types.Mixed,
  },
  { collection: 'messages', versionKey: false, autoIndex: false },
);
// A conversation's history, in order.
messageSchema.index({ conversationId: 1, at: 1, _id: 1 }, { name: 'history' });
// The message a status without our own id belongs to.
messageSchema.index(
  { channelId: 1, providerId: 1 },
  { name: 'provider', partialFilterExpression: { providerId: { $exists: true } } },
);
// Those whose outcome is not known: the metric, and the list to resolve.
messageSchema.index(
  { rank: 1, workspaceId: 1 },
  { name: 'uncertain', partialFilterExpression: { rank: deliveryRank.uncertain } },
);

export function createMessageStore(connection: Connection): MessageStore {
  const messages = connection.collection<MessageDocument>('messages');

  const record = createBatcher<RecordRequest, void>(
    async (requests) => {
      const updates = requests.flatMap((request) => request.messages.map(messageWrite));
      const patches = requests.flatMap((request) => (request.contact ? patchWrites(request.contact) : []));
      await Promise.all([
        updates.length && writeMessages(updates),
        patches.length && bulkUpdate(connection, 'contacts', patches),
      ]);
      return requests.map(() => undefined);
    },
    { maxItems: 200, maxUnderWay: 2 },
  );

  /** Two first writes of one message may meet: the one that lost is written again, onto what now exists. */
  async function writeMessages(updates: UpdateStatement[]): Promise<void> {
    const { duplicates } = await bulkUpdate(connection, 'messages', updates, { sizeOf: sizeOfMessage });
    if (duplicates.size === 0) return;
    const met = updates.filter((_update, index) => duplicates.has(index));
    await bulkUpdate(connection, 'messages', met, { sizeOf: sizeOfMessage });
  }

  return {
    record,
    async states(effectIds) {
      const found = await messages.find({ _id: { $in: effectIds } }, { projection: { rank: 1 } }).toArray();
      return new Map(found.map(({ _id, rank }) => [_id, deliveryStateOf(rank ?? 0)]));
    },
    async byProviderId(channelId, providerMessageIds) {
      const found = await messages
        .find(
          { channelId, providerId: { $in: providerMessageIds } },
          { projection: { providerId: 1, conversationId: 1 } },
        )
        .toArray();
      return new Map(
        found.map(({ _id, providerId, conversationId }) => [
          providerId ?? '',
          { id: _id, conversationId: conversationId as ConversationId },
        ]),
      );
    },
    countUncertain: () => messages.countDocuments({ rank: deliveryRank.uncertain }),
    async setFile(messageId, file) {
      // The message's own record may come later; this write makes room for it.
      await messages.updateOne({ _id: messageId }, { $set: { file } }, { upsert: true });
    },
  };
}

function messageWrite(update: MessageUpdate): UpdateStatement {
  const { id, workspaceId, conversationId, contactId, channelId, at, position } = update;
  const owner = { workspaceId, conversationId, channelId, ...(contactId && { contactId }) };
  const time = Date.parse(at);
  if (update.direction === 'in') {
    const content = JSON.stringify(update.message);
    const set = {
      ...owner,
      direction: 'in' as const,
      at: position ?? time,
      content,
      ...(update.echo && { echo: true }),
    };
    return { q: { _id: id }, u: { $set: set }, upsert: true };
  }
  const { state, content, providerMessageId, error, attempts, origin, pricing } = update;
  return {
    q: { _id: id },
    u: {
      $max: { rank: deliveryRank[state] },
      $min: { [`times.${state}`]: time },
      // A status that comes first holds the place until the message itself says where it stands.
      ...(position === undefined && { $setOnInsert: { at: time } }),
      $set: {
        ...owner,
        direction: 'out',
        ...(position !== undefined && { at: position }),
        ...(content && { content: JSON.stringify(content) }),
        ...(providerMessageId && { providerId: providerMessageId }),
        ...(error && { error }),
        ...(attempts !== undefined && { attempts }),
        ...(origin && { origin }),
        ...(pricing && { pricing }),
      },
    },
    upsert: true,
  };
}

/** A code unit takes at most three bytes of UTF-8. */
const sizeOfMessage = ({ u }: UpdateStatement): number =>
  3 * ((u['$set'] as { content?: string } | undefined)?.content?.length ?? 0) + 1_024;
