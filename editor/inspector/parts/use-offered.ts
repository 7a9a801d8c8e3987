import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../runtime/contract/index.ts';
import { allPages } from '../../client/all-pages.ts';
import { call } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { putDefinition, useDefinitions } from '../../definitions/queries.ts';
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

type Found = { items: readonly Offered[]; nextCursor: string | null };
/** Under the topics that tell of changes to what is listed. */
const flowsQuery = {
  queryKey: ['flows', 'all'],
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<Found> =>
    allPages((query) => call('GET /flows', { query: { ...query, sort: 'name' }, signal })),
};
const none: readonly Offered[] = [];

/** The flows of the workspace, its groups, the cards of the open flow, and so on, by kind. */
export function useOffered(names: Picked): OfferedList {
  const { t } = useTranslation();
  const mayCreate = useMay('definitions.edit');
  const nodes = useFlow((state) => (names === 'nodes' ? state.flow?.nodes : undefined));
  const cards = useMemo(
    () => nodes && cardOptions({ nodes }, t).map(({ value, label }) => ({ id: value, name: label })),
    [nodes, t],
  );
  const makes = names === 'groups' || names === 'labels' || names === 'queues';
  const flows = useQuery({ ...flowsQuery, enabled: names === 'flows' });
  const definitions = useDefinitions(makes ? names : 'groups', makes);
  const { data }: { data?: Found | undefined } = makes ? definitions : flows;
  const isWhole = data?.nextCursor === null;
  return {
    items: cards ?? data?.items ?? none,
    other: names === 'nodes' ? null : makes && mayCreate && isWhole ? 'create' : isWhole ? null : 'use',
    async create(made) {
      if (!makes) return;
      try {
        await putDefinition(names, made);
      } catch (error) {
        showTrouble(problemText(t, error));
      }
    },
  };
}
