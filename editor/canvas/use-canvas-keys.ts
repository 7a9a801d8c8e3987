import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { duplicate, nudge, remove, removeEdge } from './actions.ts';
import { copyChosen, pasteCards } from './clipboard.ts';
import { useCanvas } from './canvas-state.ts';
import { flowOrder } from './flow-order.ts';
import { useTidy } from './use-tidy.ts';

const step = 24;
const arrows: { readonly [key: string]: { x: number; y: number } } = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

/** The card that has the focus itself, not one of its buttons. */
const focusedCard = (target: EventTarget | null): string | undefined =>
  target instanceof HTMLElement && target.matches('.react-flow__node') ? target.dataset.id : undefined;

/** What keys do on the canvas; also while nothing has the focus. */
export function useCanvasKeys(ground: RefObject<HTMLElement | null>): void {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const tidy = useTidy();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const focused = focusedCard(event.target);
      const { nodes: chosen, select, focusField } = useSelection.getState();
      const acted = focused !== undefined && !chosen.includes(focused) ? [focused] : chosen;
      const card = focused ?? (chosen.length === 1 ? chosen[0] : undefined);
      const { selectedEdge } = useCanvas.getState();
      const command = event.ctrlKey || event.metaKey;
      const arrow = arrows[event.key];
      const does = (action: () => unknown): void => {
        event.preventDefault();
        action();
      };
      if (command) {
        const key = event.key.toLowerCase();
        if (key === 'd' && acted.length > 0) does(() => duplicate(acted));
        else if (key === 'f') does(() => useCanvas.setState({ finding: true }));
        else if (key === 'a') does(() => useSelection.getState().selectMany(allCards()));
      } else if (event.altKey) return;
      else if (event.key === 'Tab') tabOn(event, ground.current);
      else if (arrow && acted.length > 0) does(() => nudge(acted, arrow));
      else if (event.key === 'Enter' && focused !== undefined)
        does(() => {
          select(focused);
          focusField(firstField(focused));
        });
      else if (event.key === ' ' && focused !== undefined) does(() => select(focused));
      else if (event.key === 'Delete' || event.key === 'Backspace') {
        if (selectedEdge !== null) does(() => removeEdge(selectedEdge));
        else if (acted.length > 0) does(() => remove(acted));
      } else if (event.key === 'c' && card !== undefined && !useFlow.getState().readOnly)
        does(() => useCanvas.setState({ connecting: card }));
      else if (event.key === 'F2' && card !== undefined && !useFlow.getState().readOnly)
        does(() => useCanvas.setState({ renaming: card }));
      else if (event.key === 'Escape') {
        useSelection.getState().clear();
        useCanvas.setState({ selectedEdge: null });
      } else if (event.key === '1') does(() => fitView({ maxZoom: 1, padding: 0.1 }));
      else if (event.key === 'o') does(tidy);
      else if (event.key === '+') does(() => zoomIn());
      else if (event.key === '-') does(() => zoomOut());
    };
    const whenNothingHasFocus = (event: KeyboardEvent) => {
      if (event.target === document.body && event.key !== 'Tab') onKey(event);
    };
    const hasCanvas = () =>
      document.activeElement === document.body || (ground.current?.contains(document.activeElement) ?? false);
    const copy = (event: ClipboardEvent) => {
      if (hasCanvas() && !isTyping(event.target)) copyChosen(event);
    };
    const paste = (event: ClipboardEvent) => {
      if (hasCanvas() && !isTyping(event.target)) pasteCards(event);
    };
    const canvas = ground.current;
    canvas?.addEventListener('keydown', onKey);
    window.addEventListener('keydown', whenNothingHasFocus);
    document.addEventListener('copy', copy);
    document.addEventListener('paste', paste);
    return () => {
      canvas?.removeEventListener('keydown', onKey);
      window.removeEventListener('keydown', whenNothingHasFocus);
      document.removeEventListener('copy', copy);
      document.removeEventListener('paste', paste);
    };
  }, [fitView, ground, tidy, zoomIn, zoomOut]);
}

/** A JSON pointer to what the inspector asks first about a card. */
function firstField(nodeId: string): string {
  const node = useFlow.getState().flow?.nodes.find(({ id }) => id === nodeId);
  const key = nodeTypes.get(node?.type ?? '')?.editor.form[0]?.key ?? '';
  return `/config/${key.replaceAll('.', '/')}`;
}

const allCards = (): string[] => useFlow.getState().flow?.nodes.map(({ id }) => id) ?? [];

/** Leads the focus on to the next card in the flow also where that is out of sight and therefore not drawn. */
function tabOn(event: KeyboardEvent, ground: HTMLElement | null): void {
  const { flow } = useFlow.getState();
  const here = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.react-flow__node') : null;
  if (!flow || !here) return;
  const inside = [...here.querySelectorAll<HTMLElement>('button, [tabindex="0"]')];
  const leaves = event.shiftKey ? event.target === here : event.target === (inside.at(-1) ?? here);
  if (!leaves) return;
  const order = flowOrder(flow);
  const next = order[order.indexOf(here.dataset.id ?? '') + (event.shiftKey ? -1 : 1)];
  if (next === undefined || ground?.querySelector(`.react-flow__node[data-id="${CSS.escape(next)}"]`)) return;
  event.preventDefault();
  useCanvas.getState().want(next, true);
}
