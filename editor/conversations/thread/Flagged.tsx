import { IconBellRinging } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../queries.ts';
import { dayAndTime, type Clock } from '../times.ts';
import styles from './Thread.module.css';

/** What a flow asked people to look at. */
export function Flagged({ conversation: { flagged }, clock }: { conversation: Conversation; clock: Clock }) {
  const { t } = useTranslation();
  if (!flagged) return null;
  return (
    <div className={styles.flagged}>
      <IconBellRinging size={18} stroke={1.5} aria-hidden />
      <p>
        <b>{t('conversations.flagged')}</b> · {flagged.note} <small>{dayAndTime(flagged.at, clock)}</small>
      </p>
    </div>
  );
}
