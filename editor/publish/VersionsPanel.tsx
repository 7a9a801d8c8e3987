import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, type FlowId } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import { useFlow } from '../flow/store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { VersionDialog } from './VersionDialog.tsx';
import { VersionRow } from './VersionRow.tsx';
import styles from './VersionsPanel.module.css';

const pageSize = 30;

/** The published versions of the open flow, newest first. */
export function VersionsPanel() {
  const { t } = useTranslation();
  const flowId = useFlow((state) => state.flowId) ?? '';
  const activeVersion = useFlow((state) => state.activeVersion);
  const [shown, setShown] = useState<number | null>(null);
  const [back, setBack] = useState<number | null>(null);
  const versions = useInfiniteQuery({
    queryKey: ['flow', flowId, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /flows/:flowId/versions', {
        params: { flowId: asId<FlowId>(flowId) },
        query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: flowId !== '',
  });
  const rows = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  if (versions.isPending) return <SkeletonRows rows={3} />;
  if (versions.isError && rows.length === 0)
    return (
      <EmptyState
        title={problemText(t, versions.error)}
        actions={<Button onClick={() => void versions.refetch()}>{t('common.retry')}</Button>}
      />
    );
  if (rows.length === 0)
    return (
      <EmptyState icon={IconHistory} title={t('publish.versions.none')}>
        {t('publish.versions.noneWords')}
      </EmptyState>
    );
  return (
    <>
      <ol className={styles.list} aria-label={t('publish.versions.title')}>
        {rows.map((row, index) => (
          <VersionRow
            key={row.version}
            version={row}
            active={row.version === activeVersion}
            before={rows[index + 1]?.version ?? null}
            onShow={() => setShown(row.version)}
            onRestore={() => setBack(row.version)}
          />
        ))}
      </ol>
      {versions.hasNextPage && (
        <div className={styles.more}>
          <Button
            variant="default"
            size="xs"
            loading={versions.isFetchingNextPage}
            onClick={() => void versions.fetchNextPage()}
          >
            {t('flows.more')}
          </Button>
        </div>
      )}
      <PublishDialog opened={back !== null} back={back} onClose={() => setBack(null)} />
      <VersionDialog flowId={flowId} version={shown} onClose={() => setShown(null)} />
    </>
  );
}
