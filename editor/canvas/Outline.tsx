import { IconAlertTriangle, IconArrowRight, IconBolt } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf, type Flow } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { CardFigure } from '../analytics/CardFigure.tsx';
import { WayFigure } from '../analytics/WayFigure.tsx';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { FormattedText } from '../message/FormattedText.tsx';
import { cardName } from './actions.ts';
import { NodeIcon } from './NodeIcon.tsx';
import styles from './Outline.module.css';
import { outlineOf, type OutlineItem } from './outline-items.ts';
import { portLabel } from './port-label.ts';
import { joined, strikesText, triggerWords } from './trigger-words.ts';

/** The flow as a list, for small screens and for who does not see the canvas: cards in order, ways out as links to cards. */
export function Outline() {
  const { t } = useTranslation();
  const flow = useFlow((state) => state.flow);
  const issues = useFlow((state) => state.issues);
  const items = useMemo(() => (flow ? outlineOf(flow, issues, nodeTypes) : []), [flow, issues]);
  if (!flow) return null;
  return (
    <nav className={styles.outline} aria-label={t('canvas.outline.label')} data-testid="outline">
      {items.length === 0 && <p className={styles.nothing}>{t('canvas.outline.empty')}</p>}
      <ol className={styles.list}>
        {items.map((item) => (
          <Item key={item.node.id} item={item} flow={flow} />
        ))}
      </ol>
    </nav>
  );
}

/** Deeper ones would leave no room for words. */
const deepest = 5;
const choose = (nodeId: string) => useSelection.getState().select(nodeId);

function Item({ item, flow }: { item: OutlineItem; flow: Flow }) {
  const { t, i18n } = useTranslation();
  const { node, face, depth, triggers, isStart, problems, ways } = item;
  const selected = useSelection((state) => state.node === node.id);
  const said = face.content ? textOf(face.content) : '';
  return (
    <li className={styles.item} id={anchor(node.id)} data-depth={Math.min(depth, deepest)}>
      {(triggers.length > 0 || isStart) && (
        <ul className={styles.starts}>
          {triggers.length === 0 && (
            <li>
              <IconBolt aria-hidden size={16} stroke={1.5} />
              {t('canvas.outline.starts')}
            </li>
          )}
          {triggers.map((trigger) => {
            const { key, words } = triggerWords(trigger);
            const strikes = strikesText(t, trigger, i18n.language);
            const text = [t(key), ...joined(words, i18n.language).map((part) => part.text)];
            return (
              <li key={trigger.id}>
                <button type="button" onClick={() => useSelection.getState().selectTrigger(trigger.id)}>
                  <IconBolt aria-hidden size={16} stroke={1.5} />
                  {[text[0], text.slice(1).join(''), strikes].filter((part) => part !== '').join(' ')}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <button
        type="button"
        className={styles.card}
        aria-current={selected || undefined}
        data-testid={`outline-${node.id}`}
        onClick={() => choose(node.id)}
      >
        <NodeIcon icon={face.icon} group={face.group} />
        <span className={styles.words}>
          <b>{cardName(flow, node.id)}</b>
          {said !== '' && (
            <span className={styles.said}>
              <FormattedText text={said} placeholders linksAsWords />
            </span>
          )}
        </span>
        <CardFigure node={node.id} inList />
        {problems > 0 && (
          <span className={styles.problems} title={t('canvas.card.warnings', { count: problems })}>
            <IconAlertTriangle aria-hidden size={16} stroke={1.5} />
            {problems}
          </span>
        )}
      </button>
      {ways.length > 0 && (
        <ul className={styles.ways}>
          {ways.map(({ port, to }) => (
            <li key={port.id} data-rare={face.rare.includes(port) || undefined}>
              <span className={styles.way}>{portLabel(t, port, node.config, i18n.language)}</span>
              <WayFigure node={node.id} port={port.id} />
              <IconArrowRight aria-hidden size={16} stroke={1.5} />
              {to === null ? (
                <span className={styles.open}>{t('canvas.outline.leadsNowhere')}</span>
              ) : (
                <a href={`#${anchor(to)}`} onClick={() => choose(to)}>
                  {cardName(flow, to)}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const anchor = (nodeId: string): string => `outline-card-${nodeId}`;
