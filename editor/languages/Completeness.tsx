import { useTranslation } from 'react-i18next';
import styles from './Completeness.module.css';
import { languageName } from './names.ts';

type Props = { language: string; done: number; total: number };

/** How much of a flow is there in a language: a figure and a bar. */
export function Completeness({ language, done, total }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <span className={styles.part} data-whole={done === total || undefined}>
      <meter
        className={styles.bar}
        aria-label={t('languages.complete', { language: languageName(language, i18n.language), done, total })}
        min={0}
        max={Math.max(total, 1)}
        value={total === 0 ? 1 : done}
      />
      <span aria-hidden>{t('languages.figure', { done, total })}</span>
    </span>
  );
}
