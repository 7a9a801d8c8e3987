import type { Logger } from '../../runtime/ports.ts';
import type { ChangeStore } from '../store/changes.ts';
import type { Broadcast } from './broadcast.ts';
import { topicsOf } from './project.ts';

const everyMs = 500;
/** Rows of a slower process may appear with an earlier time: look back so far, and now and then further, as statuses need. */
const overlapMs = 5_000;
const longOverlapMs = 30_000;
const longEvery = 20;
/** More events than these in one look are told as "conversations changed", whichever they were. */
const mostEvents = 1_000;

/** Brings what other processes did to this one's screens, by looking at the store while somebody watches. */
export function createFollower(store: ChangeStore, broadcast: Broadcast, log: Logger, now: () => number = Date.now) {
  /** What was told, by when it was seen. */
  const told = new Map<string, number>();
  let from = 0;
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;

  /** True the first time. */
  const isNew = (id: string): boolean => !told.has(id) && told.set(id, now()) !== undefined;

  async function look(): Promise<void> {
    const workspaceIds = broadcast.watched();
    if (workspaceIds.length === 0) return stop();
    looks += 1;
    const since = Math.max(from, now() - (looks % longEvery === 0 ? longOverlapMs : overlapMs));
    const [changes, events] = await Promise.all([
      store.changesSince(workspaceIds, since),
      store.eventsSince(workspaceIds, since, mostEvents),
    ]);
    for (const { id, workspaceId, topic, revision } of changes)
      if (isNew(id)) broadcast.announce(workspaceId, topic, revision);
    for (const { id, workspaceId, conversationId, events: happened } of events)
      if (isNew(id)) for (const topic of topicsOf(conversationId, happened)) broadcast.announce(workspaceId, topic);
    for (const workspaceId of workspaceIds) {
      if (events.filter((event) => event.workspaceId === workspaceId).length < mostEvents) continue;
      broadcast.announce(workspaceId, 'conversations');
      broadcast.announce(workspaceId, 'conversation');
    }
    const old = now() - 2 * longOverlapMs;
    for (const [id, at] of told) {
      if (at > old) break;
      told.delete(id);
    }
  }

  function again(): void {
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => log.warn({ error }, 'changes of other processes could not be read; tried again'))
        .finally(() => {
          if (timer) again();
        });
    }, everyMs).unref();
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    told.clear();
  }

  return {
    /** Somebody watches. What was before, they read by themselves. */
    start(): void {
      if (timer) return;
      from = now() - overlapMs;
      again();
    },
    /** This process has told it already. */
    heard: (id: string): void => {
      if (timer) told.set(id, now());
    },
    stop,
  };
}
