import { IconAlertTriangle, IconArrowForwardUp, IconBellRinging, IconHeadset, type Icon } from '@tabler/icons-react';
import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../Avatar.tsx';
import { calledOf } from '../people.ts';
import type { ConversationRow as Row } from '../queries.ts';
import { shortTime, type Clock } from '../times.ts';
import { WindowRing } from '../WindowRing.tsx';
import styles from './ConversationList.module.css';

/** What has no words is stored as its kind, in brackets. */
const sayable = (text: string, nameOf: (kind: string) => string): string => {
  const kind = /^\[([a-z-]+)\]$/.exec(text)?.[1];
  return kind === undefined ? text : nameOf(kind);
};

type Props = { row: Row; to: string; current: boolean; clock: Clock; onWalk: (from: string, step: number) => void };

/** A conversation in a list: who, what was said last, and what it needs. */
export const ConversationRow = memo(function ConversationRow({ row, to, current, clock, onWalk }: Props) {
  const { t } = useTranslation();
  const { contact, preview, flagged, ticket, windowOpenUntil, lastAt } = row;
  const name = calledOf(contact) ?? t('conversations.nobody');
  return (
    <Link
      to={to}
      className={styles.row}
      aria-current={current ? 'true' : undefined}
      data-conversation={row.id}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        onWalk(row.id, step);
      }}
    >
      <Avatar name={contact.name} />
      <span className={styles.lines}>
        <span className={styles.line}>
          <span className={styles.name}>{name}</span>
          <time className={styles.time} dateTime={lastAt}>
            {shortTime(lastAt, clock, t('conversations.yesterdayShort'))}
          </time>
        </span>
        <span className={styles.line}>
          <span className={styles.preview}>
            {preview?.direction === 'out' && (
              <>
                <IconArrowForwardUp size={14} stroke={1.5} className={styles.sent} aria-hidden />
                <VisuallyHidden>{t('conversations.sentByUs')} </VisuallyHidden>
              </>
            )}
            {preview
              ? sayable(preview.text, (kind) => t(`conversations.kind.${kind}`, { defaultValue: preview.text }))
              : t('conversations.nothingSaid')}
          </span>
          <span className={styles.marks}>
            {flagged && (
              <Mark tone="people" icon={IconBellRinging} name={`${t('conversations.flagged')}: ${flagged.note}`} />
            )}
            {ticket && (
              <Mark
                tone="people"
                icon={IconHeadset}
                name={[t('conversations.ticket.with'), ticket.note].filter(Boolean).join(': ')}
              />
            )}
            {row.uncertain > 0 && <Mark tone="wait" icon={IconAlertTriangle} name={t('conversations.uncertainMark')} />}
            <WindowRing openUntil={windowOpenUntil} now={clock.now} />
          </span>
        </span>
      </span>
    </Link>
  );
});

/** What a conversation needs, as a sign with a name. */
function Mark({ tone, icon: Sign, name }: { tone: 'people' | 'wait'; icon: Icon; name: string }) {
  return (
    <span className={styles.mark} data-tone={tone} title={name}>
      <Sign size={16} stroke={1.5} aria-hidden />
      <VisuallyHidden>{name}</VisuallyHidden>
    </span>
  );
}
