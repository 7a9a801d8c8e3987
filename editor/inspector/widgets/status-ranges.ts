import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

export type RangeItem = { id: string; label: string; from: number; to: number };

export const statusLimits = { minimum: 100, maximum: 599, wholeNumber: true } as const;

export const readRanges = (value: unknown): RangeItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    label: textIn(record, 'label'),
    from: typeof record['from'] === 'number' ? record['from'] : statusLimits.minimum,
    to: typeof record['to'] === 'number' ? record['to'] : statusLimits.maximum,
  }));

/** "Not found" is what most calls want a way out for. */
export const newRange = (label: string, newId?: NewId): RangeItem => ({
  id: partId('s', newId),
  label,
  from: 404,
  to: 404,
});
