import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useCanvas } from '../canvas/canvas-state.ts';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';

/** Opens the card that the address names, `?card=`, once the flow is there; one that is gone since is let be. */
export function useCardInAddress(): void {
  const card = useSearchParams()[0].get('card');
  const isThere = useFlow(({ flow }) => flow?.nodes.some(({ id }) => id === card) === true);
  useEffect(() => {
    if (card === null || !isThere) return;
    useSelection.getState().select(card);
    useCanvas.getState().want(card);
  }, [card, isThere]);
}
