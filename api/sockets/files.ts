import type { Connection } from 'mongoose';
import type { WorkspaceId } from '../../runtime/contract/index.ts';
import type { MessageDocument } from '../store/messages.ts';
import type { Sockets } from './sockets.ts';

/** Tells screens that a received file has come. It is no event of its conversation, which goes on without it. */
export function createFileAnnouncer(
  connection: Connection,
  { announce, anybody }: Pick<Sockets, 'announce' | 'anybody'>,
): (messageId: string) => void {
  const messages = connection.collection<MessageDocument>('messages');
  return (messageId) => {
    if (!anybody()) return;
    messages.findOne({ _id: messageId }, { projection: { workspaceId: 1, conversationId: 1 } }).then(
      (found) => {
        // Where the message itself is not recorded yet, its event comes after the file.
        if (found?.conversationId !== undefined)
          announce(found.workspaceId as WorkspaceId, `conversation:${found.conversationId}`);
      },
      () => {
        // A hint that is lost.
      },
    );
  };
}
