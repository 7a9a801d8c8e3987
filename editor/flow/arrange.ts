import dagre from '@dagrejs/dagre';
import type { Edit, Flow } from '../../runtime/contract/index.ts';
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
  return flow.nodes.flatMap(({ id }) => {
    const { x, y, width, height } = graph.node(id);
    const place = { x: onGrid(x - width / 2), y: onGrid(y - height / 2) };
    return setPlace(flow, 'flow', 'flow', ['layout', id], place);
  });
}
