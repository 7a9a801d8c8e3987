import type { Instant, Json, Trigger } from '../../contract/index.ts';
import { addDays, instantOf, isDate, localTime, minutesOf } from '../../engine/index.ts';

export type DateTrigger = Extract<Trigger, { kind: 'date-field' }>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const unitMs = { minutes: minuteMs, hours: 60 * minuteMs, days: dayMs, weeks: 7 * dayMs } as const;

/**
 * When a trigger is due for a contact whose field has this value, after one instant and up to another; null when it is not. The field
 * holds a date (`2026-03-01`), or a date and time with an offset, or without one by the clocks of the zone. A yearly 29 February is
 * the 28th in years without one.
 */
export function dueBetween(
  value: Json,
  trigger: DateTrigger,
  timeZone: string,
  { after, until }: { after: Instant; until: Instant },
): Instant | null {
  const said = readDate(value, timeZone);
  if (!said) return null;
  for (const { date, minutes } of trigger.yearly ? yearsOf(said, trigger, until) : [said]) {
    const at = moved(date, minutes, trigger, timeZone);
    if (at !== null && after < at && at <= until) return at;
  }
  return null;
}

/**
 * The days that fields must begin with to be due in a stretch of time, with room for zones: what the store is asked for first. Without
 * the year for yearly ones.
 */
export function daysDue(
  { offset, unit, yearly }: DateTrigger,
  { after, until }: { after: Instant; until: Instant },
): string[] {
  const shift = offset * unitMs[unit];
  const days = new Set<string>();
  const end = Date.parse(until) - shift + 2 * dayMs;
  for (let at = Date.parse(after) - shift - 2 * dayMs; at <= end; at += dayMs) {
    const date = new Date(at).toISOString().slice(0, 10);
    days.add(yearly ? date.slice(5) : date);
    if (yearly && date.endsWith('-02-28')) days.add('02-29');
  }
  return [...days];
}

/** A date by the clocks of a zone; without a time, null minutes. */
function readDate(value: Json, timeZone: string): { date: string; minutes: number | null } | null {
  if (typeof value !== 'string') return null;
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    value.trim(),
  );
  const date = found?.[1];
  if (!found || date === undefined || !isDate(date)) return null;
  if (found[2] === undefined) return { date, minutes: null };
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  if (Number(found[2]) > 23 || Number(found[3]) > 59) return null;
  if (found[4] === undefined) return { date, minutes };
  const at = Date.parse(`${date}T${found[2]}:${found[3]}:00${found[4]}`);
  return Number.isNaN(at) ? null : localTime(new Date(at).toISOString(), timeZone);
}

/** The same day of the years in question. */
function yearsOf(
  { date, minutes }: { date: string; minutes: number | null },
  { offset, unit }: DateTrigger,
  until: Instant,
): { date: string; minutes: number | null }[] {
  const year = new Date(Date.parse(until) - offset * unitMs[unit]).getUTCFullYear();
  return [year - 1, year, year + 1].map((one) => {
    const same = `${String(one).padStart(4, '0')}${date.slice(4)}`;
    return { date: isDate(same) ? same : `${String(one).padStart(4, '0')}-02-28`, minutes };
  });
}

function moved(
  date: string,
  minutes: number | null,
  { offset, unit, time }: DateTrigger,
  timeZone: string,
): Instant | null {
  if (unit === 'minutes' || unit === 'hours') {
    const base = instantOf({ date, minutes: minutes ?? 0 }, timeZone);
    return base === null ? null : new Date(Date.parse(base) + offset * unitMs[unit]).toISOString();
  }
  const day = addDays(date, unit === 'weeks' ? offset * 7 : offset);
  if (day === undefined) return null;
  return instantOf({ date: day, minutes: time === undefined ? (minutes ?? 0) : minutesOf(time) }, timeZone);
}
