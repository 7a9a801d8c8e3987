import { IconPlus, IconX } from '@tabler/icons-react';
import { EdgeLabelRenderer, useReactFlow, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { EdgeFigure } from '../analytics/EdgeFigure.tsx';
import { useFlow } from '../flow/store.ts';
import { removeEdge } from './actions.ts';
import { useCanvas } from './canvas-state.ts';
import { cardWidth } from './card-size.ts';
import styles from './EdgeLine.module.css';
import { hoverEdge } from './hovering.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { handhold, pathOf, type Route } from './routing.ts';
import type { LineEdge } from './to-react-flow.ts';

/** An edge along the way that was found for it; under the pointer it offers to take a card in and to be cut. */
export const EdgeLine = memo(function EdgeLine({ id }: EdgeProps<LineEdge>) {
  const route = useCanvas((state) => state.routes.get(id));
  const far = useCanvas((state) => state.far);
  const active = useCanvas((state) => state.selectedEdge === id || state.hoveredEdge === id);
  const selected = useCanvas((state) => state.selectedEdge === id);
  const travelled = useSimulation((state) => state.travelled.has(id));
  if (!route) return null;
  const path = pathOf(route, far ? 6 : 0);
  return (
    <>
      <path
        d={path}
        className={styles.line}
        data-edge={id}
        data-active={active || undefined}
        data-selected={selected || undefined}
        data-travelled={travelled || undefined}
      />
      <EdgeFigure id={id} route={route} path={path} far={far} />
      <path d={path} className={`${styles.reach} react-flow__edge-interaction`} />
      {active && !far && <Offers id={id} route={route} />}
    </>
  );
});

function Offers({ id, route }: { id: string; route: Route }) {
  const { t } = useTranslation();
  const { screenToFlowPosition } = useReactFlow();
  const readOnly = useFlow((state) => state.readOnly);
  if (readOnly) return null;
  const [x, y] = handhold(route);
  return (
    <EdgeLabelRenderer>
      <div
        className={`${styles.offers} nodrag nopan`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        onPointerEnter={() => hoverEdge(id)}
        onPointerLeave={() => hoverEdge(null)}
      >
        <button
          type="button"
          className={styles.insert}
          aria-label={t('canvas.edge.insert')}
          title={t('canvas.edge.insert')}
          onClick={(event) => {
            const { right, top } = event.currentTarget.getBoundingClientRect();
            const place = screenToFlowPosition({ x: right, y: top });
            useCanvas.setState({
              adding: { menu: { x: right, y: top }, at: { x: place.x - cardWidth / 2, y: place.y + 24 }, edge: id },
            });
          }}
        >
          <IconPlus aria-hidden size={16} stroke={1.5} />
        </button>
        <button
          type="button"
          className={styles.cut}
          aria-label={t('canvas.edge.remove')}
          title={t('canvas.edge.remove')}
          onClick={() => removeEdge(id)}
        >
          <IconX aria-hidden size={16} stroke={1.5} />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}
