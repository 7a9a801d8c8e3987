import { useReactFlow, useStore } from '@xyflow/react';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useCanvas } from './canvas-state.ts';
import styles from './CanvasControls.module.css';
import type { Rect } from './routing.ts';

/** Beyond so many cards the map would say nothing and cost much. */
const most = 2_000;
const margin = 60;

/** The whole flow small: where the view is, and a way to go elsewhere. */
export function MiniMap() {
  const count = useCanvas((state) => state.scene.cards.size);
  return count > 1 && count <= most && <Map />;
}

function Map() {
  const { t } = useTranslation();
  const cards = useCanvas((state) => state.scene.cards);
  const chosen = useCanvas(useShallow((state) => state.nodes.filter(({ selected }) => selected).map(({ id }) => id)));
  const view = useStore(useShallow(viewOf));
  const { setCenter, getZoom } = useReactFlow();
  const box = boxOf([...cards.values(), view]);
  const isChosen = new Set(chosen);
  const all = [...cards.values()];
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const matrix = event.currentTarget.getScreenCTM();
    if (!matrix || event.buttons === 0) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <figure className={styles.map} aria-label={t('canvas.map')} data-testid="minimap">
      <svg
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        preserveAspectRatio="xMidYMid meet"
        aria-hidden
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={go}
      >
        <path className={styles.cards} d={pathOf(all.filter(({ id }) => !isChosen.has(id)))} />
        <path className={styles.chosen} d={pathOf(all.filter(({ id }) => isChosen.has(id)))} />
        <rect className={styles.lens} {...view} />
      </svg>
    </figure>
  );
}

const pathOf = (cards: readonly Rect[]): string =>
  cards.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');

/** What is in view, in the flow's measure. */
const viewOf = ({
  transform: [x, y, zoom],
  width,
  height,
}: {
  transform: number[];
  width: number;
  height: number;
}) => ({
  x: -(x ?? 0) / (zoom ?? 1),
  y: -(y ?? 0) / (zoom ?? 1),
  width: width / (zoom ?? 1),
  height: height / (zoom ?? 1),
});

function boxOf(cards: Iterable<Omit<Rect, 'id'>>) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of cards) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin };
}
