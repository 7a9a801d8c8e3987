import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { cardTitle } from './card-title.ts';
import { reportQuery, versionQuery, type ReportCard } from './publishing.ts';
import styles from './PolicyList.module.css';

/** What became of the people whom a version's policies name, counted from what happened. */
export function Report({ flowId, version }: { flowId: string; version: number }) {
  const { t } = useTranslation();
  const report = useQuery(reportQuery(flowId, version));
  const made = useQuery(versionQuery(flowId, version));
  if (report.isError) return <p>{problemText(t, report.error)}</p>;
  if (!report.data) return <SkeletonRows rows={2} />;
  if (report.data.cards.length === 0) return null;
  return (
    <section className={styles.report} aria-label={t('publish.report.title')}>
      <h3>{t('publish.report.title')}</h3>
      <ul aria-live="polite">
        {report.data.cards.map((card) => (
          <ReportRow key={card.node} card={card} flow={made.data?.flow} />
        ))}
      </ul>
    </section>
  );
}

function ReportRow({ card, flow }: { card: ReportCard; flow: Flow | undefined }) {
  const { t } = useTranslation();
  const { policy } = card;
  const target = policy.do === 'move' ? flow?.nodes.find(({ id }) => id === policy.to) : undefined;
  const name = card.card ? cardTitle(t, card.card) : card.node;
  const to = target ? cardTitle(t, cardNamed(target, nodeTypes)) : policy.do === 'move' ? policy.to : '';
  const counts = [
    ...(card.moved > 0 ? [t('publish.report.moved', { count: card.moved })] : []),
    ...(card.closed > 0 ? [t('publish.report.closed', { count: card.closed })] : []),
    ...(card.finished > 0 ? [t('publish.report.finished', { count: card.finished })] : []),
    card.waiting > 0 ? t('publish.report.waiting', { count: card.waiting }) : t('publish.report.none'),
  ];
  return (
    <li>
      {t(`publish.report.do.${policy.do}`, { card: name, to })}
      <p>{counts.join(' · ')}</p>
      {policy.do !== 'finish' && card.waiting > 0 && <p>{t('publish.report.later')}</p>}
    </li>
  );
}
