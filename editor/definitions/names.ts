import { useCallback, useMemo } from 'react';
import { useMay } from '../client/me.ts';
import type { DefinitionKind } from './kinds.ts';
import { useDefinitions } from './queries.ts';

/** What the things of a kind are called, by their ids; an id whose thing is gone is its own name. */
export function useNames(kind: DefinitionKind): (id: string) => string {
  const { data } = useDefinitions(kind, useMay('definitions.read'));
  const names = useMemo(() => new Map(data?.items.map(({ id, name }) => [id, name])), [data]);
  return useCallback((id) => names.get(id) ?? id, [names]);
}
