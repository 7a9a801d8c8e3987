import type { TFunction } from 'i18next';
import { ApiProblem } from '../client/http.ts';
import { problemText } from '../ui/problem-text.ts';

/** Where to go after signing in: only ever a page of this console. */
export function wayBack(to: string | null): string {
  if (to === null || !/^\/[^/\\]/.test(to) || /^\/(sign-in|setup)\b/.test(to)) return '/';
  return to;
}

/** Why signing in did not work. */
export function signInProblem(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiProblem) || error.code !== 'request.too-many') return problemText(t, error);
  const ms = error.params.retryAfterMs;
  const seconds = error.params.retryAfterSeconds;
  const waitMs = typeof ms === 'number' ? ms : typeof seconds === 'number' ? seconds * 1_000 : 60_000;
  return t('shell.tooManyTries', { minutes: Math.max(1, Math.ceil(waitMs / 60_000)) });
}
