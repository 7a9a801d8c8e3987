import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

export type CategoryItem = { id: string; label: string; examples?: string };

export const readCategories = (value: unknown): CategoryItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    label: textIn(record, 'label'),
    ...(typeof record['examples'] === 'string' && { examples: record['examples'] }),
  }));

export const newCategory = (newId?: NewId): CategoryItem => ({ id: partId('k', newId), label: '' });

/** As the schema has it. */
export const mostCategories = 30;
