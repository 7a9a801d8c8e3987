import { ActionIcon, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconHeadset, IconId, IconRobot } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../Avatar.tsx';
import { calledOf, readablePhone } from '../people.ts';
import type { Conversation } from '../queries.ts';
import type { Clock } from '../times.ts';
import { Flagged } from './Flagged.tsx';
import { Messages } from './Messages.tsx';
import { Ticket } from './Ticket.tsx';
import styles from './Thread.module.css';

type Props = {
  conversation: Conversation;
  clock: Clock;
  backTo: string;
  /** Shows or hides the person's pane. */
  personTo: string;
  isPersonShown: boolean;
  why: (messageId: string) => string;
};

/** A conversation: who, what it needs, what was said. */
export function Thread({ conversation, clock, backTo, personTo, isPersonShown, why }: Props) {
  const { t } = useTranslation();
  const { contact, voice, channelName, flagged, ticket } = conversation;
  const person = calledOf(contact) ?? t('conversations.nobody');
  return (
    <section className={styles.pane} aria-label={t('conversations.thread', { person })}>
      <header className={styles.head}>
        <ActionIcon
          component={Link}
          to={backTo}
          className={styles.back}
          variant="subtle"
          color="gray"
          size={44}
          aria-label={t('common.back')}
        >
          <IconArrowLeft size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
        <Avatar name={contact.name} />
        <div className={styles.who}>
          <h2>{person}</h2>
          <p>
            {[contact.name !== null && contact.phone !== null && readablePhone(contact.phone), channelName]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {ticket && (
          <span className={styles.voice} data-who="people">
            <IconHeadset size={16} stroke={1.5} aria-hidden />
            {t('conversations.voice.people')}
          </span>
        )}
        {voice === 'bot' && !ticket && (
          <span className={styles.voice}>
            <IconRobot size={16} stroke={1.5} aria-hidden />
            {t('conversations.voice.bot')}
          </span>
        )}
        <ActionIcon
          component={Link}
          to={personTo}
          variant={isPersonShown ? 'light' : 'subtle'}
          color="gray"
          size={32}
          aria-label={t(isPersonShown ? 'conversations.person.hide' : 'conversations.person.show')}
        >
          <IconId size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </header>
      {flagged && <Flagged key={flagged.at} id={conversation.id} flagged={flagged} clock={clock} />}
      {ticket && <Ticket key={ticket.id} id={conversation.id} ticket={ticket} clock={clock} />}
      <Messages conversationId={conversation.id} person={person} clock={clock} why={why} />
    </section>
  );
}

export function ThreadSkeleton() {
  return (
    <section className={styles.pane} aria-hidden>
      <header className={styles.head}>
        <Skeleton circle height={36} width={36} animate={false} />
        <Skeleton height={12} width={160} animate={false} />
      </header>
      <div className={styles.holder} />
    </section>
  );
}
