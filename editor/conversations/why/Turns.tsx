import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTrace, type MessageOf } from '../queries.ts';
import { turnOf } from '../thread/items.ts';
import type { Clock } from '../times.ts';
import { Trouble } from '../Trouble.tsx';
import { TurnOfBot } from './TurnOfBot.tsx';
import { SaveAsTest } from './SaveAsTest.tsx';
import { entriesOf, sessionOf, type Turn } from './turns.ts';
import styles from './Why.module.css';

type Props = {
  conversationId: string;
  /** A message of the bot: its turn lies open. */
  messageId: string;
  messages: MessageOf[];
  clock: Clock;
  /** That turn alone. */
  only?: boolean;
};

/** The session that a message was sent in, turn by turn. */
export function Turns({ messageId, ...rest }: Props) {
  const { t } = useTranslation();
  const sessionId = sessionOf(messageId);
  if (sessionId === undefined) return <p className={styles.none}>{t('conversations.why.none')}</p>;
  return <OfSession sessionId={sessionId} open={turnOf(messageId)} {...rest} />;
}

type OfSessionProps = Omit<Props, 'messageId'> & { sessionId: string; open: number | undefined };

function OfSession({ conversationId, sessionId, messages, clock, open, only = false }: OfSessionProps) {
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
  if (found.isError && !found.data) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const turns: Turn[] = found.data.turns.map((turn) => ({ ...turn, entries: entriesOf(turn.entries) }));
  const shown = only ? turns.filter(({ turn }) => turn === open) : turns;
  if (shown.length === 0) return <p className={styles.none}>{t('conversations.why.none')}</p>;
  const [first] = turns;
  return (
    <>
      {!only && first?.turn === 1 && <SaveAsTest {...{ conversationId, sessionId }} flowId={first.flowId} />}
      <ol className={styles.turns} data-only={only || undefined}>
        {shown.map((turn) => (
          <li key={turn.turn}>
            <TurnOfBot {...{ turn, turns, messages, clock }} open={turn.turn === open} />
          </li>
        ))}
      </ol>
    </>
  );
}
