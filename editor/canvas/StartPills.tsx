import { IconBolt } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '../../runtime/contract/index.ts';
import { useSelection } from '../flow/selection.ts';
import styles from './StartPills.module.css';
import { joined, strikesText, triggerWords } from './trigger-words.ts';

type Props = { triggers: readonly Trigger[]; isStart: boolean };

/** Above a card: what begins a session there. */
export const StartPills = memo(function StartPills({ triggers, isStart }: Props) {
  const { t } = useTranslation();
  if (triggers.length === 0 && !isStart) return null;
  return (
    <div className={styles.pills}>
      {triggers.map((trigger) => (
        <Pill key={trigger.id} trigger={trigger} />
      ))}
      {triggers.length === 0 && (
        <button
          type="button"
          className={`${styles.pill} nodrag`}
          data-quiet
          onClick={(event) => {
            event.stopPropagation();
            useSelection.getState().openSettings();
          }}
        >
          <IconBolt aria-hidden size={16} stroke={1.5} />
          {t('canvas.start.none')}
        </button>
      )}
    </div>
  );
});

function Pill({ trigger }: { trigger: Trigger }) {
  const { t, i18n } = useTranslation();
  const selected = useSelection((state) => state.trigger === trigger.id);
  const { key, words, more } = triggerWords(trigger);
  const strikes = strikesText(t, trigger, i18n.language);
  return (
    <button
      type="button"
      className={`${styles.pill} nodrag`}
      data-testid={`trigger-${trigger.id}`}
      aria-pressed={selected}
      onClick={(event) => {
        event.stopPropagation();
        useSelection.getState().selectTrigger(trigger.id);
      }}
    >
      <IconBolt aria-hidden size={16} stroke={1.5} />
      <span className={styles.words}>
        {t(key)}
        {(words.length > 0 || strikes !== '') && ' '}
        {strikes}
        {joined(words, i18n.language).map(({ text, isWord }, index) =>
          isWord ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
        )}
        {more > 0 && ` ${t('canvas.start.more', { count: more })}`}
      </span>
    </button>
  );
}
