import type { Instant, Recurrence } from '../../contract/index.ts';
import { addDays, cronOf, daysInMonth, instantOf, localTime, minutesOf, weekdayName } from '../../engine/index.ts';

/** The last moment of a stretch of time at which a schedule strikes, and how many there were before it in the same stretch. */
export type Strikes = { last: Instant | null; passed: number };

/** More moments than this are not counted: a pattern of every minute has 1,440 a day. */
const mostCounted = 1_500;

/**
 * When a schedule strikes after one instant and up to another, both given in UTC, by the clocks of a zone. What clocks show twice counts
 * once, what they never show as much later; a day beyond a month's last one means the last one. A zone or pattern that is none never
 * strikes.
 */
export function strikesBetween(when: Recurrence, timeZone: string, after: Instant, until: Instant): Strikes {
  if (until <= after) return { last: null, passed: 0 };
  if (when.every === 'once') return { last: after < when.at && when.at <= until ? when.at : null, passed: 0 };
  const all =
    when.every === 'cron' ? byPattern(when.expression, timeZone, after, until) : byDay(when, timeZone, after, until);
  return { last: all.at(-1) ?? null, passed: Math.max(0, all.length - 1) };
}

type ByDay = Exclude<Recurrence, { every: 'once' } | { every: 'cron' }>;

function byDay(when: ByDay, timeZone: string, after: Instant, until: Instant): Instant[] {
  const first = localTime(after, timeZone);
  const last = localTime(until, timeZone);
  if (!first || !last) return [];
  const minutes = minutesOf(when.time);
  const found: Instant[] = [];
  let date: string | undefined = last.date;
  for (; date !== undefined && date >= first.date && found.length < mostCounted; date = addDays(date, -1)) {
    if (!isDay(when, date)) continue;
    const at = instantOf({ date, minutes }, timeZone);
    if (at !== null && after < at && at <= until) found.unshift(at);
  }
  return found;
}

function isDay(when: ByDay, date: string): boolean {
  switch (when.every) {
    case 'day':
      return true;
    case 'week':
      return when.days.some((day) => day === weekdayName(date));
    case 'month':
      return (
        Number(date.slice(8)) === Math.min(when.day, daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5, 7))))
      );
  }
}

function byPattern(expression: string, timeZone: string, after: Instant, until: Instant): Instant[] {
  const pattern = cronOf(expression, timeZone);
  const found: Instant[] = [];
  if (!pattern) return found;
  for (let at = pattern.nextRun(new Date(after)); at; at = pattern.nextRun(at)) {
    const instant = at.toISOString();
    if (instant > until) break;
    found.push(instant);
    if (found.length > mostCounted) found.shift();
  }
  return found;
}
