import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFlow } from '../flow/store.ts';
import { saveFile } from '../flows/download.ts';
import styles from './Analytics.module.css';
import type { Figures } from './analytics.ts';
import { resultsCsv } from './results-csv.ts';

/** What people answered: for each result, how many gave which answer. */
export function Results({ figures }: { figures: Figures }) {
  const { t, i18n } = useTranslation();
  const flowId = useFlow((state) => state.flowId) ?? '';
  const { results, from, to } = figures;
  const said = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  if (results.length === 0) return <p className={styles.noResults}>{t('analytics.results.none')}</p>;
  const save = () => {
    const heads = (['result', 'answer', 'people', 'share'] as const).map((head) => t(`analytics.results.${head}`));
    const csv = resultsCsv(heads, results);
    saveFile(new Blob([csv], { type: 'text/csv;charset=utf-8' }), `${flowId}-${from}-${to}.csv`);
  };
  return (
    <div className={styles.results}>
      <div className={styles.resultsHead}>
        <p>{t('analytics.results.lead')}</p>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />}
          onClick={save}
        >
          {t('analytics.results.csv')}
        </Button>
      </div>
      {results.map(({ name, people, answers, numbers }) => (
        <section key={name} className={styles.result}>
          <h2>
            {name} <small>{t('analytics.peopleCount', { count: people })}</small>
          </h2>
          {numbers && (
            <p className={styles.numbers}>
              {t('analytics.results.numbers', {
                average: said.format(numbers.average),
                least: said.format(numbers.least),
                most: said.format(numbers.most),
              })}
            </p>
          )}
          <dl className={styles.bars}>
            {answers.map(({ answer, people: count }) => (
              <div key={answer}>
                <dt title={answer}>{answer === '' ? t('analytics.results.empty') : answer}</dt>
                <dd>
                  <span className={styles.track} aria-hidden>
                    <span style={{ width: `${(100 * count) / people}%` }} />
                  </span>
                  <b>{said.format(count)}</b> <small>{share.format(count / people)}</small>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
