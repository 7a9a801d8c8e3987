import { IconAlertCircle, IconAlertTriangle, IconDots, IconPlayerPlay } from '@tabler/icons-react';
import { useStore, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboundContent, Port } from '../../runtime/contract/index.ts';
import { CardFigure } from '../analytics/CardFigure.tsx';
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
import { aboutId, type CardData, type CardNode } from './to-react-flow.ts';

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
      <CardFigure node={id} />
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
        <div className={styles.see} data-blank={isBlank(face.content) || undefined}>
          <MessageBubble
            content={withWords(t, face.content, face.group === 'asks')}
            side="business"
            placeholders
            compact
            {...(face.choices.size > 0 && { choiceSlot: choice })}
          />
          {offersNothing(face.content) && (
            <span className={styles.ghost}>
              {t(face.content.kind === 'buttons' ? 'canvas.card.noButtons' : 'canvas.card.noOptions')}
            </span>
          )}
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

/** A product and a template have words of their own. */
const isBlank = (content: OutboundContent): boolean =>
  'body' in content && content.kind !== 'product' && content.body?.trim() === '';

const offersNothing = (content: OutboundContent): boolean =>
  (content.kind === 'buttons' && content.buttons.length === 0) ||
  (content.kind === 'list' && content.sections.every(({ rows }) => rows.length === 0));

/** A message without words yet says so, where they will stand. */
function withWords(t: (key: string) => string, content: OutboundContent, asks: boolean): OutboundContent {
  const noLabel = 'button' in content && content.button.trim() === '';
  const button = noLabel
    ? { button: t(content.kind === 'list' ? 'canvas.card.noListButton' : 'message.media.open') }
    : {};
  const title = content.kind === 'link-button' && content.title.trim() === '' ? { title: t('message.media.open') } : {};
  const body = isBlank(content) ? { body: `_${t(asks ? 'canvas.card.noQuestion' : 'canvas.card.noText')}_` } : {};
  const nowhere = content.kind === 'location' && content.latitude === 0 && content.longitude === 0;
  const place = nowhere && !content.name ? { name: t('canvas.card.noPlace') } : {};
  return { ...content, ...button, ...title, ...body, ...place };
}

function Head({ id, data, iconSize }: PartProps & { iconSize: number }) {
  const { t } = useTranslation();
  const { face, errors, warnings } = data;
  const isBad = errors > 0;
  // What forbids publishing comes first; the rest is told when that is mended.
  const count = isBad ? errors : warnings;
  const problems = t(isBad ? 'canvas.card.errors' : 'canvas.card.warnings', { count });
  const label = face.group === null ? face.label : t(face.label);
  const about = data.node.name === undefined ? label : t('canvas.card.aria', { name: data.node.name, type: label });
  return (
    <header className={styles.head}>
      <span hidden id={aboutId(id)}>
        {count > 0 ? `${about}, ${problems}` : about}
      </span>
      <NodeIcon icon={face.icon} group={face.group} size={iconSize} />
      <CardName id={id} data={data} />
      {count > 0 && (
        <span className={styles.problems} data-bad={isBad || undefined} title={problems}>
          {isBad ? <IconAlertCircle aria-hidden stroke={2} /> : <IconAlertTriangle aria-hidden stroke={2} />}
          {count}
        </span>
      )}
      <button
        type="button"
        className={`${styles.menu} nodrag`}
        aria-label={t('canvas.card.more', { name: data.node.name ?? label })}
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
