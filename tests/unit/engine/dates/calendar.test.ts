import { describe, expect, test } from '@jest/globals';
import {
  addMonths,
  dayFrom,
  dayNumber,
  dayOf,
  daysInMonth,
  instantAt,
  millisOf,
  minutesOf,
  monthsBetween,
  partsOf,
  readMoment,
  timeOf,
  wallClock,
  weekdayName,
  weekdayOf,
  writtenMoment,
  yearsOld,
  type Clock,
} from '../../../../runtime/engine/dates/calendar.ts';
import { cronOf, everStrikes } from '../../../../runtime/engine/dates/cron.ts';
import { isOpen } from '../../../../runtime/engine/dates/opening-hours.ts';
import { zoneOfPhone } from '../../../../runtime/engine/dates/contact-zone.ts';
import { instantOf, isTimeZone, localTime, zoneOffset } from '../../../../runtime/engine/dates/zone.ts';

const clockAt = (minutes: number): Clock => ({ zone: 'X', offset: () => minutes });
const bogota = clockAt(-300);
const millis = (instant: string) => Date.parse(instant);

test('days are numbered from 1970', () => {
  expect(['1970-01-01', '1969-12-31', '2026-03-04'].map(dayNumber)).toEqual([0, -1, 20_516]);
  expect([0, -1, 20_516].map(dayOf)).toEqual(['1970-01-01', '1969-12-31', '2026-03-04']);
});

test('months have their days', () => {
  const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  expect(months.map((month) => daysInMonth(2026, month))).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
  expect([1900, 2000, 2028].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 29]);
});

test.each<[number, number, number, string | undefined]>([
  [2026, 1, 1, '2026-01-01'],
  [2026, 12, 31, '2026-12-31'],
  [2026, 0, 5, undefined],
  [2026, 13, 5, undefined],
  [2026, 6, 0, undefined],
  [2026, 6, 30, '2026-06-30'],
  [2026, 6, 31, undefined],
  [999, 1, 1, undefined],
  [1000, 1, 1, '1000-01-01'],
  [9999, 12, 31, '9999-12-31'],
  [10_000, 1, 1, undefined],
  [2026, 1.5, 5, undefined],
  [2026, 1, Number.NaN, undefined],
  [2026.5, 1, 5, undefined],
])('%d, %d, %d is the day %s', (year, month, day, expected) => expect(dayFrom(year, month, day)).toBe(expected));

test('parts of a day are its numbers', () => expect(partsOf('2026-03-04')).toEqual([2026, 3, 4]));

test('weekdays are counted from Monday, also before 1970', () => {
  const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08'];
  expect(days.map(weekdayOf)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(days.map(weekdayName)).toEqual(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
  expect(['1969-12-28', '1969-12-29', '1969-12-25', '1900-01-01'].map(weekdayOf)).toEqual([7, 1, 4, 1]);
});

test('a clock shows 00:00 to 23:59', () => {
  expect([timeOf(0, 0), timeOf(9, 5), timeOf(23, 59)]).toEqual(['00:00', '09:05', '23:59']);
  expect([timeOf(-1, 0), timeOf(24, 0), timeOf(0, -1), timeOf(0, 60), timeOf(Number.NaN, 0)]).toEqual(
    Array(5).fill(undefined),
  );
  expect(['00:00', '09:05', '23:59'].map(minutesOf)).toEqual([0, 545, 1_439]);
});

describe('a moment is read', () => {
  test.each<[unknown, string | undefined]>([
    ['2026-01-05', '2026-01-05'],
    [' 2026-01-05 ', '2026-01-05'],
    ['2026-01-05T09:30Z', '2026-01-05T09:30:00.000Z'],
    ['2026-01-05 09:30Z', '2026-01-05T09:30:00.000Z'],
    ['2026-01-05T09:30:15Z', '2026-01-05T09:30:15.000Z'],
    ['2026-01-05T09:30:15.5Z', '2026-01-05T09:30:15.500Z'],
    ['2026-01-05T09:30:15.123456789Z', '2026-01-05T09:30:15.123Z'],
    ['2026-01-05T09:30:15.1234567891Z', undefined],
    ['2026-01-05T09:30 Z', '2026-01-05T09:30:00.000Z'],
    ['2026-01-05T09:30+02:00', '2026-01-05T07:30:00.000Z'],
    ['2026-01-05T09:30-05:30', '2026-01-05T15:00:00.000Z'],
    ['2026-01-05T09:30+0230', '2026-01-05T07:00:00.000Z'],
    ['2026-01-05T09:30 -03:00', '2026-01-05T12:30:00.000Z'],
    ['2026-01-05T09:30', '2026-01-05T14:30:00.000Z'],
    ['2026-01-05T09:30:20.25', '2026-01-05T14:30:20.250Z'],
    ['2026-01-05T23:59:59Z', '2026-01-05T23:59:59.000Z'],
    ['2026-01-05T24:00Z', undefined],
    ['2026-01-05T00:60Z', undefined],
    ['2026-01-05T00:00:60Z', undefined],
    ['2026-02-30', undefined],
    ['2026-02-30T09:30Z', undefined],
    ['x2026-01-05', undefined],
    ['2026-01-05x', undefined],
    ['2026-01-05T09', undefined],
    ['2026-01-05T09:30:', undefined],
    ['2026-01-05T09:30  Z', undefined],
    ['26-01-05', undefined],
    ['', undefined],
    [`2026-01-05${' '.repeat(30)}`, '2026-01-05'],
    [`2026-01-05${' '.repeat(31)}`, undefined],
    [0, '1970-01-01T00:00:00.000Z'],
    [1.9, '1970-01-01T00:00:00.001Z'],
    [Date.UTC(1_000, 0, 1), '1000-01-01T00:00:00.000Z'],
    [Date.UTC(1_000, 0, 1) - 1, undefined],
    [Date.UTC(10_000, 0, 1) - 1, '9999-12-31T23:59:59.999Z'],
    [Date.UTC(10_000, 0, 1), undefined],
    [Number.NaN, undefined],
    [Infinity, undefined],
    [null, undefined],
    [{}, undefined],
    [true, undefined],
    [['2026-01-05'], undefined],
  ])('%j as %s', (value, written) => {
    const moment = readMoment(value, bogota);
    expect(moment && writtenMoment(moment)).toBe(written);
  });
});

test('a zone’s clocks show a moment', () => {
  expect(wallClock({ day: '2026-01-05' }, bogota)).toEqual({ day: '2026-01-05', minutes: 0, seconds: 0 });
  expect(wallClock({ millis: millis('2026-01-05T04:59:59.999Z') }, bogota)).toEqual({
    day: '2026-01-04',
    minutes: 1_439,
    seconds: 59,
  });
  expect(wallClock({ millis: millis('2026-01-05T05:00:00Z') }, bogota)).toEqual({
    day: '2026-01-05',
    minutes: 0,
    seconds: 0,
  });
  expect(wallClock({ millis: millis('2026-01-05T20:15:42Z') }, clockAt(345))).toEqual({
    day: '2026-01-06',
    minutes: 120,
    seconds: 42,
  });
  expect(wallClock({ millis: -1 }, clockAt(0))).toEqual({ day: '1969-12-31', minutes: 1_439, seconds: 59 });
});

test('a day’s instant is its first one', () => {
  expect(millisOf({ day: '2026-01-05' }, bogota)).toBe(millis('2026-01-05T05:00:00Z'));
  expect(millisOf({ millis: 5 }, bogota)).toBe(5);
});

test('a time is an instant by the clocks before and after it', () => {
  const change = millis('2026-06-01T00:00:00Z');
  const forward: Clock = { zone: 'F', offset: (at) => (at < change ? 0 : 60) };
  const back: Clock = { zone: 'B', offset: (at) => (at < change ? 60 : 0) };
  const iso = (day: string, minutes: number, clock: Clock) => new Date(instantAt(day, minutes, clock)).toISOString();
  expect(iso('2026-05-31', 1_439, forward)).toBe('2026-05-31T23:59:00.000Z');
  expect(iso('2026-06-01', 0, forward)).toBe('2026-06-01T00:00:00.000Z');
  expect(iso('2026-06-01', 59, forward)).toBe('2026-06-01T00:59:00.000Z');
  expect(iso('2026-06-01', 60, forward)).toBe('2026-06-01T00:00:00.000Z');
  expect(iso('2026-05-31', 1_439, back)).toBe('2026-05-31T22:59:00.000Z');
  expect(iso('2026-06-01', 0, back)).toBe('2026-05-31T23:00:00.000Z');
  expect(iso('2026-06-01', 60, back)).toBe('2026-06-01T01:00:00.000Z');
});

test.each<[string, number, string | undefined]>([
  ['2026-01-31', 0, '2026-01-31'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-01-31', 2, '2026-03-31'],
  ['2026-01-31', -1, '2025-12-31'],
  ['2026-01-31', -2, '2025-11-30'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-11-15', 1, '2026-12-15'],
  ['2026-01-15', -12, '2025-01-15'],
  ['2026-01-15', -13, '2024-12-15'],
  ['9999-12-01', 1, undefined],
  ['1000-01-01', -1, undefined],
])('%s and %d months are %s', (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

test.each<[string, string, number]>([
  ['2026-01-15', '2026-01-15', 0],
  ['2026-01-15', '2026-02-14', 0],
  ['2026-01-15', '2026-02-15', 1],
  ['2026-01-31', '2026-02-27', 0],
  ['2026-01-31', '2026-02-28', 1],
  ['2026-01-15', '2027-03-16', 14],
  ['2026-02-15', '2026-01-15', -1],
  ['2026-02-14', '2026-01-15', 0],
  ['2027-03-15', '2026-01-15', -14],
])('from %s to %s are %d months', (from, to, months) => expect(monthsBetween(from, to) + 0).toBe(months));

test('years are whole on the birthday', () => {
  expect(yearsOld('2000-03-05', '2026-03-04')).toBe(25);
  expect(yearsOld('2000-03-05', '2026-03-05')).toBe(26);
  expect(yearsOld('2027-03-05', '2026-03-05')).toBe(-1);
  expect(yearsOld('2000-02-29', '2026-02-28')).toBe(26);
});

test.each([
  ['1787', 'America/Puerto_Rico'],
  ['1809', 'America/Santo_Domingo'],
  ['1829', 'America/Santo_Domingo'],
  ['1849', 'America/Santo_Domingo'],
  ['1939', 'America/Puerto_Rico'],
  ['34', 'Europe/Madrid'],
  ['351', 'Europe/Lisbon'],
  ['501', 'America/Belize'],
  ['502', 'America/Guatemala'],
  ['503', 'America/El_Salvador'],
  ['504', 'America/Tegucigalpa'],
  ['505', 'America/Managua'],
  ['506', 'America/Costa_Rica'],
  ['507', 'America/Panama'],
  ['509', 'America/Port-au-Prince'],
  ['51', 'America/Lima'],
  ['53', 'America/Havana'],
  ['54', 'America/Argentina/Buenos_Aires'],
  ['55', 'America/Sao_Paulo'],
  ['5565', 'America/Cuiaba'],
  ['5566', 'America/Cuiaba'],
  ['5567', 'America/Campo_Grande'],
  ['5568', 'America/Rio_Branco'],
  ['5569', 'America/Porto_Velho'],
  ['5592', 'America/Manaus'],
  ['5595', 'America/Boa_Vista'],
  ['5597', 'America/Manaus'],
  ['56', 'America/Santiago'],
  ['57', 'America/Bogota'],
  ['58', 'America/Caracas'],
  ['591', 'America/La_Paz'],
  ['592', 'America/Guyana'],
  ['593', 'America/Guayaquil'],
  ['595', 'America/Asuncion'],
  ['597', 'America/Paramaribo'],
  ['598', 'America/Montevideo'],
])('a number that begins with %s tells %s, which is a zone', (beginning, zone) => {
  expect(zoneOfPhone(`+${beginning}1234567`)).toBe(zone);
  expect(isTimeZone(zone)).toBe(true);
});

test.each<[string, string | undefined]>([
  ['+5712345', 'America/Bogota'],
  ['+571234', undefined],
  ['+57' + '1'.repeat(13), 'America/Bogota'],
  ['+57' + '1'.repeat(14), undefined],
  ['+0571234567', undefined],
  ['x+573001234567', undefined],
  ['+573001234567x', undefined],
  ['+57 300 1234567', undefined],
  ['+4915112345678', undefined],
])('the number %s tells the zone %s', (phone, zone) => expect(zoneOfPhone(phone)).toBe(zone));

test('local time is a day and its minutes, in a zone that there is', () => {
  expect(localTime('2026-01-05T04:59:59.000Z', 'America/Bogota')).toEqual({ date: '2026-01-04', minutes: 1_439 });
  expect(localTime('2026-01-05T05:00:00.000Z', 'America/Bogota')).toEqual({ date: '2026-01-05', minutes: 0 });
  expect(localTime('2026-01-05T05:00:00.000Z', 'Mars/Olympus')).toBeNull();
  expect(['UTC', 'America/Bogota', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false]);
  expect(['UTC', 'America/Bogota', 'Asia/Kathmandu', 'Mars/Olympus'].map((zone) => zoneOffset(61_000, zone))).toEqual([
    0,
    -300,
    330,
    null,
  ]);
  expect(instantOf({ date: '2026-01-05', minutes: 0 }, 'Mars/Olympus')).toBeNull();
});

describe('opening hours', () => {
  const schedule = {
    weekly: {
      monday: [
        { from: '09:00', to: '12:00' },
        { from: '14:00', to: '18:00' },
      ],
      friday: [{ from: '22:00', to: '02:00' }],
      sunday: [{ from: '00:00', to: '00:00' }],
    },
    holidays: [
      { date: '2026-03-09', periods: [{ from: '10:00', to: '11:00' }] },
      { date: '03-09' },
      { date: '03-16' },
      { date: '12-25', periods: [{ from: '08:00', to: '09:00' }] },
    ],
  };
  test.each<[string, string, boolean]>([
    ['2026-03-02', '08:59', false],
    ['2026-03-02', '09:00', true],
    ['2026-03-02', '11:59', true],
    ['2026-03-02', '12:00', false],
    ['2026-03-02', '14:00', true],
    ['2026-03-02', '18:00', false],
    ['2026-03-03', '10:00', false],
    ['2026-03-06', '21:59', false],
    ['2026-03-06', '22:00', true],
    ['2026-03-06', '23:59', true],
    ['2026-03-06', '01:00', false],
    ['2026-03-07', '00:00', true],
    ['2026-03-07', '01:59', true],
    ['2026-03-07', '02:00', false],
    ['2026-03-08', '00:00', true],
    ['2026-03-08', '23:59', true],
    ['2026-03-02', '00:00', false],
    ['2026-03-09', '09:30', false],
    ['2026-03-09', '10:00', true],
    ['2026-03-09', '11:00', false],
    ['2027-03-09', '10:00', false],
    ['2026-03-16', '10:00', false],
    ['2026-12-25', '08:30', true],
    ['2026-12-25', '22:30', false],
  ])('on %s at %s: open is %s', (date, time, open) => {
    expect(isOpen(schedule, { date, minutes: minutesOf(time) })).toBe(open);
  });
  test('without holidays go by the week', () => {
    expect(isOpen({ weekly: schedule.weekly }, { date: '2026-03-09', minutes: 540 })).toBe(true);
    expect(isOpen({ weekly: {} }, { date: '2026-03-09', minutes: 540 })).toBe(false);
  });
});

test('a pattern of five fields strikes by the clocks of its zone', () => {
  const next = (pattern: string, zone: string) =>
    cronOf(pattern, zone)?.nextRun(new Date('2026-01-05T00:00:00Z'))?.toISOString();
  expect(next('0 9 * * 1', 'America/Bogota')).toBe('2026-01-05T14:00:00.000Z');
  expect(next('30 6 1 * *', 'UTC')).toBe('2026-02-01T06:30:00.000Z');
  expect(['x', '* * * *', '* * * * * *', '61 * * * *'].map((each) => cronOf(each, 'UTC'))).toEqual(
    Array(4).fill(undefined),
  );
  expect(cronOf('0 9 * * 1', 'Mars/Olympus')).toBeUndefined();
  expect(['0 0 29 2 *', '0 0 30 2 *', 'x'].map(everStrikes)).toEqual([true, false, false]);
});
