import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { AnalyticsBar } from '../analytics/AnalyticsBar.tsx';
import { Canvas } from '../canvas/Canvas.tsx';
import { Palette } from '../canvas/Palette.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { useLanguages } from '../languages/shown.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { Drawer } from './Drawer.tsx';
import { useLayout } from './layout-state.ts';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';
import styles from './WideEditor.module.css';

const SimulatorPanel = lazy(async () => ({
  default: (await import('../simulator/SimulatorPanel.tsx')).SimulatorPanel,
}));

const Translations = lazy(async () => ({ default: (await import('../languages/Translations.tsx')).Translations }));

/** Palette, canvas and drawer, and at the right what is being changed or tried. */
export function WideEditor() {
  const isWide = useMediaQuery('(min-width: 1600px)', undefined, { getInitialValueInEffect: false });
  const isOpen = useFlow((state) => state.flow !== null);
  const panel = useSelection((state) => state.panel);
  const simulating = useSimulation((state) => state.open);
  const table = useLanguages((state) => state.table);
  if (!isOpen) return <div className={styles.work} aria-busy />;
  const pane = panel !== null || simulating;
  return (
    <div className={styles.work}>
      {!table && <Palette narrow={!isWide && pane} />}
      <div className={styles.stage}>
        <div className={styles.drawing} inert={table}>
          <div className={styles.canvas}>
            <Canvas />
            <AnalyticsBar />
          </div>
          <Drawer />
        </div>
        {table && (
          <div className={styles.over}>
            <Suspense>
              <Translations />
            </Suspense>
          </div>
        )}
      </div>
      {pane && <Pane />}
    </div>
  );
}

function Pane() {
  const { t } = useTranslation();
  const panel = useSelection((state) => state.panel);
  const chosen = useSelection((state) => state.node ?? state.trigger ?? state.panel);
  const simulating = useSimulation((state) => state.open);
  const front = useLayout((state) => state.front);
  // What was opened last is in front.
  useEffect(() => {
    if (chosen !== null) useLayout.setState({ front: 'inspector' });
  }, [chosen]);
  useEffect(() => {
    if (simulating) useLayout.setState({ front: 'simulator' });
  }, [simulating]);
  const both = panel !== null && simulating;
  const shown = both ? front : simulating ? 'simulator' : 'inspector';
  return (
    <div className={styles.pane}>
      {both && (
        <SegmentedControl
          className={styles.switch}
          aria-label={t('editor.pane.label')}
          fullWidth
          size="xs"
          value={shown}
          onChange={(value) => useLayout.setState({ front: value === 'simulator' ? 'simulator' : 'inspector' })}
          data={[
            { value: 'inspector', label: t(`editor.pane.${panel}`) },
            { value: 'simulator', label: t('editor.pane.simulator') },
          ]}
        />
      )}
      <div className={styles.inPane}>
        {shown === 'inspector' ? (
          <Inspector />
        ) : (
          <Suspense>
            <SimulatorPanel />
          </Suspense>
        )}
      </div>
    </div>
  );
}
