import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../runtime/contract/index.ts';
import { call } from '../../client/http.ts';
import { useFlow } from '../../flow/store.ts';
import { cardOptions } from '../cards.ts';
import type { Offered } from '../widgets/pick.ts';

type OfNames = 'variables' | 'results' | 'fields' | 'inputs';
const isName = (names: string): names is OfNames => ['variables', 'results', 'fields', 'inputs'].includes(names);
export type Picked = Exclude<FormField['names'], OfNames | undefined>;

/** What a field lets pick; groups, where it does not say. */
export const pickedBy = (names: FormField['names']): Picked =>
  names === undefined || isName(names) ? 'groups' : names;

/** What there is to pick from, and whether something may be picked that is not there. */
export type OfferedList = { items: readonly Offered[]; free: boolean };

const none: readonly Offered[] = [];

/** The flows of the workspace, the cards of the open flow, and so on, by kind. */
export function useOffered(names: Picked): OfferedList {
  const { t } = useTranslation();
  const nodes = useFlow((state) => (names === 'nodes' ? state.flow?.nodes : undefined));
  const cards = useMemo(
    () => nodes && cardOptions({ nodes }, t).map(({ value, label }) => ({ id: value, name: label })),
    [nodes, t],
  );
  const flows = useQuery({
    queryKey: ['flows', { sort: 'name', limit: 200 }],
    queryFn: ({ signal }) => call('GET /flows', { query: { sort: 'name', limit: 200 }, signal }),
    enabled: names === 'flows',
  });
  if (cards) return { items: cards, free: false };
  return { items: flows.data?.items ?? none, free: names !== 'flows' || flows.data?.nextCursor !== null };
}
