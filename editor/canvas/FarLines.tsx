import { ViewportPortal } from '@xyflow/react';
import { useCanvas } from './canvas-state.ts';
import { useSimulation } from '../simulator/simulation.ts';
import styles from './EdgeLine.module.css';
import { pathOf } from './routing.ts';

/** More lines than this are drawn as one when the flow is seen from afar: nobody can point at one of them then. */
export const manyLines = 300;

/** All lines of a large flow in one drawing, which moves with the ground at no cost. */
export function FarLines() {
  const routes = useCanvas((state) => state.routes);
  const travelled = useSimulation((state) => state.travelled);
  const pathsOf = (wanted: boolean) =>
    [...routes].map(([id, route]) => (travelled.has(id) === wanted ? pathOf(route, 6) : '')).join('');
  return (
    <ViewportPortal>
      <svg className={styles.farLines} aria-hidden>
        <path d={pathsOf(false)} className={styles.line} />
        <path d={pathsOf(true)} className={styles.line} data-travelled />
      </svg>
    </ViewportPortal>
  );
}
