import { Schema, type Connection } from 'mongoose';
import type { ChannelId, ContactId, WorkspaceId } from '../../runtime/contract/index.ts';
import type { AudienceSource, TriggerProgress, TriggerProgressStore } from '../../runtime/jobs/triggers/deps.ts';
import { contactFromDocument, type ContactDocument } from './contacts.ts';
import type { ConversationDocument } from './conversations.ts';

type TriggerProgressDocument = Omit<TriggerProgress, 'workspaceId'> & { _id: string; workspaceId: string };

export const triggerProgressSchema = new Schema<TriggerProgressDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    flowId: { type: String, required: true },
    triggerId: { type: String, required: true },
    doneUntil: { type: String, required: true },
    run: Schema.Types.Mixed,
  },
  { collection: 'triggerProgress', versionKey: false, autoIndex: false },
);
// How far the triggers of a workspace have come.
triggerProgressSchema.index({ workspaceId: 1 }, { name: 'workspace' });

const idOf = ({ workspaceId, flowId, triggerId }: Pick<TriggerProgress, 'workspaceId' | 'flowId' | 'triggerId'>) =>
  `${workspaceId}:${flowId}:${triggerId}`;

export function createTriggerProgressStore(connection: Connection): TriggerProgressStore {
  const rows = connection.collection<TriggerProgressDocument>('triggerProgress');
  return {
    async all(workspaceId) {
      const found = await rows.find({ workspaceId }).toArray();
      return found.map(({ _id, ...row }) => ({ ...row, workspaceId }));
    },
    async save(progress) {
      const _id = idOf(progress);
      await rows.replaceOne({ _id }, progress, { upsert: true });
    },
    async remove(progress) {
      await rows.deleteOne({ _id: idOf(progress), workspaceId: progress.workspaceId });
    },
  };
}

export function createAudienceSource(connection: Connection): AudienceSource {
  const contacts = connection.collection<ContactDocument>('contacts');
  const conversations = connection.collection<ConversationDocument>('conversations');
  const channels = connection.collection<{ _id: string; workspaceId: string }>('channels');

  async function page(workspaceId: WorkspaceId, among: object, after: ContactId | null, limit: number) {
    const found = await contacts
      .find(
        { workspaceId, ...among, mergedInto: { $exists: false }, ...(after !== null && { _id: { $gt: after } }) },
        { sort: { _id: 1 }, limit },
      )
      .toArray();
    return found.map(contactFromDocument);
  }

  return {
    inGroup: (workspaceId, group, after, limit) => page(workspaceId, { groups: group }, after, limit),
    byDate(workspaceId, { field, days, anyYear }, after, limit) {
      const beginning = anyYear ? `^[0-9]{4}-(${days.join('|')})` : `^(${days.join('|')})`;
      return page(workspaceId, { [`fields.${field}`]: { $regex: beginning } }, after, limit);
    },
    async channels(workspaceId) {
      const found = await channels.find({ workspaceId }, { projection: { _id: 1 }, sort: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id as ChannelId);
    },
    async lastChannels(workspaceId, contactIds) {
      const found = await conversations
        .find(
          { workspaceId, contactId: { $in: [...contactIds] } },
          { projection: { contactId: 1, channelId: 1, lastAt: 1 }, sort: { lastAt: -1 } },
        )
        .toArray();
      const spoken = new Map<ContactId, ChannelId[]>();
      for (const { contactId, channelId } of found) {
        const mine = spoken.get(contactId as ContactId) ?? [];
        spoken.set(contactId as ContactId, [...mine, channelId as ChannelId]);
      }
      return spoken;
    },
  };
}
