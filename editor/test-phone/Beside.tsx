import { Button } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MessageOf } from '../conversations/queries.ts';
import { useClock } from '../conversations/useClock.ts';
import { Turns } from '../conversations/why/Turns.tsx';
import styles from './TestPhonePage.module.css';

/** Beside the phone: the same conversation as the business sees it, and why the bot said the last thing it said. */
export function Beside({ conversationId, messages }: { conversationId: string; messages: MessageOf[] }) {
  const { t } = useTranslation();
  const clock = useClock();
  const answer = messages.findLast(({ direction, origin }) => direction === 'out' && origin?.sessionId !== undefined);
  return (
    <aside className={styles.beside} aria-label={t('testPhone.beside')}>
      <Button
        component={Link}
        to={`/conversations/${encodeURIComponent(conversationId)}`}
        variant="default"
        leftSection={<IconMessage2 size={18} stroke={1.5} aria-hidden />}
      >
        {t('testPhone.openConversation')}
      </Button>
      {answer && (
        <>
          <h2>{t('testPhone.why')}</h2>
          <Turns conversationId={conversationId} messageId={answer.id} messages={messages} clock={clock} only />
        </>
      )}
    </aside>
  );
}
