import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../runtime/contract/index.ts';
import { instantIn, nextTime } from '../../../runtime/nodes/wait-until/moment.ts';
import { enter, way } from '../../support/one-card.ts';

const at = '2026-01-05T09:00:00.000Z';

describe('a moment', () => {
  const zone = 'America/Bogota';
  test.each<[Json | undefined, string | undefined, string | undefined]>([
    ['2026-01-05', undefined, '2026-01-05T05:00:00.000Z'],
    [' 2026-01-05 ', undefined, '2026-01-05T05:00:00.000Z'],
    ['2026-01-05', '09:30', '2026-01-05T14:30:00.000Z'],
    ['2026-01-05T23:59', undefined, '2026-01-06T04:59:00.000Z'],
    ['2026-01-05 00:00:59', undefined, '2026-01-05T05:00:00.000Z'],
    ['2026-01-05T10:20:30.5', undefined, '2026-01-05T15:20:00.000Z'],
    ['2026-01-05T24:00', undefined, undefined],
    ['2026-01-05T19:60', undefined, undefined],
    ['2026-01-05T20:00', undefined, '2026-01-06T01:00:00.000Z'],
    ['2026-01-05T29:00', undefined, undefined],
    ['2026-02-30', undefined, undefined],
    ['2026-02-30T10:00Z', undefined, undefined],
    ['2026-01-05T10:00Z', undefined, '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:01.25Z', undefined, '2026-01-05T10:00:01.250Z'],
    ['2026-01-05T10:00-05:00', undefined, '2026-01-05T15:00:00.000Z'],
    ['2026-01-05T10:00+0500', undefined, '2026-01-05T05:00:00.000Z'],
    ['2026-01-05T02:00Z', '09:00', '2026-01-04T14:00:00.000Z'],
    ['x2026-01-05', undefined, undefined],
    ['2026-01-05x', undefined, undefined],
    ['x2026-01-05T10:00Z', undefined, undefined],
    ['2026-01-05T10:00Zx', undefined, undefined],
    ['26-01-05', undefined, undefined],
    ['', undefined, undefined],
    [true, undefined, undefined],
    [null, '09:00', undefined],
    [undefined, undefined, undefined],
    [Date.UTC(2026, 0, 5), undefined, '2026-01-05T00:00:00.000Z'],
    [Date.UTC(1000, 0, 1), undefined, '1000-01-01T00:00:00.000Z'],
    [Date.UTC(1000, 0, 1) - 1, undefined, undefined],
    [Date.UTC(9999, 11, 31), undefined, '9999-12-31T00:00:00.000Z'],
    [Date.UTC(9999, 11, 31) + 1, undefined, undefined],
  ])('that is %j at %j', (value, time, expected) => {
    expect(instantIn(value, time, zone)).toBe(expected);
  });

  test('in a zone that there is not is none', () => {
    expect(instantIn('2026-01-05T10:00Z', '09:00', 'Mars/Olympus')).toBeUndefined();
    expect(nextTime('09:00', ['monday'], { now: at, zone: 'Mars/Olympus' })).toBeNull();
  });

  // 5 January 2026 is a Monday.
  test.each<[string, Parameters<typeof nextTime>[1], string | null]>([
    ['09:00', ['monday'], '2026-01-12T09:00:00.000Z'],
    ['09:01', ['monday'], '2026-01-05T09:01:00.000Z'],
    ['08:59', ['monday', 'sunday'], '2026-01-11T08:59:00.000Z'],
    ['00:00', ['tuesday'], '2026-01-06T00:00:00.000Z'],
    ['09:00', [], null],
  ])('next %s on %j', (time, days, expected) => {
    expect(nextTime(time, days, { now: at, zone: 'UTC' })).toBe(expected);
  });

  const until = (expression: string) => enter('wait-until', { moment: { kind: 'computed', expression }, zone: 'flow' });
  const year = 366 * 24 * 60 * 60 * 1_000;
  test.each<[number, string]>([
    [-1, 'past'],
    [0, 'past'],
    [1, 'waits for time'],
    [year, 'waits for time'],
    [year + 1, 'moment.too-far'],
  ])('%d milliseconds ahead: %s', async (ahead, expected) => {
    expect(way(await until(String(Date.parse(at) + ahead)))).toBe(expected);
  });
});
