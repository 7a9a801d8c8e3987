import type { Instant } from '../contract/index.ts';
import { localTime, type LocalTime } from './zone.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Tells whether `2026-02-30` is a day of the calendar. Years have four digits. */
export function isDate(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const at = Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return Number(found[1]) >= 1_000 && new Date(at).toISOString().slice(0, 10) === text;
}

/** The day so many days later; earlier with a negative number. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/**
 * When the clocks of an IANA zone show a date and time. What they show twice, when they are put back, is the first time; what they never
 * show, when they are put forward, is as much later as they were put forward (02:30 becomes 03:30). Null when there is no such zone.
 */
export function instantOf({ date, minutes }: LocalTime, timeZone: string): Instant | null {
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * minuteMs;
  // No zone is further from UTC than 14 hours: a day before and a day after lie on either side of any change near by.
  const before = offsetAt(wall - dayMs, timeZone);
  const after = offsetAt(wall + dayMs, timeZone);
  if (before === null || after === null) return null;
  const fits = [...new Set([before, after])]
    .map((offset) => wall - offset)
    .filter((at) => offsetAt(at, timeZone) === wall - at);
  return new Date(fits.length > 0 ? Math.min(...fits) : wall - before).toISOString();
}

/** By how much the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number | null {
  const local = localTime(new Date(at).toISOString(), timeZone);
  if (local === null) return null;
  return Date.parse(`${local.date}T00:00:00Z`) + local.minutes * minuteMs - Math.floor(at / minuteMs) * minuteMs;
}
