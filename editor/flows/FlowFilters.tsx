import { useTranslation } from 'react-i18next';
import { filters, type Filter } from './flow-row.ts';
import styles from './FlowsPage.module.css';

type Props = {
  filter: Filter | undefined;
  counts: { [filter in Filter | 'all']?: number };
  onChange: (filter: Filter | undefined) => void;
};

/** Chips that narrow the list to a status, with how many there are of each where that is known. */
export function FlowFilters({ filter, counts, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <fieldset className={styles.filters} aria-label={t('flows.filter')}>
      {(['all', ...filters] as const).map((key) => {
        const count = counts[key];
        return (
          <button
            key={key}
            type="button"
            className={styles.chip}
            aria-pressed={key === (filter ?? 'all')}
            onClick={() => onChange(key === 'all' ? undefined : key)}
          >
            {t(`flows.filters.${key}`)}
            {count !== undefined && <span>{number.format(count)}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
