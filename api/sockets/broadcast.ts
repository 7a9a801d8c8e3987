import type { WorkspaceId } from '../../runtime/contract/index.ts';
import type { Announce, Topic } from './topics.ts';

/** What a browser is told. */
export type Changed = { topic: Topic; revision?: number };

/** A topic is told at most once in so long. */
export const gatherMs = 100;
/** More conversations than these in one go are told as `conversation`: whoever shows one reads it again. */
const mostNamed = 20;

/** Gathers what has changed and tells each workspace that somebody watches, topic by topic; the others are not even noted. */
export function createBroadcast(emit: (workspaceId: WorkspaceId, changed: Changed) => void) {
  const watchers = new Map<WorkspaceId, number>();
  const waiting = new Map<WorkspaceId, Map<Topic, number | undefined>>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const lots = [...waiting];
    waiting.clear();
    for (const [workspaceId, topics] of lots)
      for (const [topic, revision] of fewer(topics))
        emit(workspaceId, { topic, ...(revision !== undefined && { revision }) });
  }

  const announce: Announce = (workspaceId, topic, revision) => {
    if (!watchers.has(workspaceId)) return;
    let topics = waiting.get(workspaceId);
    if (!topics) waiting.set(workspaceId, (topics = new Map()));
    const known = topics.get(topic);
    topics.set(topic, known !== undefined && revision !== undefined ? Math.max(known, revision) : (revision ?? known));
    timer ??= setTimeout(flush, gatherMs).unref();
  };

  return {
    announce,
    watches: (workspaceId: WorkspaceId): boolean => watchers.has(workspaceId),
    watched: (): WorkspaceId[] => [...watchers.keys()],
    /** One more watches; returns how to end that. */
    watch(workspaceId: WorkspaceId): () => void {
      watchers.set(workspaceId, (watchers.get(workspaceId) ?? 0) + 1);
      return () => {
        const left = (watchers.get(workspaceId) ?? 1) - 1;
        if (left > 0) watchers.set(workspaceId, left);
        else watchers.delete(workspaceId);
      };
    },
    close(): void {
      clearTimeout(timer);
      timer = undefined;
      watchers.clear();
      waiting.clear();
    },
  };
}
export type Broadcast = ReturnType<typeof createBroadcast>;

function fewer(topics: Map<Topic, number | undefined>): Iterable<[Topic, number | undefined]> {
  const isNamed = (topic: Topic) => topic.startsWith('conversation:');
  const named = [...topics.keys()].filter(isNamed).length;
  if (named <= mostNamed) return topics;
  return [...[...topics].filter(([topic]) => !isNamed(topic)), ['conversation', undefined]];
}
