import { useTranslation } from 'react-i18next';
import styles from './SkipLink.module.css';

/** For whoever walks by keys: past the rail, into the screen. */
export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a className={styles.skip} href="#main" onClick={focusMain}>
      {t('shell.skip')}
    </a>
  );
}

function focusMain(event: React.MouseEvent): void {
  // The address stays the screen's.
  event.preventDefault();
  document.getElementById('main')?.focus();
}
