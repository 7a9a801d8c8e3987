import { recordsOf, textIn } from '../parts/lists.ts';

/** An answer of a form and the variable that takes it. */
export type AnswerItem = { name: string; field: string };

export const readAnswers = (value: unknown): AnswerItem[] =>
  recordsOf(value).map((record) => ({ name: textIn(record, 'name'), field: textIn(record, 'field') }));
