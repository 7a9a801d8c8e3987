import { describe, expect, test } from '@jest/globals';
import type { Recurrence } from '../../../runtime/contract/index.ts';
import { strikesBetween } from '../../../runtime/jobs/triggers/strikes.ts';

const strikes = (when: Recurrence, zone: string, after: string, until: string) => {
  const { last, passed } = strikesBetween(when, zone, new Date(after).toISOString(), new Date(until).toISOString());
  return last === null ? passed : `${last.replace(':00.000Z', 'Z')} ${passed}`;
};
const daily: Recurrence = { every: 'day', time: '09:00' };

describe('a schedule strikes', () => {
  test('once, at its moment: after the one instant and not after the other', () => {
    const once: Recurrence = { every: 'once', at: '2026-03-04T09:00:00.000Z' };
    expect(strikes(once, 'UTC', '2026-03-04T08:59:59.999Z', '2026-03-04T09:00:00.000Z')).toBe('2026-03-04T09:00Z 0');
    expect(strikes(once, 'UTC', '2026-03-04T09:00:00.000Z', '2026-03-04T10:00:00.000Z')).toBe(0);
    expect(strikes(once, 'UTC', '2026-03-04T08:00:00.000Z', '2026-03-04T08:59:59.999Z')).toBe(0);
  });

  test('every day by the clocks of its zone; the last counts, and how many there were before it', () => {
    expect(strikes(daily, 'America/Bogota', '2026-03-04T13:59:00Z', '2026-03-04T14:00:00Z')).toBe(
      '2026-03-04T14:00Z 0',
    );
    expect(strikes(daily, 'America/Bogota', '2026-03-04T14:00:00Z', '2026-03-05T13:59:59Z')).toBe(0);
    expect(strikes(daily, 'America/Bogota', '2026-03-01T14:00:00Z', '2026-03-04T14:00:00Z')).toBe(
      '2026-03-04T14:00Z 2',
    );
    expect(strikes(daily, 'Asia/Tokyo', '2026-03-03T23:59:00Z', '2026-03-04T00:01:00Z')).toBe('2026-03-04T00:00Z 0');
    expect(strikes(daily, 'UTC', '2026-03-04T09:00:00Z', '2026-03-04T09:00:00Z')).toBe(0);
    expect(strikes(daily, 'UTC', '2026-03-05T09:00:00Z', '2026-03-04T09:00:00Z')).toBe(0);
  });

  test('also on the days when clocks are changed: later by as much as is left out, once for what is shown twice', () => {
    const night: Recurrence = { every: 'day', time: '02:30' };
    expect(strikes(night, 'Europe/Madrid', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:30Z 0');
    expect(strikes(night, 'Europe/Madrid', '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30Z 0');
    expect(strikes(night, 'Europe/Madrid', '2026-10-25T00:30:00Z', '2026-10-25T12:00:00Z')).toBe(0);
    expect(strikes(daily, 'Europe/Madrid', '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe('2026-03-29T07:00Z 0');
  });

  test('on the weekdays of its zone', () => {
    const weekly: Recurrence = { every: 'week', days: ['monday', 'sunday'], time: '23:30' };
    expect(strikes(weekly, 'America/Lima', '2026-03-02T00:00:00Z', '2026-03-08T00:00:00Z')).toBe('2026-03-03T04:30Z 1');
    expect(strikes(weekly, 'America/Lima', '2026-03-03T04:30:00Z', '2026-03-09T04:29:00Z')).toBe(0);
    expect(strikes(weekly, 'America/Lima', '2026-03-03T04:30:00Z', '2026-03-09T04:30:00Z')).toBe('2026-03-09T04:30Z 0');
  });

  test('on its day of the month, or the last one of a shorter month', () => {
    const end: Recurrence = { every: 'month', day: 31, time: '00:00' };
    expect(strikes(end, 'UTC', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')).toBe('2026-02-28T00:00Z 0');
    expect(strikes(end, 'UTC', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z')).toBe('2028-02-29T00:00Z 0');
    expect(strikes(end, 'UTC', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z')).toBe('2026-04-30T00:00Z 0');
    expect(strikes(end, 'UTC', '2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z')).toBe('2026-03-31T00:00Z 0');
    expect(strikes({ ...end, day: 15 }, 'UTC', '2026-01-15T00:00:00Z', '2026-03-20T00:00:00Z')).toBe(
      '2026-03-15T00:00Z 1',
    );
  });

  test('as a pattern says, in its zone', () => {
    const cron = (expression: string): Recurrence => ({ every: 'cron', expression });
    expect(strikes(cron('0 9 * * 1-5'), 'America/Bogota', '2026-03-06T14:00:00Z', '2026-03-09T14:00:00Z')).toBe(
      '2026-03-09T14:00Z 0',
    );
    expect(strikes(cron('*/15 * * * *'), 'UTC', '2026-03-06T14:00:00Z', '2026-03-06T15:00:00Z')).toBe(
      '2026-03-06T15:00Z 3',
    );
    expect(strikes(cron('0 0 29 2 *'), 'UTC', '2026-01-01T00:00:00Z', '2027-12-31T00:00:00Z')).toBe(0);
    expect(strikes(cron('* * * * *'), 'UTC', '2026-01-01T00:00:00Z', '2026-01-10T00:00:00Z')).toBe(
      '2026-01-10T00:00Z 1499',
    );
  });

  test('never, where the pattern or the zone is none', () => {
    for (const expression of ['61 * * * *', 'every day', '* * * * * *'])
      expect(strikes({ every: 'cron', expression }, 'UTC', '2026-01-01T00:00:00Z', '2026-01-10T00:00:00Z')).toBe(0);
    expect(
      strikes(
        { every: 'cron', expression: '* * * * *' },
        'Nowhere/Else',
        '2026-01-01T00:00:00Z',
        '2026-01-02T00:00:00Z',
      ),
    ).toBe(0);
    expect(strikes(daily, 'Nowhere/Else', '2026-01-01T00:00:00Z', '2026-01-10T00:00:00Z')).toBe(0);
  });
});
