import type { TFunction } from 'i18next';
import { ApiProblem } from '../client/http.ts';

/** What went wrong, in the user's words. */
export function problemText(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problems.internal');
  return t(`problems.${error.code}`, { ...error.params, defaultValue: t('problems.internal') });
}
