import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '../client/http.ts';

/** What flows are called; one that is not in the list is called by its id. */
export function useFlowNames(): (flowId: string) => string {
  const { data } = useQuery({
    queryKey: ['flows', { sort: 'name', limit: 200 }],
    queryFn: ({ signal }) => call('GET /flows', { query: { sort: 'name', limit: 200 }, signal }),
  });
  return useCallback((flowId) => data?.items.find(({ id }) => id === flowId)?.name ?? flowId, [data]);
}
