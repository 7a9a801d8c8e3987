import { Button, Textarea } from '@mantine/core';
import { IconAlertCircle, IconInfoCircle, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isError, type Flow } from '../../runtime/contract/index.ts';
import { changeSentence, flowChanges } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ApiProblem } from '../client/http.ts';
import { useMay } from '../client/me.ts';
import { useFlow } from '../flow/store.ts';
import { startsText } from '../flows/flow-row.ts';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { blockedBy, type Block } from './blocks.ts';
import { sentenceText } from './change-words.ts';
import { ChangeList } from './ChangeList.tsx';
import { IssueList } from './IssueList.tsx';
import { publishFlow, runningQuery, validationQuery, versionQuery, type Made } from './publishing.ts';
import styles from './PublishDialog.module.css';

const longestNote = 500;

type Props = {
  flowId: string;
  onPublished: (made: Made, versionBefore: number | null, draft: Flow) => void;
  onClose: () => void;
};

export function PublishForm({ flowId, onPublished, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const flow = useFlow((state) => state.flow);
  const revision = useFlow((state) => state.revision);
  const status = useFlow((state) => state.status);
  const activeVersion = useFlow((state) => state.activeVersion);
  const paused = useFlow((state) => state.paused);
  const mayPublish = useMay('flows.publish');
  const saved = status === 'saved';
  const base = useQuery({ ...versionQuery(flowId, activeVersion ?? 0), enabled: activeVersion !== null });
  const validation = useQuery({ ...validationQuery(flowId, revision), enabled: saved });
  const running = useQuery(runningQuery(flowId)).data ?? 0;
  const before = activeVersion === null ? null : (base.data?.flow ?? null);
  const changes = useMemo(() => (flow && before ? flowChanges(before, flow, nodeTypes) : []), [flow, before]);
  const suggested =
    activeVersion === null
      ? t('changes.note.first')
      : sentenceText(t, i18n.language, changeSentence(changes)).slice(0, longestNote);
  const [written, setWritten] = useState<string | null>(null);
  const [publishing, setPublishing] = useState(false);
  const [isStale, setIsStale] = useState(false);
  const [problem, setProblem] = useState('');
  const note = written ?? suggested;

  const isRead = activeVersion === null || base.isSuccess;
  const issues = validation.data?.revision === revision ? validation.data.issues : undefined;
  const block: Block | null = blockedBy({
    status,
    mayPublish,
    isRead: isRead && issues !== undefined,
    unchanged: activeVersion !== null && base.isSuccess && changes.length === 0,
    errors: issues?.filter(isError).length ?? 0,
  });
  const failure = [problem, base.error, validation.error].find(Boolean);

  const publish = async () => {
    if (!flow) return;
    setPublishing(true);
    setProblem('');
    setIsStale(false);
    try {
      onPublished(await publishFlow(flowId, revision, note), activeVersion, flow);
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : '';
      if (code === 'flow.stale-revision') setIsStale(true);
      else setProblem(problemText(t, error));
      // What is shown was no longer what stands there: it is read again, and the changes with it.
      useFlow.getState().heard();
      if (code === 'flow.has-errors') void validation.refetch();
    }
    setPublishing(false);
  };

  if (!flow) return <SkeletonRows rows={3} />;
  return (
    <div className={styles.form}>
      {isStale && (
        <p className={styles.notice} data-tone="wait" role="alert">
          <IconInfoCircle size={18} stroke={1.5} aria-hidden />
          {t('publish.stale')}
        </p>
      )}
      {issues && <IssueList flow={flow} issues={issues} severity="error" onJump={onClose} />}
      <section aria-label={t('publish.changes')}>
        <h2>{activeVersion === null ? t('publish.first') : t('publish.since', { version: activeVersion })}</h2>
        {!isRead && !base.isError && <SkeletonRows rows={3} />}
        {activeVersion === null && (
          <p>
            {t('flows.cards', { count: flow.nodes.length })} ·{' '}
            {flow.triggers.length > 0
              ? t('publish.starts', { starts: startsText(t, flow.triggers) })
              : t('publish.startsWithNothing')}
          </p>
        )}
        {before && changes.length === 0 && <p className={styles.quiet}>{t('publish.unchanged')}</p>}
        {before && changes.length > 0 && <ChangeList changes={changes} before={before} after={flow} />}
      </section>
      {issues && <IssueList flow={flow} issues={issues} severity="warning" onJump={onClose} />}
      {running > 0 && (
        <p className={styles.notice}>
          <IconUsers size={18} stroke={1.5} aria-hidden />
          {t('publish.running', { count: running })}
        </p>
      )}
      {paused && (
        <p className={styles.notice} data-tone="wait">
          <IconInfoCircle size={18} stroke={1.5} aria-hidden />
          {t('publish.paused')}
        </p>
      )}
      <Textarea
        label={t('publish.note')}
        description={t('publish.noteHelp')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={longestNote}
        value={note}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      {failure !== undefined && failure !== '' && (
        <p className={styles.notice} data-tone="bad" role="alert">
          <IconAlertCircle size={18} stroke={1.5} aria-hidden />
          {typeof failure === 'string' ? failure : problemText(t, failure)}
        </p>
      )}
      <div className={styles.actions}>
        {block && (
          <p id="publish-blocked" className={styles.quiet} aria-live="polite">
            {t(`publish.blocked.${block.reason}`, { count: block.count })}
          </p>
        )}
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          loading={publishing}
          disabled={block !== null}
          aria-describedby={block ? 'publish-blocked' : undefined}
          onClick={() => void publish()}
        >
          {t('publish.publish')}
        </Button>
      </div>
    </div>
  );
}
