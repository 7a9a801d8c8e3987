import { useCanvas } from '../canvas/canvas-state.ts';
import { useLayout } from './layout-state.ts';
import { openPalette } from './palette-key.ts';
import type { Target } from './problems.ts';
import { useSelection } from './selection.ts';

/** Opens the place where something is mended, with the focus on its field. */
export function goTo(target: Target): void {
  const { select, selectTrigger, openSettings, focusField } = useSelection.getState();
  useLayout.setState({ front: 'inspector', phone: 'outline' });
  switch (target.kind) {
    case 'node':
      select(target.id);
      useCanvas.getState().want(target.id);
      break;
    case 'trigger':
      selectTrigger(target.id);
      break;
    case 'settings':
      openSettings();
      break;
    case 'canvas':
      openPalette();
      return;
  }
  focusField(target.path);
}
