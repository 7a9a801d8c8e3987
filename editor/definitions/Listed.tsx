import { Button } from '@mantine/core';
import { IconAlertCircle, IconPlus, IconSearch } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../app/keys.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { foldForSearch } from '../ui/search.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import styles from './Definitions.module.css';
import type { Row } from './DefinitionTable.tsx';
import { kinds, type Kind } from './kinds.ts';
import { SettingsFrame } from './SettingsFrame.tsx';

type Props<Of extends Row> = {
  kind: Kind;
  found: { data?: { items: readonly Of[] } | undefined; error: unknown; refetch: () => unknown };
  mayEdit: boolean;
  onNew: () => void;
  children: (rows: readonly Of[]) => ReactNode;
  dialogs: ReactNode;
};

/** The tab of a kind: what it is for, a search, and the rows that are found; teaches while there are none. */
export function Listed<Of extends Row>({
  kind,
  found: { data, error, refetch },
  mayEdit,
  onNew,
  children,
  dialogs,
}: Props<Of>) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const searchPlace = useRef<HTMLDivElement>(null);
  useKeys([
    { keys: 'f', label: 'definitions.keys.search', run: () => searchPlace.current?.querySelector('input')?.focus() },
    ...(mayEdit ? [{ keys: 'n', label: `definitions.${kind}.new`, run: onNew }] : []),
  ]);
  const wanted = foldForSearch(q);
  const rows = data?.items.filter(({ id, name }) => foldForSearch(`${name} ${id}`).includes(wanted));
  const isEmpty = data?.items.length === 0;
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />} onClick={onNew}>
      {t(`definitions.${kind}.new`)}
    </Button>
  );
  return (
    <SettingsFrame main={!isEmpty && add}>
      {isEmpty && (
        <EmptyState icon={kinds[kind].icon} title={t(`definitions.${kind}.empty`)} actions={add}>
          {t(`definitions.${kind}.lead`)}
        </EmptyState>
      )}
      {!data && error !== null && (
        <EmptyState
          icon={IconAlertCircle}
          title={problemText(t, error)}
          actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {!data && error === null && (
        <div className={styles.box}>
          <SkeletonRows rows={5} />
        </div>
      )}
      {rows && !isEmpty && (
        <>
          <div className={styles.head}>
            <p>{t(`definitions.${kind}.lead`)}</p>
            <div ref={searchPlace}>
              <SearchField value={q} onChange={setQ} label={t('definitions.search')} />
            </div>
          </div>
          {rows.length === 0 ? (
            <EmptyState icon={IconSearch} title={t('definitions.notFound', { q: q.trim() })} />
          ) : (
            children(rows)
          )}
        </>
      )}
      {dialogs}
    </SettingsFrame>
  );
}
