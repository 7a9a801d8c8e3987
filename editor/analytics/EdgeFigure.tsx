import { EdgeLabelRenderer } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { handhold, type Route } from '../canvas/routing.ts';
import styles from './Analytics.module.css';
import { compact, lineWidth, useAnalytics, usePlaced } from './analytics.ts';

/** How many went along a line: as thick as their share, and in figures beside it. */
export function EdgeFigure({ id, route, path, far }: { id: string; route: Route; path: string; far: boolean }) {
  const { t, i18n } = useTranslation();
  const on = useAnalytics((state) => state.on);
  const measure = useAnalytics((state) => state.measure);
  const count = usePlaced(({ placed }) => placed?.edges.get(id)?.[measure] ?? 0);
  const most = usePlaced(({ placed }) => placed?.most[measure] ?? 0);
  // A thin line says none; figures on all of them would hide those that matter.
  if (!on || count === 0) return null;
  const [x, y] = handhold(route);
  return (
    <>
      <path d={path} className={styles.share} style={{ strokeWidth: lineWidth(count, most) }} />
      {!far && (
        <EdgeLabelRenderer>
          <span
            className={styles.onLine}
            data-testid={`passes-${id}`}
            title={t(`analytics.${measure}Count`, { count })}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {compact(count, i18n.language)}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
