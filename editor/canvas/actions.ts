import i18next from 'i18next';
import type { Edit, Flow, NodeType } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import {
  addNode,
  addNote,
  arrange,
  connect,
  disconnect,
  duplicateNodes,
  insertOnEdge,
  moveNodes,
  removeNodes,
  removeNotes,
  setNote,
  setSetting,
  type AddOptions,
  type PortRef,
} from '../flow/commands.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { useCanvas, type Adding } from './canvas-state.ts';
import { cardFace } from './card-face.ts';
import { cardWidth, guessedShape } from './card-size.ts';
import type { Place } from './places.ts';
import { portLabel } from './port-label.ts';
import { noteIdOf, noteNodeId, type CanvasNode } from './to-react-flow.ts';

const say = (key: string, params: { [name: string]: string | number } = {}): void =>
  useCanvas.getState().say(i18next.t(`canvas.said.${key}`, params));

/** What a card is called: its name, else its type's. */
export function cardName(flow: Flow, nodeId: string): string {
  const node = flow.nodes.find(({ id }) => id === nodeId);
  if (!node) return nodeId;
  const nodeType = nodeTypes.get(node.type);
  return node.name ?? (nodeType ? i18next.t(nodeType.editor.label) : node.type);
}

/** What a way out is called. */
export function portName(flow: Flow, { node: nodeId, port: portId }: PortRef): string {
  const node = flow.nodes.find(({ id }) => id === nodeId);
  const port = node && cardFace(node, nodeTypes, [portId]).ports.find(({ id }) => id === portId);
  return port ? portLabel(i18next.t, port, node.config, i18next.language) : portId;
}

/** How large cards are drawn, for placing others beside them. */
const sizeOf: NonNullable<AddOptions['sizeOf']> = (node) => ({
  width: cardWidth,
  height: useCanvas.getState().shapes.get(node.id)?.height ?? guessedShape(cardFace(node, nodeTypes, [])).height,
});

/** The flow, unless it may only be looked at. */
const editable = (): Flow | null => {
  const { flow, readOnly } = useFlow.getState();
  return readOnly ? null : flow;
};

function perform(edits: readonly Edit[], group?: string): boolean {
  if (edits.length === 0) return false;
  useFlow.getState().dispatch(edits, group === undefined ? {} : { group });
  return true;
}

/** The first way out of a card that leads nowhere and is not one for troubles; where a next card is wanted. */
export function freePort(flow: Flow, nodeId: string): PortRef | undefined {
  const node = flow.nodes.find(({ id }) => id === nodeId);
  if (!node) return undefined;
  const { ports, rare } = cardFace(node, nodeTypes, []);
  const used = new Set(flow.edges.filter(({ from }) => from.node === nodeId).map(({ from }) => from.port));
  const port = ports.find((candidate) => !rare.includes(candidate) && !used.has(candidate.id));
  return port && { node: nodeId, port: port.id };
}

/** Adds a card where it was asked for, chooses it and brings it into view; with `focus` the next key is meant for it. */
export function add(nodeType: NodeType, { at, from, edge }: Omit<Adding, 'menu'>, { focus = false } = {}): void {
  const flow = editable();
  if (!flow) return;
  const { edits, nodeId } =
    edge === undefined
      ? addNode(flow, nodeType, at, { ...(from && { from }), sizeOf })
      : insertOnEdge(flow, edge, nodeType, at, { sizeOf });
  perform(edits);
  useSelection.getState().select(nodeId);
  useCanvas.getState().want(nodeId, focus);
  say(from ? 'addedAfter' : 'added', {
    name: i18next.t(nodeType.editor.label),
    ...(from && { from: cardName(flow, from.node) }),
  });
}

/** From the palette: beside the chosen card, and connected when that has a free way out. */
export function addBeside(nodeType: NodeType): void {
  const { flow } = useFlow.getState();
  const { node } = useSelection.getState();
  const from = flow && node !== null ? freePort(flow, node) : undefined;
  if (from) return add(nodeType, { at: null, from });
  const beside = node === null ? undefined : useCanvas.getState().scene.cards.get(node);
  add(nodeType, { at: beside ? { x: beside.x + beside.width + 72, y: beside.y } : null });
}

export function connectTo(from: PortRef, to: string): void {
  const flow = editable();
  if (!flow || !perform(connect(flow, from, to))) return;
  say('connected', { port: portName(flow, from), to: cardName(flow, to) });
}

export function removeEdge(edgeId: string): void {
  const flow = editable();
  if (!flow || !perform(disconnect(flow, edgeId))) return;
  useCanvas.setState({ selectedEdge: null, hoveredEdge: null });
  say('disconnected');
}

/** Takes away all edges from and to a card. */
export function isolate(nodeId: string): void {
  const flow = editable();
  const edges = flow?.edges.filter(({ from, to }) => from.node === nodeId || to === nodeId) ?? [];
  if (!flow || !perform(disconnect(flow, ...edges.map(({ id }) => id)))) return;
  say('isolated', { name: cardName(flow, nodeId) });
}

export function remove(nodeIds: readonly string[]): void {
  const flow = editable();
  if (!flow) return;
  const notes = nodeIds.flatMap((id) => noteIdOf(id) ?? []);
  const cards = nodeIds.filter((id) => noteIdOf(id) === undefined);
  const [only] = cards;
  if (!perform([...removeNodes(flow, cards), ...removeNotes(flow, ...notes)])) return;
  useSelection.getState().clear();
  if (cards.length === 1 && only !== undefined) say('removed', { name: cardName(flow, only) });
  else say('removedMany', { count: nodeIds.length });
}

export function duplicate(nodeIds: readonly string[]): void {
  const flow = editable();
  if (!flow) return;
  const cards = nodeIds.filter((id) => noteIdOf(id) === undefined);
  if (cards.length === 0) return;
  const copied = duplicateNodes(flow, cards);
  perform(copied.edits);
  useSelection.getState().selectMany(copied.nodeIds);
  const [first] = copied.nodeIds;
  // The focus goes along: the next key is meant for the copy.
  if (first !== undefined) useCanvas.getState().want(first, true);
  say('duplicated', { count: cards.length });
}

export function startHere(nodeId: string): void {
  const flow = editable();
  if (flow && perform(setSetting(flow, 'start', nodeId))) say('starts', { name: cardName(flow, nodeId) });
}

/** Puts nodes of the canvas where they were dragged: one step to undo. */
export function settle(nodes: readonly CanvasNode[]): void {
  const flow = editable();
  if (!flow) return;
  const cards = nodes.filter(({ type }) => type === 'card').map(({ id, position }) => [id, position] as const);
  const notes = nodes.flatMap(({ id, position }) => {
    const noteId = noteIdOf(id);
    return noteId === undefined ? [] : setNote(flow, noteId, { x: Math.round(position.x), y: Math.round(position.y) });
  });
  perform([...moveNodes(flow, Object.fromEntries(cards)), ...notes]);
}

/** Lays all cards out anew, as one step to undo; tells whether there was anything to move. */
export function tidy(): boolean {
  const flow = editable();
  if (!flow || !perform(arrange(flow, Object.fromEntries(flow.nodes.map((node) => [node.id, sizeOf(node)])))))
    return false;
  say('tidied');
  return true;
}

/** Moves cards by keys; steps within a second are one to undo. */
export function nudge(nodeIds: readonly string[], by: Place): void {
  const flow = editable();
  const { nodes } = useCanvas.getState();
  if (!flow) return;
  const moved = nodes.filter(({ id, type }) => type === 'card' && nodeIds.includes(id));
  const places = moved.map(({ id, position }) => [id, { x: position.x + by.x, y: position.y + by.y }] as const);
  if (perform(moveNodes(flow, Object.fromEntries(places)), 'nudge')) say('moved', { count: moved.length });
}

/** A note, where there is room in what is seen. */
export function addNoteInView(): void {
  const flow = editable();
  if (!flow) return;
  const { edits, noteId } = addNote(flow, useCanvas.getState().middle());
  perform(edits);
  useSelection.setState({ node: null, nodes: [noteNodeId(noteId)], trigger: null, panel: null });
  say('noteAdded');
}
