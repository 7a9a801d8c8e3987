import dagre from '@dagrejs/dagre';
import type { Edit, Flow, FlowNode } from '../../runtime/contract/index.ts';
import { nodeTypes as registry } from '../../runtime/nodes/index.ts';
import { setPlace } from './edit-parts.ts';
import { gap, guessedSize, type Size } from './placing.ts';

/** The canvas's dots. */
const grid = 24;
const onGrid = (value: number): number => Math.round(value / grid) * grid;

/** Lays all cards out from left to right. `sizes` are those the canvas has measured; others are guessed. */
export function arrange(flow: Flow, sizes: { readonly [nodeId: string]: Size } = {}): Edit[] {
  const guess = guessedSize(registry);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: gap.y, ranksep: gap.x, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of flow.nodes) {
    const { width, height } = sizes[node.id] ?? guess(node);
    graph.setNode(node.id, { width, height });
  }
  for (const { from, to } of flow.edges)
    if (graph.hasNode(from.node) && graph.hasNode(to) && from.node !== to) graph.setEdge(from.node, to);
  dagre.layout(graph);
  // Drawn upside down it is just as short; what is answered first shall stand first.
  const turned = upsideDown(flow, (id) => graph.node(id).y);
  const high = graph.graph().height ?? 0;
  return flow.nodes.flatMap(({ id }) => {
    const { x, y: middle, width, height } = graph.node(id);
    const y = turned ? high - middle : middle;
    const place = { x: onGrid(x - width / 2), y: onGrid(y - height / 2) };
    return setPlace(flow, 'flow', 'flow', ['layout', id], place);
  });
}

/** Whether more ways out of the same card lead against their order, from top to bottom, than along it. */
function upsideDown({ nodes, edges }: Flow, yOf: (nodeId: string) => number): boolean {
  let against = 0;
  const known = new Set(nodes.map(({ id }) => id));
  for (const { id, type, config } of nodes) {
    const order = portOrder(type, config);
    const leaving = edges
      .filter(({ from, to }) => from.node === id && to !== id && known.has(to))
      .sort((one, other) => order.indexOf(one.from.port) - order.indexOf(other.from.port));
    for (const [index, { to }] of leaving.entries())
      for (const later of leaving.slice(index + 1)) against += Math.sign(yOf(to) - yOf(later.to));
  }
  return against > 0;
}

function portOrder(type: string, config: FlowNode['config']): string[] {
  try {
    return (
      registry
        .get(type)
        ?.ports(config)
        .map(({ id }) => id) ?? []
    );
  } catch {
    // A config that its type cannot read has no ways out.
    return [];
  }
}
