import type { Channel } from '../channels/channel.ts';
import type { ConversationId } from '../contract/index.ts';
import type { EventListener, EventLog, EventLot, InboundStore, MailboxItem, PolicyStore } from '../ports.ts';
import { Actor, type ActorDeps, type ActorTarget } from './actor.ts';
import type { Fleet } from './fleet.ts';
import { createRowReader, orderToMs } from './mailbox.ts';
import { createPolicySweep, policySweepMs } from './policy-sweep.ts';
import { conversationIdOf, doneKeptMs, evidenceMs } from './state.ts';
import { createStatuses } from './statuses.ts';
import type { TurnInput } from './turn.ts';

/** Recovery, timers and what other processes received are looked for so often (DESIGN: plain loops, every 2 s). */
const sweepMs = 2_000;
/** With other processes about, the mailbox is read so often: their webhooks reach this worker only through the store. */
const sharedPollMs = 60;
/** Timers are looked for so often; an ask's timeout is in seconds. */
const dueMs = 500;
/** Tidying: one command per collection in so long. Seldom enough to carry many, often enough that no lot delays an answer. */
const tidyMs = 100;
/** Another worker's conversations are left to it for so long, then taken anyway. */
const courtesyMs = 1_500;
/** Conversations stepped at the same time; each holds its documents and at most one call. */
const concurrency = 512;
const pollLimit = 1_000;
/** Between two polls a row of a slower process may appear with an earlier order: look back so far. */
const lookBackMs = 5_000;
/** Stopping waits so long for running steps: a call may take 8 s. */
const drainMs = 12_000;

export type WorkerDeps = Omit<ActorDeps, 'forward' | 'settle' | 'wakeIn' | 'release'> & {
  inbound: InboundStore;
  events: EventLog;
  policies: PolicyStore;
  fleet: Fleet;
  channelTypes: ReadonlyMap<string, Channel>;
  /** The store has one owner, this process: leases that it finds are of the dead. */
  soleOwner: boolean;
  /** Told of what has become true in this process, for screens. */
  listener?: EventListener;
};

/**
 * Takes what waits in the mailbox, conversation by conversation. `offer` is a short cut for what this process has itself stored;
 * everything else, and everything after a crash, is found in the store.
 */
export function createWorker(deps: WorkerDeps) {
  const { inbound, events, fleet, log, now } = deps;
  const actors = new Map<ConversationId, Actor>();
  const ready: Actor[] = [];
  const queued = new Set<Actor>();
  const wakes = new Map<Actor, NodeJS.Timeout>();
  const toSettle = new Set<Actor>();
  /** Stored updates in our hands: from offer or poll until they are marked done. */
  const known = new Set<string>();
  /** Those marked done, by when: a read that was under way may still bring them as waiting. */
  const finished = new Map<string, number>();
  let toRelease: string[] = [];
  let statusQueue: MailboxItem[] = [];
  let statusRunning = false;
  let running = 0;
  let stopping = false;
  let seenOrder = 0;
  const timers: NodeJS.Timeout[] = [];
  let tidying: Promise<void> | null = null;

  const applyStatuses = createStatuses(deps.messages, events, now);
  const policySweep = createPolicySweep(deps.policies, now);
  const itemOf = createRowReader(deps.channels, deps.channelTypes);

  const actorDeps: ActorDeps = {
    ...deps,
    forward: (target, inputs) => give(target, inputs),
    settle: (actor) => toSettle.add(actor),
    wakeIn(actor, milliseconds) {
      clearTimeout(wakes.get(actor));
      if (milliseconds > sweepMs * 2 || stopping) return; // The sweep finds it by its due time.
      wakes.set(
        actor,
        setTimeout(() => {
          wakes.delete(actor);
          schedule(actor);
        }, milliseconds),
      );
    },
    release: (ids) => {
      toRelease.push(...ids);
    },
  };

  function give(target: ActorTarget, inputs: TurnInput[], isDue = false): void {
    let actor = actors.get(target.id);
    if (!actor) {
      actor = new Actor(target, actorDeps);
      actors.set(target.id, actor);
    }
    actor.offer(inputs, target.aliases, isDue);
    schedule(actor);
  }

  function schedule(actor: Actor): void {
    if (actor.running || queued.has(actor) || stopping) return;
    queued.add(actor);
    ready.push(actor);
    pump();
  }

  function pump(): void {
    while (running < concurrency && ready.length > 0) {
      const actor = ready.shift();
      if (!actor) return;
      queued.delete(actor);
      running += 1;
      void actor.run().finally(() => {
        running -= 1;
        if (actor.hasInputs) schedule(actor);
        else forget(actor);
        pump();
      });
    }
  }

  function forget(actor: Actor): void {
    if (actor.isIdle && !queued.has(actor) && !toSettle.has(actor) && !wakes.has(actor)) actors.delete(actor.id);
  }

  function take(items: readonly MailboxItem[], courteous: boolean): void {
    for (const item of items) {
      if (known.has(item.id) || stopping) continue;
      const { event, workspaceId, channelId } = item;
      if (event.kind === 'status') {
        known.add(item.id);
        statusQueue.push(item);
        continue;
      }
      if (event.kind === 'notice') continue;
      const aliases = event.aliases;
      const contactId = aliases.length ? deps.identities.guess(workspaceId, aliases) : undefined;
      const id = 'conversationId' in event ? event.conversationId : contactId && conversationIdOf(channelId, contactId);
      if (!id) continue;
      if (courteous && !fleet.isMine(id) && now() - orderToMs(item.order) < courtesyMs) continue;
      known.add(item.id);
      give({ id, workspaceId, channelId, aliases }, [{ kind: 'item', item }]);
    }
    if (statusQueue.length && !statusRunning) void runStatuses();
  }

  async function runStatuses(): Promise<void> {
    statusRunning = true;
    try {
      while (statusQueue.length > 0 && !stopping) {
        const batch = statusQueue.splice(0, 500);
        const outcome = await applyStatuses(batch);
        toRelease.push(...outcome.done);
        for (const { item, conversationId } of outcome.failures)
          give({ id: conversationId, workspaceId: item.workspaceId, channelId: item.channelId, aliases: [] }, [
            { kind: 'item', item },
          ]);
        for (const lot of outcome.lots) deps.listener?.(lot);
        for (const { conversationId, effectId } of outcome.moved) {
          const actor = actors.get(conversationId);
          if (actor?.letGo(effectId)) schedule(actor);
        }
        for (const item of outcome.later) known.delete(item.id); // The sweep brings it again.
      }
    } catch (error) {
      log.warn({ error }, 'delivery statuses could not be written; the sweep brings them again');
      for (const item of statusQueue.splice(0)) known.delete(item.id);
    } finally {
      statusRunning = false;
    }
  }

  async function poll(lookBack: boolean): Promise<void> {
    let after = lookBack ? 0 : Math.max(0, seenOrder - lookBackMs * 4_096);
    for (;;) {
      const seenAt = now();
      const rows = await inbound.waiting({ afterOrder: after, limit: pollLimit });
      if (now() - seenAt > evidenceMs) return; // Too old to trust; the next poll reads again.
      const items: MailboxItem[] = [];
      for (const row of rows) {
        if (known.has(row.id)) continue;
        try {
          const item = await itemOf(row, seenAt);
          if (item && item.event.kind !== 'notice') items.push(item);
          else toRelease.push(row.id);
        } catch (error) {
          log.error({ inboundId: row.id, error }, 'a stored update cannot be read; it stays in the store');
          toRelease.push(row.id);
        }
      }
      take(items, true);
      const last = rows.at(-1);
      if (last) seenOrder = Math.max(seenOrder, last.order);
      if (!last || rows.length < pollLimit || stopping) return;
      after = last.order;
    }
  }

  async function findDue(): Promise<void> {
    for (const due of await deps.conversations.due(now(), pollLimit)) {
      if (!fleet.isMine(due.id) && now() - due.dueAt < courtesyMs) continue;
      give({ ...due, aliases: [] }, [], true);
    }
  }

  /** Copies out what saves made true, then clears the documents that rest. Crash in between: copied again, to the same ids. */
  async function tidy(): Promise<void> {
    const actorsNow = [...toSettle];
    toSettle.clear();
    const released = toRelease;
    toRelease = [];
    const lots: EventLot[] = [];
    const consumed: string[] = [...released];
    const copies: { actor: Actor; revision: number; consumed: string[] }[] = [];
    for (const actor of actorsNow) {
      const copy = actor.toCopy();
      if (!copy) continue;
      const { workspaceId, id: conversationId, contactId } = copy.state;
      for (const lot of copy.lots)
        lots.push({ ...lot, id: `${conversationId}:${lot.revision}`, workspaceId, conversationId, contactId });
      consumed.push(...copy.consumed);
      copies.push({ actor, revision: copy.revision, consumed: copy.consumed });
    }
    try {
      await Promise.all([lots.length && events.append(lots), consumed.length && inbound.markDone(consumed)]);
    } catch (error) {
      log.warn({ error }, 'tidying failed; it is tried again');
      for (const actor of actorsNow) toSettle.add(actor);
      toRelease.push(...released);
      return;
    }
    const doneAt = now();
    for (const id of consumed) finished.set(id, doneAt);
    for (const [id, at] of finished) {
      if (doneAt - at < doneKeptMs) break;
      finished.delete(id);
      known.delete(id);
    }
    for (const { actor, revision, consumed: ids } of copies) actor.copied(revision, ids);
    for (const lot of lots) deps.listener?.(lot);
    await Promise.all(
      actorsNow.map(async (actor) => {
        await actor
          .clear()
          .catch((error: unknown) =>
            log.warn({ conversationId: actor.id, error }, 'clearing failed; the sweep does it'),
          );
        forget(actor);
      }),
    );
  }

  const tidyOnce = (): Promise<void> => {
    tidying ??= tidy().finally(() => {
      tidying = null;
    });
    return tidying;
  };

  /** Repeats until stopped; a failure waits for the next time. */
  function loop(name: string, work: () => Promise<void>, everyMs: () => number): void {
    const again = async (): Promise<void> => {
      if (stopping) return;
      await work().catch((error: unknown) => log.warn({ loop: name, error }, 'a loop failed; it goes on'));
      if (!stopping) timers.push(setTimeout(() => void again(), everyMs()));
      if (timers.length > 64) timers.splice(0, 32);
    };
    timers.push(setTimeout(() => void again(), everyMs()));
  }

  return {
    /** Takes over what dead processes left, then goes on by loops. Ready when it resolves. */
    async start(): Promise<void> {
      if (deps.soleOwner) await deps.conversations.dropLeases();
      await poll(true);
      await policySweep.look();
      await findDue();
      let sweeps = 0;
      loop(
        'mailbox',
        () => poll(fleet.isAlone() || (sweeps += 1) % 50 === 0),
        () => (fleet.isAlone() ? sweepMs : sharedPollMs),
      );
      loop('due', findDue, () => dueMs);
      loop('policies', policySweep.look, () => policySweepMs);
      loop('tidy', tidyOnce, () => tidyMs);
    },

    /** What this process has just stored; others are left to the worker whose they are. */
    offer: (items: readonly MailboxItem[]): void => take(items, !fleet.isAlone()),

    /** Steps running now: a figure for readiness and metrics. */
    size: () => actors.size,

    /** Drains: finishes what runs, takes nothing new, clears what rests. What is left is in the store. */
    async stop(): Promise<void> {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      for (const timer of wakes.values()) clearTimeout(timer);
      const until = now() + drainMs;
      while (running > 0 && now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
      await tidyOnce();
      await tidyOnce();
    },
  };
}
export type Worker = ReturnType<typeof createWorker>;
