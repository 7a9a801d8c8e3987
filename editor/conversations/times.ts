import { dayIn } from './thread/items.ts';

const dayMs = 86_400_000;

/** How an instant is said in a list or on a day's line. Pure: locale, zone and the present are given. */
export type Clock = { locale: string; timeZone: string; now: number };

/** How many days ago, by the calendar of the zone, up to a week; undefined for what lies further back. */
export function daysAgo(at: string, { timeZone, now }: Pick<Clock, 'timeZone' | 'now'>): number | undefined {
  const dayOf = dayIn(timeZone);
  const day = dayOf(at);
  for (let days = 0; days < 7; days += 1) if (dayOf(now - days * dayMs) === day) return days;
  return undefined;
}

/** For a row: the time of day today, else the day; `yesterday` is the word for it. */
export function shortTime(at: string, clock: Clock, yesterday: string): string {
  const { locale, timeZone } = clock;
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(at));
  const days = daysAgo(at, clock);
  if (days === 0) return say({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (days === 1) return yesterday;
  if (days !== undefined) return say({ weekday: 'short' });
  const sameYear = new Date(at).getUTCFullYear() === new Date(clock.now).getUTCFullYear();
  return say({ day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) });
}

/** For the line above a day's messages. */
export function dayName(at: string, clock: Clock, words: { today: string; yesterday: string }): string {
  const days = daysAgo(at, clock);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  const { locale, timeZone, now } = clock;
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
  }).format(new Date(at));
}

/** Day and time of day. */
export const dayAndTime = (at: string, { locale, timeZone }: Pick<Clock, 'locale' | 'timeZone'>): string =>
  new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** A stretch of time in the unit that says most: 340 ms, 4,2 s, 12 min, 3 h. */
export function duration(ms: number, locale: string): string {
  const say = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(
      value,
    );
  if (ms < 1_000) return say(Math.round(ms), 'millisecond');
  if (ms < 60_000) return say(ms / 1_000, 'second', ms < 10_000 ? 1 : 0);
  if (ms < 3_600_000) return say(Math.round(ms / 60_000), 'minute');
  if (ms < 48 * 3_600_000) return say(Math.round(ms / 3_600_000), 'hour');
  return say(Math.round(ms / dayMs), 'day');
}
