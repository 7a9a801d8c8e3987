import { Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { toDouble } from '../bson/numbers.ts';
import { badValue, failedToParse, located, shown, typeName } from '../query/refuse.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time zone: how far its wall clock is ahead of UTC at an instant, both in milliseconds. */
export interface Zone {
  offsetAt: (instant: number) => number;
  isUtc: boolean;
}

const utc: Zone = { offsetAt: () => 0, isUtc: true };
const zones = new Map<string, Zone>();

/**
 * A zone by its IANA name or as an offset (`+05:30`, `-0300`, `+03`); UTC when absent.
 *
 * @throws StoreError 40485 for a name that is no time zone, 40517 for what is no string.
 */
export function zoneOf(name: unknown): Zone {
  if (name === undefined || name === 'UTC' || name === 'GMT' || name === 'Z') return utc;
  if (typeof name !== 'string') throw located(40517, `timezone must evaluate to a string, found ${typeName(name)}`);
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = readOffset(name) ?? readNamed(name);
    zones.set(name, zone);
  }
  return zone;
}

function readOffset(name: string): Zone | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(name);
  if (match === null) return undefined;
  const size = Number(match[2]) * HOUR + Number(match[3] ?? 0) * MINUTE;
  const offset = match[1] === '-' ? -size : size;
  return { offsetAt: () => offset, isUtc: offset === 0 };
}

const CHANGES_AT = 15 * MINUTE; // zones change their offset at whole quarters of an hour only
const REMEMBERED_OFFSETS = 50_000;

function readNamed(name: string): Zone {
  const format = formatter(name);
  const offsets = new Map<number, number>();
  return {
    isUtc: false,
    offsetAt(instant) {
      const quarter = Math.floor(instant / CHANGES_AT);
      let offset = offsets.get(quarter);
      if (offset === undefined) {
        offset = wallClock(format, quarter * CHANGES_AT) - quarter * CHANGES_AT;
        if (offsets.size >= REMEMBERED_OFFSETS) offsets.clear();
        offsets.set(quarter, offset);
      }
      return offset;
    },
  };
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw located(40485, `unrecognized time zone identifier: "${timeZone}"`);
  }
}

function wallClock(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = value;
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  return fromParts(year, Number(part.month) - 1, Number(part.day), [part.hour, part.minute, part.second].map(Number));
}

/** Milliseconds of a calendar date; unlike `Date.UTC` years below 100 mean themselves. */
function fromParts(year: number, month: number, day: number, time: number[] = []): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  date.setUTCHours(time[0] ?? 0, time[1] ?? 0, time[2] ?? 0, 0);
  return date.getTime();
}

/** The wall clock of an instant, as a Date whose UTC fields read it. */
function localOf(instant: number, zone: Zone): Date {
  return new Date(instant + zone.offsetAt(instant));
}

/** The instant of a wall clock time: the first of two when clocks go back, moved on when they skip it. */
function instantOf(local: number, zone: Zone): number {
  const before = zone.offsetAt(local - DAY);
  if (zone.offsetAt(local - before) === before) return local - before;
  const after = zone.offsetAt(local + DAY);
  return zone.offsetAt(local - after) === after ? local - after : local - before;
}

/**
 * The instant in a value that stands for a date (Date, Timestamp, ObjectId); undefined for null and absent.
 *
 * @throws StoreError 16006 for anything else.
 */
export function instantIn(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.getTime();
  if (value instanceof ObjectId) return value.getTimestamp().getTime();
  if (value instanceof Timestamp) return value.t * SECOND;
  throw located(16006, `can't convert from BSON type ${typeName(value)} to Date`);
}

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
type Unit = (typeof UNITS)[number];
const FIXED: Partial<Record<Unit, number>> = { hour: HOUR, minute: MINUTE, second: SECOND, millisecond: 1 };
const MONTHS: Partial<Record<Unit, number>> = { year: 12, quarter: 3, month: 1 };
const DAYS: Partial<Record<Unit, number>> = { week: 7, day: 1 };

/** A unit of time by name. @throws StoreError 9 for another. */
export function unitOf(name: unknown): Unit {
  const unit = UNITS.find((known) => known === name);
  if (unit === undefined) throw failedToParse(`unknown time unit value: ${shown(name)}`);
  return unit;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The day a week starts on, 0 for Sunday; full names and their first three letters, in any case. */
export function weekdayOf(name: unknown): number {
  if (name === undefined) return 0;
  const lower = typeof name === 'string' ? name.toLowerCase() : '';
  const day = WEEKDAYS.findIndex((known) => known === lower || known.slice(0, 3) === lower);
  if (day < 0) throw failedToParse(`unknown day of week value: ${shown(name)}`);
  return day;
}

const monthsOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
const floorTo = (value: number, step: number): number => Math.floor(value / step) * step;

/** The start of the bin an instant lies in; bins are counted from 2000-01-01 in the zone, weeks from their first day. */
export function truncateDate(instant: number, unit: Unit, binSize: number, zone: Zone, startOfWeek: number): number {
  const reference = fromParts(2000, 0, 1);
  const fixed = FIXED[unit];
  if (fixed !== undefined) {
    const origin = instantOf(reference, zone);
    return origin + floorTo(instant - origin, fixed * binSize);
  }
  const local = localOf(instant, zone);
  const months = MONTHS[unit];
  if (months !== undefined) {
    const month = 2000 * 12 + floorTo(monthsOf(local) - 2000 * 12, months * binSize);
    return instantOf(fromParts(0, month, 1), zone);
  }
  const origin = unit === 'week' ? reference + ((startOfWeek - 6 + 7) % 7) * DAY : reference; // that day was a Saturday
  return instantOf(origin + floorTo(local.getTime() - origin, DAYS[unit]! * DAY * binSize), zone);
}

/** An instant some units later: calendar units move the wall clock of the zone and stay within the month. */
export function addToDate(instant: number, unit: Unit, amount: number, zone: Zone): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return instant + amount * fixed;
  const local = localOf(instant, zone);
  const days = DAYS[unit];
  if (days !== undefined) return instantOf(local.getTime() + amount * days * DAY, zone);
  const month = monthsOf(local) + amount * MONTHS[unit]!;
  const lastDay = new Date(fromParts(0, month + 1, 0)).getUTCDate();
  const midnight = fromParts(0, month, Math.min(local.getUTCDate(), lastDay));
  return instantOf(midnight + (local.getTime() - floorTo(local.getTime(), DAY)), zone);
}

/** How many boundaries of the unit lie between two instants, by the wall clock of the zone. */
export function differenceOf(start: number, end: number, unit: Unit, zone: Zone, startOfWeek: number): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) {
    const offset = zone.offsetAt(start);
    return Math.floor((end + offset) / fixed) - Math.floor((start + offset) / fixed);
  }
  const from = localOf(start, zone);
  const to = localOf(end, zone);
  const months = MONTHS[unit];
  if (months !== undefined) return Math.floor(monthsOf(to) / months) - Math.floor(monthsOf(from) / months);
  const shift = unit === 'week' ? 4 - startOfWeek : 0; // 1970-01-01 was a Thursday
  const step = DAYS[unit]!;
  const count = (date: Date): number => Math.floor((Math.floor(date.getTime() / DAY) + shift) / step);
  return count(to) - count(from);
}

const MONTH_NAMES = 'January February March April May June July August September October November December'.split(' ');

/** One part of a date, read off the wall clock of a zone. */
export const dateParts: Record<string, (local: Date) => number> = {
  $year: (local) => local.getUTCFullYear(),
  $month: (local) => local.getUTCMonth() + 1,
  $dayOfMonth: (local) => local.getUTCDate(),
  $dayOfWeek: (local) => local.getUTCDay() + 1,
  $dayOfYear: dayOfYear,
  $hour: (local) => local.getUTCHours(),
  $minute: (local) => local.getUTCMinutes(),
  $second: (local) => local.getUTCSeconds(),
  $millisecond: (local) => local.getUTCMilliseconds(),
  $week: (local) => Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7),
  $isoDayOfWeek: (local) => local.getUTCDay() || 7,
  $isoWeek: (local) => Math.ceil(dayOfYear(isoThursday(local)) / 7),
  $isoWeekYear: (local) => isoThursday(local).getUTCFullYear(),
};

function dayOfYear(local: Date): number {
  return Math.floor((local.getTime() - fromParts(local.getUTCFullYear(), 0, 1)) / DAY) + 1;
}

/** The Thursday of the same ISO week: the year it lies in is the week's year. */
function isoThursday(local: Date): Date {
  return new Date(local.getTime() + (4 - (local.getUTCDay() || 7)) * DAY);
}

/** One part of an instant. */
export function datePart(name: string, instant: number, zone: Zone): number {
  return dateParts[name]!(localOf(instant, zone));
}

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

const FORMATS: Record<string, (local: Date, offset: number) => string> = {
  '%': () => '%',
  b: (local) => MONTH_NAMES[local.getUTCMonth()]!.slice(0, 3),
  B: (local) => MONTH_NAMES[local.getUTCMonth()]!,
  d: (local) => padded(local.getUTCDate(), 2),
  G: (local) => padded(dateParts.$isoWeekYear!(local), 4),
  H: (local) => padded(local.getUTCHours(), 2),
  j: (local) => padded(dayOfYear(local), 3),
  L: (local) => padded(local.getUTCMilliseconds(), 3),
  m: (local) => padded(local.getUTCMonth() + 1, 2),
  M: (local) => padded(local.getUTCMinutes(), 2),
  S: (local) => padded(local.getUTCSeconds(), 2),
  u: (local) => String(local.getUTCDay() || 7),
  U: (local) => padded(dateParts.$week!(local), 2),
  V: (local) => padded(dateParts.$isoWeek!(local), 2),
  w: (local) => String(local.getUTCDay() + 1),
  Y: (local) => padded(local.getUTCFullYear(), 4),
  z: (_, offset) =>
    `${sign(offset)}${padded(Math.floor(Math.abs(offset) / HOUR), 2)}${padded((Math.abs(offset) % HOUR) / MINUTE, 2)}`,
  Z: (_, offset) => `${sign(offset)}${padded(Math.abs(offset) / MINUTE, 3)}`,
};

const sign = (offset: number): string => (offset < 0 ? '-' : '+');

/**
 * A date as text by a `$dateToString` format.
 *
 * @throws StoreError 18536 for an unknown specifier, 18537 for a year outside 0 to 9999.
 */
export function formatDate(instant: number, format: string | undefined, zone: Zone): string {
  const local = localOf(instant, zone);
  const year = local.getUTCFullYear();
  if (year < 0 || year > 9999)
    throw located(
      18537,
      `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`,
    );
  const pattern = format ?? (zone.isUtc ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L');
  return pattern.replace(/%([^])?/g, (_, specifier: string | undefined) => {
    const write = specifier !== undefined && Object.hasOwn(FORMATS, specifier) ? FORMATS[specifier] : undefined;
    if (write === undefined) throw located(18536, `Invalid format character '%${specifier ?? ''}' in format string`);
    return write(local, local.getTime() - instant);
  });
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** The instant an ISO 8601 text names, UTC when it says no offset; undefined when it is none. */
export function parseDate(text: string): number | undefined {
  if (!ISO_DATE.test(text)) return undefined;
  const normal = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, (all, hours: string, minutes: string) => {
    return text.length > 10 ? `${hours}:${minutes}` : all;
  });
  const zoned = normal.length > 10 && !/(?:Z|[+-]\d{2}:\d{2})$/.test(normal) ? `${normal}Z` : normal;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? undefined : instant;
}

/** A whole number of units. @throws StoreError 2 */
export function wholeAmount(name: string, value: unknown): number {
  const double =
    typeof value === 'number' ? value : value instanceof Long || value instanceof Decimal128 ? toDouble(value) : NaN;
  if (!Number.isSafeInteger(double)) throw badValue(`${name} must evaluate to an integer, found ${typeName(value)}`);
  return double;
}
