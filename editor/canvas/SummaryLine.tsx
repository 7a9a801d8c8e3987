import { useTranslation } from 'react-i18next';
import type { Json } from '../../runtime/contract/index.ts';
import styles from './NodeCard.module.css';
import type { CardData } from './to-react-flow.ts';

const words = (value: Json): string | number =>
  typeof value === 'string' || typeof value === 'number'
    ? value
    : Array.isArray(value)
      ? value.map(words).join(', ')
      : JSON.stringify(value);

/** What a card does that says nothing to the customer, or why it cannot be shown. */
export function SummaryLine({ data: { face, node } }: { data: CardData }) {
  const { t } = useTranslation();
  if (face.trouble)
    return (
      <p className={styles.say} data-trouble>
        {t(`canvas.card.${face.trouble}`, { type: node.type })}
      </p>
    );
  if (!face.summary) return null;
  const { key, params } = face.summary;
  const text = t(key, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, words(value)])));
  return <p className={styles.say}>{text.trim() === '' ? t('canvas.card.noSummary') : text}</p>;
}
