import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

export type CaseItem = { id: string; label: string; expression: string };

export const readCases = (value: unknown): CaseItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    label: textIn(record, 'label'),
    expression: textIn(record, 'expression'),
  }));

/** Its expression is no less than a condition: an empty one would be none. */
export const newCase = (newId?: NewId): CaseItem => ({ id: partId('c', newId), label: '', expression: 'false' });
