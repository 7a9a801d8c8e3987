import type { TFunction } from 'i18next';
import type { AnswerOf } from '../client/http.ts';

/** A flow as the list shows it. */
export type FlowRow = AnswerOf<'GET /flows'>['items'][number];
export type FlowStart = FlowRow['startsWith'][number];

/** What the list may be narrowed to; `archived` are those that no other shows. */
export const filters = ['published', 'changed', 'draft', 'paused', 'archived'] as const;
export type Filter = (typeof filters)[number];

export const filterOf = (value: string | null): Filter | undefined => filters.find((filter) => filter === value);

/** So many words of triggers are shown; the rest is a number. */
const shownStarts = 3;

/** What begins a flow, as people say it: «pizza, pizzas», «cualquier mensaje». Empty when nothing does. */
export function startsText(t: TFunction, starts: readonly FlowStart[]): string {
  const parts = starts.flatMap(({ kind, match, words = [] }) =>
    kind === 'keyword' && match !== 'pattern' ? words : [t(`flows.starts.${kind === 'keyword' ? 'pattern' : kind}`)],
  );
  const shown = parts.slice(0, shownStarts).join(', ');
  return parts.length > shownStarts
    ? t('flows.starts.more', { words: shown, count: parts.length - shownStarts })
    : shown;
}

/** How many flows each filter would show. */
export function countByStatus(rows: readonly Pick<FlowRow, 'status'>[]): { [status in Filter]?: number } {
  const counts: { [status in Filter]?: number } = { published: 0, changed: 0, draft: 0, paused: 0 };
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
