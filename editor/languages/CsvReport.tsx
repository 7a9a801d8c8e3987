import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { cardName } from '../canvas/actions.ts';
import type { TranslationReport } from './CsvButtons.tsx';
import styles from './CsvReport.module.css';
import { languageName } from './names.ts';
import { flowItself } from './translating.ts';

/** So many rows of a kind are named; the rest is counted. */
const mostNamed = 20;

/** What came of a file of translations, in words. */
export function CsvReport({ report, flow }: { report: TranslationReport; flow: Flow }) {
  const { t, i18n } = useTranslation();
  const { changed, unchanged, unknown, outdated, languages } = report;
  const nameOf = (node: string): string => {
    if (node === flowItself) return t('languages.flowItself');
    return flow.nodes.some(({ id }) => id === node) ? cardName(flow, node) : node;
  };
  const rows = (places: TranslationReport['unknown']) => (
    <ul>
      {places.slice(0, mostNamed).map(({ node, key }, index) => (
        <li key={index}>
          {nameOf(node)} <code>{key}</code>
        </li>
      ))}
      {places.length > mostNamed && <li>{t('languages.report.more', { count: places.length - mostNamed })}</li>}
    </ul>
  );
  return (
    <div className={styles.report}>
      <p>
        <b>{t('languages.report.changed', { count: changed })}</b>{' '}
        {t('languages.report.unchanged', { count: unchanged })}
      </p>
      {outdated.length > 0 && (
        <div data-tone="wait">
          <p>{t('languages.report.outdated', { count: outdated.length })}</p>
          {rows(outdated)}
        </div>
      )}
      {unknown.length > 0 && (
        <div data-tone="wait">
          <p>{t('languages.report.unknown', { count: unknown.length })}</p>
          {rows(unknown)}
        </div>
      )}
      {languages.length > 0 && (
        <p data-tone="wait">
          {t('languages.report.languages', {
            count: languages.length,
            names: languages.map((language) => languageName(language, i18n.language)).join(', '),
          })}
        </p>
      )}
    </div>
  );
}
