import { IconAlertTriangle, IconCheck, IconChecks, IconCircleX, IconClock, type Icon } from '@tabler/icons-react';
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeliveryError, DeliveryState } from '../../runtime/contract/index.ts';
import styles from './MessageBubble.module.css';

const ticks: { [state in DeliveryState]: { icon: Icon; tone?: 'good' | 'bad' | 'wait' } } = {
  queued: { icon: IconClock },
  sending: { icon: IconClock },
  uncertain: { icon: IconAlertTriangle, tone: 'wait' },
  accepted: { icon: IconCheck },
  sent: { icon: IconCheck },
  failed: { icon: IconCircleX, tone: 'bad' },
  delivered: { icon: IconChecks },
  read: { icon: IconChecks, tone: 'good' },
  played: { icon: IconChecks, tone: 'good' },
};

/** The phone's tick for how far a message came. */
export function DeliveryTick({ state }: { state: DeliveryState }) {
  const { t } = useTranslation();
  const { icon: Tick, tone } = ticks[state];
  const name = t(`delivery.${state}`);
  return (
    <span className={styles.tick} data-tone={tone} title={name}>
      <Tick aria-hidden />
      <VisuallyHidden>{name}</VisuallyHidden>
    </span>
  );
}

/** Under the bubble: what became of a message that did not go well. Nothing for one that did. */
export function DeliveryTrouble({ state, error }: { state: DeliveryState | undefined; error?: DeliveryError }) {
  const { t } = useTranslation();
  if (state !== 'failed' && state !== 'uncertain') return null;
  const { icon: Tick, tone } = ticks[state];
  const reason = error ? t(`failures.${error.code}`, { defaultValue: error.message }) : undefined;
  return (
    <p className={styles.trouble} data-tone={tone}>
      <Tick aria-hidden />
      <span>{reason === undefined ? t(`delivery.${state}`) : `${t(`delivery.${state}`)}. ${reason}`}</span>
    </p>
  );
}
