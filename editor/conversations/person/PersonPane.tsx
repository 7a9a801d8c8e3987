import { IconBan, IconCheck } from '@tabler/icons-react';
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../client/me.ts';
import { Avatar } from '../Avatar.tsx';
import { useNames } from '../../definitions/names.ts';
import { calledOf, readablePhone } from '../people.ts';
import { useContact, type Conversation } from '../queries.ts';
import { SidePane } from '../SidePane.tsx';
import { cardAddress, useCardName } from '../thread/useCardName.ts';
import { dayAndTime, type Clock } from '../times.ts';
import { Trouble } from '../Trouble.tsx';
import { WindowRing } from '../WindowRing.tsx';
import { consentOf, savedValues } from './kept.ts';
import { Facts, rowsOf } from './Facts.tsx';
import styles from './PersonPane.module.css';

type Props = { conversation: Conversation; clock: Clock; closeTo: string };

/** Who writes: what is known of them, and what the bot keeps of this conversation. */
export function PersonPane({ conversation, clock, closeTo }: Props) {
  const { t } = useTranslation();
  const { contact, startedAt, windowOpenUntil } = conversation;
  const date = new Intl.DateTimeFormat(clock.locale, { timeZone: clock.timeZone, dateStyle: 'long' });
  return (
    <SidePane title={t('conversations.person.title')} closeTo={closeTo}>
      <section className={styles.section}>
        <div className={styles.who}>
          <Avatar name={contact.name} />
          <div>
            <h3 className={styles.name}>{calledOf(contact) ?? t('conversations.nobody')}</h3>
            <p className={styles.second}>
              {t('conversations.person.since', { date: date.format(new Date(startedAt)) })}
            </p>
          </div>
        </div>
        <p className={styles.window}>
          <WindowRing openUntil={windowOpenUntil} now={clock.now} words />
        </p>
        {windowOpenUntil === null && <p className={styles.second}>{t('conversations.window.shutMeans')}</p>}
      </section>
      <SessionNow conversation={conversation} clock={clock} />
      <Facts title={t('conversations.person.variables')} rows={rowsOf(conversation.variables)} />
      <Facts title={t('conversations.person.results')} rows={rowsOf(savedValues(conversation.results))} />
      <ContactFacts conversation={conversation} clock={clock} />
    </SidePane>
  );
}

/** Where the bot stands with this person now. */
function SessionNow({ conversation, clock }: { conversation: Conversation; clock: Clock }) {
  const { t } = useTranslation();
  const { session } = conversation;
  const { flow, card } = useCardName({
    ...(session && { flowId: session.flowId, flowVersion: session.flowVersion }),
    ...(session?.node && { node: session.node }),
  });
  if (!session)
    return <Facts title={t('conversations.person.bot')} rows={[]} empty={t('conversations.person.noSession')} />;
  const flowLink = <Link to={cardAddress(session.flowId, undefined)}>{flow}</Link>;
  const waits = session.status === 'waiting' && session.node !== null;
  return (
    <Facts
      title={t('conversations.person.bot')}
      rows={[
        [t('conversations.person.flow'), flowLink],
        [
          t('conversations.person.state'),
          t(`conversations.session.${session.status}`, { defaultValue: session.status }),
        ],
        ...(waits
          ? ([
              [
                t('conversations.person.card'),
                <Link key="card" to={cardAddress(session.flowId, session.node ?? undefined)}>
                  {card}
                </Link>,
              ],
              [t('conversations.person.waitsSince'), dayAndTime(conversation.lastAt, clock)],
            ] satisfies [string, ReactNode][])
          : []),
        [t('conversations.person.version'), t('conversations.version', { version: session.flowVersion })],
      ]}
    />
  );
}

type Fact = [string, ReactNode];
const chips = (names: readonly string[]) => (
  <span className={styles.chips}>
    {names.map((name) => (
      <span key={name}>{name}</span>
    ))}
  </span>
);

/** The contact behind the conversation, for whoever may read contacts. */
function ContactFacts({ conversation, clock }: { conversation: Conversation; clock: Clock }) {
  const { t } = useTranslation();
  const may = useMay('contacts.read');
  const found = useContact(conversation.id, may ? conversation.contact.id : undefined);
  const nameOfGroup = useNames('groups');
  const nameOfLabel = useNames('labels');
  if (!may) return null;
  if (found.isPending)
    return (
      <section className={styles.section} aria-hidden>
        <Skeleton height={12} width="40%" animate={false} />
        <Skeleton height={12} width="80%" mt="md" animate={false} />
        <Skeleton height={12} width="70%" mt="md" animate={false} />
      </section>
    );
  if (found.isError) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const { fields, consent, aliases, phone, language, groups = [], labels = [] } = found.data;
  return (
    <>
      <Facts
        title={t('conversations.person.data')}
        rows={[
          ...(phone === null
            ? []
            : [[t('conversations.person.phone'), readablePhone(phone)] satisfies [string, string]]),
          ...(language === null ? [] : [[t('conversations.person.language'), language] satisfies [string, string]]),
          ...rowsOf(fields),
        ]}
        empty={t('conversations.person.noData')}
      />
      <Facts
        title={t('conversations.person.sets')}
        rows={[
          ...(groups.length > 0
            ? [[t('conversations.person.groups'), chips(groups.map(nameOfGroup))] satisfies Fact]
            : []),
          ...(labels.length > 0
            ? [[t('conversations.person.labels'), chips(labels.map(nameOfLabel))] satisfies Fact]
            : []),
        ]}
      />
      <Facts
        title={t('conversations.person.consent')}
        rows={consentOf(consent).map(({ category, state, at }) => [
          t(`conversations.consent.${category}`, { defaultValue: category }),
          <span key={category} className={styles.consent} data-state={state}>
            {state === 'granted' ? (
              <IconCheck size={16} stroke={1.5} aria-hidden />
            ) : (
              <IconBan size={16} stroke={1.5} aria-hidden />
            )}
            {t(`conversations.consent.${state}`)}
            {at !== undefined && <small>{dayAndTime(at, clock)}</small>}
          </span>,
        ])}
        empty={t('conversations.person.noConsent')}
      />
      <Facts
        title={t('conversations.person.aliases')}
        rows={aliases.map(({ kind, value }) => [
          t(`conversations.alias.${kind}`, { defaultValue: kind }),
          kind === 'phone' ? readablePhone(value) : value,
        ])}
      />
    </>
  );
}
