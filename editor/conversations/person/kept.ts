import type { Json } from '../../../runtime/contract/index.ts';
import { isRecord } from '../why/values.ts';

export type ConsentShown = { category: string; state: 'granted' | 'withdrawn'; at: string | undefined };

/** What somebody has allowed or taken back, by category; what is not of that form is left out. */
export function consentOf(consent: { [category: string]: Json }): ConsentShown[] {
  return Object.entries(consent).flatMap(([category, record]): ConsentShown[] => {
    if (!isRecord(record)) return [];
    const { state, at } = record;
    if (state !== 'granted' && state !== 'withdrawn') return [];
    return [{ category, state, at: typeof at === 'string' ? at : undefined }];
  });
}

/** Saved results by name: the value alone, without when and where it was saved. */
export const savedValues = (results: { [name: string]: Json }): { [name: string]: Json } =>
  Object.fromEntries(
    Object.entries(results).map(([name, saved]) => [
      name,
      saved !== null && typeof saved === 'object' && !Array.isArray(saved) && 'value' in saved
        ? (saved['value'] ?? null)
        : saved,
    ]),
  );
