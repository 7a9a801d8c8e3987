import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { tidy } from './actions.ts';

/** Lays the cards out anew and shows them all. */
export function useTidy(): () => void {
  const { fitView } = useReactFlow();
  return useCallback(() => {
    // The cards stand in their new places after the next drawing.
    if (tidy()) requestAnimationFrame(() => requestAnimationFrame(() => void fitView({ maxZoom: 1, padding: 0.1 })));
  }, [fitView]);
}
