import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useKeys } from '../../app/keys.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { Trouble } from '../Trouble.tsx';
import { useConversations, type ListFilter } from '../queries.ts';
import { useClock } from '../useClock.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { NoConversations } from './NoConversations.tsx';
import { RowSkeletons } from './RowSkeletons.tsx';
import { useSteadyOrder } from './useSteadyOrder.ts';
import styles from './ConversationList.module.css';

const shows: ListFilter['show'][] = ['all', 'flagged', 'uncertain'];
const rowPx = 64;

/** Every conversation, the latest first; `current` is the one that is open. */
export function ConversationList({ current }: { current: string | undefined }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const show = shows.find((one) => one === params.get('show')) ?? 'all';
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const search = useRef<HTMLDivElement>(null);
  useKeys([
    { keys: 'f', label: 'conversations.keys.search', run: () => search.current?.querySelector('input')?.focus() },
  ]);

  function choose(next: ListFilter['show']) {
    const changed = new URLSearchParams(params);
    if (next === 'all') changed.delete('show');
    else changed.set('show', next);
    setParams(changed, { replace: true });
  }

  return (
    <section className={styles.pane} aria-label={t('conversations.list')}>
      <header className={styles.head}>
        <h1>{t('conversations.title')}</h1>
      </header>
      <div className={styles.tools}>
        <div ref={search}>
          <SearchField value={typed} onChange={setTyped} label={t('conversations.search')} />
        </div>
        <fieldset className={styles.chips} aria-label={t('conversations.show.label')}>
          {shows.map((one) => (
            <button key={one} type="button" aria-pressed={one === show} onClick={() => choose(one)}>
              {t(`conversations.show.${one}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <Rows key={`${show} ${q}`} filter={{ show, q }} current={current} onClear={() => setTyped('')} />
    </section>
  );
}

function Rows({ filter, current, onClear }: { filter: ListFilter; current: string | undefined; onClear: () => void }) {
  const { t } = useTranslation();
  const clock = useClock();
  const [params] = useSearchParams();
  const found = useConversations(filter);
  const scroller = useRef<HTMLDivElement>(null);
  const fresh = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const { rows, waiting, letIn, handlers } = useSteadyOrder(fresh, `${filter.show} ${filter.q}`);
  // oxlint-disable-next-line react/incompatible-library -- what it hands out is used in this render alone
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= rows.length - 10) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, rows.length]);

  /** Arrows go from row to row, as in any list. */
  function walk(from: string, step: number) {
    const index = rows.findIndex(({ id }) => id === from) + step;
    const to = rows[index];
    if (!to) return;
    const focus = () => {
      const link = scroller.current?.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(to.id)}"]`);
      link?.focus();
      return link;
    };
    if (focus()) return;
    virtual.scrollToIndex(index);
    requestAnimationFrame(focus);
  }

  if (found.isPending) return <RowSkeletons />;
  if (found.isError && rows.length === 0) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (rows.length === 0) return <NoConversations filter={filter} onClear={onClear} />;
  const search = params.toString() && `?${keepFilter(params)}`;
  return (
    <div className={styles.holder}>
      {waiting > 0 && (
        <Button
          className={styles.news}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size={16} stroke={1.5} aria-hidden />}
          onClick={() => {
            letIn();
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          {t('conversations.moreAbove', { count: waiting })}
        </Button>
      )}
      <div ref={scroller} className={styles.scroller} {...handlers}>
        <ul className={styles.rows} style={{ height: virtual.getTotalSize() }} aria-label={t('conversations.title')}>
          {shown.map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row && (
                <li key={key} style={{ transform: `translateY(${start}px)` }}>
                  <ConversationRow
                    row={row}
                    to={`/conversations/${encodeURIComponent(row.id)}${search}`}
                    current={row.id === current}
                    clock={clock}
                    onWalk={walk}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </div>
  );
}

/** What of the address stays when another conversation is opened. */
function keepFilter(params: URLSearchParams): string {
  const show = params.get('show');
  return show === null ? '' : `show=${show}`;
}
