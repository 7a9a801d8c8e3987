import { Button, Popover, TextInput } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { asId, type FlowId } from '../../../runtime/contract/index.ts';
import { ApiProblem, call } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { problemText } from '../../ui/problem-text.ts';
import styles from './Why.module.css';

type Props = { conversationId: string; sessionId: string; flowId: string };

/** Keeps this session as a test of its flow, without what tells who the person is. */
export function SaveAsTest({ conversationId, sessionId, flowId }: Props) {
  const { t } = useTranslation();
  const mayEdit = useMay('flows.edit');
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [made, setMade] = useState<'green' | 'red' | null>(null);
  if (!mayEdit) return null;

  const close = () => {
    setOpened(false);
    setName('');
    setProblem('');
    setMade(null);
  };
  const save = async () => {
    setBusy(true);
    setProblem('');
    try {
      const { result } = await call('POST /flows/:flowId/tests/from-conversation', {
        params: { flowId: asId<FlowId>(flowId) },
        body: { conversationId, sessionId, name: name.trim() },
      });
      setMade(result.ok ? 'green' : 'red');
    } catch (error) {
      const reason =
        error instanceof ApiProblem && error.code === 'flow.test-unbuildable' ? error.params['reason'] : null;
      setProblem(typeof reason === 'string' ? t(`tests.from.refused.${reason}`) : problemText(t, error));
    }
    setBusy(false);
  };

  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      trapFocus
      returnFocus
      position="bottom-start"
      shadow="md"
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFlask size={16} stroke={1.5} aria-hidden />}
          onClick={() => (opened ? close() : setOpened(true))}
        >
          {t('tests.save.label')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {made ? (
          <div className={styles.save}>
            <p>{t(`tests.from.${made}`)}</p>
            <Button component={Link} to={`/flows/${flowId}`} variant="default">
              {t('tests.from.toFlow')}
            </Button>
          </div>
        ) : (
          <form
            className={styles.save}
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <TextInput
              label={t('tests.name')}
              description={t('tests.from.help')}
              maxLength={120}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            {problem !== '' && <p role="alert">{problem}</p>}
            <Button type="submit" loading={busy} disabled={name.trim() === ''}>
              {t('tests.save.keep')}
            </Button>
          </form>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
