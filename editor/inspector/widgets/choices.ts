import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

/** A reply button or list row as the form edits it; its id never changes, since edges and sessions know it by that. */
export type ChoiceItem = { id: string; title: string; description?: string };

export const readChoices = (value: unknown): ChoiceItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    title: textIn(record, 'title'),
    ...(typeof record['description'] === 'string' && { description: record['description'] }),
  }));

export const newChoice = (prefix: 'b' | 'r', newId?: NewId): ChoiceItem => ({ id: partId(prefix, newId), title: '' });
