import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { useCanvas } from './canvas-state.ts';
import { cardWidth, farZoom } from './card-size.ts';
import { startOf } from './flow-order.ts';

/** As small as a flow is drawn when it opens; a larger one opens at its start. */
const smallest = 0.6;

/** Shows the flow when it opens, follows wishes to bring a card into view, and says when the cards are seen from afar. */
export function useView(ground: RefObject<HTMLElement | null>): void {
  const { fitView, setCenter, setViewport, getZoom } = useReactFlow();
  const flowStore = useStoreApi();
  const far = useStore((state) => state.transform[2] < farZoom);
  useEffect(() => useCanvas.getState().see(far), [far]);

  const flowId = useFlow((state) => state.flow?.id);
  const ready = useStore((state) => state.width > 0 && state.panZoom !== null);
  useEffect(() => {
    if (!ready || flowId === undefined) return;
    const frame = requestAnimationFrame(() => {
      const { scene } = useCanvas.getState();
      const { flow } = useFlow.getState();
      const { width, height } = flowStore.getState();
      if (!flow || scene.cards.size === 0) return void setViewport({ x: width / 3, y: height / 3, zoom: 1 });
      const cards = [...scene.cards.values()];
      const wide = Math.max(...cards.map((card) => card.x + card.width)) - Math.min(...cards.map(({ x }) => x));
      const high = Math.max(...cards.map((card) => card.y + card.height)) - Math.min(...cards.map(({ y }) => y));
      const fits = Math.min(width / (wide * 1.1), height / (high * 1.1)) >= smallest;
      if (fits) return void fitView({ maxZoom: 1, padding: 0.08 });
      const start = scene.cards.get(startOf(flow) ?? '') ?? cards[0];
      const zoom = 0.8;
      if (start) void setViewport({ x: 48 - start.x * zoom, y: height / 4 - start.y * zoom, zoom });
    });
    return () => cancelAnimationFrame(frame);
  }, [ready, flowId, fitView, setViewport, flowStore]);

  useEffect(
    () =>
      useCanvas.setState({
        middle: () => {
          const { transform, width, height } = flowStore.getState();
          const [x, y, zoom] = transform;
          return { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom };
        },
      }),
    [flowStore],
  );

  // A panel that opens beside the canvas takes room from it: the chosen card stays in sight.
  const width = useStore((state) => state.width);
  useEffect(() => {
    const { node } = useSelection.getState();
    const { scene, dragged } = useCanvas.getState();
    const card = node === null || dragged.size > 0 ? undefined : scene.cards.get(node);
    if (!card) return;
    const [x, y, zoom] = flowStore.getState().transform;
    const hidden = (card.x + cardWidth + 48) * zoom + x - width;
    if (hidden > 0 && card.x * zoom + x < width + cardWidth * 2) void setViewport({ x: x - hidden, y, zoom });
  }, [width, flowStore, setViewport]);

  // The card where the simulator stands comes into sight.
  const current = useSimulation((state) => state.currentNode);
  useEffect(() => {
    if (current !== null) useCanvas.getState().want(current);
  }, [current]);

  const wanted = useCanvas((state) => state.wanted);
  useEffect(() => {
    if (!wanted) return;
    const { nodeId, focus } = wanted;
    // The card may be drawn only after this.
    const frame = requestAnimationFrame(() => {
      const card = useCanvas.getState().scene.cards.get(nodeId);
      if (!card) return;
      const { transform, width, height } = flowStore.getState();
      const [x, y, zoom] = transform;
      const [left, top] = [card.x * zoom + x, card.y * zoom + y];
      const inView =
        left >= 0 && top >= 0 && left + cardWidth * zoom <= width && top + Math.min(card.height, 200) * zoom <= height;
      if (!inView) {
        const target = Math.max(getZoom(), focus ? 0.66 : 0);
        void setCenter(card.x + cardWidth / 2, card.y + Math.min(card.height, 400) / 2, {
          zoom: target,
          // Only what has been drawn can take the focus.
          duration: focus || matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
        });
      }
      if (focus) focusCard(ground.current, nodeId);
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, flowStore, setCenter, getZoom, ground]);
}

/** Puts the focus on a card, once it is there. */
function focusCard(ground: HTMLElement | null, nodeId: string, tries = 10): void {
  const card = ground?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);
  if (card) card.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusCard(ground, nodeId, tries - 1));
}
