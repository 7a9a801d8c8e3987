import { IconPlus } from '@tabler/icons-react';
import { Handle, Position } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import styles from './PortHandle.module.css';
import { useCanvas } from './canvas-state.ts';

type Props = {
  nodeId: string;
  portId: string;
  /** What the way out is called. */
  name: string;
  connected: boolean;
  /** Offers to add the next card. */
  offers: boolean;
  /** In a line inside the message, which ends before the card does. */
  inMessage?: boolean;
};

/** Where an edge leaves a card: hollow while it leads nowhere. */
export function PortHandle({ nodeId, portId, name, connected, offers, inMessage = false }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Handle
        type="source"
        position={Position.Right}
        id={portId}
        isConnectableEnd={false}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- what React Flow draws is a div
        role="img"
        aria-label={t(connected ? 'canvas.port.connected' : 'canvas.port.open', { name })}
        data-testid={`port-${nodeId}-${portId}`}
        className={`${styles.handle} ${inMessage ? styles.inMessage : ''} ${connected ? '' : styles.open}`}
      />
      {offers && !connected && (
        <button
          type="button"
          className={`${styles.add} ${inMessage ? styles.inMessage : ''} nodrag nopan`}
          aria-label={t('canvas.port.connect', { name })}
          title={t('canvas.port.connect', { name })}
          data-testid={`add-${nodeId}-${portId}`}
          onClick={(event) => {
            event.stopPropagation();
            const { right, top } = event.currentTarget.getBoundingClientRect();
            useCanvas.setState({
              adding: { menu: { x: right, y: top }, at: null, from: { node: nodeId, port: portId } },
            });
          }}
        >
          <IconPlus aria-hidden size={16} stroke={1.5} />
        </button>
      )}
    </>
  );
}

/** Where edges enter a card. Anywhere on the card will do to drop one; this is where they end. */
export function Entry() {
  return (
    <Handle
      type="target"
      position={Position.Left}
      isConnectableStart={false}
      className={`${styles.handle} ${styles.entry}`}
    />
  );
}
