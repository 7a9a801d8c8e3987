import { Checkbox, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconMessageCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { When } from '../ui/When.tsx';
import { FlowMenu } from './FlowMenu.tsx';
import { startsText, type FlowRow } from './flow-row.ts';
import { FlowStatus } from './FlowStatus.tsx';
import type { Sort } from './queries.ts';
import { SelectionBar } from './SelectionBar.tsx';
import styles from './FlowTable.module.css';

type Props = {
  rows: FlowRow[];
  /** No more rows are to come, so that totals hold. */
  complete: boolean;
  sort: Sort;
  onSort: (sort: Sort) => void;
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
};

/** The flows, a row each. */
export function FlowTable({ rows, complete, sort, onSort, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const picked = rows.filter(({ id }) => chosen.has(id));
  const chooseAll = () => onChoose(new Set(rows.map(({ id }) => id)));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  const number = new Intl.NumberFormat(i18n.language);
  const running = rows.reduce((sum, row) => sum + row.running, 0);
  return (
    <div className={styles.box}>
      {picked.length > 0 && (
        <SelectionBar
          chosen={picked}
          all={picked.length === rows.length}
          onAll={chooseAll}
          onClear={() => onChoose(new Set())}
        />
      )}
      <table className={styles.table}>
        <VisuallyHidden component="caption">{t('flows.title')}</VisuallyHidden>
        <thead>
          <tr>
            <th className={styles.tick}>
              <Checkbox size="xs" color="info" checked={false} onChange={chooseAll} aria-label={t('flows.chooseAll')} />
            </th>
            <SortHead by="name" sort={sort} onSort={onSort} />
            <th className={styles.status}>{t('flows.columns.status')}</th>
            <th className={styles.wide}>{t('flows.columns.starts')}</th>
            <th className={styles.figure}>{t('flows.columns.running')}</th>
            <SortHead by="updatedAt" sort={sort} onSort={onSort} />
            <th className={styles.menu}>
              <VisuallyHidden>{t('flows.columns.menu')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-chosen={chosen.has(row.id) || undefined}>
              <td className={styles.tick}>
                <Checkbox
                  size="xs"
                  color="info"
                  checked={chosen.has(row.id)}
                  onChange={() => toggle(row.id)}
                  aria-label={t('flows.choose', { name: row.name })}
                />
              </td>
              <td className={styles.name}>
                {row.archivedAt === null ? <Link to={`/flows/${row.id}`}>{row.name}</Link> : <span>{row.name}</span>}
                <span className={styles.under}>
                  <FlowStatus status={row.status} archived={row.archivedAt !== null} />
                  {row.running > 0 && (
                    <span className={styles.people}>
                      <IconMessageCircle size={14} stroke={1.5} aria-hidden />
                      {t('flows.running', { count: row.running })}
                    </span>
                  )}
                </span>
              </td>
              <td className={styles.status}>
                <FlowStatus status={row.status} archived={row.archivedAt !== null} />
              </td>
              <td className={styles.wide}>{startsText(t, row.startsWith) || t('flows.none')}</td>
              <td className={styles.figure}>{number.format(row.running)}</td>
              <td className={styles.changed}>
                <When at={row.updatedAt} />
                {row.updatedByName !== null && <span className={styles.by}>{row.updatedByName}</span>}
              </td>
              <td className={styles.menu}>
                <FlowMenu flow={row} />
              </td>
            </tr>
          ))}
        </tbody>
        {complete && rows.length > 1 && (
          <tfoot>
            <tr>
              <td className={styles.total} colSpan={7}>
                <span>{t('flows.total', { count: rows.length })}</span>
                <span>{t('flows.running', { count: running })}</span>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** A column that the list can be ordered by: names from A to Z, changes from the latest. */
function SortHead({ by, sort, onSort }: { by: Sort; sort: Sort; onSort: (sort: Sort) => void }) {
  const { t } = useTranslation();
  const Arrow = by === 'name' ? IconArrowUp : IconArrowDown;
  const isSorted = sort === by;
  return (
    <th
      className={by === 'name' ? styles.name : styles.changed}
      aria-sort={isSorted ? (by === 'name' ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(by)}>
        {t(`flows.columns.${by}`)}
        {isSorted && <Arrow size={14} stroke={1.5} aria-hidden />}
      </button>
    </th>
  );
}
