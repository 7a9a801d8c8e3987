import { Button } from '@mantine/core';
import { IconListTree, IconPlayerPlay, IconUpload, type Icon } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { PhoneAnalytics } from '../analytics/PhoneAnalytics.tsx';
import { Outline } from '../canvas/Outline.tsx';
import { useMay } from '../client/me.ts';
import { Inspector } from '../inspector/Inspector.tsx';
import { useLanguages } from '../languages/shown.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { useLayout, type PhoneTab } from './layout-state.ts';
import styles from './PhoneEditor.module.css';
import { Problems } from './Problems.tsx';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';
import { useProblems } from './use-problems.ts';

const SimulatorPanel = lazy(async () => ({
  default: (await import('../simulator/SimulatorPanel.tsx')).SimulatorPanel,
}));
const TestsPanel = lazy(async () => ({ default: (await import('../tests/TestsPanel.tsx')).TestsPanel }));
const Translations = lazy(async () => ({ default: (await import('../languages/Translations.tsx')).Translations }));
const VersionsPanel = lazy(async () => ({ default: (await import('../publish/VersionsPanel.tsx')).VersionsPanel }));

const tabs: { tab: PhoneTab; icon: Icon }[] = [
  { tab: 'outline', icon: IconListTree },
  { tab: 'simulator', icon: IconPlayerPlay },
  { tab: 'publish', icon: IconUpload },
];

/** The flow on a small screen: read, corrected, tried and published; drawing is for larger ones. */
export function PhoneEditor() {
  const { t } = useTranslation();
  const shown = useLayout((state) => state.phone);
  const isOpen = useFlow((state) => state.flow !== null);
  const panel = useSelection((state) => state.panel);
  const table = useLanguages((state) => state.table);
  const { rows } = useProblems();
  if (!isOpen) return <SkeletonRows />;
  return (
    <>
      <nav className={styles.tabs} aria-label={t('editor.tabs.label')}>
        {tabs.map(({ tab, icon: Sign }) => (
          <button
            key={tab}
            type="button"
            aria-current={shown === tab || undefined}
            onClick={() => useLayout.setState({ phone: tab })}
          >
            <Sign size={18} stroke={1.5} aria-hidden />
            {t(`editor.tabs.${tab}`)}
            {tab === 'publish' && rows.length > 0 && <span className={styles.count}>{rows.length}</span>}
          </button>
        ))}
      </nav>
      <div className={styles.body}>
        {shown === 'outline' &&
          (table ? (
            <Suspense fallback={<SkeletonRows />}>
              <Translations />
            </Suspense>
          ) : panel === null ? (
            <>
              <PhoneAnalytics />
              <Outline />
            </>
          ) : (
            <Inspector />
          ))}
        {shown === 'simulator' && <Simulator />}
        {shown === 'publish' && <Publish />}
      </div>
    </>
  );
}

function Simulator() {
  const open = useSimulation((state) => state.open);
  useEffect(() => useSimulation.getState().start(), []);
  useEffect(() => {
    // Closed in its own head: back to the flow.
    if (!open) return;
    return () => {
      if (!useSimulation.getState().open) useLayout.setState({ phone: 'outline' });
    };
  }, [open]);
  return (
    <Suspense fallback={<SkeletonRows />}>
      <SimulatorPanel />
    </Suspense>
  );
}

function Publish() {
  const { t } = useTranslation();
  const mayPublish = useMay('flows.publish');
  const { worst } = useProblems();
  return (
    <div className={styles.publish}>
      {mayPublish && (
        <>
          <p>{t(worst === 'bad' ? 'editor.publishHere.blocked' : 'editor.publishHere.ready')}</p>
          <Button
            size="md"
            leftSection={<IconUpload size={18} stroke={1.5} aria-hidden />}
            onClick={() => useLayout.setState({ publishing: true })}
          >
            {t('editor.publish')}
          </Button>
        </>
      )}
      <h2>{t('editor.drawer.problems')}</h2>
      <Problems />
      <h2>{t('editor.drawer.tests')}</h2>
      <Suspense fallback={<SkeletonRows rows={2} />}>
        <TestsPanel />
      </Suspense>
      <h2>{t('editor.drawer.versions')}</h2>
      <Suspense fallback={<SkeletonRows rows={3} />}>
        <VersionsPanel />
      </Suspense>
    </div>
  );
}
