import type { Edit } from '../../runtime/contract/index.ts';
import { invert } from '../../runtime/engine/index.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { showUndo } from '../ui/undo.ts';

/** Takes something away, leaves it and offers to bring back just that, whatever else was changed meanwhile. */
export function takeAway(edits: readonly Edit[], message: string): void {
  useFlow.getState().dispatch(edits);
  useSelection.getState().clear();
  showUndo({ message, undo: () => useFlow.getState().dispatch(edits.toReversed().map(invert)) });
}
