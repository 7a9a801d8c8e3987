import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArchive } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, type FlowId } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import { useMay } from '../client/me.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble } from '../ui/undo.ts';
import styles from './Notices.module.css';
import { useFlow } from './store.ts';

/** What keeps the flow from being saved, with the way on. */
export function Notices() {
  const status = useFlow((state) => state.status);
  if (status === 'gone') return <Gone />;
  return status === 'refused' ? <Refused /> : null;
}

function Gone() {
  const { t } = useTranslation();
  const flowId = useFlow((state) => state.flowId);
  const pending = useFlow((state) => state.pending);
  const mayRestore = useMay('flows.delete');
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    try {
      await call('POST /flows/:flowId/restoration', { params: { flowId: asId<FlowId>(flowId ?? '') } });
      useFlow.getState().retry();
    } catch (error) {
      showTrouble(problemText(t, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles.notice} data-tone="wait" role="alert">
      <IconArchive size={18} stroke={1.5} aria-hidden />
      <p>
        <b>{t('editor.gone.title')}</b>{' '}
        {pending > 0 ? t('editor.gone.how', { count: pending }) : t('editor.gone.nothing')}
      </p>
      {mayRestore && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void restore()}>
          {t('editor.gone.restore')}
        </Button>
      )}
    </div>
  );
}

function Refused() {
  const { t } = useTranslation();
  const problem = useFlow((state) => state.problem);
  return (
    <div className={styles.notice} data-tone="bad" role="alert">
      <IconAlertTriangle size={18} stroke={1.5} aria-hidden />
      <p>
        <b>{t('editor.refused.title')}</b> {problemText(t, problem)}
      </p>
      <Button size="xs" variant="default" onClick={() => useFlow.getState().retry()}>
        {t('common.retry')}
      </Button>
    </div>
  );
}
