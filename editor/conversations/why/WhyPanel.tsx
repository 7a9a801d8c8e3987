import { useTranslation } from 'react-i18next';
import { useMessages } from '../queries.ts';
import { SidePane } from '../SidePane.tsx';
import type { Clock } from '../times.ts';
import { Turns } from './Turns.tsx';
import styles from './Why.module.css';

type Props = { conversationId: string; messageId: string; clock: Clock; closeTo: string };

/** Why the bot said what it said: the session of a message turn by turn; the message's own turn lies open. */
export function WhyPanel({ conversationId, messageId, clock, closeTo }: Props) {
  const { t } = useTranslation();
  const { data } = useMessages(conversationId);
  const messages = data?.pages.flatMap(({ items }) => items).toReversed() ?? [];
  return (
    <SidePane title={t('conversations.why.title')} closeTo={closeTo}>
      <p className={styles.lead}>{t('conversations.why.lead')}</p>
      <Turns key={messageId} {...{ conversationId, messageId, messages, clock }} />
    </SidePane>
  );
}
