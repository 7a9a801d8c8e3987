import type { Flow, FlowNode, NodeType, NodeTypes } from '../contract/index.ts';
import { upgradedConfig } from './migrate.ts';

/** A flow ready to be walked: a step costs the same in a flow of ten nodes and in one of a thousand. */
export type FlowIndex = {
  nodes: ReadonlyMap<string, FlowNode>;
  /** The node that an edge leads to. */
  next(node: string, port: string): string | undefined;
};

const indexes = new WeakMap<Flow, FlowIndex>();

/** The index of a flow, made once as long as the flow is in memory: flows are never changed in place. */
export function indexOf(flow: Flow): FlowIndex {
  let index = indexes.get(flow);
  if (!index) {
    const edges = new Map<string, string>();
    for (const { from, to } of flow.edges) {
      const key = portKey(from.node, from.port);
      if (!edges.has(key)) edges.set(key, to);
    }
    index = {
      nodes: new Map(flow.nodes.map((node) => [node.id, node])),
      next: (node, port) => edges.get(portKey(node, port)),
    };
    indexes.set(flow, index);
  }
  return index;
}

/** A node's id has no space, so this is no other port's key. */
export const portKey = (node: string, port: string): string => `${node} ${port}`;

/** A node's type and its config in that type's present form. */
export type Playable = { nodeType: NodeType; config: FlowNode['config'] };

const playables = new WeakMap<FlowNode, Playable>();

/** What is needed to run a node; undefined when its type is unknown or older than its config. */
export function playable(node: FlowNode, nodeTypes: NodeTypes): Playable | undefined {
  const nodeType = nodeTypes.get(node.type);
  if (!nodeType) return undefined;
  const known = playables.get(node);
  if (known?.nodeType === nodeType) return known;
  const upgraded = upgradedConfig(node, nodeType);
  if (!('config' in upgraded)) return undefined;
  const made = { nodeType, config: upgraded.config };
  playables.set(node, made);
  return made;
}
