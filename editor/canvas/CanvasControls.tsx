import { IconLayoutDashboard, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useReactFlow, useStore } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { useFlow } from '../flow/store.ts';
import styles from './CanvasControls.module.css';
import { MiniMap } from './MiniMap.tsx';
import { useTidy } from './use-tidy.ts';

const icon = { 'aria-hidden': true, size: 18, stroke: 1.5 } as const;

/** How large the flow is drawn, and the map of it. */
export function CanvasControls() {
  const { t, i18n } = useTranslation();
  const { zoomIn, zoomOut, fitView, zoomTo } = useReactFlow();
  const tidy = useTidy();
  const readOnly = useFlow((state) => state.readOnly);
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  const text = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(percent / 100);
  return (
    <>
      <MiniMap />
      <div className={styles.zoom}>
        <button
          type="button"
          aria-label={t('canvas.zoom.out')}
          title={t('canvas.zoom.out')}
          onClick={() => void zoomOut()}
        >
          <IconMinus {...icon} />
        </button>
        <button
          type="button"
          className={styles.percent}
          aria-label={t('canvas.zoom.reset', { percent: text })}
          title={t('canvas.zoom.toFull')}
          onClick={() => void zoomTo(1)}
        >
          {text}
        </button>
        <button
          type="button"
          aria-label={t('canvas.zoom.in')}
          title={t('canvas.zoom.in')}
          onClick={() => void zoomIn()}
        >
          <IconPlus {...icon} />
        </button>
        <button
          type="button"
          aria-label={t('canvas.zoom.fit')}
          title={t('canvas.zoom.fit')}
          onClick={() => void fitView({ maxZoom: 1, padding: 0.1 })}
        >
          <IconMaximize {...icon} />
        </button>
        {!readOnly && (
          <button type="button" aria-label={t('canvas.zoom.tidy')} title={t('canvas.zoom.tidy')} onClick={tidy}>
            <IconLayoutDashboard {...icon} />
          </button>
        )}
      </div>
    </>
  );
}
