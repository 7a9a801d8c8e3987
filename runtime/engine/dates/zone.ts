import type { Instant } from '../../contract/index.ts';
import { dayNumber, instantAt } from './calendar.ts';

/** Wall-clock time in a zone: `2026-01-05`, and minutes since midnight. */
export type LocalTime = { date: string; minutes: number };

/** What the clocks of an IANA zone show at an instant; null when there is no such zone. */
export function localTime(instant: Instant, timeZone: string): LocalTime | null {
  const format = formatOf(timeZone);
  if (!format) return null;
  const parts: { [type: string]: string } = {};
  for (const { type, value } of format.formatToParts(new Date(instant))) parts[type] = value;
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    minutes: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}

export const isTimeZone = (name: string): boolean => formatOf(name) !== null;

/** Minutes by which a zone's clocks are ahead of UTC at an instant; null when there is no such zone. */
export function zoneOffset(millis: number, timeZone: string): number | null {
  if (timeZone === 'UTC') return 0;
  const shown = localTime(new Date(millis).toISOString(), timeZone);
  return shown && dayNumber(shown.date) * 1_440 + shown.minutes - Math.floor(millis / 60_000);
}

/** When the clocks of a zone show a date and time, as `instantAt` says. Null when there is no such zone. */
export function instantOf({ date, minutes }: LocalTime, timeZone: string): Instant | null {
  if (!isTimeZone(timeZone)) return null;
  const clock = { zone: timeZone, offset: (millis: number) => zoneOffset(millis, timeZone) ?? 0 };
  return new Date(instantAt(date, minutes, clock)).toISOString();
}

/** To make one costs a hundred times what using it does. */
// oxlint-disable-next-line no-restricted-globals
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 500;

// oxlint-disable-next-line no-restricted-globals
function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    // Offsets and their history are in no table of ours; everything else about dates is reckoned without Intl.
    // oxlint-disable-next-line no-restricted-globals
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    if (formats.size >= mostFormats) formats.clear();
    formats.set(timeZone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
