import { useStoreApi, useUpdateNodeInternals } from '@xyflow/react';
import { useEffect } from 'react';
import type { Port } from '../../runtime/contract/index.ts';
import { useCanvas } from './canvas-state.ts';

const waiting = new Set<string>();

/** Tells React Flow where a card's handles are now when lines came, went or moved, also without the card changing its size. */
export function useHandlesMeasured(id: string, ports: readonly Port[]): void {
  const updateInternals = useUpdateNodeInternals();
  const flowStore = useStoreApi();
  const ids = ports.map((port) => port.id).join('\n');
  useEffect(() => {
    updateInternals(id);
    if (waiting.size === 0)
      // React Flow measures in the next frame and tells nobody when the size stayed; all cards are then read at once.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const cards = [...waiting];
          waiting.clear();
          useCanvas.getState().measure(cards, flowStore.getState().nodeLookup);
        }),
      );
    waiting.add(id);
  }, [id, ids, updateInternals, flowStore]);
}
