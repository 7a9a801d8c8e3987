import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useLayout } from '../flow/layout-state.ts';
import { useFlow } from '../flow/store.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { showUndo } from '../ui/undo.ts';
import { recordingOf } from './recording.ts';
import { addTest } from './test-edits.ts';
import styles from './Tests.module.css';
import { useTestRuns } from './test-runs.ts';

/** Keeps what was done in the simulator as a test of the flow, under a name. */
export function SaveTest() {
  const { t } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  const any = useSimulation((state) => (state.state?.turns.length ?? 0) > 0);
  const stale = useSimulation((state) => state.stale);
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  if (readOnly) return null;

  const close = () => {
    setOpened(false);
    setName('');
    setProblem('');
  };
  const save = async () => {
    const simulated = useSimulation.getState().recorded();
    const recording = simulated && (await recordingOf(simulated, nodeTypes));
    const { flow, dispatch, undo } = useFlow.getState();
    if (!recording || !flow) return;
    if ('refused' in recording) {
      setProblem(t(`tests.save.${recording.refused}`));
      return;
    }
    const { edits, testId } = addTest(flow, name, recording.transcript);
    dispatch(edits);
    useTestRuns.setState({ opened: testId });
    useLayout.setState({ drawer: 'tests' });
    showUndo({ message: t('tests.save.done', { name: name.trim() }), undo });
    close();
  };

  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      trapFocus
      returnFocus
      position="bottom-end"
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={t('tests.save.label')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('tests.save.label')}
            data-testid="save-test"
            onClick={() => (opened ? close() : setOpened(true))}
          >
            <IconFlask aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={styles.save}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextInput
            label={t('tests.name')}
            description={t(any ? 'tests.save.help' : 'tests.save.nothing')}
            placeholder={t('tests.save.example')}
            maxLength={120}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          {stale && <p className={styles.note}>{t('tests.save.stale')}</p>}
          {problem !== '' && (
            <p className={styles.bad} role="alert">
              {problem}
            </p>
          )}
          <Button type="submit" disabled={!any || name.trim() === ''}>
            {t('tests.save.keep')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
