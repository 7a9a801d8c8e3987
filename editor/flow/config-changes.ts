import type { Edit, Flow, FlowNode, NodeType, NodeTypes } from '../../runtime/contract/index.ts';
import { applyAll, upgradedFlow } from '../../runtime/engine/index.ts';
import { setPlace, type Path } from './edit-parts.ts';

/** A form field's key as steps: `buttons.0.title`. */
export const stepsOf = (key: string): Path =>
  key.split('.').map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));

/** The flow with a card in the form its type has now, and the edits that this takes: none but for cards of an earlier program. */
export function upToDate(flow: Flow, node: FlowNode, nodeTypes: NodeTypes): { current: Flow; edits: Edit[] } {
  const [upgraded] = upgradedFlow({ ...flow, nodes: [node] }, nodeTypes).nodes;
  if (!upgraded || upgraded === node) return { current: flow, edits: [] };
  const edits = [
    ...setPlace(flow, 'node', node.id, ['version'], upgraded.version),
    ...setPlace(flow, 'node', node.id, ['config'], upgraded.config),
  ];
  return { current: withEdits(flow, edits), edits };
}

/** The flow with edits made from it; as it was when they do not fit. */
export function withEdits(flow: Flow, edits: readonly Edit[]): Flow {
  const result = applyAll(flow, edits);
  return 'flow' in result ? result.flow : flow;
}

/** The ways out that a card had and has no more. */
export function lostPorts(nodeType: NodeType, before: FlowNode | undefined, after: FlowNode | undefined): Set<string> {
  const portsOf = (node: FlowNode | undefined): string[] | undefined => {
    try {
      return node && nodeType.ports(node.config).map(({ id }) => id);
    } catch {
      // A config that is not of its type's form (half a value, a foreign file) has ports that nobody knows.
      return undefined;
    }
  };
  const [had, has] = [portsOf(before), portsOf(after)];
  return new Set(had && has ? had.filter((port) => !has.includes(port)) : []);
}
