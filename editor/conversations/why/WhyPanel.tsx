import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMessages, useTrace, type MessageOf } from '../queries.ts';
import { SidePane } from '../SidePane.tsx';
import { turnOf } from '../thread/items.ts';
import type { Clock } from '../times.ts';
import { Trouble } from '../Trouble.tsx';
import { TurnOfBot } from './TurnOfBot.tsx';
import { entriesOf, type Turn } from './turns.ts';
import styles from './Why.module.css';

type Props = { conversationId: string; messageId: string; clock: Clock; closeTo: string };

/** Why the bot said what it said: the session of a message turn by turn; the message's own turn lies open. */
export function WhyPanel({ conversationId, messageId, clock, closeTo }: Props) {
  const { t } = useTranslation();
  const { data } = useMessages(conversationId);
  const messages = data?.pages.flatMap(({ items }) => items).reverse() ?? [];
  const sessionId = sessionOf(messageId);
  return (
    <SidePane title={t('conversations.why.title')} closeTo={closeTo}>
      {sessionId === undefined ? (
        <p className={styles.none}>{t('conversations.why.none')}</p>
      ) : (
        <Turns {...{ conversationId, sessionId, messages, clock }} open={turnOf(messageId)} />
      )}
    </SidePane>
  );
}

/** The session that a message of the bot was sent in. */
const sessionOf = (messageId: string): string | undefined => /^(.+)\.\d+\.\d+$/.exec(messageId)?.[1];

type TurnsProps = {
  conversationId: string;
  sessionId: string;
  messages: MessageOf[];
  clock: Clock;
  open: number | undefined;
};

function Turns({ conversationId, sessionId, messages, clock, open }: TurnsProps) {
  const { t } = useTranslation();
  const found = useTrace(conversationId, sessionId);
  if (found.isPending)
    return (
      <div className={styles.turns} aria-busy>
        <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
        {[0, 1, 2].map((index) => (
          <Skeleton key={index} height={72} radius="var(--r-card)" animate={false} />
        ))}
      </div>
    );
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const turns: Turn[] = found.data.turns.map((turn) => ({ ...turn, entries: entriesOf(turn.entries) }));
  if (turns.length === 0) return <p className={styles.none}>{t('conversations.why.none')}</p>;
  return (
    <>
      <p className={styles.lead}>{t('conversations.why.lead')}</p>
      <ol className={styles.turns}>
        {turns.map((turn) => (
          <li key={turn.turn}>
            <TurnOfBot {...{ turn, turns, messages, clock }} open={turn.turn === open} />
          </li>
        ))}
      </ol>
    </>
  );
}
