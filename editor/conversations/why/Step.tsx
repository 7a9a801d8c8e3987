import {
  IconAlertTriangle,
  IconArrowRight,
  IconBell,
  IconBulb,
  IconClock,
  IconDoorExit,
  IconFlag,
  IconMessage,
  IconWorld,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textOf, type Flow, type TraceEntry } from '../../../runtime/contract/index.ts';
import type { MessageOf } from '../queries.ts';
import { cardAddress } from '../thread/useCardName.ts';
import { duration, type Clock } from '../times.ts';
import { outcomeOf } from './outcome.ts';
import { shownValues, waitedBefore, type Turn } from './turns.ts';
import { valueText } from './values.ts';
import styles from './Why.module.css';

type Props = {
  entry: TraceEntry;
  flow: Flow | undefined;
  turn: Turn;
  turns: Turn[];
  messages: MessageOf[];
  clock: Clock;
  isLast: boolean;
};

/** What one card did: what it saw and worked out, what it sent or called, and which way it left. */
export function Step({ entry, flow, turn, turns, messages, clock, isLast }: Props) {
  const { t } = useTranslation();
  const nameOf = (id: string) => {
    const node = flow?.nodes.find((one) => one.id === id);
    return node ? (node.name ?? t(`nodes.${node.type}.label`, { defaultValue: node.type })) : id;
  };
  const waited = waitedBefore(turns, turn, entry);
  const { answer, exitWord } = entry.values ?? {};
  const sent = (entry.effects ?? []).flatMap((id) => messages.filter((message) => message.id === id));
  const others = (entry.effects?.length ?? 0) - sent.length;
  const values = shownValues(entry);
  const outcome = outcomeOf(entry, flow, isLast);
  return (
    <article className={styles.step} data-problem={entry.problem ? true : undefined}>
      <h4>
        <Link to={cardAddress(turn.flowId, entry.node)}>{nameOf(entry.node)}</Link>
      </h4>
      {waited !== undefined && (
        <Line icon={<IconClock />}>
          {t(entry.type === 'call-webhook' ? 'conversations.why.answeredAfter' : 'conversations.why.waited', {
            time: duration(waited, clock.locale),
          })}
        </Line>
      )}
      {answer !== undefined && (
        <Line icon={<IconBulb />}>{t('conversations.why.understood', { answer: valueText(answer) })}</Line>
      )}
      {exitWord !== undefined && (
        <Line icon={<IconDoorExit />}>{t('conversations.why.exitWord', { word: valueText(exitWord) })}</Line>
      )}
      {values.length > 0 && (
        <dl className={styles.values}>
          {values.map(([name, value]) => (
            <div key={name}>
              <dt>{t(`conversations.why.value.${name}`, { defaultValue: name })}</dt>
              <dd>{valueText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {sent.map(({ id, content }) => (
        <Line key={id} icon={<IconMessage />}>
          {t('conversations.why.sent', {
            text: (content && textOf(content)) || t(`conversations.kind.${content?.kind ?? 'unknown'}`),
          })}
        </Line>
      ))}
      {others > 0 && (
        <Line icon={entry.type === 'notify-person' ? <IconBell /> : <IconWorld />}>
          {t(`conversations.why.effect.${entry.type}`, {
            defaultValue: t('conversations.why.effect.other', { count: others }),
          })}
        </Line>
      )}
      {entry.problem && (
        <Line icon={<IconAlertTriangle />} bad>
          {t(`failures.${entry.problem.code}`, { defaultValue: entry.problem.message })}
        </Line>
      )}
      <Line
        icon={outcome.kind === 'left' ? <IconArrowRight /> : outcome.kind === 'waits' ? <IconClock /> : <IconFlag />}
      >
        {outcome.kind === 'left' ? (
          <>
            {t('conversations.why.leftBy', {
              port: outcome.literal ? outcome.port : t(outcome.port, { defaultValue: outcome.port }),
            })}{' '}
            {outcome.to === undefined ? (
              t('conversations.why.nowhere')
            ) : (
              <Link to={cardAddress(turn.flowId, outcome.to)}>{nameOf(outcome.to)}</Link>
            )}
          </>
        ) : (
          t(`conversations.why.${outcome.kind}`)
        )}
      </Line>
    </article>
  );
}

function Line({ icon, bad = false, children }: { icon?: ReactNode; bad?: boolean; children: ReactNode }) {
  return (
    <p className={styles.fact} data-bad={bad || undefined}>
      <span aria-hidden>{icon}</span>
      <span>{children}</span>
    </p>
  );
}
