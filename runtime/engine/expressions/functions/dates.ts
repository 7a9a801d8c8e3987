import {
  daysInMonth,
  dayFrom,
  dayNumber,
  instantAt,
  millisOf,
  monthsBetween,
  addDays,
  addMonths,
  partsOf,
  readMoment,
  wallClock,
  weekdayOf,
  writtenMoment,
  yearsOld,
  type Clock,
  type Moment,
} from '../../dates/calendar.ts';
import type { Evaluation } from '../evaluation.ts';
import { dateSaid } from '../../dates/dates-said.ts';
import { longestRead } from '../../dates/said-words.ts';
import { timeSaid } from '../../dates/times-said.ts';
import { asList, asNumber, asText, optionalText, refuse, wholeNumber } from './arguments.ts';
import { clockOf, dayAt, nowIn } from './clock.ts';
import { defineFunctions, type FunctionDefinition } from './define.ts';

const two = (number: number): string => String(number).padStart(2, '0');
const written = (moment: Moment | undefined): string | undefined => moment && writtenMoment(moment);

/** What is said in place of a date that is none. */
export const dateProblem =
  (...at: number[]) =>
  (index: number, value: string): string | undefined =>
    at.includes(index) && !readMoment(value, { zone: 'UTC', offset: () => 0 }) ? 'date' : undefined;

/** Units of a fixed length, in milliseconds. */
const lengths = { minutes: 60_000, hours: 3_600_000 } as const;
const inDays = { days: 1, weeks: 7 } as const;
const inMonths = { months: 1, years: 12 } as const;
const unitNames = [...Object.keys(lengths), ...Object.keys(inDays), ...Object.keys(inMonths)];

const isUnit = <Units extends object>(units: Units, unit: string): unit is keyof Units & string =>
  Object.hasOwn(units, unit);

/** A date some units later: minutes and hours by the clock, days and longer by the calendar, at the same time of day. */
function moved(value: unknown, count: unknown, unit: string, clock: Clock): string | undefined {
  const moment = readMoment(value, clock);
  if (!moment) return undefined;
  if (isUnit(lengths, unit)) {
    const millis = millisOf(moment, clock) + Math.round(asNumber(count, 0) * lengths[unit]);
    return written(readMoment(millis, clock));
  }
  const whole = wholeNumber(count, -1_000_000, 1_000_000, 'The number to add');
  const { day, minutes } = wallClock(moment, clock);
  const to = isUnit(inDays, unit)
    ? addDays(day, whole * inDays[unit])
    : isUnit(inMonths, unit)
      ? addMonths(day, whole * inMonths[unit])
      : undefined;
  if (to === undefined || 'day' in moment) return to;
  const rest = ((moment.millis % 60_000) + 60_000) % 60_000;
  return written(readMoment(instantAt(to, minutes, clock) + rest, clock));
}

const adding = (name: string, unit: string, examples: FunctionDefinition['examples']) => ({
  name,
  signature: '<(sn)-n:s>',
  params: ['date', 'count'],
  checkLiteral: dateProblem(0),
  examples,
  run: ([date, count]: readonly unknown[], evaluation: Evaluation) => moved(date, count, unit, clockOf(evaluation)),
});

/** How far two moments are apart; whole units, towards zero. */
function apart(from: unknown, to: unknown, unit: string, clock: Clock): number | undefined {
  if (!unitNames.includes(unit)) refuse(`The unit is one of ${unitNames.join(', ')}.`);
  const [a, b] = [readMoment(from, clock), readMoment(to, clock)];
  if (!a || !b) return undefined;
  const millis = () => millisOf(b, clock) - millisOf(a, clock);
  if (isUnit(lengths, unit)) return zero(Math.trunc(millis() / lengths[unit]));
  const [first, last] = [wallClock(a, clock), wallClock(b, clock)];
  if (isUnit(inDays, unit)) return zero(Math.trunc((dayNumber(last.day) - dayNumber(first.day)) / inDays[unit]));
  return isUnit(inMonths, unit) ? zero(Math.trunc(monthsBetween(first.day, last.day) / inMonths[unit])) : undefined;
}

const zero = (number: number): number => (number === 0 ? 0 : number);

/** Two dates in order: by the calendar when one of them is a day, else by the clock. Negative: the first one is earlier. */
function order(one: unknown, other: unknown, clock: Clock): number | undefined {
  const [a, b] = [readMoment(one, clock), readMoment(other, clock)];
  if (!a || !b) return undefined;
  if ('millis' in a && 'millis' in b) return a.millis - b.millis;
  return dayNumber(wallClock(a, clock).day) - dayNumber(wallClock(b, clock).day);
}

const comparing = (
  name: string,
  examples: FunctionDefinition['examples'],
  holds: (order: number) => boolean,
): Omit<FunctionDefinition, 'group'> => ({
  name,
  signature: '<(sn)-(sn):b>',
  params: ['date', 'other'],
  checkLiteral: dateProblem(0, 1),
  examples,
  run([date, other], evaluation) {
    const found = order(date, other, clockOf(evaluation));
    return found === undefined ? undefined : holds(found);
  },
});

/** Days that are looked at one by one. */
const mostDays = 3_700;

function holidaysOf(value: unknown): ReadonlySet<string> {
  const clock: Clock = { zone: 'UTC', offset: () => 0 };
  return new Set(asList(value).flatMap((day) => dayAt(day, clock) ?? []));
}

const isWorkday = (day: string, holidays: ReadonlySet<string>): boolean => weekdayOf(day) <= 5 && !holidays.has(day);

/** A text to look for dates and times in: many patterns go over it, up to where it is read. */
function spokenText(value: unknown, { budget }: Evaluation): string {
  const text = asText(value).slice(0, longestRead);
  budget.spend(2_000 + text.length * 100);
  return text;
}

const zoneExample = { now: '2026-01-06T02:30:00.000Z', timeZone: 'America/Bogota' };

export const dateFunctions = defineFunctions('dates', [
  {
    name: 'today',
    signature: '<s?:s>',
    params: ['zone?'],
    examples: [
      { expression: '$today()', ...zoneExample, result: '2026-01-05' },
      { expression: '$today("Europe/Madrid")', ...zoneExample, result: '2026-01-06' },
    ],
    run([zone], evaluation) {
      return nowIn(evaluation, clockOf(evaluation, zone)).day;
    },
  },
  {
    name: 'timeNow',
    signature: '<s?:s>',
    params: ['zone?'],
    examples: [{ expression: '$timeNow()', ...zoneExample, result: '21:30' }],
    run([zone], evaluation) {
      const { minutes } = nowIn(evaluation, clockOf(evaluation, zone));
      return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    },
  },
  {
    name: 'inZone',
    signature: '<(sn)-s?:s>',
    params: ['date', 'zone'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$inZone("2026-01-06T02:30:00Z", "America/Bogota")', result: '2026-01-05T21:30:00-05:00' },
      { expression: '$inZone("2026-07-01T12:00:00Z", "Asia/Kolkata")', result: '2026-07-01T17:30:00+05:30' },
    ],
    run([date, zone], evaluation) {
      const clock = clockOf(evaluation, zone);
      const moment = readMoment(date, clockOf(evaluation));
      if (!moment) return undefined;
      const millis = millisOf(moment, clock);
      const { day, minutes, seconds } = wallClock({ millis }, clock);
      const ahead = clock.offset(millis);
      const sign = ahead < 0 ? '-' : '+';
      const offset = `${sign}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
      return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds)}${offset}`;
    },
  },
  {
    name: 'parseDate',
    signature: '<s-s?:s>',
    params: ['text', 'language'],
    partial: true,
    examples: [
      { expression: '$parseDate("5/1/2026")', result: '2026-01-05' },
      { expression: '$parseDate("1/5/2026", "en")', result: '2026-01-05' },
      { expression: '$parseDate("el 5 de enero de 2026")', result: '2026-01-05' },
      { expression: '$parseDate("Jan 5th, 2026")', result: '2026-01-05' },
      { expression: '$parseDate("mañana")', ...zoneExample, result: '2026-01-06' },
      { expression: '$parseDate("próxima segunda-feira")', now: '2026-01-06T12:00:00.000Z', result: '2026-01-12' },
      { expression: '$parseDate("en 3 días")', now: '2026-01-06T12:00:00.000Z', result: '2026-01-09' },
      { expression: '$parseDate("31/06/2026") ?? "no es una fecha"', result: 'no es una fecha' },
    ],
    run([text, language], evaluation) {
      const spoken = optionalText(language) ?? evaluation.language ?? 'es';
      return dateSaid(spokenText(text, evaluation), {
        today: nowIn(evaluation, clockOf(evaluation)).day,
        language: spoken,
      });
    },
  },
  {
    name: 'parseTime',
    signature: '<s-:s>',
    params: ['text'],
    partial: true,
    examples: [
      { expression: '$parseTime("a las 3 y media de la tarde")', result: '15:30' },
      { expression: '$parseTime("3pm")', result: '15:00' },
      { expression: '$parseTime("15h30")', result: '15:30' },
      { expression: '$parseTime("12 am")', result: '00:00' },
      { expression: '$parseTime("25:00") ?? "no es una hora"', result: 'no es una hora' },
    ],
    run: ([text], evaluation) => timeSaid(spokenText(text, evaluation))?.time,
  },
  {
    name: 'isDate',
    signature: '<x-:b>',
    params: ['value'],
    examples: [
      { expression: '$isDate("2026-02-28")', result: true },
      { expression: '$isDate("2026-02-29")', result: false },
      { expression: '$isDate("5/1/2026")', result: false },
    ],
    run: ([value], evaluation) => typeof value === 'string' && readMoment(value, clockOf(evaluation)) !== undefined,
  },
  adding('addMinutes', 'minutes', [
    { expression: '$addMinutes("2026-01-05T09:00:00Z", 90)', result: '2026-01-05T10:30:00.000Z' },
  ]),
  adding('addHours', 'hours', [
    { expression: '$addHours("2026-01-05T09:00:00Z", -10)', result: '2026-01-04T23:00:00.000Z' },
    { expression: '$addHours("2026-01-05", 1)', timeZone: 'America/Bogota', result: '2026-01-05T06:00:00.000Z' },
  ]),
  adding('addDays', 'days', [
    { expression: '$addDays("2026-02-27", 2)', result: '2026-03-01' },
    { expression: '$addDays($today(), 1)', ...zoneExample, result: '2026-01-06' },
    {
      expression: '$addDays("2026-03-28T12:00:00Z", 1)',
      timeZone: 'Europe/Madrid',
      result: '2026-03-29T11:00:00.000Z',
    },
  ]),
  adding('addWeeks', 'weeks', [{ expression: '$addWeeks("2026-01-05", 2)', result: '2026-01-19' }]),
  adding('addMonths', 'months', [
    { expression: '$addMonths("2026-01-31", 1)', result: '2026-02-28' },
    { expression: '$addMonths("2026-01-15", -1)', result: '2025-12-15' },
  ]),
  adding('addYears', 'years', [{ expression: '$addYears("2024-02-29", 1)', result: '2025-02-28' }]),
  {
    name: 'difference',
    signature: '<(sn)-(sn)s:n>',
    params: ['from', 'to', 'unit'],
    checkLiteral: dateProblem(0, 1),
    examples: [
      { expression: '$difference("2026-01-05", "2026-01-19", "weeks")', result: 2 },
      { expression: '$difference("2026-01-31", "2026-02-28", "months")', result: 1 },
      { expression: '$difference("2026-01-31", "2026-02-27", "months")', result: 0 },
      { expression: '$difference("2026-01-05T09:00:00Z", "2026-01-05T08:00:00Z", "minutes")', result: -60 },
      { expression: '$difference("2026-01-05", "no", "days")' },
    ],
    run: ([from, to, unit], evaluation) => apart(from, to, asText(unit), clockOf(evaluation)),
  },
  {
    name: 'daysUntil',
    signature: '<(sn)-:n>',
    params: ['date'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$daysUntil("2026-01-12")', now: '2026-01-05T09:00:00.000Z', result: 7 },
      { expression: '$daysUntil("2026-01-04")', now: '2026-01-05T09:00:00.000Z', result: -1 },
    ],
    run([date], evaluation) {
      const clock = clockOf(evaluation);
      return apart(nowIn(evaluation, clock).day, date, 'days', clock);
    },
  },
  {
    name: 'age',
    signature: '<(sn)-:n>',
    params: ['date'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$age("1990-01-06")', now: '2026-01-05T09:00:00.000Z', result: 35 },
      { expression: '$age("1990-01-05")', now: '2026-01-05T09:00:00.000Z', result: 36 },
    ],
    run([date], evaluation) {
      const clock = clockOf(evaluation);
      const born = dayAt(date, clock);
      return born === undefined ? undefined : zero(yearsOld(born, nowIn(evaluation, clock).day));
    },
  },
  comparing(
    'isBefore',
    [
      { expression: '$isBefore("2026-01-05", "2026-01-06")', result: true },
      { expression: '$isBefore("2026-01-05", "2026-01-05T10:00:00Z")', result: false },
    ],
    (found) => found < 0,
  ),
  comparing(
    'isAfter',
    [
      { expression: '$isAfter("2026-01-05T10:00:00Z", "2026-01-05T09:00:00Z")', result: true },
      { expression: '$isAfter("2026-01-05", "2026-01-05")', result: false },
    ],
    (found) => found > 0,
  ),
  {
    name: 'isSameDay',
    signature: '<(sn)-(sn):b>',
    params: ['date', 'other'],
    checkLiteral: dateProblem(0, 1),
    examples: [
      { expression: '$isSameDay("2026-01-06T02:30:00Z", "2026-01-05")', timeZone: 'America/Bogota', result: true },
      { expression: '$isSameDay("2026-01-06T02:30:00Z", "2026-01-05")', result: false },
    ],
    run([date, other], evaluation) {
      const clock = clockOf(evaluation);
      const [a, b] = [dayAt(date, clock), dayAt(other, clock)];
      return a === undefined || b === undefined ? undefined : a === b;
    },
  },
  {
    name: 'weekday',
    signature: '<(sn)-:n>',
    params: ['date'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$weekday("2026-01-05")', result: 1 },
      { expression: '$weekday("2026-01-11")', result: 7 },
    ],
    run([date], evaluation) {
      const day = dayAt(date, clockOf(evaluation));
      return day === undefined ? undefined : weekdayOf(day);
    },
  },
  {
    name: 'datePart',
    signature: '<(sn)-s:n>',
    params: ['date', 'part'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$datePart("2026-01-06T02:30:00Z", "day")', timeZone: 'America/Bogota', result: 5 },
      { expression: '$datePart("2026-01-05", "year")', result: 2026 },
      { expression: '$datePart("2026-01-05", "month")', result: 1 },
      { expression: '$datePart("2026-01-05T17:45:00Z", "hour")', result: 17 },
      { expression: '$datePart("2026-01-05T17:45:00Z", "minute")', result: 45 },
    ],
    run([date, part], evaluation) {
      const clock = clockOf(evaluation);
      const moment = readMoment(date, clock);
      if (!moment) return undefined;
      const { day, minutes } = wallClock(moment, clock);
      const [year, month, ofMonth] = partsOf(day);
      const known = { year, month, day: ofMonth, hour: Math.floor(minutes / 60), minute: minutes % 60 };
      const name = asText(part);
      return isUnit(known, name) ? known[name] : refuse(`The part is one of ${Object.keys(known).join(', ')}.`);
    },
  },
  {
    name: 'startOfDay',
    signature: '<(sn)-s?:s>',
    params: ['date', 'zone'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$startOfDay("2026-01-05")', timeZone: 'America/Bogota', result: '2026-01-05T05:00:00.000Z' },
      { expression: '$startOfDay($now())', ...zoneExample, result: '2026-01-05T05:00:00.000Z' },
    ],
    run([date, zone], evaluation) {
      const clock = clockOf(evaluation, zone);
      const day = dayAt(date, clock);
      return day === undefined ? undefined : written({ millis: instantAt(day, 0, clock) });
    },
  },
  {
    name: 'startOfMonth',
    signature: '<(sn)-:s>',
    params: ['date'],
    checkLiteral: dateProblem(0),
    examples: [{ expression: '$startOfMonth("2026-02-17")', result: '2026-02-01' }],
    run([date], evaluation) {
      const day = dayAt(date, clockOf(evaluation));
      return day && `${day.slice(0, 8)}01`;
    },
  },
  {
    name: 'endOfMonth',
    signature: '<(sn)-:s>',
    params: ['date'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$endOfMonth("2026-02-17")', result: '2026-02-28' },
      { expression: '$endOfMonth("2028-02-17")', result: '2028-02-29' },
    ],
    run([date], evaluation) {
      const day = dayAt(date, clockOf(evaluation));
      if (day === undefined) return undefined;
      const [year, month] = partsOf(day);
      return dayFrom(year, month, daysInMonth(year, month));
    },
  },
  {
    name: 'isWorkday',
    signature: '<(sn)-a?:b>',
    params: ['date', 'holidays'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$isWorkday("2026-01-05")', result: true },
      { expression: '$isWorkday("2026-01-03")', result: false },
      { expression: '$isWorkday("2026-01-06", ["2026-01-06"])', result: false },
    ],
    run([date, holidays], evaluation) {
      const day = dayAt(date, clockOf(evaluation));
      evaluation.budget.spend(asList(holidays).length * 100);
      return day === undefined ? undefined : isWorkday(day, holidaysOf(holidays));
    },
  },
  {
    name: 'addWorkdays',
    signature: '<(sn)-na?:s>',
    params: ['date', 'count', 'holidays'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$addWorkdays("2026-01-02", 1)', result: '2026-01-05' },
      { expression: '$addWorkdays("2026-01-02", 3, ["2026-01-06"])', result: '2026-01-08' },
      { expression: '$addWorkdays("2026-01-05", -1)', result: '2026-01-02' },
    ],
    run([date, count, holidays], evaluation) {
      const day = dayAt(date, clockOf(evaluation));
      const left = wholeNumber(count, -1_000, 1_000, 'The number of days');
      evaluation.budget.spend(asList(holidays).length * 100 + Math.abs(left) * 300);
      if (day === undefined) return undefined;
      const off = holidaysOf(holidays);
      let at: string | undefined = day;
      for (let done = 0, looked = 0; done < Math.abs(left) && at !== undefined; looked += 1) {
        if (looked > mostDays) return undefined;
        at = addDays(at, left < 0 ? -1 : 1);
        if (at !== undefined && isWorkday(at, off)) done += 1;
      }
      return at;
    },
  },
  {
    name: 'workdaysBetween',
    signature: '<(sn)-(sn)a?:n>',
    params: ['from', 'to', 'holidays'],
    checkLiteral: dateProblem(0, 1),
    examples: [
      { expression: '$workdaysBetween("2026-01-02", "2026-01-05")', result: 1 },
      { expression: '$workdaysBetween("2026-01-05", "2026-01-12", ["2026-01-06"])', result: 4 },
      { expression: '$workdaysBetween("2026-01-05", "2026-01-05")', result: 0 },
      { expression: '$workdaysBetween("2026-01-12", "2026-01-05")', result: -5 },
    ],
    run([from, to, holidays], evaluation) {
      const clock = clockOf(evaluation);
      const [a, b] = [dayAt(from, clock), dayAt(to, clock)];
      if (a === undefined || b === undefined) return undefined;
      const [first, last] = a <= b ? [dayNumber(a), dayNumber(b)] : [dayNumber(b), dayNumber(a)];
      if (last - first > mostDays) refuse(`Workdays are counted over at most ${mostDays} days.`);
      evaluation.budget.spend(asList(holidays).length * 100 + (last - first) * 200);
      const off = holidaysOf(holidays);
      let found = 0;
      const start = a <= b ? a : b;
      for (let ahead = 1; ahead <= last - first; ahead += 1) {
        const day = addDays(start, a <= b ? ahead : ahead - 1);
        if (day !== undefined && isWorkday(day, off)) found += 1;
      }
      return zero(a <= b ? found : -found);
    },
  },
]);
