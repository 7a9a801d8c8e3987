import { SegmentedControl } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, languageTags } from '../texts/languages.ts';
import { Mark } from './Mark.tsx';
import { useLanguage } from './preferences.ts';
import styles from './Doorway.module.css';

/** What is seen before one is in: the product's name, a card, and the languages. */
export function Doorway({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t } = useTranslation();
  const { language, show } = useLanguage();
  useEffect(() => {
    document.title = t('common.documentTitle', { title });
  }, [t, title]);
  return (
    <main className={styles.door}>
      <div className={styles.inside}>
        <p className={styles.product}>
          <Mark size={32} />
          {t('shell.name')}
        </p>
        <div className={styles.card}>
          <h1>{title}</h1>
          <p className={styles.lead}>{lead}</p>
          {children}
        </div>
        <SegmentedControl
          aria-label={t('shell.language')}
          value={language}
          onChange={show}
          data={languageTags.map((tag) => ({ value: tag, label: <span lang={tag}>{languages[tag]}</span> }))}
        />
      </div>
    </main>
  );
}
