import type { Flow, FlowNode, Issue, NodeTypes, Port, Trigger } from '../../runtime/contract/index.ts';
import { cardFace, type CardFace } from './card-face.ts';
import { flowOrder, startOf } from './flow-order.ts';

/** A way out and the card that it leads to, when it leads to one. */
export type OutlineWay = { port: Port; to: string | null };
export type OutlineItem = {
  node: FlowNode;
  face: CardFace;
  /** How many steps from where a conversation can begin; what nothing leads to counts as a beginning. */
  depth: number;
  isStart: boolean;
  triggers: Trigger[];
  problems: number;
  ways: OutlineWay[];
};

/** A flow as a list to read from top to bottom: every card once, each where it is first met. */
export function outlineOf(flow: Flow, issues: readonly Issue[], nodeTypes: NodeTypes): OutlineItem[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const start = startOf(flow);
  const depths = new Map<string, number>();
  return flowOrder(flow).flatMap((id): OutlineItem[] => {
    const node = nodes.get(id);
    if (!node) return [];
    const leaving = flow.edges.filter(({ from }) => from.node === id);
    const face = cardFace(node, nodeTypes, [...new Set(leaving.map(({ from }) => from.port))]);
    const depth = depths.get(id) ?? 0;
    for (const { to } of leaving) if (!depths.has(to)) depths.set(to, depth + 1);
    const isStart = id === start;
    return [
      {
        node,
        face,
        depth,
        isStart,
        triggers: flow.triggers.filter(({ to }) => (to ?? start) === id),
        problems: issues.filter((issue) => issue.node === id).length,
        ways: face.ports.map((port) => ({ port, to: leaving.find(({ from }) => from.port === port.id)?.to ?? null })),
      },
    ];
  });
}
