import { expect, test } from '@jest/globals';
import { windowLeft, windowWords } from '../../../../editor/conversations/window.ts';

const now = Date.parse('2026-01-05T09:00:00Z');
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

test('a window is open, then ending in its last three hours, then shut', () => {
  expect([23 * 60, 181, 179, 1, 0, -5].map((minutes) => windowLeft(inMinutes(minutes), now).state)).toEqual([
    'open',
    'open',
    'ending',
    'ending',
    'shut',
    'shut',
  ]);
  expect(windowLeft(null, now)).toEqual({ state: 'shut', share: 0, hours: 0, minutes: 0 });
  expect(windowLeft(inMinutes(12 * 60), now).share).toBe(0.5);
});

test('what is left is said in hours, and in minutes when they count', () => {
  expect([23 * 60 + 56, 151, 120, 39].map((minutes) => windowWords(windowLeft(inMinutes(minutes), now)))).toEqual([
    { key: 'conversations.window.hours', values: { hours: 23 } },
    { key: 'conversations.window.hoursMinutes', values: { hours: 2, minutes: 31 } },
    { key: 'conversations.window.hours', values: { hours: 2 } },
    { key: 'conversations.window.minutes', values: { minutes: 39 } },
  ]);
});
