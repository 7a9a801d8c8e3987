import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertCircle, IconMessageQuestion, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useKeys } from '../app/keys.ts';
import { useMay } from '../client/me.ts';
import { WhoAnswers } from '../explain/WhoAnswers.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Keys } from '../ui/Keys.tsx';
import { Page } from '../ui/Page.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { DropZone } from './DropZone.tsx';
import { EmptyFlows } from './EmptyFlows.tsx';
import { filterOf } from './flow-row.ts';
import { FlowFilters } from './FlowFilters.tsx';
import { FlowTable } from './FlowTable.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { NewFlowDialog } from './NewFlowDialog.tsx';
import { useFlows, type Sort } from './queries.ts';
import styles from './FlowsPage.module.css';

const sortOf = (value: string | null): Sort => (value === 'name' ? 'name' : 'updatedAt');

/**
 * All flows. Search, filter and order are in the address; `?new` opens the dialog for a new flow, and `?new=ID` the example with
 * that id in it.
 */
export function Component() {
  const { t } = useTranslation();
  const mayEdit = useMay('flows.edit');
  const mayExplain = useMay('conversations.read');
  const [asking, setAsking] = useState(false);
  const [address, setAddress] = useSearchParams();
  const [search, setSearch] = useState(address.get('q') ?? '');
  const [q] = useDebouncedValue(search.trim(), 200);
  const filter = filterOf(address.get('status'));
  const sort = sortOf(address.get('sort'));
  const { shown, rows, counts, isEmpty } = useFlows({ q, sort, filter });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [files, setFiles] = useState<File[]>([]);
  const searchPlace = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  const put = useCallback(
    (name: string, value: string | undefined) =>
      setAddress(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setAddress],
  );
  useEffect(() => {
    if (q !== (address.get('q') ?? '')) put('q', q === '' ? undefined : q);
  }, [q, address, put]);

  const newFlow = (example = '') => put('new', example);
  const chooseFile = () => picker.current?.click();
  useKeys([
    { keys: 'f', label: 'flows.keys.search', run: () => searchPlace.current?.querySelector('input')?.focus() },
    ...(mayEdit
      ? [
          { keys: 'n', label: 'flows.keys.new', run: () => newFlow() },
          { keys: 'i', label: 'flows.keys.import', run: chooseFile },
        ]
      : []),
  ]);

  const isFirst = shown.isPending;
  return (
    <Page
      title={t('flows.title')}
      actions={
        !isEmpty && (
          <>
            <div ref={searchPlace} className={styles.search}>
              <SearchField value={search} onChange={setSearch} label={t('flows.search')} />
              {search === '' && (
                <span aria-hidden>
                  <Keys keys="f" />
                </span>
              )}
            </div>
            {mayExplain && (
              <Button
                className={styles.import ?? ''}
                aria-label={t('triggers.explain.open')}
                variant="default"
                leftSection={<IconMessageQuestion size={18} stroke={1.5} aria-hidden />}
                onClick={() => setAsking(true)}
              >
                <span className={styles.importWord}>{t('triggers.explain.open')}</span>
              </Button>
            )}
            {mayEdit && (
              <Button
                className={styles.import ?? ''}
                aria-label={t('flows.import.button')}
                variant="default"
                leftSection={<IconUpload size={18} stroke={1.5} aria-hidden />}
                onClick={chooseFile}
              >
                <span className={styles.importWord}>{t('flows.import.button')}</span>
              </Button>
            )}
          </>
        )
      }
      main={
        mayEdit && (
          <Button leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />} onClick={() => newFlow()}>
            {t('flows.new.button')}
          </Button>
        )
      }
    >
      <WhoAnswers opened={asking} onClose={() => setAsking(false)} />
      <DropZone disabled={!mayEdit} onFiles={setFiles}>
        {isEmpty && filter !== 'archived' ? (
          <EmptyFlows mayEdit={mayEdit} onNew={newFlow} onImport={chooseFile} />
        ) : (
          <>
            <FlowFilters
              filter={filter}
              counts={counts}
              onChange={(next) => {
                setChosen(new Set());
                put('status', next);
              }}
            />
            {isFirst && (
              <div className={styles.waiting}>
                <SkeletonRows rows={8} />
              </div>
            )}
            {shown.isError && rows.length === 0 && (
              <EmptyState
                icon={IconAlertCircle}
                title={problemText(t, shown.error)}
                actions={<Button onClick={() => void shown.refetch()}>{t('common.retry')}</Button>}
              />
            )}
            {shown.isSuccess && rows.length === 0 && (
              <EmptyState
                icon={IconSearch}
                title={t(q === '' ? `flows.nothing.${filter ?? 'all'}` : 'flows.nothing.found', { q })}
                actions={
                  (q !== '' || filter !== undefined) && (
                    <Button
                      variant="default"
                      onClick={() => {
                        setSearch('');
                        put('status', undefined);
                      }}
                    >
                      {t('flows.showAll')}
                    </Button>
                  )
                }
              />
            )}
            {rows.length > 0 && (
              <FlowTable
                rows={rows}
                complete={!shown.hasNextPage}
                sort={sort}
                onSort={(next) => put('sort', next === 'updatedAt' ? undefined : next)}
                chosen={chosen}
                onChoose={setChosen}
              />
            )}
            {shown.hasNextPage && (
              <div className={styles.more}>
                <Button variant="default" loading={shown.isFetchingNextPage} onClick={() => void shown.fetchNextPage()}>
                  {t('flows.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </DropZone>
      <input
        ref={picker}
        className={styles.picker}
        type="file"
        accept=".json,application/json"
        multiple
        tabIndex={-1}
        aria-label={t('flows.import.button')}
        onChange={(event) => {
          setFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <NewFlowDialog
        opened={address.has('new')}
        example={address.get('new') ?? ''}
        onClose={() => put('new', undefined)}
      />
      <ImportDialog file={files[0]} onDone={() => setFiles(files.slice(1))} onClose={() => setFiles([])} />
    </Page>
  );
}
