import { weekdays, type Weekday } from '../../contract/index.ts';

/** Days since 1970-01-01. */
type DayNumber = number;

/** A moment as expressions write it: a day of the calendar, or an instant in milliseconds. */
export type Moment = { day: string } | { millis: number };

/** What the clocks of a zone show; throws for a zone that is none. */
export type Clock = {
  readonly zone: string;
  /** Minutes by which the zone's clocks are ahead of UTC. */
  offset(millis: number): number;
};

const pad = (number: number, width = 2): string => String(number).padStart(width, '0');
const dayMillis = 86_400_000;

export function dayNumber(day: string): DayNumber {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMillis);
}

export const dayOf = (number: DayNumber): string => isoDay(new Date(number * dayMillis));
const isoDay = (date: Date): string =>
  `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;

export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** A day of the calendar, of the years 1000 to 9999; undefined when there is none such, such as 31 June. */
export function dayFrom(year: number, month: number, day: number): string | undefined {
  if (![year, month, day].every(Number.isInteger)) return undefined;
  if (year < 1_000 || year > 9_999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return undefined;
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** Numbers of year, month (1 to 12) and day. */
export const partsOf = (day: string): [year: number, month: number, day: number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)),
  Number(day.slice(8, 10)),
];

/** Tells whether `2026-02-30` is a day of the calendar. */
export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayFrom(...partsOf(text)) === text;

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;

export const weekdayName = (day: string): Weekday | undefined => weekdays[weekdayOf(day) - 1];

/** `14:05`; undefined when no clock shows it. */
export const timeOf = (hour: number, minute: number): string | undefined =>
  hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 ? `${pad(hour)}:${pad(minute)}` : undefined;

/** The minutes since midnight of a time as `14:05`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const isoForm =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a date as expressions hold it: `2026-01-05`, an instant, a local time (of the zone), or milliseconds. */
export function readMoment(value: unknown, clock: Clock): Moment | undefined {
  if (typeof value === 'number') return inRange(value);
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const found = isoForm.exec(value.trim());
  if (!found) return undefined;
  const [, year, month, date, hour, minute, second = '0', fraction = '0', offset] = found;
  const day = dayFrom(Number(year), Number(month), Number(date));
  if (day === undefined) return undefined;
  if (hour === undefined) return { day };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  const rest = Number(second) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (offset === undefined) return inRange(instantAt(day, minutes, clock) + rest);
  const sign = offset.startsWith('-') ? -1 : 1;
  const ahead = offset === 'Z' ? 0 : sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
  return inRange(dayNumber(day) * dayMillis + (minutes - ahead) * 60_000 + rest);
}

const [earliest, latest] = [Date.UTC(1_000, 0, 1), Date.UTC(10_000, 0, 1) - 1];

const inRange = (millis: number): Moment | undefined =>
  Number.isFinite(millis) && millis >= earliest && millis <= latest ? { millis: Math.trunc(millis) } : undefined;

/** The instant at which a zone's clocks show a time; the earlier one when they show it twice, the later side of a gap when never. */
export function instantAt(day: string, minutes: number, clock: Clock): number {
  const shown = dayNumber(day) * dayMillis + minutes * 60_000;
  const [before, after] = [clock.offset(shown - dayMillis), clock.offset(shown + dayMillis)];
  const fits = [before, after]
    .map((offset) => ({ offset, millis: shown - offset * 60_000 }))
    .filter(({ offset, millis }) => clock.offset(millis) === offset);
  const found = fits.map(({ millis }) => millis);
  return found.length > 0 ? Math.min(...found) : shown - before * 60_000;
}

export type WallClock = { day: string; minutes: number; seconds: number };

/** What a zone's clocks show at a moment; a day begins at midnight. */
export function wallClock(moment: Moment, clock: Clock): WallClock {
  if ('day' in moment) return { day: moment.day, minutes: 0, seconds: 0 };
  const local = moment.millis + clock.offset(moment.millis) * 60_000;
  const number = Math.floor(local / dayMillis);
  const ofDay = local - number * dayMillis;
  return { day: dayOf(number), minutes: Math.floor(ofDay / 60_000), seconds: Math.floor((ofDay % 60_000) / 1_000) };
}

/** The instant of a moment; a day's is its first one. */
export const millisOf = (moment: Moment, clock: Clock): number =>
  'day' in moment ? instantAt(moment.day, 0, clock) : moment.millis;

/** Days in which a value may be written without a zone. */
export const writtenMoment = (moment: Moment): string =>
  'day' in moment ? moment.day : new Date(moment.millis).toISOString();

/** Moves a day by months; a day beyond the month's last one becomes the last one. Undefined out of the calendar. */
export function addMonths(day: string, months: number): string | undefined {
  const [year, month, date] = partsOf(day);
  const total = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  return dayFrom(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth)));
}

/** The day so many days later, earlier with a negative number. Undefined out of the calendar. */
export function addDays(day: string, days: number): string | undefined {
  const date = new Date((dayNumber(day) + days) * dayMillis);
  return dayFrom(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/** Whole months from one day to another, negative when it is earlier. */
export function monthsBetween(from: string, to: string): number {
  if (to < from) return -monthsBetween(to, from);
  const [[y1, m1], [y2, m2]] = [partsOf(from), partsOf(to)];
  const months = (y2 - y1) * 12 + m2 - m1;
  const reached = addMonths(from, months);
  return reached !== undefined && reached > to ? months - 1 : months;
}

/** Whole years between a birth and a day. */
export const yearsOld = (born: string, today: string): number => Math.trunc(monthsBetween(born, today) / 12);
