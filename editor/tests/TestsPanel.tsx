import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconFlask, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowTest } from '../../runtime/contract/index.ts';
import { tryFlow, useLayout } from '../flow/layout-state.ts';
import { useFlow } from '../flow/store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useSimulation } from '../simulator/simulation.ts';
import styles from './Tests.module.css';
import { runAllTests, useRedTests, useTestRuns } from './test-runs.ts';
import { TestView } from './TestView.tsx';

/** The open flow's tests: which are green, which are red, and what each of them plays. */
export function TestsPanel() {
  const tests = useFlow((state) => state.flow?.tests);
  const opened = useTestRuns((state) => state.opened);
  const test = tests?.find(({ id }) => id === opened);
  if (test) return <TestView key={test.id} test={test} onClose={() => useTestRuns.setState({ opened: null })} />;
  return tests && tests.length > 0 ? <List tests={tests} /> : <None />;
}

function None() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconFlask}
      title={t('tests.none')}
      actions={
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
          onClick={() => {
            useLayout.setState({ phone: 'simulator' });
            if (!useSimulation.getState().open) tryFlow();
          }}
        >
          {t('tests.try')}
        </Button>
      }
    >
      {t('tests.noneWords')}
    </EmptyState>
  );
}

function List({ tests }: { tests: readonly FlowTest[] }) {
  const { t } = useTranslation();
  const running = useTestRuns((state) => state.running);
  const red = useRedTests();
  return (
    <>
      <div className={styles.head}>
        <p aria-live="polite">
          {red > 0 ? t('tests.red', { count: red }) : running ? t('tests.running') : t('tests.allGreen')}
        </p>
        <Button size="xs" variant="default" loading={running} onClick={() => void runAllTests()}>
          {t('tests.runAll')}
        </Button>
      </div>
      <ul className={styles.list}>
        {tests.map((test) => (
          <li key={test.id}>
            <Row test={test} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Row({ test: { id, name, transcript } }: { test: FlowTest }) {
  const { t } = useTranslation();
  const result = useTestRuns(({ results }) => results.get(id));
  return (
    <button type="button" className={styles.row} onClick={() => useTestRuns.setState({ opened: id })}>
      <Sign ok={result?.ok} />
      <strong>{name}</strong>
      <span>{t('tests.steps', { count: transcript.turns.length })}</span>
      {result && !result.ok && (
        <span className={styles.bad}>
          {result.unplayed
            ? t(`tests.unplayed.${result.unplayed}`)
            : t('tests.failsAt', { step: (result.firstDifference?.turn ?? 0) + 1 })}
        </span>
      )}
    </button>
  );
}

/** Green, red, or not played yet: a shape and a word as well as a colour. */
export function Sign({ ok }: { ok: boolean | undefined }) {
  const { t } = useTranslation();
  const running = useTestRuns((state) => state.running);
  if (ok === undefined && running) return <Loader size={16} aria-label={t('tests.running')} />;
  const Shape = ok === undefined ? IconCircleDashed : ok ? IconCircleCheck : IconCircleX;
  const state = ok === undefined ? 'unplayed' : ok ? 'green' : 'red';
  return (
    <span className={styles.sign} data-state={state}>
      <Shape size={18} stroke={1.5} aria-hidden />
      <VisuallyHidden>{t(`tests.state.${state}`)}</VisuallyHidden>
    </span>
  );
}
