import { IconChevronRight } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../runtime/contract/index.ts';
import { useFlowVersion, type MessageOf } from '../queries.ts';
import { dayAndTime, type Clock } from '../times.ts';
import { Decided } from './Decided.tsx';
import { Step } from './Step.tsx';
import { causeOf, type Cause, type Turn } from './turns.ts';
import styles from './Why.module.css';

type Props = { turn: Turn; turns: Turn[]; messages: MessageOf[]; clock: Clock; open: boolean };

/** What set a turn off, and what each card did in it. */
export function TurnOfBot({ turn, turns, messages, clock, open }: Props) {
  const { t } = useTranslation();
  const { data } = useFlowVersion(turn.flowId, turn.flowVersion);
  const cause = causeOf(turn, turns, messages);
  return (
    <details className={styles.turn} open={open}>
      <summary>
        <IconChevronRight size={16} stroke={1.5} aria-hidden />
        <span>
          <b>{causeWords(t, cause)}</b>
          <small>
            {[
              dayAndTime(turn.at, clock),
              `${data?.flow.name ?? turn.flowId} ${t('conversations.version', { version: turn.flowVersion })}`,
            ].join(' · ')}
          </small>
        </span>
      </summary>
      {turn.decision && <Decided decision={turn.decision} />}
      <ol className={styles.steps}>
        {turn.entries.map((entry, index) => (
          <li key={index}>
            <Step {...{ entry, turn, turns, messages, clock }} flow={data?.flow} next={turn.entries[index + 1]} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function causeWords(t: TFunction, cause: Cause<MessageOf>): string {
  if (cause.kind === 'answer') return t('conversations.why.byAnswer');
  if (cause.kind === 'time') return t('conversations.why.byTime');
  const content = cause.kind === 'message' ? cause.message.message?.content : undefined;
  if (!content) return t('conversations.why.byItself');
  return t('conversations.why.heard', { said: textOf(content) || t(`conversations.kind.${content.kind}`) });
}
