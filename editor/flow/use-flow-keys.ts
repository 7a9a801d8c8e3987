import { useKeys } from '../app/keys.ts';
import { useCanvas } from '../canvas/canvas-state.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { toggleDrawer, tryFlow } from './layout-state.ts';
import { openPalette } from './palette-key.ts';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';

/** The keys of the flow editor. Those without `run` are heard by the canvas itself. */
export function useFlowKeys(): void {
  useKeys([
    { keys: 'mod+z', label: 'editor.keys.undo', run: () => useFlow.getState().undo() },
    { keys: 'mod+shift+z', label: 'editor.keys.redo', run: redo },
    { keys: 'mod+y', label: 'editor.keys.redo', run: redo },
    { keys: 'a', label: 'editor.keys.add', run: openPalette },
    { keys: 'mod+f', label: 'editor.keys.find', run: () => useCanvas.setState({ finding: true }), whileTyping: true },
    { keys: 'p', label: 'editor.keys.problems', run: () => toggleDrawer('problems') },
    { keys: 't', label: 'editor.keys.try', run: tryFlow },
    { keys: 'mod+c', label: 'editor.keys.copy' },
    { keys: 'mod+v', label: 'editor.keys.paste' },
    { keys: 'mod+d', label: 'editor.keys.duplicate' },
    { keys: 'mod+a', label: 'editor.keys.all' },
    { keys: 'c', label: 'editor.keys.connect' },
    { keys: 'F2', label: 'editor.keys.rename' },
    { keys: 'Delete', label: 'editor.keys.delete' },
    { keys: '1', label: 'editor.keys.fit' },
    { keys: 'o', label: 'editor.keys.tidy' },
    { keys: '+', label: 'editor.keys.zoomIn' },
    { keys: '-', label: 'editor.keys.zoomOut' },
    { keys: 'Escape', label: 'editor.keys.close', run: closePanel },
  ]);
}

const redo = (): void => useFlow.getState().redo();

function closePanel(): void {
  const { panel, nodes, clear } = useSelection.getState();
  if (panel !== null || nodes.length > 0) clear();
  else if (useSimulation.getState().open) useSimulation.getState().stop();
}
