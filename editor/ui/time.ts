import { create } from 'zustand';

/** The zone that times are shown in: the workspace's, once it is known; until then the browser's. */
export const useZone = create<{ zone: string }>(() => ({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone }));

const dayMs = 24 * 60 * 60_000;

/** A time by language and zone; relative only within the last (and next) day. `now` and `at` in milliseconds. */
export function formatWhen(at: number, now: number, language: string, zone: string): string {
  const ago = now - at;
  if (Math.abs(ago) < dayMs) return relative(ago, language);
  const sameYear = yearOf(at, zone) === yearOf(now, zone);
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    ...(!sameYear && { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

/** The whole instant, for whoever points at a relative time. */
export const formatInstant = (at: number, language: string, zone: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: 'full', timeStyle: 'medium' }).format(at);

function relative(agoMs: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const seconds = Math.round(-agoMs / 1_000);
  if (Math.abs(seconds) < 60) return words.format(agoMs < 0 && seconds > 0 ? seconds : 0, 'second');
  const minutes = Math.trunc(seconds / 60);
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  return words.format(Math.trunc(minutes / 60), 'hour');
}

const yearOf = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' }).format(at);

/** A day as people say it: weekday, day and month. */
export const formatDay = (at: number, language: string, zone: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' }).format(at);
