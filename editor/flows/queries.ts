import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../client/http.ts';
import { countByStatus, type Filter, type FlowRow } from './flow-row.ts';

export type Sort = 'name' | 'updatedAt';
type Wanted = { q: string; sort: Sort; filter: Filter | undefined };

/** The most that the server gives at once. */
const pageSize = 200;

/** A list that is read page by page; `status` is left to the server only when not all rows are here. */
function usePages({ q, sort, filter }: Wanted, enabled: boolean) {
  const query = {
    limit: pageSize,
    sort,
    ...(q !== '' && { q }),
    ...(filter === 'archived' ? { archived: true } : filter && { status: filter }),
  };
  return useInfiniteQuery({
    queryKey: ['flows', query],
    queryFn: ({ pageParam, signal }) =>
      call('GET /flows', { query: { ...query, ...(pageParam !== null && { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/**
 * The rows that are wanted. As long as all flows fit on one page a filter takes what is here already, and every filter knows its
 * count; beyond that the server filters, and counts are not said.
 */
export function useFlows(wanted: Wanted) {
  const { filter } = wanted;
  const all = usePages({ ...wanted, filter: undefined }, true);
  const archived = usePages({ ...wanted, filter: 'archived' }, true);
  const complete = all.data !== undefined && !all.hasNextPage;
  const byServer = filter !== undefined && filter !== 'archived' && all.data !== undefined && !complete;
  const narrowed = usePages(wanted, byServer);
  const shown = filter === 'archived' ? archived : byServer ? narrowed : all;
  const pages = shown.data?.pages;
  const rows = useMemo((): FlowRow[] => {
    const found = pages?.flatMap(({ items }) => items) ?? [];
    return filter === undefined || filter === 'archived' ? found : found.filter(({ status }) => status === filter);
  }, [pages, filter]);
  const counts = useMemo(() => {
    const items = all.data?.pages.flatMap((page) => page.items) ?? [];
    const archivedCount = archived.hasNextPage ? undefined : archived.data?.pages.flatMap((page) => page.items).length;
    return {
      ...(complete && { all: items.length, ...countByStatus(items) }),
      ...(archivedCount !== undefined && { archived: archivedCount }),
    };
  }, [all.data, archived.data, archived.hasNextPage, complete]);
  return { shown, rows, counts, isEmpty: complete && wanted.q === '' && counts.all === 0 && counts.archived === 0 };
}
