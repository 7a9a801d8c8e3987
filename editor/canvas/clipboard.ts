import i18next from 'i18next';
import { copyNodes, paste } from '../flow/commands.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { useCanvas } from './canvas-state.ts';

/** Puts the chosen cards on the clipboard. */
export function copyChosen(event: ClipboardEvent): void {
  const { flow } = useFlow.getState();
  const { nodes } = useSelection.getState();
  if (!flow || nodes.length === 0 || window.getSelection()?.isCollapsed === false) return;
  event.clipboardData?.setData('text/plain', copyNodes(flow, nodes));
  event.preventDefault();
  useCanvas.getState().say(i18next.t('canvas.said.copied', { count: nodes.length }));
}

/** Adds the cards on the clipboard, when there are any, beside where they were. */
export function pasteCards(event: ClipboardEvent): void {
  const { flow, readOnly, dispatch } = useFlow.getState();
  const pasted = flow && !readOnly ? paste(flow, event.clipboardData?.getData('text/plain') ?? '', null) : null;
  if (!pasted) return;
  event.preventDefault();
  dispatch(pasted.edits);
  useSelection.getState().selectMany(pasted.nodeIds);
  const [first] = pasted.nodeIds;
  if (first !== undefined) useCanvas.getState().want(first, true);
  useCanvas.getState().say(i18next.t('canvas.said.pasted', { count: pasted.nodeIds.length }));
}
