import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemText } from '../ui/problem-text.ts';
import styles from './Trouble.module.css';

/** What could not be read, in words, and the way on. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.trouble} role="alert">
      <p>{problemText(t, error)}</p>
      <Button variant="default" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  );
}
