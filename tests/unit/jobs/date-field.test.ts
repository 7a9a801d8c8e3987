import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../runtime/contract/index.ts';
import { daysDue, dueBetween, type DateTrigger } from '../../../runtime/jobs/triggers/date-field.ts';

const trigger = (more: Partial<DateTrigger>): DateTrigger => ({
  id: 't',
  kind: 'date-field',
  field: 'date',
  offset: 0,
  unit: 'days',
  ...more,
});
/** When a value is due within some ten years; the zone is Bogotá, five hours behind UTC. */
const due = (value: Json, more: Partial<DateTrigger>, after = '2020-01-01T00:00:00Z', until = '2030-01-01T00:00:00Z') =>
  dueBetween(value, trigger(more), 'America/Bogota', {
    after: new Date(after).toISOString(),
    until: new Date(until).toISOString(),
  });
const at = (text: string) => new Date(text).toISOString();

describe('a date of a contact is due', () => {
  test('so many days or weeks before or after it, at a time of that day', () => {
    expect(due('2026-03-04', { time: '09:00' })).toBe(at('2026-03-04T14:00Z'));
    expect(due('2026-03-04', { offset: -3, time: '09:00' })).toBe(at('2026-03-01T14:00Z'));
    expect(due('2026-03-04', { offset: 1, unit: 'weeks', time: '09:00' })).toBe(at('2026-03-11T14:00Z'));
    expect(due('2026-03-01', { offset: -1, time: '00:00' })).toBe(at('2026-02-28T05:00Z'));
    expect(due('2026-03-04T22:15:00Z', { time: '09:00' })).toBe(at('2026-03-04T14:00Z'));
    expect(due('2026-03-05T02:15:00Z', { time: '09:00' })).toBe(at('2026-03-04T14:00Z'));
  });

  test('at its own time where none is said; a bare date begins at midnight', () => {
    expect(due('2026-03-04', {})).toBe(at('2026-03-04T05:00Z'));
    expect(due('2026-03-04T10:30', {})).toBe(at('2026-03-04T15:30Z'));
    expect(due('2026-03-04 10:30:59.5', { offset: 2 })).toBe(at('2026-03-06T15:30Z'));
    expect(due('2026-03-04T10:30:00+02:00', {})).toBe(at('2026-03-04T08:30Z'));
  });

  test('so many minutes or hours before or after it; the time of day says nothing then', () => {
    expect(due('2026-03-04T10:30', { offset: -90, unit: 'minutes', time: '01:00' })).toBe(at('2026-03-04T14:00Z'));
    expect(due('2026-03-04', { offset: 2, unit: 'hours' })).toBe(at('2026-03-04T07:00Z'));
  });

  test('every year again; a 29 February is the 28th in years without one', () => {
    const yearly = { yearly: true, time: '09:00' } as const;
    expect(due('1990-03-04', yearly, '2026-01-01T00:00Z', '2026-12-31T00:00Z')).toBe(at('2026-03-04T14:00Z'));
    expect(due('1988-02-29', yearly, '2026-01-01T00:00Z', '2026-12-31T00:00Z')).toBe(at('2026-02-28T14:00Z'));
    expect(due('1988-02-29', yearly, '2028-01-01T00:00Z', '2028-12-31T00:00Z')).toBe(at('2028-02-29T14:00Z'));
    expect(due('1990-01-02', { ...yearly, offset: -5 }, '2025-12-20T00:00Z', '2025-12-31T00:00Z')).toBe(
      at('2025-12-28T14:00Z'),
    );
    expect(due('1990-12-30', { ...yearly, offset: 5 }, '2026-01-01T00:00Z', '2026-01-10T00:00Z')).toBe(
      at('2026-01-04T14:00Z'),
    );
    expect(due('1990-03-04', { ...yearly, offset: 400 }, '2026-04-01T00:00Z', '2026-04-30T00:00Z')).toBe(
      at('2026-04-08T14:00Z'),
    );
  });

  test('after the one instant and not after the other', () => {
    const on = (after: string, until: string) => due('2026-03-04', { time: '09:00' }, after, until);
    expect(on('2026-03-04T13:59:59.999Z', '2026-03-04T14:00:00Z')).toBe(at('2026-03-04T14:00Z'));
    expect(on('2026-03-04T14:00:00Z', '2026-03-04T15:00:00Z')).toBeNull();
    expect(on('2026-03-04T13:00:00Z', '2026-03-04T13:59:59.999Z')).toBeNull();
  });

  test('never, where the field holds no date', () => {
    for (const value of [
      null,
      5,
      '',
      'mañana',
      '2026-02-30',
      '2026-3-4',
      '2026-03-04T25:00',
      '2026-03-04T10:60',
      { a: 1 },
      '04/03/2026',
    ])
      expect(due(value, {})).toBeNull();
    expect(
      dueBetween('2026-03-04', trigger({}), 'Nowhere/Else', {
        after: '2020-01-01T00:00:00.000Z',
        until: '2030-01-01T00:00:00.000Z',
      }),
    ).toBeNull();
  });
});

test('the days to look for are those around the stretch of time, without the year for yearly ones', () => {
  const stretch = { after: '2026-03-04T14:00:00.000Z', until: '2026-03-04T14:00:30.000Z' };
  expect(daysDue(trigger({}), stretch)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06']);
  expect(daysDue(trigger({ offset: -1, unit: 'weeks' }), stretch)).toEqual([
    '2026-03-09',
    '2026-03-10',
    '2026-03-11',
    '2026-03-12',
    '2026-03-13',
  ]);
  expect(daysDue(trigger({ yearly: true, offset: 5 }), stretch)).toEqual([
    '02-25',
    '02-26',
    '02-27',
    '02-28',
    '02-29',
    '03-01',
  ]);
});
