import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, type Flow, type FlowId } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ApiProblem, call } from '../client/http.ts';
import { problemText } from '../ui/problem-text.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { importFlow, replaceDraft } from './actions.ts';
import { BundleChoice } from './BundleChoice.tsx';
import { ImportReport } from './ImportReport.tsx';
import { readFlowFile, type FileReport } from './read-file.ts';
import styles from './ImportDialog.module.css';

type Props = {
  file: File | undefined;
  /** This file is dealt with. */
  onDone: () => void;
  onClose: () => void;
};

/** What a file holds, before it is taken in: nothing is imported unseen, and nothing of ours is written over unasked. */
export function ImportDialog({ file, onDone, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={file !== undefined}
      onClose={onClose}
      title={t('flows.import.title', { file: file?.name ?? '' })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {file && <Read key={`${file.name} ${file.lastModified}`} file={file} onDone={onDone} onClose={onClose} />}
    </Modal>
  );
}

function Read({ file, onDone, onClose }: Props & { file: File }) {
  const { t } = useTranslation();
  const [report, setReport] = useState<FileReport>();
  useEffect(() => {
    let latest = true;
    void readFlowFile(file, nodeTypes).then((read) => latest && setReport(read));
    return () => {
      latest = false;
    };
  }, [file]);
  if (!report) return <Skeleton />;
  return (
    <>
      <ImportReport report={report} />
      {report.flow && report.bundle ? (
        <BundleChoice bundle={report.bundle} onDone={onDone} onCancel={onClose} />
      ) : report.flow ? (
        <Choices flow={report.flow} onDone={onDone} onCancel={onClose} />
      ) : (
        <div className={styles.actions}>
          <Button onClick={onDone}>{t('common.close')}</Button>
        </div>
      )}
    </>
  );
}

/** The flow of ours that has the file's id; null when there is none. */
async function existing(flowId: string, signal: AbortSignal) {
  try {
    return await call('GET /flows/:flowId', { params: { flowId: asId<FlowId>(flowId) }, signal });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'flow.not-found') return null;
    throw error;
  }
}

function Choices({ flow, onDone, onCancel }: { flow: Flow; onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState('');
  const [saving, setSaving] = useState(false);
  const known = useQuery({
    queryKey: ['flow', flow.id, 'import'],
    queryFn: ({ signal }) => existing(flow.id, signal),
    staleTime: 0,
  });
  const run = async (act: () => Promise<unknown>) => {
    setSaving(true);
    setProblem('');
    try {
      await act();
      onDone();
    } catch (error) {
      setProblem(problemText(t, error));
      // Somebody may have changed it meanwhile: what is asked next is about what stands there now.
      void known.refetch();
    }
    setSaving(false);
  };
  const there = known.data;
  return (
    <>
      {there && <p className={styles.question}>{t('flows.import.exists', { name: there.name })}</p>}
      {(problem !== '' || known.isError) && (
        <p className={styles.problem} role="alert">
          {problem || problemText(t, known.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        {there && (
          <Button variant="default" loading={saving} onClick={() => void run(() => replaceDraft(t, flow, there))}>
            {t('flows.import.replace')}
          </Button>
        )}
        <Button
          loading={saving || known.isPending}
          disabled={known.isError}
          onClick={() => void run(() => importFlow(t, flow, there ? 'copy' : 'new'))}
        >
          {t(there ? 'flows.import.copy' : 'flows.import.take')}
        </Button>
      </div>
    </>
  );
}
