import { weekdays, type Period, type Weekday } from '../../../runtime/contract/index.ts';
import { isRecord, recordsOf, textIn } from '../parts/lists.ts';

export { weekdays, type Period, type Weekday };

/** As the schema has it. */
export const mostPeriods = 10;

export type Week = { [day in Weekday]?: Period[] };
export type Holiday = { date: string; name?: string; periods?: Period[] };
export type HoursValue = { weekly: Week; holidays?: Holiday[] };

const readPeriods = (value: unknown): Period[] =>
  recordsOf(value).map((record) => ({ from: textIn(record, 'from'), to: textIn(record, 'to') }));

export function readHours(value: unknown): HoursValue {
  const schedule = isRecord(value) ? value : {};
  const given = isRecord(schedule['weekly']) ? schedule['weekly'] : {};
  const weekly = Object.fromEntries(weekdays.flatMap((day) => (day in given ? [[day, readPeriods(given[day])]] : [])));
  if (schedule['holidays'] === undefined) return { weekly };
  const holidays = recordsOf(schedule['holidays']).map((record) => ({
    date: textIn(record, 'date'),
    ...(typeof record['name'] === 'string' && { name: record['name'] }),
    ...(record['periods'] !== undefined && { periods: readPeriods(record['periods']) }),
  }));
  return { weekly, holidays };
}

/** The week with other hours on one day; a day without any is closed and not named. */
export function withDay(week: Week, day: Weekday, periods: readonly Period[]): Week {
  const { [day]: _before, ...others } = week;
  const next: Week = periods.length === 0 ? others : { ...others, [day]: [...periods] };
  return Object.fromEntries(weekdays.flatMap((name) => (next[name] ? [[name, next[name]]] : [])));
}

/** The hours of one day on all those that are open, too. */
export const copiedDay = (week: Week, from: Weekday, to: readonly Weekday[]): Week =>
  to.reduce((now, day) => withDay(now, day, week[from] ?? []), week);

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clock = (total: number): string =>
  `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`;

/** Hours to begin with: the office's, or, after others, from an hour later on. */
export function nextPeriod(periods: readonly Period[]): Period {
  const last = periods.at(-1);
  if (!last || minutes(last.to) <= minutes(last.from)) return { from: '09:00', to: '18:00' };
  const from = Math.min(minutes(last.to) + 60, 23 * 60);
  return { from: clock(from), to: clock(Math.min(from + 240, 23 * 60 + 59)) };
}

/** True when hours end on the next day. */
export const endsNextDay = ({ from, to }: Period): boolean => to !== '24:00' && minutes(to) <= minutes(from);

/** A clock has no 24:00: midnight is the next day's 00:00, and means the same. */
export const asClock = (time: string): string => (time === '24:00' ? '00:00' : time);

export const isYearly = (date: string): boolean => /^\d\d-\d\d$/.test(date);
/** The day of every year, or of one; the 29th of February of a year that has none becomes the 1st of March. */
export function withYear(date: string, year: number | null): string {
  const day = date.slice(-5);
  if (year === null) return day;
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}-${day === '02-29' && !leap ? '03-01' : day}`;
}
