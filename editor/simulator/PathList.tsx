import { IconBolt, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeIcon } from '../canvas/NodeIcon.tsx';
import { useSelection } from '../flow/selection.ts';
import { pathOf, type Begin, type Step } from './path.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { cardName, stepText, timeOfDay, valueText, type Teller } from './words.ts';

/** The way through the flow: card by card, what happened and when. A line chooses its card on the canvas. */
export function PathList() {
  const { t } = useTranslation();
  const teller = useTeller();
  const turns = useSimulation((state) => state.state?.turns);
  const items = useMemo(() => pathOf(turns ?? []), [turns]);
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [items]);
  if (!teller) return null;
  if (items.length === 0) return <p className={styles.nothing}>{t('simulator.path.empty')}</p>;
  return (
    <ol className={styles.path}>
      {items.map((item, index) => (
        <li
          key={'begin' in item ? `b${item.begin.key}` : item.step.key}
          ref={index === items.length - 1 ? end : undefined}
          aria-current={'step' in item && item.step.current ? 'step' : undefined}
        >
          {'begin' in item ? (
            <BeginLine begin={item.begin} teller={teller} />
          ) : (
            <StepLine step={item.step} teller={teller} />
          )}
        </li>
      ))}
    </ol>
  );
}

function BeginLine({ begin, teller }: { begin: Begin; teller: Teller }) {
  const { trigger, words, at } = begin;
  const { t, language, timeZone } = teller;
  const manual = trigger === 'manual';
  return (
    <div className={styles.line}>
      {manual ? (
        <IconPlayerPlay className={styles.brand} aria-hidden />
      ) : (
        <IconBolt className={styles.brand} aria-hidden />
      )}
      <span className={styles.lineWords}>{t(beginKey(begin), { words })}</span>
      <time dateTime={at}>{timeOfDay(at, language, timeZone)}</time>
    </div>
  );
}

/** A file or a place has no words to quote. */
const beginKey = ({ trigger, words }: Begin): string =>
  words === '' && (trigger === 'keyword' || trigger === 'unhandled')
    ? 'simulator.begin.wordless'
    : `simulator.begin.${trigger || 'manual'}`;

/** One card's line; a button that chooses the card. */
export function StepLine({ step, teller, reason }: { step: Step; teller: Teller; reason?: string }) {
  const { t, language, timeZone, nodeTypes } = teller;
  const select = useSelection((state) => state.select);
  const editor = nodeTypes.get(step.type)?.editor;
  const text = stepText(teller, step);
  // What was answered stands in the line already.
  const values = Object.entries(step.cause.kind === 'said' ? {} : (step.values ?? {})).filter(
    ([name]) => name !== 'status',
  );
  return (
    <button type="button" className={styles.line} onClick={() => select(step.node)}>
      <NodeIcon icon={editor?.icon ?? ''} group={editor?.group ?? null} size={16} />
      <span
        className={styles.lineWords}
        title={`${cardName(teller, step.node)} ${text}`}
        data-whole={reason !== undefined || undefined}
      >
        <b>{cardName(teller, step.node)}</b>
        {text !== '' && ` ${text}`}
        {values.map(([name, value]) => (
          <span key={name}>
            {' '}
            <span className={styles.chip}>{name}</span> {valueText(value)}
          </span>
        ))}
        {reason !== undefined && <span className={styles.reason}>{reason}</span>}
      </span>
      <time dateTime={step.at}>{step.current ? t('simulator.path.now') : timeOfDay(step.at, language, timeZone)}</time>
    </button>
  );
}
