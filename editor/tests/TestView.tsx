import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowTest } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import { showTrouble, showUndo } from '../ui/undo.ts';
import { loadLibrary } from './library.ts';
import { recordedAnew } from './recording.ts';
import { removeTest, renameTest, setTranscript } from './test-edits.ts';
import styles from './Tests.module.css';
import { useTestRuns } from './test-runs.ts';
import { Sign } from './TestsPanel.tsx';
import { TestTurn } from './TestTurn.tsx';

type Props = { test: FlowTest; onClose: () => void };

/** One test: its conversation turn by turn, and the first difference at its place. */
export function TestView({ test, onClose }: Props) {
  const { t } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  const result = useTestRuns(({ results }) => results.get(test.id));
  const [busy, setBusy] = useState(false);
  const difference = result?.firstDifference;
  const { dispatch, undo } = useFlow.getState();

  const accept = async () => {
    const { flow } = useFlow.getState();
    if (!flow) return;
    setBusy(true);
    const transcript = await recordedAnew(flow, await loadLibrary(flow), test.transcript, nodeTypes);
    setBusy(false);
    const { flow: now } = useFlow.getState();
    if (!transcript) return showTrouble(t('tests.accept.impossible'));
    if (!now) return;
    dispatch(setTranscript(now, test.id, transcript));
    const lost = test.transcript.turns.length - transcript.turns.length;
    const message = lost > 0 ? t('tests.accept.shorter', { count: lost }) : t('tests.accept.done');
    showUndo({ message, undo });
  };
  const remove = () => {
    const { flow } = useFlow.getState();
    if (!flow) return;
    onClose();
    dispatch(removeTest(flow, test.id));
    showUndo({ message: t('tests.removed', { name: test.name }), undo });
  };

  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('tests.back')} onClick={onClose}>
          <IconArrowLeft size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
        <Sign ok={result?.ok} />
        <Name test={test} readOnly={readOnly} />
        {!readOnly && (
          <>
            {result && !result.ok && (
              <Button size="xs" variant="default" loading={busy} onClick={() => void accept()}>
                {t('tests.accept.label')}
              </Button>
            )}
            <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('tests.remove')} onClick={remove}>
              <IconTrash size={18} stroke={1.5} aria-hidden />
            </ActionIcon>
          </>
        )}
      </header>
      {result?.unplayed && <p className={styles.note}>{t(`tests.unplayed.${result.unplayed}`)}</p>}
      <ol className={styles.turns}>
        {test.transcript.turns.map((turn, index) => (
          <li key={index} data-after={(difference && index > difference.turn) || undefined}>
            <TestTurn
              turn={turn}
              difference={difference?.turn === index ? difference : undefined}
              failure={difference?.turn === index ? result?.failure : undefined}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Name({ test: { id, name }, readOnly }: { test: FlowTest; readOnly: boolean }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const keep = () => {
    const { flow, dispatch } = useFlow.getState();
    if (typed.trim() === '') setTyped(name);
    else if (flow && typed.trim() !== name) dispatch(renameTest(flow, id, typed));
  };
  return (
    <TextInput
      className={styles.name}
      aria-label={t('tests.name')}
      readOnly={readOnly}
      maxLength={120}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') currentTarget.blur();
      }}
    />
  );
}
