import type { Instant, Json, Weekday } from '../../contract/index.ts';
import { addDays, isDate, minutesOf, weekdayName } from '../../engine/dates/calendar.ts';
import { instantOf, localTime } from '../../engine/dates/zone.ts';

/** The first moment after `now` at which the clocks of a zone show a time, on one of some days; null when there is no such zone. */
export function nextTime(
  time: string,
  days: readonly Weekday[],
  { now, zone }: { now: Instant; zone: string },
): Instant | null {
  const today = localTime(now, zone);
  if (today === null) return null;
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const date = addDays(today.date, ahead);
    const at = date === undefined ? null : instantOf({ date, minutes: minutesOf(time) }, zone);
    if (at === null || date === undefined) return null;
    if (days.some((day) => day === weekdayName(date)) && Date.parse(at) > Date.parse(now)) return at;
  }
  return null;
}

const dateAndTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?)?$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
/** The instants that dates of four digits can say. */
const earliest = Date.UTC(1000, 0, 1);
const latest = Date.UTC(9999, 11, 31);

/**
 * The instant that an expression's value means: a date, a date and time on the clocks of a zone, an instant, or milliseconds since 1970.
 * A date alone is its first minute. With `time`, that time of the day it falls on. Undefined when it means none.
 */
export function instantIn(value: Json | undefined, time: string | undefined, zone: string): Instant | undefined {
  const at = momentIn(value, zone);
  if (at === undefined || time === undefined) return at;
  const local = localTime(at, zone);
  return (local && instantOf({ date: local.date, minutes: minutesOf(time) }, zone)) ?? undefined;
}

function momentIn(value: Json | undefined, zone: string): Instant | undefined {
  if (typeof value === 'number') return written(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (instant.test(text)) return isDate(text.slice(0, 10)) ? written(Date.parse(text)) : undefined;
  const [whole, date = '', clock = '00:00'] = dateAndTime.exec(text) ?? [];
  if (whole === undefined || !isDate(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(clock)) return undefined;
  return instantOf({ date, minutes: minutesOf(clock) }, zone) ?? undefined;
}

const written = (at: number): Instant | undefined =>
  at >= earliest && at <= latest ? new Date(at).toISOString() : undefined;
