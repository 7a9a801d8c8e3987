import { Button } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useHasTestPhone } from '../../app/navigation.ts';
import type { ListFilter } from '../queries.ts';
import styles from './ConversationList.module.css';

/** Why the list is empty, and the next step. */
export function NoConversations({ filter: { show, q }, onClear }: { filter: ListFilter; onClear: () => void }) {
  const { t } = useTranslation();
  const hasPhone = useHasTestPhone();
  if (q !== '')
    return (
      <div className={styles.empty}>
        <p>{t('conversations.empty.search', { q })}</p>
        <Button variant="default" onClick={onClear}>
          {t('conversations.clearSearch')}
        </Button>
      </div>
    );
  if (show !== 'all') return <p className={styles.empty}>{t(`conversations.empty.${show}`)}</p>;
  return (
    <div className={styles.empty}>
      <h2>{t('conversations.empty.title')}</h2>
      <p>{t(hasPhone ? 'conversations.empty.text' : 'conversations.empty.textWithoutPhone')}</p>
      {hasPhone && (
        <Button component={Link} to="/phone" leftSection={<IconDeviceMobile size={18} stroke={1.5} aria-hidden />}>
          {t('conversations.empty.phone')}
        </Button>
      )}
    </div>
  );
}
