import { expect, test } from '@jest/globals';
import { dayName, duration, shortTime } from '../../../../editor/conversations/times.ts';

const clock = { locale: 'es', timeZone: 'America/Bogota', now: Date.parse('2026-11-18T20:00:00Z') };

test('a row says the time today, then the day', () => {
  const times = ['2026-11-18T13:05:00Z', '2026-11-18T03:00:00Z', '2026-11-15T15:00:00Z', '2026-10-01T15:00:00Z'];
  expect(times.map((at) => shortTime(at, clock, 'ayer'))).toEqual(['08:05', 'ayer', 'dom', '1 oct']);
  expect(shortTime('2025-10-01T15:00:00Z', clock, 'ayer')).toBe('1 oct 2025');
});

test("a day's line says which", () => {
  const words = { today: 'Hoy', yesterday: 'Ayer' };
  expect(
    ['2026-11-18T13:05:00Z', '2026-11-17T15:00:00Z', '2026-11-14T15:00:00Z'].map((at) => dayName(at, clock, words)),
  ).toEqual(['Hoy', 'Ayer', 'sábado, 14 de noviembre']);
});

test('a stretch of time is said in the unit that says most', () => {
  expect([340, 1_600, 45_000, 720_000, 3 * 3_600_000, 72 * 3_600_000].map((ms) => duration(ms, 'en'))).toEqual([
    '340 ms',
    '1.6 sec',
    '45 sec',
    '12 min',
    '3 hr',
    '3 days',
  ]);
});
