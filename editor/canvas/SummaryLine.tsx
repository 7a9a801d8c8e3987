import { useTranslation } from 'react-i18next';
import type { Json } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import styles from './NodeCard.module.css';
import type { CardData } from './to-react-flow.ts';

const words = (value: Json): string | number =>
  typeof value === 'string' || typeof value === 'number'
    ? value
    : Array.isArray(value)
      ? value.map(words).join(', ')
      : JSON.stringify(value);

/** What the card with an id is called; undefined when there is none. */
function useNamedCard(id: Json | undefined): string | undefined {
  const { t } = useTranslation();
  const node = useFlow(({ flow }) => (typeof id === 'string' ? flow?.nodes.find((card) => card.id === id) : undefined));
  if (!node) return undefined;
  const nodeType = nodeTypes.get(node.type);
  return node.name ?? (nodeType ? t(nodeType.editor.label) : node.type);
}

/** What a card does that says nothing to the customer, or why it cannot be shown. */
export function SummaryLine({ data: { face, node } }: { data: CardData }) {
  const { t } = useTranslation();
  const named = useNamedCard(face.summary?.params['node']);
  if (face.trouble)
    return (
      <p className={styles.say} data-trouble>
        {t(`canvas.card.${face.trouble}`, { type: node.type })}
      </p>
    );
  if (!face.summary) return null;
  const { key } = face.summary;
  const params = { ...face.summary.params, ...(named !== undefined && { node: named }) };
  const text = t(key, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, words(value)])));
  return <p className={styles.say}>{text.trim() === '' ? t('canvas.card.noSummary') : text}</p>;
}
