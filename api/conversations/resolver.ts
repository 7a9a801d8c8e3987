import type { Connection } from 'mongoose';
import { asId, deliveryRank, ProblemError, type ChannelId, type ConversationId } from '../../runtime/contract/index.ts';
import type { Submitter } from '../../runtime/conversations/submit.ts';
import type { createHistory } from '../store/history.ts';
import type { MessageDocument } from '../store/messages.ts';
import type { MessageResolver } from './service.ts';

/**
 * Settles an uncertain message by what a person says. The decision is an input of the conversation, stored once: a second one is
 * refused, and a crash after it only delays what follows.
 */
export function createMessageResolver(
  connection: Connection,
  history: Pick<ReturnType<typeof createHistory>, 'message' | 'conversations'>,
  submit: Submitter,
): MessageResolver {
  const messages = connection.collection<MessageDocument>('messages');
  return {
    async clearFlag(workspaceId, conversationId) {
      const found = await history.conversations.read(workspaceId, conversationId);
      if (!found) throw new ProblemError('conversation.not-found', { conversationId });
      if (!found.flagged) throw new ProblemError('conversation.not-flagged', { conversationId });
      const channelId = asId<ChannelId>(found.channelId);
      await submit.clearFlag({ workspaceId, channelId, conversationId, flaggedAt: found.flagged.at });
    },
    async closeTicket(workspaceId, conversationId, by) {
      const found = await history.conversations.read(workspaceId, conversationId);
      if (!found) throw new ProblemError('conversation.not-found', { conversationId });
      if (!found.ticket) throw new ProblemError('conversation.no-ticket', { conversationId });
      const channelId = asId<ChannelId>(found.channelId);
      await submit.closeTicket({ workspaceId, channelId, conversationId, ticketId: found.ticket.id, by });
    },
    async resolve(workspaceId, effectId, outcome, by) {
      const message = await history.message(workspaceId, effectId);
      if (!message || message.direction !== 'out') throw new ProblemError('message.not-found', { messageId: effectId });
      if (message.state !== 'uncertain') throw new ProblemError('message.not-uncertain', { messageId: effectId });
      const conversationId = asId<ConversationId>(message.conversationId);
      const channelId = asId<ChannelId>(conversationId.slice(0, conversationId.indexOf(':')));
      const { content } = message;
      await submit.resolve({ workspaceId, channelId, conversationId, effectId, outcome, ...(content && { content }) });
      // The worker writes the state too; here it is so that whoever asked sees it at once.
      const rank = outcome === 'delivered' ? deliveryRank.delivered : deliveryRank.failed;
      const resolution = { outcome, by, at: Date.now() };
      await messages.updateOne({ _id: effectId, workspaceId }, { $max: { rank }, $set: { resolution } });
      return (await history.message(workspaceId, effectId)) ?? message;
    },
  };
}
