import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../runtime/contract/index.ts';
import { call } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { useFlow } from '../../flow/store.ts';
import { problemText } from '../../ui/problem-text.ts';
import { showTrouble } from '../../ui/undo.ts';
import { cardOptions } from '../cards.ts';
import type { Offered } from '../widgets/pick.ts';

type OfNames = 'variables' | 'results' | 'fields' | 'inputs';
export type Picked = Exclude<FormField['names'], OfNames | undefined>;
const isName = (names: string): names is OfNames => ['variables', 'results', 'fields', 'inputs'].includes(names);

/** What a field lets pick; groups, where it does not say. */
export const pickedBy = (names: FormField['names']): Picked =>
  names === undefined || isName(names) ? 'groups' : names;

export type OfferedList = {
  items: readonly Offered[];
  /**
   * How something may be picked that is not there: made anew, or, where nobody knows what there is, named by its id. Null where it may
   * not.
   */
  other: 'create' | 'use' | null;
  /** Makes something new; what goes wrong is said on the screen. */
  create(made: Offered): Promise<void>;
};

type Page<Row> = { items: readonly Row[]; nextCursor: string | null };
type Row = { id: string; name?: string };
const pageSize = 200;
const mostPages = 5;

/** All rows of a list, up to a thousand. */
async function allOf(page: (query: { limit: number; cursor?: string }) => Promise<Page<Row>>): Promise<Page<Offered>> {
  const items: Offered[] = [];
  let nextCursor: string | null = null;
  for (let count = 0; count < mostPages; count += 1) {
    const { items: rows, nextCursor: next } = await page({
      limit: pageSize,
      ...(nextCursor !== null && { cursor: nextCursor }),
    });
    items.push(...rows.map(({ id, name = id }) => ({ id, name })));
    nextCursor = next;
    if (next === null) break;
  }
  return { items, nextCursor };
}

const lists: { [names in Exclude<Picked, 'nodes'>]: (signal: AbortSignal) => Promise<Page<Offered>> } = {
  flows: (signal) => allOf((query) => call('GET /flows', { query: { ...query, sort: 'name' }, signal })),
  groups: (signal) => allOf((query) => call('GET /groups', { query, signal })),
  labels: (signal) => allOf((query) => call('GET /labels', { query, signal })),
  queues: (signal) => allOf((query) => call('GET /queues', { query, signal })),
};
const makers = {
  groups: ({ id, name }: Offered) => call('PUT /groups/:id', { params: { id }, body: { name } }),
  labels: ({ id, name }: Offered) => call('PUT /labels/:id', { params: { id }, body: { name } }),
  queues: ({ id, name }: Offered) => call('PUT /queues/:id', { params: { id }, body: { name } }),
};
const none: readonly Offered[] = [];

/** The flows of the workspace, its groups, the cards of the open flow, and so on, by kind. */
export function useOffered(names: Picked): OfferedList {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayCreate = useMay('definitions.edit');
  const nodes = useFlow((state) => (names === 'nodes' ? state.flow?.nodes : undefined));
  const cards = useMemo(
    () => nodes && cardOptions({ nodes }, t).map(({ value, label }) => ({ id: value, name: label })),
    [nodes, t],
  );
  const queryKey = [names, 'all'];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => (names === 'nodes' ? { items: none, nextCursor: null } : lists[names](signal)),
    enabled: names !== 'nodes',
  });
  const isWhole = data?.nextCursor === null;
  const makes = names === 'groups' || names === 'labels' || names === 'queues';
  return {
    items: cards ?? data?.items ?? none,
    other: names === 'nodes' ? null : makes && mayCreate && isWhole ? 'create' : isWhole ? null : 'use',
    async create(made) {
      if (!makes) return;
      try {
        await makers[names](made);
      } catch (error) {
        showTrouble(problemText(t, error));
      }
      await queries.invalidateQueries({ queryKey });
    },
  };
}
