import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { FlowEdge, FlowNode, type Edit, type Flow } from '../../runtime/contract/index.ts';
import { insertElement, setPlace } from './edit-parts.ts';
import { elementId, randomId, type NewId } from './ids.ts';
import type { Point } from './placing.ts';

/** What tells copied cards from any other text on the clipboard. */
const marker = 'cauce-cards-1';

const Copied = Type.Object(
  {
    is: Type.Literal(marker),
    nodes: Type.Array(FlowNode, { minItems: 1, maxItems: 500 }),
    edges: Type.Array(FlowEdge, { maxItems: 4_000 }),
    layout: Type.Record(Type.String(), Type.Object({ x: Type.Number(), y: Type.Number() })),
  },
  { additionalProperties: false },
);

type Cards = Pick<Flow, 'nodes' | 'edges' | 'layout'>;

function chosen(flow: Flow, nodeIds: readonly string[]): Cards {
  const ids = new Set(nodeIds);
  return {
    nodes: flow.nodes.filter(({ id }) => ids.has(id)),
    edges: flow.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to)),
    layout: Object.fromEntries(Object.entries(flow.layout).filter(([id]) => ids.has(id))),
  };
}

/** Cards with the edges among them, as text for the clipboard: it can be pasted into any flow. */
export const copyNodes = (flow: Flow, nodeIds: readonly string[]): string =>
  JSON.stringify({ is: marker, ...chosen(flow, nodeIds) });

/** Copied cards with ids of their own, their middle at `at` or a little beside where they were; null when the text is no cards. */
export function paste(
  flow: Flow,
  text: string,
  at: Point | null,
  newId: NewId = randomId,
): { edits: Edit[]; nodeIds: string[] } | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Value.Check(Copied, found)) return null;
  const places = Object.values(found.layout);
  const middle = (axis: 'x' | 'y') =>
    (Math.min(...places.map((place) => place[axis])) + Math.max(...places.map((place) => place[axis]))) / 2;
  const by = at && places.length > 0 ? { x: at.x - middle('x'), y: at.y - middle('y') } : beside(flow, places);
  return put(flow, found, by, newId);
}

/** The same cards once more, a little beside. */
export function duplicateNodes(
  flow: Flow,
  nodeIds: readonly string[],
  newId: NewId = randomId,
): { edits: Edit[]; nodeIds: string[] } {
  const cards = chosen(flow, nodeIds);
  return put(flow, cards, beside(flow, Object.values(cards.layout)), newId);
}

/** So far that no card comes to stand exactly on one that is there. */
function beside(flow: Flow, places: readonly Point[]): Point {
  const taken = new Set(Object.values(flow.layout).map(({ x, y }) => `${x} ${y}`));
  let by = 32;
  while (places.some(({ x, y }) => taken.has(`${Math.round(x + by)} ${Math.round(y + by)}`))) by += 32;
  return { x: by, y: by };
}

function put(flow: Flow, { nodes, edges, layout }: Cards, by: Point, newId: NewId) {
  const ids = new Map(nodes.map(({ id }) => [id, elementId('n', newId)]));
  const idOf = (id: string): string => ids.get(id) ?? id;
  const inserted = nodes.map((node, index) =>
    insertElement('node', { ...structuredClone(node), id: idOf(node.id) }, flow.nodes.length + index),
  );
  const placed = nodes.flatMap(({ id }) => {
    const { x, y } = layout[id] ?? { x: 0, y: 0 };
    return setPlace(flow, 'flow', 'flow', ['layout', idOf(id)], { x: Math.round(x + by.x), y: Math.round(y + by.y) });
  });
  const joined = edges
    .filter(({ from, to }) => ids.has(from.node) && ids.has(to))
    .map(({ from, to }, index) =>
      insertElement(
        'edge',
        { id: elementId('e', newId), from: { node: idOf(from.node), port: from.port }, to: idOf(to) },
        flow.edges.length + index,
      ),
    );
  return { edits: [...inserted, ...placed, ...joined], nodeIds: [...ids.values()] };
}
