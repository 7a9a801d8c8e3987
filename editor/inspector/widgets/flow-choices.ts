import type { FlowNode, NodeTypes } from '../../../runtime/contract/index.ts';
import { cardOptions } from '../cards.ts';
import { nodeTypes as registry } from '../../../runtime/nodes/index.ts';

type Group = { group: string; items: { value: string; label: string }[] };

/** Every button and row that a flow offers, by card. An id that several cards have is named once. */
export function choicesIn(
  nodes: readonly FlowNode[],
  t: (key: string) => string,
  nodeTypes: NodeTypes = registry,
): Group[] {
  const seen = new Set<string>();
  const names = new Map(cardOptions({ nodes }, t, nodeTypes).map(({ value, label }) => [value, label]));
  return nodes.flatMap((node): Group[] => {
    const nodeType = nodeTypes.get(node.type);
    if (!nodeType) return [];
    const items = offered(() => nodeType.editor.preview(node.config)).filter(({ value }) => {
      const fresh = value !== '' && !seen.has(value);
      seen.add(value);
      return fresh;
    });
    return items.length === 0 ? [] : [{ group: names.get(node.id) ?? node.id, items }];
  });
}

function offered(
  preview: () => ReturnType<NonNullable<ReturnType<NodeTypes['get']>>['editor']['preview']>,
): Group['items'] {
  try {
    const content = preview();
    const choices =
      content?.kind === 'buttons'
        ? content.buttons
        : content?.kind === 'list'
          ? content.sections.flatMap(({ rows }) => rows)
          : [];
    return choices.map(({ id, title }) => ({ value: id, label: title || id }));
  } catch {
    // A config that is not of its type's form offers nothing that could be named.
    return [];
  }
}
