import { IconBolt, IconBoltOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../runtime/contract/index.ts';
import { whyText } from '../../explain/why-text.ts';
import { useFlowNames } from '../../explain/use-flow-names.ts';
import styles from './Why.module.css';

/** Why this flow: the triggers that matched, which of them won, and what held the others back. */
export function Decided({ decision: { why, winner, considered } }: { decision: Decision }) {
  const { t } = useTranslation();
  const nameOf = useFlowNames();
  return (
    <section className={styles.step} aria-label={t('triggers.whyPanel.title')}>
      <h4>{t('triggers.whyPanel.title')}</h4>
      <p className={styles.fact}>
        <span aria-hidden />
        <span>{whyText(t, why, nameOf)}</span>
      </p>
      {considered.map(({ flowId, triggerId, matched, why: reason, lost }) => {
        const wins = winner?.flowId === flowId && winner.triggerId === triggerId;
        return (
          <p key={`${flowId} ${triggerId}`} className={styles.fact}>
            <span aria-hidden>{matched && !lost ? <IconBolt /> : <IconBoltOff />}</span>
            <span>
              <b>{nameOf(flowId)}</b>
              {`: ${[whyText(t, reason, nameOf), lost && whyText(t, lost, nameOf), wins && t('triggers.whyPanel.wins')]
                .filter(Boolean)
                .join(' · ')}`}
            </span>
          </p>
        );
      })}
    </section>
  );
}
