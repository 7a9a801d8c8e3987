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
import { firstPolicy, policiesFor, withoutTarget, type Chosen } from './policies.ts';
import { PolicyList } from './PolicyList.tsx';
import { RedTests, redTestsIn } from './RedTests.tsx';
import {
  previewQuery,
  publishFlow,
  restoreVersion,
  runningQuery,
  testsQuery,
  validationQuery,
  versionQuery,
  type Made,
  type TestResult,
} from './publishing.ts';
import styles from './PublishDialog.module.css';

const longestNote = 500;

type Props = {
  flowId: string;
  /** Goes back to this version instead of publishing the draft. */
  back: number | null;
  onPublished: (made: Made, versionBefore: number | null, draft: Flow) => void;
  onClose: () => void;
};

export function PublishForm({ flowId, back, onPublished, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const draft = useFlow((state) => state.flow);
  const revision = useFlow((state) => state.revision);
  const status = useFlow((state) => state.status);
  const activeVersion = useFlow((state) => state.activeVersion);
  const paused = useFlow((state) => state.paused);
  const mayPublish = useMay('flows.publish');
  const saved = status === 'saved';
  const base = useQuery({ ...versionQuery(flowId, activeVersion ?? 0), enabled: activeVersion !== null });
  const earlier = useQuery({ ...versionQuery(flowId, back ?? 0), enabled: back !== null });
  const flow = back === null ? draft : (earlier.data?.flow ?? null);
  const validation = useQuery({ ...validationQuery(flowId, revision), enabled: saved && back === null });
  const hasTests = (flow?.tests?.length ?? 0) > 0;
  const tests = useQuery({ ...testsQuery(flowId, revision), enabled: saved && back === null && hasTests });
  const preview = useQuery({ ...previewQuery(flowId, revision, back), enabled: saved });
  const cards = preview.data?.cards ?? [];
  const running = useQuery({ ...runningQuery(flowId), refetchInterval: 3_000 }).data ?? 0;
  const before = activeVersion === null ? null : (base.data?.flow ?? null);
  const changes = useMemo(() => (flow && before ? flowChanges(before, flow, nodeTypes) : []), [flow, before]);
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const [publishing, setPublishing] = useState(false);
  const [isStale, setIsStale] = useState(false);
  const [problem, setProblem] = useState('');
  const [refused, setRefused] = useState<TestResult[]>([]);

  const isRead = (activeVersion === null || base.isSuccess) && flow !== null && preview.isSuccess;
  const issues = back !== null ? [] : validation.data?.revision === revision ? validation.data.issues : undefined;
  const known = tests.data?.revision === revision ? tests.data.tests : undefined;
  const red = back === null && known ? known.filter(({ ok }) => !ok) : refused;
  const astray = withoutTarget(cards, chosen, flow?.nodes ?? []);
  const block: Block | null = blockedBy({
    status,
    mayPublish,
    isRead: isRead && issues !== undefined && (back !== null || !hasTests || known !== undefined),
    unchanged: activeVersion !== null && base.isSuccess && changes.length === 0,
    errors: issues?.filter(isError).length ?? 0,
    red: back === null ? red.length : 0,
    astray: astray.length,
  });
  const failure = [problem, base.error, earlier.error, validation.error, tests.error, preview.error].find(Boolean);

  const publish = async () => {
    if (!draft) return;
    setPublishing(true);
    setProblem('');
    setRefused([]);
    setIsStale(false);
    try {
      const said = { note, policies: policiesFor(cards, chosen), defaultPolicy: firstPolicy };
      const made = await (back === null
        ? publishFlow(flowId, revision, said)
        : restoreVersion(flowId, back, revision, said));
      onPublished(made, activeVersion, draft);
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : '';
      if (code === 'flow.stale-revision') setIsStale(true);
      else {
        setProblem(problemText(t, error));
        setRefused(redTestsIn(error));
      }
      // What is shown was no longer what stands there: it is read again, and the changes with it.
      useFlow.getState().heard();
      if (code === 'flow.has-errors') void validation.refetch();
      void preview.refetch();
    }
    setPublishing(false);
  };

  const others = running - cards.reduce((sum, { people }) => sum + people, 0);
  const calling = (preview.data?.calling ?? []).reduce((sum, { people }) => sum + people, 0);

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
      <RedTests flow={flow} red={red} onJump={onClose} />
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
        {before && changes.length > 0 && (
          <p className={styles.sentence}>{sentenceText(t, i18n.language, changeSentence(changes))}</p>
        )}
        {before && changes.length > 0 && <ChangeList changes={changes} before={before} after={flow} />}
      </section>
      {issues && <IssueList flow={flow} issues={issues} severity="warning" onJump={onClose} />}
      {cards.length > 0 && <PolicyList cards={cards} next={flow} chosen={chosen} onChange={setChosen} />}
      {others > 0 && (
        <p className={styles.notice}>
          <IconUsers size={18} stroke={1.5} aria-hidden />
          {t(cards.length > 0 ? 'publish.runningOthers' : 'publish.running', { count: others })}
        </p>
      )}
      {calling > 0 && (
        <p className={styles.notice}>
          <IconUsers size={18} stroke={1.5} aria-hidden />
          {t('publish.calling', { count: calling })}
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
        onChange={(event) => setNote(event.currentTarget.value)}
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
          {back === null ? t('publish.publish') : t('publish.back', { version: back })}
        </Button>
      </div>
    </div>
  );
}
