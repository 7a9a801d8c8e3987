import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { flowChanges } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { versionQuery } from '../publish/publishing.ts';
import { useFlow } from './store.ts';

/** How many changes of the open draft do not answer people yet; null while only the server's word of it is known. */
export function useUnpublished(): { any: boolean; count: number | null } {
  const flow = useDeferredValue(useFlow((state) => state.flow));
  const activeVersion = useFlow((state) => state.activeVersion);
  const any = useFlow((state) => state.unpublished);
  const { data } = useQuery({
    ...versionQuery(flow?.id ?? '', activeVersion ?? 0),
    // Read once there is something to compare it with.
    enabled: flow !== null && activeVersion !== null && any,
  });
  const published = data?.flow;
  return useMemo(() => {
    if (!any || !flow || !published) return { any, count: null };
    const count = flowChanges(published, flow, nodeTypes).length;
    return { any: count > 0, count };
  }, [any, flow, published]);
}
