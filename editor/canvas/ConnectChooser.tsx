import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import type { PortRef } from '../flow/commands.ts';
import { useFlow } from '../flow/store.ts';
import { cardName, connectTo, portName } from './actions.ts';
import { useCanvas } from './canvas-state.ts';
import { cardFace } from './card-face.ts';
import { flowOrder } from './flow-order.ts';
import { NodeIcon } from './NodeIcon.tsx';
import { PickList } from './PickList.tsx';
import { matches } from './searching.ts';

/** Connects a card by keys: which way out, then which card. */
export function ConnectChooser() {
  const nodeId = useCanvas((state) => state.connecting);
  const flow = useFlow((state) => state.flow);
  return nodeId !== null && flow && <Open key={nodeId} nodeId={nodeId} flow={flow} />;
}

function Open({ nodeId, flow }: { nodeId: string; flow: Flow }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState<PortRef | null>(null);
  const close = () => useCanvas.setState({ connecting: null });
  if (from)
    return (
      <PickList
        key="to"
        testId="connect-to"
        label={t('canvas.connect.to', { name: portName(flow, from) })}
        nothing={t('canvas.find.nothing')}
        find={(query) => cardPicks(flow, query)}
        onClose={close}
        onPick={(to) => {
          close();
          connectTo(from, to);
        }}
      />
    );
  return (
    <PickList
      key="from"
      testId="connect-from"
      label={t('canvas.connect.from', { name: cardName(flow, nodeId) })}
      nothing={t('canvas.connect.noPorts')}
      find={(query) => portPicks(flow, nodeId, query, (name) => t('canvas.connect.leadsTo', { name }))}
      onClose={close}
      onPick={(port) => setFrom({ node: nodeId, port })}
    />
  );
}

function portPicks(flow: Flow, nodeId: string, query: string, leadsTo: (name: string) => string) {
  const node = flow.nodes.find(({ id }) => id === nodeId);
  if (!node) return [];
  return cardFace(node, nodeTypes, [])
    .ports.map(({ id }) => {
      const edge = flow.edges.find(({ from }) => from.node === nodeId && from.port === id);
      return {
        id,
        text: portName(flow, { node: nodeId, port: id }),
        second: edge && leadsTo(cardName(flow, edge.to)),
      };
    })
    .filter(({ text }) => matches(text, query));
}

function cardPicks(flow: Flow, query: string) {
  return flowOrder(flow)
    .map((id) => ({ id, text: cardName(flow, id), icon: <CardIcon flow={flow} id={id} /> }))
    .filter(({ text }) => matches(text, query));
}

function CardIcon({ flow, id }: { flow: Flow; id: string }) {
  const editor = nodeTypes.get(flow.nodes.find((node) => node.id === id)?.type ?? '')?.editor;
  return <NodeIcon icon={editor?.icon ?? ''} group={editor?.group ?? null} />;
}
