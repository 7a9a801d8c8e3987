import { freePort } from '../canvas/actions.ts';
import { useCanvas } from '../canvas/canvas-state.ts';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';

/** Opens the palette as a list to type into, in the middle of the canvas; what is picked follows the chosen card. */
export function openPalette(): void {
  const { flow, readOnly } = useFlow.getState();
  const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  if (!flow || readOnly || !box) return;
  const { node } = useSelection.getState();
  const from = node === null ? undefined : freePort(flow, node);
  const menu = { x: box.x + box.width / 2 - 120, y: box.y + box.height / 4 };
  useCanvas.setState({ adding: { menu, at: null, ...(from && { from }) } });
}
