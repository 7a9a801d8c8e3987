import { IconAlertCircle, IconAlertTriangle, IconDots, IconPlayerPlay } from '@tabler/icons-react';
import { useStore, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboundContent, Port } from '../../runtime/contract/index.ts';
import { FormattedText } from '../message/FormattedText.tsx';
import { MessageBubble } from '../message/MessageBubble.tsx';
import { CardName } from './CardName.tsx';
import styles from './NodeCard.module.css';
import { NodeIcon } from './NodeIcon.tsx';
import { Entry, PortHandle } from './PortHandle.tsx';
import { StartPills } from './StartPills.tsx';
import { useCanvas } from './canvas-state.ts';
import { useSimulation } from '../simulator/simulation.ts';
import { farZoom } from './card-size.ts';
import { portLabel } from './port-label.ts';
import { useHandlesMeasured } from './use-handles-measured.ts';
import { SummaryLine } from './SummaryLine.tsx';
import type { CardData, CardNode } from './to-react-flow.ts';

/** A card of the flow: its head, what the customer will see, and a line for each way out. From afar only its head. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  // From React Flow's own zoom, so that no card is ever drawn whole when many come into view at once.
  const far = useStore(isFar);
  const now = useSimulation((state) => state.currentNode === id);
  return (
    <article
      className={styles.card}
      data-testid={`card-${id}`}
      data-card={id}
      data-selected={selected || undefined}
      data-now={now || undefined}
      data-far={far || undefined}
    >
      {now && <NowPill />}
      {far ? <FarCard id={id} data={data} /> : <NearCard id={id} data={data} selected={selected} />}
    </article>
  );
});

/** Of the card, left and right or above and below. */
const border = 1;

type PartProps = { id: string; data: CardData };

/** Keeps the place that the whole card takes, so that nothing is measured anew, and marks for React Flow, which draws no edge without. */
function FarCard({ id, data }: PartProps) {
  const height = useCanvas((state) => state.shapes.get(id)?.height) ?? data.guess.height;
  return (
    <div className={styles.farSpace} style={{ height: height - 2 * border }}>
      <Head id={id} data={data} iconSize={32} />
      <i className="target" data-handlepos="left" />
      {data.face.ports.map((port) => (
        <i key={port.id} className="source" data-handleid={port.id} data-handlepos="right" />
      ))}
    </div>
  );
}

function NearCard({ id, data, selected }: PartProps & { selected: boolean }) {
  const { t, i18n } = useTranslation();
  useHandlesMeasured(id, data.face.ports);
  const { face, node, connected } = data;
  const name = (port: Port): string => portLabel(t, port, node.config, i18n.language);
  const handle = (port: Port, inMessage = false) => (
    <PortHandle
      nodeId={id}
      portId={port.id}
      name={name(port)}
      connected={connected.has(port.id)}
      offers={selected}
      inMessage={inMessage}
    />
  );
  const choice = (choiceId: string) => {
    const port = face.ports.find((candidate) => candidate.id === choiceId);
    return port && handle(port, true);
  };
  const { variableName } = node.config;
  const savesInto = typeof variableName === 'string' && variableName !== '' ? variableName : null;
  return (
    <>
      <StartPills triggers={data.triggers} isStart={data.isStart} />
      <Entry />
      <Head id={id} data={data} iconSize={18} />
      {face.content && (
        <div className={styles.see}>
          <MessageBubble
            content={withWords(face.content, t('canvas.card.noText'))}
            side="business"
            placeholders
            compact
            {...(face.choices.size > 0 && { choiceSlot: choice })}
          />
        </div>
      )}
      <SummaryLine data={data} />
      {face.rows.map((port, index) => (
        <div key={port.id} className={styles.out}>
          <span className={styles.outName}>
            {port.literal ? <FormattedText text={name(port)} placeholders linksAsWords /> : name(port)}
          </span>
          {index === 0 && savesInto && <span className={styles.variable}>{savesInto}</span>}
          {handle(port)}
        </div>
      ))}
      {face.rare.map((port) => (
        <div key={port.id} className={styles.out} data-rare>
          <span className={styles.outName}>{name(port)}</span>
          {handle(port)}
        </div>
      ))}
    </>
  );
}

/** A message without words yet says so, where they will stand. */
function withWords(content: OutboundContent, hint: string): OutboundContent {
  const speaks = content.kind === 'text' || content.kind === 'buttons' || content.kind === 'list';
  return speaks && content.body.trim() === '' ? { ...content, body: `_${hint}_` } : content;
}

function Head({ id, data, iconSize }: PartProps & { iconSize: number }) {
  const { t } = useTranslation();
  const { face, errors, warnings } = data;
  const count = errors + warnings;
  const isBad = errors > 0;
  return (
    <header className={styles.head}>
      <NodeIcon icon={face.icon} group={face.group} size={iconSize} />
      <CardName id={id} data={data} />
      {count > 0 && (
        <span
          className={styles.problems}
          data-bad={isBad || undefined}
          title={t(isBad ? 'canvas.card.errors' : 'canvas.card.warnings', { count })}
        >
          {isBad ? <IconAlertCircle aria-hidden stroke={2} /> : <IconAlertTriangle aria-hidden stroke={2} />}
          {count}
        </span>
      )}
      <button
        type="button"
        className={`${styles.menu} nodrag`}
        aria-label={t('canvas.card.more', { name: data.node.name ?? t(face.label) })}
        aria-haspopup="menu"
        data-menu-of={id}
        onClick={(event) => {
          event.stopPropagation();
          const { right, bottom } = event.currentTarget.getBoundingClientRect();
          useCanvas.setState({ menu: { nodeId: id, at: { x: right, y: bottom } } });
        }}
      >
        <IconDots aria-hidden size={18} stroke={1.5} />
      </button>
    </header>
  );
}

/** Where the simulator stands. */
function NowPill() {
  const { t } = useTranslation();
  const name = useSimulation((state) => state.personName);
  return (
    <span className={styles.nowPill}>
      <IconPlayerPlay aria-hidden size={16} stroke={1.5} />
      {t('canvas.card.now', { name })}
    </span>
  );
}

const isFar = ({ transform }: { transform: readonly number[] }): boolean => (transform[2] ?? 1) < farZoom;
