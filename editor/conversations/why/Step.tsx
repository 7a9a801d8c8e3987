import {
  IconAlertTriangle,
  IconArrowRight,
  IconBell,
  IconBulb,
  IconClock,
  IconCoin,
  IconDoorExit,
  IconFlag,
  IconMessage,
  IconPlayerTrackNext,
  IconSitemap,
  IconWorld,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textOf, type Flow, type TraceEntry } from '../../../runtime/contract/index.ts';
import { useFlowNames } from '../../explain/use-flow-names.ts';
import { useFlowVersion, type MessageOf } from '../queries.ts';
import { cardAddress } from '../thread/useCardName.ts';
import { duration, type Clock } from '../times.ts';
import { costText } from './cost.ts';
import { outcomeOf, type StepOutcome } from './outcome.ts';
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
  /** What came after it in the same turn; nothing after the last. */
  next: TraceEntry | undefined;
};

/** What one card did: what it saw and worked out, what it sent or called, and which way it left. */
export function Step({ entry, flow: root, turn, turns, messages, clock, next }: Props) {
  const { t } = useTranslation();
  const nameOfFlow = useFlowNames();
  const inner = useFlowVersion(entry.flow?.id, entry.flow?.version);
  const flow = entry.flow ? inner.data?.flow : root;
  const flowId = entry.flow?.id ?? turn.flowId;
  const nameOf = (id: string) => {
    const node = flow?.nodes.find((one) => one.id === id);
    return node ? (node.name ?? t(`nodes.${node.type}.label`, { defaultValue: node.type })) : id;
  };
  const waited = entry.waitedMs ?? waitedBefore(turns, turn, entry);
  const { answer, exitWord } = entry.values ?? {};
  const sent = (entry.effects ?? []).flatMap((id) => messages.filter((message) => message.id === id));
  const others = (entry.effects?.length ?? 0) - sent.length;
  const values = shownValues(entry);
  const outcome = outcomeOf(entry, flow, next === undefined, next);
  return (
    <article className={styles.step} data-problem={entry.problem ? true : undefined}>
      <h4>
        {entry.node === '' ? (
          nameOfFlow(flowId)
        ) : (
          <Link to={cardAddress(flowId, entry.node)}>{nameOf(entry.node)}</Link>
        )}
      </h4>
      {entry.flow && (
        <Line icon={<IconSitemap />}>
          {t('conversations.why.inFlow', { name: nameOfFlow(entry.flow.id), version: entry.flow.version })}
        </Line>
      )}
      {entry.input && (
        <Line icon={<IconPlayerTrackNext />}>
          {entry.input.text === undefined
            ? t(`conversations.why.moved.${entry.input.kind}`, {
                defaultValue: t(`conversations.kind.${entry.input.kind}`, { defaultValue: entry.input.kind }),
              })
            : t('conversations.why.heard', { said: entry.input.text })}
        </Line>
      )}
      {waited !== undefined && (
        <Line icon={<IconClock />}>
          {t(entry.type === 'call-webhook' ? 'conversations.why.answeredAfter' : 'conversations.why.waited', {
            time: duration(waited, clock.locale),
          })}
        </Line>
      )}
      {entry.call && (
        <Line icon={<IconWorld />} bad={entry.call.code !== undefined}>
          {calledText(t, entry.call, clock.locale)}
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
      {entry.cost && (
        <Line icon={<IconCoin />}>{t('conversations.why.cost', { cost: costText(entry.cost, clock.locale) })}</Line>
      )}
      {entry.problem && (
        <Line icon={<IconAlertTriangle />} bad>
          {t(`failures.${entry.problem.code}`, { defaultValue: entry.problem.message })}
        </Line>
      )}
      <Line icon={outcomeIcon[outcome.kind]}>
        {outcome.kind === 'into' ? (
          t('conversations.why.into', { name: nameOfFlow(outcome.flow.id), version: outcome.flow.version })
        ) : outcome.kind === 'jumped' ? (
          <>
            {t('conversations.why.jumped')} <Link to={cardAddress(flowId, outcome.to)}>{nameOf(outcome.to)}</Link>
          </>
        ) : outcome.kind === 'left' ? (
          <>
            {t('conversations.why.leftBy', {
              port: outcome.literal ? outcome.port : t(outcome.port, { defaultValue: outcome.port }),
            })}{' '}
            {outcome.to === undefined ? (
              t('conversations.why.nowhere')
            ) : (
              <Link to={cardAddress(flowId, outcome.to)}>{nameOf(outcome.to)}</Link>
            )}
          </>
        ) : (
          t(`conversations.why.${outcome.kind}`)
        )}
      </Line>
    </article>
  );
}

const outcomeIcon: { [kind in StepOutcome['kind']]: ReactNode } = {
  left: <IconArrowRight />,
  jumped: <IconArrowRight />,
  into: <IconSitemap />,
  waits: <IconClock />,
  ended: <IconFlag />,
  failed: <IconFlag />,
};

/** What became of a call, and how long it took. */
function calledText(
  t: TFunction,
  { status, code, durationMs }: NonNullable<TraceEntry['call']>,
  locale: string,
): string {
  if (code !== undefined) return t(`failures.${code}`, { defaultValue: code });
  const time = durationMs === undefined ? '' : duration(durationMs, locale);
  if (status === undefined) return t('conversations.why.callDone', { time });
  return t('conversations.why.callAnswered', { status, time });
}

function Line({ icon, bad = false, children }: { icon?: ReactNode; bad?: boolean; children: ReactNode }) {
  return (
    <p className={styles.fact} data-bad={bad || undefined}>
      <span aria-hidden>{icon}</span>
      <span>{children}</span>
    </p>
  );
}
