import { ActionIcon } from '@mantine/core';
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronUp,
  IconFlask,
  IconHistory,
  type Icon,
} from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRedTests, useTestRuns } from '../tests/test-runs.ts';
import styles from './Drawer.module.css';
import { toggleDrawer, useLayout, type DrawerTab } from './layout-state.ts';
import { Problems } from './Problems.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { useProblems } from './use-problems.ts';

const TestsPanel = lazy(async () => ({ default: (await import('../tests/TestsPanel.tsx')).TestsPanel }));
const VersionsPanel = lazy(async () => ({ default: (await import('../publish/VersionsPanel.tsx')).VersionsPanel }));

/** At the foot of the canvas: what is wrong, which tests are red, and what was published. */
export function Drawer() {
  const { t } = useTranslation();
  const open = useLayout((state) => state.drawer);
  const { rows, worst } = useProblems();
  const red = useRedTests();
  const isTestOpen = useTestRuns(({ opened }) => opened !== null);
  return (
    <section
      className={styles.drawer}
      aria-label={t('editor.drawer.label')}
      data-open={open !== null || undefined}
      data-tall={(open === 'tests' && isTestOpen) || undefined}
    >
      <div className={styles.head}>
        <Tab tab="problems" icon={IconAlertTriangle} tone={worst}>
          {t('editor.drawer.problems')}
          {rows.length > 0 && <span className={styles.count}>{rows.length}</span>}
        </Tab>
        <Tab tab="tests" icon={IconFlask} tone={red > 0 ? 'bad' : undefined}>
          {t('editor.drawer.tests')}
          {red > 0 && <span className={styles.count}>{red}</span>}
        </Tab>
        <Tab tab="versions" icon={IconHistory}>
          {t('editor.drawer.versions')}
        </Tab>
        <ActionIcon
          className={styles.fold}
          aria-label={t(open === null ? 'editor.drawer.open' : 'editor.drawer.close')}
          onClick={() => toggleDrawer(open ?? 'problems')}
        >
          {open === null ? (
            <IconChevronUp size={18} stroke={1.5} aria-hidden />
          ) : (
            <IconChevronDown size={18} stroke={1.5} aria-hidden />
          )}
        </ActionIcon>
      </div>
      {open !== null && (
        <div className={styles.body} id="flow-drawer">
          {open === 'problems' ? (
            <Problems />
          ) : (
            <Suspense fallback={<SkeletonRows rows={3} />}>
              {open === 'tests' ? <TestsPanel /> : <VersionsPanel />}
            </Suspense>
          )}
        </div>
      )}
    </section>
  );
}

function Tab({
  tab,
  icon: Sign,
  tone,
  children,
}: {
  tab: DrawerTab;
  icon: Icon;
  tone?: 'bad' | 'wait' | undefined;
  children: ReactNode;
}) {
  const isOpen = useLayout((state) => state.drawer === tab);
  return (
    <button
      type="button"
      className={styles.tab}
      data-tone={tone}
      aria-expanded={isOpen}
      aria-controls={isOpen ? 'flow-drawer' : undefined}
      data-testid={`drawer-${tab}`}
      onClick={() => toggleDrawer(tab)}
    >
      <Sign size={16} stroke={1.5} aria-hidden />
      {children}
    </button>
  );
}
