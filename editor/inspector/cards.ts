import type { FlowNode, NodeTypes } from '../../runtime/contract/index.ts';
import { nodeTypes as registry } from '../../runtime/nodes/index.ts';

/** Every card to choose from, by its name or its type's; alike ones are counted. */
export function cardOptions(
  { nodes }: { nodes: readonly FlowNode[] },
  t: (key: string) => string,
  nodeTypes: NodeTypes = registry,
): { value: string; label: string }[] {
  const seen = new Map<string, number>();
  return nodes.map(({ id, name, type }) => {
    const nodeType = nodeTypes.get(type);
    const label = name ?? (nodeType ? t(nodeType.editor.label) : type);
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return { value: id, label: count === 1 ? label : `${label} (${count})` };
  });
}
