import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import type { Flow, FlowNode, Issue, NodeTypes, Trigger } from '../../runtime/contract/index.ts';
import { cardFace, type CardFace } from './card-face.ts';
import { cardWidth, entryY, guessedShape, type CardShape } from './card-size.ts';
import { flowOrder, startOf } from './flow-order.ts';
import { placesOf } from './places.ts';

export type CardData = {
  node: FlowNode;
  face: CardFace;
  /** Until the card is drawn and measured. */
  guess: CardShape;
  /** Ways out that lead somewhere. */
  connected: ReadonlySet<string>;
  /** Triggers that begin a session here. */
  triggers: readonly Trigger[];
  /** The flow begins here. */
  isStart: boolean;
  errors: number;
  warnings: number;
};
export type NoteData = { text: string };
export type CardNode = Node<CardData, 'card'>;
export type NoteNode = Node<NoteData, 'note'>;
export type CanvasNode = CardNode | NoteNode;
export type LineEdge = Edge<Record<string, never>, 'line'>;

export type Drawn = { nodes: CanvasNode[]; edges: LineEdge[] };

export const noteNodeId = (noteId: string): string => `note:${noteId}`;
/** The note that a node of the canvas is; undefined for a card. */
export const noteIdOf = (nodeId: string): string | undefined =>
  nodeId.startsWith('note:') ? nodeId.slice('note:'.length) : undefined;

/** The element that names a card for who does not see it. */
export const aboutId = (nodeId: string): string => `about-card-${nodeId}`;

const noData: Record<string, never> = {};
const none: readonly never[] = [];

const grouped = <Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};

const sameItems = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

/**
 * A flow as React Flow's nodes and edges. Whatever did not change since `before` is the very same object, so that only what changed is drawn
 * again. What React Flow itself keeps on a node (measures, choice) is carried over.
 */
export function toReactFlow(flow: Flow, issues: readonly Issue[], nodeTypes: NodeTypes, before?: Drawn): Drawn {
  const places = placesOf(flow);
  const nodesById = new Map(flow.nodes.map((node) => [node.id, node]));
  const leaving = grouped(flow.edges, ({ from }) => from.node);
  const start = startOf(flow);
  const starting = grouped(flow.triggers, ({ to }) => (to === undefined ? start : to));
  const found = grouped(issues, ({ node }) => node);
  const earlier = new Map(before?.nodes.map((node) => [node.id, node]));

  const cards = flowOrder(flow).flatMap((id): CardNode[] => {
    const node = nodesById.get(id);
    if (!node) return [];
    const used = [...new Set((leaving.get(id) ?? none).map(({ from }) => from.port))];
    const triggers = starting.get(id) ?? none;
    const problems = found.get(id) ?? none;
    const errors = placesOfProblems(problems, 'error');
    const warnings = placesOfProblems(problems, 'warning');
    const isStart = id === start;
    const position = places.get(id) ?? { x: 0, y: 0 };
    const was = earlier.get(id);
    if (was?.type !== 'card')
      return [newCard({ node, used, triggers, isStart, errors, warnings }, position, nodeTypes)];
    const { data } = was;
    const moved = was.position.x !== position.x || was.position.y !== position.y;
    const same =
      data.node === node &&
      data.isStart === isStart &&
      data.errors === errors &&
      data.warnings === warnings &&
      sameItems(used, [...data.connected]) &&
      sameItems(triggers, data.triggers);
    if (same) return [moved ? { ...was, position } : was];
    const fresh = newCard({ node, used, triggers, isStart, errors, warnings }, position, nodeTypes);
    const { selected } = was;
    // What was measured holds as long as the ways out are the same; React Flow measures again when the size differs.
    if (was.handles || !sameItems(portIds(fresh), portIds(was))) return [{ ...fresh, ...(selected && { selected }) }];
    return [{ ...was, position, data: fresh.data }];
  });

  const notes = flow.notes.map((note): NoteNode => {
    const id = noteNodeId(note.id);
    const position = { x: note.x, y: note.y };
    const size = { width: note.width ?? 240, height: note.height ?? 120 };
    const was = earlier.get(id);
    if (was?.type !== 'note') return { id, type: 'note', position, ...size, zIndex: -1, data: { text: note.text } };
    const stays = was.position.x === position.x && was.position.y === position.y && was.data.text === note.text;
    if (stays && was.width === size.width && was.height === size.height) return was;
    return { ...was, position, ...size, data: { text: note.text } };
  });

  const lines = new Map(before?.edges.map((edge) => [edge.id, edge]));
  const edges = flow.edges.flatMap(({ id, from, to }): LineEdge[] => {
    if (!nodesById.has(from.node) || !nodesById.has(to)) return [];
    const was = lines.get(id);
    if (was && was.source === from.node && was.sourceHandle === from.port && was.target === to) return [was];
    return [{ id, type: 'line', source: from.node, sourceHandle: from.port, target: to, data: noData }];
  });

  const nodes = [...cards, ...notes];
  return {
    nodes: before && sameItems(nodes, before.nodes) ? before.nodes : nodes,
    edges: before && sameItems(edges, before.edges) ? before.edges : edges,
  };
}

/** How many places of a card ask for attention: a field counts once, and so do all ways out that lead nowhere. */
const placesOfProblems = (problems: readonly Issue[], severity: Issue['severity']): number =>
  new Set(
    problems
      .filter((problem) => problem.severity === severity)
      .map(({ code, path }) => (code === 'port.open' ? code : (path ?? code))),
  ).size;

const portIds = ({ data }: CardNode): string[] => data.face.ports.map(({ id }) => id);

const handleSize = 11;
/** Lets React Flow draw edges to a card that it has not drawn; otherwise it would draw every card of a flow once. */
const handlesOf = ({ ports }: CardShape): NodeHandle[] => [
  { type: 'target', position: Position.Left, x: -6, y: entryY - handleSize / 2, width: handleSize, height: handleSize },
  ...[...ports].map(([id, y]): NodeHandle => ({
    id,
    type: 'source',
    position: Position.Right,
    x: cardWidth - handleSize / 2,
    y: y - handleSize / 2,
    width: handleSize,
    height: handleSize,
  })),
];

type Seen = Omit<CardData, 'face' | 'guess' | 'connected'> & { used: readonly string[] };

function newCard({ used, ...seen }: Seen, position: CardNode['position'], nodeTypes: NodeTypes): CardNode {
  const face = cardFace(seen.node, nodeTypes, used);
  const guess = guessedShape(face);
  return {
    id: seen.node.id,
    type: 'card',
    position,
    measured: { width: cardWidth, height: guess.height },
    handles: handlesOf(guess),
    // React Flow's own description is English.
    domAttributes: { 'aria-labelledby': aboutId(seen.node.id), 'aria-roledescription': undefined },
    data: { ...seen, face, guess, connected: new Set(used) },
  };
}
