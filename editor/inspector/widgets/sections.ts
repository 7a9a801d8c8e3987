import type { NewId } from '../../flow/ids.ts';
import { recordsOf } from '../parts/lists.ts';
import { newChoice, readChoices, type ChoiceItem } from './choices.ts';

export type SectionItem = { title?: string; rows: ChoiceItem[] };

export const readSections = (value: unknown): SectionItem[] =>
  recordsOf(value).map((record) => ({
    ...(typeof record['title'] === 'string' && { title: record['title'] }),
    rows: readChoices(record['rows']),
  }));

/** The provider limits the rows of the whole list, not of a section. */
export const countRows = (sections: readonly SectionItem[]): number =>
  sections.reduce((sum, { rows }) => sum + rows.length, 0);

/** A further section begins with a row, since one without rows is refused. */
export const newSection = (newId?: NewId): SectionItem => ({ title: '', rows: [newChoice('r', newId)] });
