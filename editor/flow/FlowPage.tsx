import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { StoppedNotices } from '../flow-alerts/StoppedNotices.tsx';
import { ApiProblem } from '../client/http.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { ConflictDialog } from './ConflictDialog.tsx';
import styles from './FlowPage.module.css';
import { Notices } from './Notices.tsx';
import { PhoneEditor } from './PhoneEditor.tsx';
import { Publishing } from './Publishing.tsx';
import { followServer, useFlow } from './store.ts';
import { TopBar } from './TopBar.tsx';
import { useCardInAddress } from './use-card-in-address.ts';
import { useFlowKeys } from './use-flow-keys.ts';
import { followTests } from '../tests/test-runs.ts';
import { useSaying } from './use-saying.ts';
import { WideEditor } from './WideEditor.tsx';

/** A flow: drawn, tried, published. */
export function Component() {
  const { flowId = '' } = useParams();
  const status = useFlow((state) => state.status);
  const isOpen = useFlow((state) => state.flow !== null);
  useEffect(() => {
    void useFlow.getState().open(flowId);
    const stops = [followServer(), followTests()];
    return () => {
      for (const stop of stops) stop();
      useFlow.getState().close();
    };
  }, [flowId]);
  if (!isOpen && (status === 'failed' || status === 'gone')) return <NotOpened />;
  return <Editor />;
}

function Editor() {
  const isPhone = useMediaQuery('(max-width: 719px)', undefined, { getInitialValueInEffect: false });
  useFlowKeys();
  useCardInAddress();
  useSaying();
  return (
    <div className={styles.page} data-testid="flow-page">
      <TopBar isPhone={isPhone} />
      <Notices />
      <StoppedNotices />
      {isPhone ? <PhoneEditor /> : <WideEditor />}
      <ConflictDialog />
      <Publishing />
    </div>
  );
}

function NotOpened() {
  const { t } = useTranslation();
  const problem = useFlow((state) => state.problem);
  const isMissing = problem instanceof ApiProblem && problem.code === 'flow.not-found';
  return (
    <EmptyState
      icon={IconArrowsSplit2}
      title={t(isMissing ? 'editor.failed.notFound' : 'editor.failed.title')}
      actions={
        <>
          <Button component={Link} to="/flows" variant={isMissing ? 'filled' : 'default'}>
            {t('editor.failed.toFlows')}
          </Button>
          {!isMissing && <Button onClick={() => useFlow.getState().retry()}>{t('common.retry')}</Button>}
        </>
      }
    >
      {isMissing ? t('editor.failed.notFoundHow') : problemText(t, problem)}
    </EmptyState>
  );
}
