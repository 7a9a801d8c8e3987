import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MessageOf } from '../queries.ts';
import { cardAddress, useCardName } from './useCardName.ts';
import styles from './Thread.module.css';

/** Below what a card sent: the flow and card it came from, and the way to why. */
export function Origin({ message: { id, origin }, why }: { message: MessageOf; why: (messageId: string) => string }) {
  const { t } = useTranslation();
  const { flow, card } = useCardName(origin ?? {});
  if (origin?.flowId === undefined) return null;
  return (
    <p className={styles.origin}>
      <IconRoute size={16} stroke={1.5} aria-hidden />
      <Link to={cardAddress(origin.flowId, origin.node)}>{card === undefined ? flow : `${flow} · ${card}`}</Link>
      <Link to={why(id)} className={styles.why}>
        {t('conversations.why.open')}
      </Link>
    </p>
  );
}
