import type { WorkspaceId } from '../../runtime/contract/index.ts';

/** What a screen may have read: the name of a list, or of one thing in it. A browser reads it again when it hears the topic. */
export type Topic =
  | 'flows'
  | `flow:${string}`
  | 'flow-alerts'
  /** Groups, labels, fields, queues and constants. */
  | 'definitions'
  | 'conversations'
  /** All conversations, when too many have changed to name each. */
  | 'conversation'
  | `conversation:${string}`
  | 'channels'
  | `channel:${string}`
  | 'workspace'
  | 'me';

/** Tells screens that something has changed. Costs nothing while nobody looks, never fails, and is never waited for. */
export type Announce = (workspaceId: WorkspaceId, topic: Topic, revision?: number) => void;

export const announceToNobody: Announce = () => {};
