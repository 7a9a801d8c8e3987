import type { KeyBinding } from '@codemirror/view';
import { useFlow } from '../../flow/store.ts';

const run = (step: 'undo' | 'redo') => () => {
  useFlow.getState()[step]();
  return true;
};

/** Undo is the document's: one history, whatever field a change was made in. */
export const documentUndo: readonly KeyBinding[] = [
  { key: 'Mod-z', run: run('undo'), stopPropagation: true },
  { key: 'Mod-y', run: run('redo'), stopPropagation: true },
  { key: 'Mod-Shift-z', run: run('redo'), stopPropagation: true },
];
