import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { watched, type Watched } from './watch.ts';
import { valueText } from './words.ts';

/** Variables, results and what is known of the person; what the last move changed is marked and says what it was. */
export function WatchList() {
  const { t } = useTranslation();
  const state = useSimulation((simulation) => simulation.state);
  const before = useSimulation((simulation) => simulation.before);
  const groups = useMemo(() => state && watched(state, before), [state, before]);
  if (!groups) return null;
  return (
    <div className={styles.watch}>
      <Group title={t('simulator.watch.variables')} rows={groups.variables} none={t('simulator.watch.no-variables')} />
      {groups.results.length > 0 && <Group title={t('simulator.watch.results')} rows={groups.results} />}
      <Group title={t('simulator.watch.contact')} rows={groups.contact} names={['name', 'phone', 'language']} />
    </div>
  );
}

type GroupProps = { title: string; rows: readonly Watched[]; none?: string; names?: readonly string[] };

function Group({ title, rows, none, names = [] }: GroupProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h3 className={styles.watchTitle}>{title}</h3>
      {rows.length === 0 && <p className={styles.quiet}>{none}</p>}
      <dl className={styles.values}>
        {rows.map(({ name, value, changed, before, category }) => (
          <div key={name} data-changed={changed || undefined}>
            <dt>{names.includes(name) ? t(`simulator.watch.${name}`) : name}</dt>
            <dd>
              {value === null ? <span className={styles.quiet}>{t('simulator.watch.unknown')}</span> : valueText(value)}
              {category !== undefined && (
                <span className={styles.category}>{t('simulator.watch.category', { category })}</span>
              )}
              {changed && (
                <span className={styles.was}>
                  {before === undefined || before === null
                    ? t('simulator.watch.new')
                    : t('simulator.watch.was', { value: valueText(before) })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
