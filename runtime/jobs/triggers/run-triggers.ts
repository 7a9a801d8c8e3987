import type { ChannelId, ContactId, Instant, Trigger } from '../../contract/index.ts';
import type { ContactRecord } from '../../conversations/state.ts';
import type { Logger, PublishedFlow, WorkspaceRecord } from '../../ports.ts';
import { defineJob, type JobDeps } from '../job.ts';
import { daysDue, dueBetween } from './date-field.ts';
import type { PlannedStart, TriggerJobDeps, TriggerProgress } from './deps.ts';
import { strikesBetween } from './strikes.ts';

/** What was missed for longer than this is not made up for. */
const latestMs = 24 * 60 * 60 * 1_000;
/** Contacts read, and inputs stored, at a time. */
export const audiencePage = 500;

type TimedTrigger = Extract<Trigger, { kind: 'schedule' | 'date-field' }>;
const isTimed = (trigger: Trigger): trigger is TimedTrigger =>
  trigger.kind === 'schedule' || trigger.kind === 'date-field';

/**
 * Begins flows by the clock. Where a page of contacts has been handed over is kept after each page; a page that is handed over again
 * after a crash begins nothing twice, because an input's id comes from flow, trigger, moment and contact.
 */
export const runTimedTriggers = defineJob({
  name: 'triggers.run-timed',
  every: '30 seconds',
  retry: { attempts: 3, firstDelayMs: 1_000 },
  async run({ workspaces, now, triggers }: JobDeps) {
    if (!triggers) return;
    for (const workspace of await triggers.workspacesById(await workspaces()))
      await runWorkspace(workspace, new Date(now()).toISOString(), triggers);
  },
});

async function runWorkspace(workspace: WorkspaceRecord, now: Instant, deps: TriggerJobDeps): Promise<void> {
  const known = new Map((await deps.progress.all(workspace.id)).map((one) => [keyOf(one), one]));
  for (const published of await deps.flows.published(workspace.id, workspace.flowsRevision)) {
    for (const trigger of published.flow.triggers.filter(isTimed)) {
      const id = { workspaceId: workspace.id, flowId: published.flowId, triggerId: trigger.id };
      const before = known.get(keyOf(id));
      known.delete(keyOf(id));
      // A trigger begins to count when it is first seen; what would have been before was never promised.
      if (before) await runTrigger({ workspace, published, trigger, now }, before, deps);
      else await deps.progress.save({ ...id, doneUntil: now });
    }
  }
  // Whoever comes back later begins anew, and does not make up for the time that it was away.
  for (const gone of known.values()) await deps.progress.remove(gone);
}

const keyOf = ({ flowId, triggerId }: Pick<TriggerProgress, 'flowId' | 'triggerId'>) => `${flowId}:${triggerId}`;

type Due = { workspace: WorkspaceRecord; published: PublishedFlow; trigger: TimedTrigger; now: Instant };

async function runTrigger(due: Due, before: TriggerProgress, deps: TriggerJobDeps): Promise<void> {
  const unfinished = before.run ? await handOver(due, before, before.run, deps) : before;
  const stretch = stretchOf(due, unfinished.doneUntil, deps.log);
  const { now, workspace, published } = due;
  if (!stretch) {
    // Written seldom: a schedule's past matters only from its last strike on.
    if (Date.parse(now) - Date.parse(unfinished.doneUntil) > 60 * 60 * 1_000)
      await deps.progress.save({ ...unfinished, doneUntil: now });
    return;
  }
  const next = { ...unfinished, doneUntil: stretch.until };
  if (published.paused || workspace.botPaused) {
    deps.log.info(
      { ...about(due), at: stretch.until },
      'a timed trigger was passed over: the bot or the flow is paused',
    );
    return deps.progress.save(next);
  }
  const run = { ...stretch, cursor: null };
  await deps.progress.save({ ...next, run });
  await handOver(due, next, run, deps);
}

const about = ({ workspace, published, trigger }: Due) => ({
  workspaceId: workspace.id,
  flowId: published.flowId,
  triggerId: trigger.id,
});

/** What is due since the last time. Of strikes that were missed only the last counts, and none that is older than a day. */
function stretchOf(due: Due, doneUntil: Instant, log: Logger): { after: Instant; until: Instant } | undefined {
  const { trigger, now } = due;
  const earliest = new Date(Date.parse(now) - latestMs).toISOString();
  if (trigger.kind === 'date-field') {
    // At a time of the day: the contacts need looking through only then.
    const atTime = trigger.unit === 'days' || trigger.unit === 'weeks' ? trigger.time : undefined;
    if (
      atTime !== undefined &&
      strikesBetween({ every: 'day', time: atTime }, zoneOf(due), doneUntil, now).last === null
    )
      return undefined;
    if (doneUntil < earliest)
      log.warn({ ...about(due), from: doneUntil, to: earliest }, 'dates were missed and passed over');
    const after = doneUntil < earliest ? earliest : doneUntil;
    return after < now ? { after, until: now } : undefined;
  }
  const { last, passed } = strikesBetween(trigger.when, zoneOf(due), doneUntil, now);
  if (last === null) return undefined;
  const tooLate = last <= earliest;
  const missed = passed + (tooLate ? 1 : 0);
  if (missed > 0) log.warn({ ...about(due), missed, last }, 'a schedule was missed and passed over');
  return tooLate ? undefined : { after: doneUntil, until: last };
}

const zoneOf = ({ published, workspace }: Due): string => published.flow.settings.timeZone ?? workspace.timeZone;

/** Begins with every contact of the stretch, page by page. */
async function handOver(
  due: Due,
  progress: TriggerProgress,
  { after, until, cursor: from }: NonNullable<TriggerProgress['run']>,
  deps: TriggerJobDeps,
): Promise<TriggerProgress> {
  const { workspace, trigger } = due;
  const { audience } = deps;
  const channels = await audience.channels(workspace.id);
  const page = (cursor: ContactId | null): Promise<ContactRecord[]> =>
    trigger.kind === 'schedule'
      ? audience.inGroup(workspace.id, trigger.audience, cursor, audiencePage)
      : audience.byDate(
          workspace.id,
          { field: trigger.field, days: daysDue(trigger, { after, until }), anyYear: trigger.yearly ?? false },
          cursor,
          audiencePage,
        );
  const { run: _run, ...rest } = progress;
  for (let cursor = from; ;) {
    const contacts = await page(cursor);
    const last = contacts.at(-1);
    if (last) {
      const spokenOn = await audience.lastChannels(
        workspace.id,
        contacts.map(({ id }) => id),
      );
      const starts = contacts.flatMap((contact) => {
        const at = trigger.kind === 'schedule' ? until : dateOf(due, trigger, contact, { after, until });
        const channelId = channelFor(trigger, channels, spokenOn.get(contact.id) ?? []);
        return at === null || channelId === undefined || contact.aliases.length === 0
          ? []
          : [plannedFor(due, contact, channelId, at)];
      });
      if (starts.length > 0) await deps.startAll(starts);
    }
    if (!last || contacts.length < audiencePage) {
      await deps.progress.save(rest);
      return rest;
    }
    cursor = last.id;
    await deps.progress.save({ ...rest, run: { after, until, cursor } });
  }
}

const dateOf = (
  due: Due,
  trigger: Extract<TimedTrigger, { kind: 'date-field' }>,
  { fields }: ContactRecord,
  stretch: { after: Instant; until: Instant },
): Instant | null => dueBetween(fields[trigger.field] ?? null, trigger, zoneOf(due), stretch);

/** Where the contact was last spoken with, of the channels that the trigger allows; somebody new is spoken with on the first. */
function channelFor(
  { channels: allowed }: TimedTrigger,
  all: readonly ChannelId[],
  spokenOn: readonly ChannelId[],
): ChannelId | undefined {
  const open = (id: ChannelId) => all.includes(id) && (!allowed || allowed.includes(id));
  return spokenOn.find(open) ?? all.find(open);
}

const plannedFor = (
  { workspace, published, trigger }: Due,
  { id: contactId, aliases }: ContactRecord,
  channelId: ChannelId,
  at: Instant,
): PlannedStart => ({
  workspaceId: workspace.id,
  channelId,
  contactId,
  aliases,
  flowId: published.flowId,
  trigger: { kind: trigger.kind, id: trigger.id, at },
  requestKey: `${published.flowId}:${trigger.id}:${at}:${contactId}`,
});
