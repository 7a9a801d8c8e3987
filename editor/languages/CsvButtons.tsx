import { Button, FileButton, Modal } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, type Flow, type FlowId } from '../../runtime/contract/index.ts';
import { call, type AnswerOf } from '../client/http.ts';
import { setPlace } from '../flow/edit-parts.ts';
import { useFlow } from '../flow/store.ts';
import { saveFile } from '../flows/download.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble, showUndo } from '../ui/undo.ts';
import { CsvReport } from './CsvReport.tsx';

export type TranslationReport = AnswerOf<'POST /flows/:flowId/translations'>['report'];

/** A file of this size holds the texts of the largest flow. */
const largestFile = 4_000_000;

/** All texts as a table for whoever translates elsewhere, and back. */
export function CsvButtons({ flow, readOnly }: { flow: Flow; readOnly: boolean }) {
  const { t } = useTranslation();
  const unsaved = useFlow((state) => state.pending > 0);
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<TranslationReport | null>(null);
  const params = { flowId: asId<FlowId>(flow.id) };
  const work = async (what: () => Promise<void>) => {
    setBusy(true);
    try {
      await what();
    } catch (error) {
      showTrouble(problemText(t, error));
    } finally {
      setBusy(false);
    }
  };
  const read = async (file: File) => {
    if (file.size > largestFile) {
      showTrouble(t('languages.tooLarge'));
      return;
    }
    const before = useFlow.getState().flow?.translations;
    const { revision, report: found } = await call('POST /flows/:flowId/translations', {
      params,
      body: { csv: await file.text() },
    });
    useFlow.getState().heard(revision);
    setReport(found);
    if (found.changed > 0)
      showUndo({
        message: t('languages.imported', { count: found.changed }),
        undo() {
          const { flow: now, dispatch } = useFlow.getState();
          if (now?.id === flow.id) dispatch(setPlace(now, 'flow', 'flow', ['translations'], before));
        },
      });
  };
  const icon = { size: 18, stroke: 1.5, 'aria-hidden': true } as const;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload {...icon} />}
        disabled={unsaved || busy}
        onClick={() =>
          void work(async () => saveFile(await call('GET /flows/:flowId/translations', { params }), `${flow.id}.csv`))
        }
      >
        {t('languages.export')}
      </Button>
      {!readOnly && (
        <FileButton accept=".csv,text/csv" onChange={(file) => file && void work(() => read(file))}>
          {(button) => (
            <Button
              {...button}
              variant="default"
              size="xs"
              leftSection={<IconUpload {...icon} />}
              disabled={unsaved}
              loading={busy}
            >
              {t('languages.import')}
            </Button>
          )}
        </FileButton>
      )}
      <Modal opened={report !== null} onClose={() => setReport(null)} title={t('languages.report.title')}>
        {report && <CsvReport report={report} flow={flow} />}
      </Modal>
    </>
  );
}
