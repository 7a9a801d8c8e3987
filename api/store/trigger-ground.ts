import type { Connection } from 'mongoose';
import type { Alias } from '../../runtime/channels/channel.ts';
import type { ChannelId, ContactId, WorkspaceId } from '../../runtime/contract/index.ts';
import { aliasIdOf } from '../../runtime/conversations/identity.ts';
import { withPending } from '../../runtime/conversations/own-store.ts';
import { conversationIdOf, type ContactRecord, type ConversationState } from '../../runtime/conversations/state.ts';
import { contactFromDocument, type AliasDocument, type ContactDocument } from './contacts.ts';
import { stateOf, type ConversationDocument } from './conversations.ts';

/** A contact and how far one of their conversations has come; nothing is written. */
export type KnownPerson = { contact: ContactRecord; conversation?: ConversationState };

export interface PersonReader {
  /** By id or by a name; merged ones as the one they are now. The conversation of the channel, without one the latest. */
  find(
    workspaceId: WorkspaceId,
    who: { contactId: ContactId } | { alias: Alias },
    channelId?: ChannelId,
  ): Promise<KnownPerson | undefined>;
}

export function createPersonReader(connection: Connection): PersonReader {
  const contacts = connection.collection<ContactDocument>('contacts');
  const aliases = connection.collection<AliasDocument>('aliases');
  const conversations = connection.collection<ConversationDocument>('conversations');

  async function contactBy(workspaceId: WorkspaceId, id: string): Promise<ContactDocument | null> {
    const found = await contacts.findOne({ _id: id, workspaceId });
    return found?.mergedInto === undefined ? found : contacts.findOne({ _id: found.mergedInto, workspaceId });
  }

  return {
    async find(workspaceId, who, channelId) {
      const named =
        'contactId' in who
          ? who.contactId
          : (await aliases.findOne({ _id: aliasIdOf(workspaceId, who.alias), workspaceId }))?.contactId;
      const document = named === undefined ? null : await contactBy(workspaceId, named);
      if (!document) return undefined;
      const contact = contactFromDocument(document);
      const [latest] = await conversations
        .find(
          { workspaceId, contactId: contact.id, ...(channelId && { _id: conversationIdOf(channelId, contact.id) }) },
          { sort: { lastAt: -1 }, limit: 1 },
        )
        .toArray();
      if (!latest) return { contact };
      const conversation = stateOf(latest);
      return { contact: withPending(contact, conversation.pending), conversation };
    },
  };
}
