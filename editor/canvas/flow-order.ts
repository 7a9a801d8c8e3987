import type { Flow } from '../../runtime/contract/index.ts';

/** Where a flow begins: what its settings say, else its first card. */
export const startOf = ({ settings, nodes }: Pick<Flow, 'settings' | 'nodes'>): string | undefined =>
  nodes.find(({ id }) => id === settings.start)?.id ?? nodes[0]?.id;

/** Ids of the cards in the order a reader meets them: from the start along the first ways out, then from each trigger's card, then the rest. */
export function flowOrder(flow: Flow): string[] {
  const known = new Set(flow.nodes.map(({ id }) => id));
  const next = new Map<string, string[]>();
  for (const { from, to } of flow.edges) {
    const list = next.get(from.node);
    if (list) list.push(to);
    else next.set(from.node, [to]);
  }
  const met = new Set<string>();
  const start = startOf(flow);
  const roots = [...(start ? [start] : []), ...flow.triggers.flatMap(({ to }) => (to ? [to] : [])), ...known];
  for (const root of roots) {
    // By hand instead of by recursion: a flow may be one chain of two thousand cards.
    const waiting = [root];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (met.has(id) || !known.has(id)) continue;
      met.add(id);
      waiting.push(...[...(next.get(id) ?? [])].reverse());
    }
  }
  return [...met];
}
