import type { ReactNode } from 'react';
import { valueText } from '../why/values.ts';
import type { Json } from '../../../runtime/contract/index.ts';
import styles from './PersonPane.module.css';

/** Names and what stands behind them; nothing without any. */
export function Facts({
  title,
  rows,
  empty,
}: {
  title: string;
  rows: [name: string, value: ReactNode][];
  empty?: string;
}) {
  if (rows.length === 0 && empty === undefined) return null;
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className={styles.second}>{empty}</p>
      ) : (
        <dl className={styles.facts}>
          {rows.map(([name, value], index) => (
            <div key={`${name} ${index}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** The entries of a record as rows, without those that hold nothing. */
export const rowsOf = (record: { [name: string]: Json }): [string, ReactNode][] =>
  Object.entries(record).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, valueText(value)]]));
