import { Button } from '@mantine/core';
import {
  IconAlertCircle,
  IconCircleCheck,
  IconClock,
  IconHeadset,
  IconPlayerPlay,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Flow, TranscriptTurn } from '../../runtime/contract/index.ts';
import type { FlowTestResult } from '../../runtime/engine/index.ts';
import { cardName } from '../canvas/actions.ts';
import { goTo } from '../flow/going.ts';
import { useFlow } from '../flow/store.ts';
import { MessageBubble } from '../message/MessageBubble.tsx';
import { ThreadEvent } from '../message/PhoneFrame.tsx';
import { spanText } from '../simulator/words.ts';
import { differenceText, expectedLines } from './difference.ts';
import { said } from './recording.ts';
import styles from './Tests.module.css';

type Props = {
  turn: TranscriptTurn;
  difference: FlowTestResult['firstDifference'];
  failure: FlowTestResult['failure'];
};

/** A turn of a test as a phone would show it, with what else must hold, and what is different now. */
export function TestTurn({ turn, difference, failure }: Props) {
  const { t } = useTranslation();
  const flow = useFlow((state) => state.flow);
  if (!flow) return null;
  const lines = expectedLines(t, flow, turn.expect ?? {});
  return (
    <>
      <div className={styles.chat}>
        <Moved turn={turn} flow={flow} />
        {said(turn).map((content, index) => (
          <MessageBubble key={index} content={content} side="business" />
        ))}
      </div>
      {lines.length > 0 && (
        <details className={styles.expected}>
          <summary>{t('tests.expected.title')}</summary>
          <dl>
            {lines.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {difference && <Difference flow={flow} difference={difference} failure={failure} />}
    </>
  );
}

type DifferenceProps = {
  flow: Flow;
  difference: NonNullable<FlowTestResult['firstDifference']>;
  failure: FlowTestResult['failure'];
};

function Difference({ flow, difference, failure }: DifferenceProps) {
  const { t } = useTranslation();
  const { where, expected, said: now } = differenceText(t, flow, difference);
  const node = flow.nodes.find(({ id }) => id === difference.node);
  return (
    <section className={styles.difference} aria-label={t('tests.difference')}>
      <p className={styles.where}>
        <IconAlertCircle size={18} stroke={1.5} aria-hidden />
        {where}
      </p>
      <dl>
        <div>
          <dt>{t('tests.was')}</dt>
          <dd>{expected}</dd>
        </div>
        <div>
          <dt>{t('tests.is')}</dt>
          <dd>{now}</dd>
        </div>
      </dl>
      {failure && <p>{t(`failures.${failure.code}`, { defaultValue: failure.message })}</p>}
      {node && (
        <Button size="compact-sm" variant="default" onClick={() => goTo({ kind: 'node', id: node.id, path: '' })}>
          {t('tests.toCard', { card: cardName(flow, node.id) })}
        </Button>
      )}
    </section>
  );
}

function Moved({ turn, flow }: { turn: TranscriptTurn; flow: Flow }) {
  const { t, i18n } = useTranslation();
  if ('contact' in turn) {
    const { contact } = turn;
    const content = typeof contact === 'string' ? { kind: 'text' as const, body: contact } : contact;
    return <MessageBubble content={content} side="person" />;
  }
  const [Shape, words] = eventOf(turn, flow, t, i18n.language);
  return <ThreadEvent icon={<Shape aria-hidden />}>{words}</ThreadEvent>;
}

function eventOf(
  turn: Exclude<TranscriptTurn, { contact: unknown }>,
  flow: Flow,
  t: TFunction,
  language: string,
): [Icon, string] {
  if ('wait' in turn) return [IconClock, t('tests.moves.wait', { time: spanText(turn.wait, language) })];
  if ('http' in turn) {
    const { http } = turn;
    return [
      IconWebhook,
      http.ok
        ? t('tests.moves.answered', { status: http.status })
        : t('tests.moves.unanswered', { reason: t(`failures.${http.code}`, { defaultValue: http.code }) }),
    ];
  }
  if ('done' in turn)
    return [
      IconCircleCheck,
      turn.done.ok
        ? t('tests.moves.done')
        : t('tests.moves.notDone', { reason: t(`failures.${turn.done.code}`, { defaultValue: turn.done.code }) }),
    ];
  if ('ticketClosed' in turn) return [IconHeadset, t('tests.moves.ticketClosed')];
  const { node } = turn.begin;
  return [
    IconPlayerPlay,
    node === undefined ? t('tests.moves.begun') : t('tests.moves.begunAt', { card: cardName(flow, node) }),
  ];
}
