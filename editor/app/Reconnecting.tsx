import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../client/live.ts';
import styles from './Reconnecting.module.css';

/** In sight while the server is away; goes by itself. */
export function Reconnecting() {
  const { t } = useTranslation();
  const lost = useConnection(({ state }) => state === 'lost');
  return (
    <output className={styles.place} aria-live="polite">
      {lost && (
        <p className={styles.bar}>
          <IconCloudOff size={18} stroke={1.5} aria-hidden />
          <span>
            <b>{t('shell.reconnecting')}</b> {t('shell.nothingIsLost')}
          </span>
        </p>
      )}
    </output>
  );
}
