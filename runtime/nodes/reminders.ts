import { Type, type Static } from '@sinclair/typebox';
import type { Instant } from '../contract/index.ts';
import { emptyText, longestWaitSeconds, PartId, Template, type ConfigIssue } from './config-parts.ts';

/** What an ask says to somebody who does not answer, counted from its question. */
export const Reminder = Type.Object(
  {
    /** Keeps its translations with it when the ladder is put in another order. */
    id: Type.Optional(PartId),
    afterSeconds: Type.Integer({ minimum: 1, maximum: longestWaitSeconds }),
    text: Template(),
  },
  { additionalProperties: false },
);
export type Reminder = Static<typeof Reminder>;
export const Reminders = Type.Array(Reminder, { maxItems: 5 });

/** The window in which a person may be written to freely; the question leaves after their last message at the earliest. */
export const windowSeconds = 24 * 60 * 60;

type Ladder = { reminders?: readonly Reminder[]; timeoutSeconds?: number };

/** How far somebody's ladder has been climbed. */
export type Climbed = { askedAt: Instant; reminded: number };

/** Those that can come: in order of time, and before the wait is over. */
const rungsOf = ({ reminders = [], timeoutSeconds = Infinity }: Ladder): Reminder[] =>
  reminders
    .filter(({ afterSeconds }) => afterSeconds < timeoutSeconds)
    .toSorted((one, other) => one.afterSeconds - other.afterSeconds);

export const hasLadder = (ladder: Ladder): boolean => rungsOf(ladder).length > 0;

/** When the next reminder or the end of the wait is due; undefined when neither comes any more. */
export function nextDue(ladder: Ladder, { askedAt, reminded }: Climbed): Instant | undefined {
  const seconds = rungsOf(ladder)[reminded]?.afterSeconds ?? ladder.timeoutSeconds;
  return seconds === undefined ? undefined : new Date(Date.parse(askedAt) + seconds * 1_000).toISOString();
}

/**
 * The reminder to be sent now that one is due, and how far the ladder is climbed then; undefined when the wait is over. Of several that
 * are overdue only the last is sent: nobody is reminded twice at once because the server was away.
 */
export function dueReminder(
  ladder: Ladder,
  { askedAt, reminded }: Climbed,
  now: Instant,
): { text: string; reminded: number } | undefined {
  const rungs = rungsOf(ladder);
  const next = rungs[reminded];
  if (!next) return undefined;
  const elapsed = Math.max((Date.parse(now) - Date.parse(askedAt)) / 1_000, next.afterSeconds);
  if (elapsed >= (ladder.timeoutSeconds ?? Infinity)) return undefined;
  const last = rungs.findLastIndex(({ afterSeconds }) => afterSeconds <= elapsed);
  return { text: rungs[last]?.text ?? next.text, reminded: last + 1 };
}

/** Reminders that say nothing, and those that no one will ever read. */
export function checkReminders({ reminders = [], timeoutSeconds = Infinity }: Ladder): ConfigIssue[] {
  return reminders.flatMap(({ afterSeconds, text }, index): ConfigIssue[] => {
    const path = `/reminders/${index}`;
    const late = (code: string, message: string): ConfigIssue[] => [
      { code, severity: 'warning', message, path: `${path}/afterSeconds` },
    ];
    const same = reminders.findIndex((other) => other.afterSeconds === afterSeconds) < index;
    return [
      ...emptyText(text, `${path}/text`),
      ...(afterSeconds >= timeoutSeconds
        ? late('reminder.after-timeout', 'The wait is over before this reminder.')
        : afterSeconds >= windowSeconds
          ? late('reminder.outside-window', 'A day after the last message of the person nothing may be sent.')
          : []),
      ...(same ? late('reminder.same-time', 'Another reminder comes at the same time; one of them is sent.') : []),
    ];
  });
}
