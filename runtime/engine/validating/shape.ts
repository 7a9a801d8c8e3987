import type { Flow, Issue, NodeType } from '../../contract/index.ts';
import { portKey } from '../flow-index.ts';
import { fixedBy, warning, withoutNode, type Inspected } from './issue.ts';
import { connectedPorts } from './nodes.ts';

/** What only the whole drawing shows: cards nobody reaches, ways out that lead nowhere, circles in which nobody is waited for. */
export function shapeIssues(flow: Flow, nodes: readonly Inspected[]): Issue[] {
  const targets = new Map<string, string[]>();
  const connected = connectedPorts(flow);
  for (const { from, to } of flow.edges) {
    const list = targets.get(from.node);
    if (list) list.push(to);
    else targets.set(from.node, [to]);
  }
  for (const { node, nodeType, config } of nodes) {
    const jumps = (config && nodeType?.targets?.(config)) ?? [];
    if (jumps.length > 0) targets.set(node.id, [...(targets.get(node.id) ?? []), ...jumps]);
  }
  const starts = [
    flow.settings.start ?? flow.nodes[0]?.id,
    ...flow.triggers.flatMap(({ to }) => (to === undefined ? [] : [to])),
  ].filter((id) => id !== undefined);
  const reached = reachedFrom(starts, targets);
  const circling = circles(nodes, targets);
  return nodes.flatMap(({ node, path, ports = [] }): Issue[] => {
    const { id } = node;
    const at = { node: id, path };
    const answers = ports.filter(({ kind }) => kind === undefined || kind === 'normal' || kind === 'other');
    const isDeadEnd = answers.length > 1 && !ports.some((port) => connected.has(portKey(id, port.id)));
    return [
      ...(reached.has(id)
        ? []
        : [
            warning('node.unreachable', 'No way leads to this card.', {
              ...at,
              ...fixedBy('remove-card', withoutNode(flow, node)),
            }),
          ]),
      ...(isDeadEnd ? [warning('node.dead-end', 'Whatever is answered here leads nowhere.', at)] : []),
      ...ports
        .filter((port) => !connected.has(portKey(id, port.id)))
        .map((port) =>
          warning('port.open', `The way out "${port.id}" leads nowhere: the conversation ends there.`, {
            ...at,
            params: { port: port.id, label: port.label, literal: port.literal ?? false, kind: port.kind ?? 'normal' },
          }),
        ),
      ...(circling.has(id)
        ? [warning('loop.without-wait', 'The card is in a circle in which nobody is waited for.', at)]
        : []),
    ];
  });
}

function reachedFrom(starts: readonly string[], targets: ReadonlyMap<string, string[]>): Set<string> {
  const reached = new Set(starts);
  const waiting = [...starts];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
    for (const to of targets.get(id) ?? [])
      if (!reached.has(to)) {
        reached.add(to);
        waiting.push(to);
      }
  return reached;
}

/**
 * The cards of circles in which none waits. Cards are taken away as long as nothing leads to them or nothing leads on; what remains
 * are circles and what lies between them.
 */
function circles(nodes: readonly Inspected[], targets: ReadonlyMap<string, string[]>): Set<string> {
  const inside = new Set(nodes.filter(({ nodeType }) => nodeType && !restsAt(nodeType)).map(({ node }) => node.id));
  const ways = [...inside].flatMap((from) =>
    (targets.get(from) ?? []).filter((to) => inside.has(to)).map((to) => ({ from, to })),
  );
  const strip = (near: 'from' | 'to', far: 'from' | 'to'): void => {
    const counts = new Map([...inside].map((id) => [id, 0]));
    const leading = new Map<string, string[]>();
    for (const way of ways) {
      if (!inside.has(way.from) || !inside.has(way.to)) continue;
      counts.set(way[far], (counts.get(way[far]) ?? 0) + 1);
      const list = leading.get(way[near]);
      if (list) list.push(way[far]);
      else leading.set(way[near], [way[far]]);
    }
    const waiting = [...inside].filter((id) => counts.get(id) === 0);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      inside.delete(id);
      for (const other of leading.get(id) ?? []) {
        const left = (counts.get(other) ?? 0) - 1;
        counts.set(other, left);
        if (left === 0) waiting.push(other);
      }
    }
  };
  strip('from', 'to');
  strip('to', 'from');
  return inside;
}

/** True when a card waits for somebody or for time; where only a system is waited for, a circle goes round by itself. */
const restsAt = ({ resume, awaits = 'person' }: NodeType): boolean => resume !== undefined && awaits !== 'system';
