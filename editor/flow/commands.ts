import type {
  Edit,
  Flow,
  FlowEdge,
  FlowNode,
  Json,
  NodeType,
  NodeTypes,
  Trigger,
} from '../../runtime/contract/index.ts';
import { nodeTypes as registry } from '../../runtime/nodes/index.ts';
import { lostPorts, stepsOf, upToDate, withEdits } from './config-changes.ts';
import { asJson, insertElement, removeElements, setPlace, type Path } from './edit-parts.ts';
import { elementId, randomId, type NewId } from './ids.ts';
import { freePlace, guessedSize, placeAfter, type Point, type SizeOf } from './placing.ts';

export { arrange } from './arrange.ts';
export { copyNodes, duplicateNodes, paste } from './copying.ts';

/** A way out of a card. */
export type PortRef = FlowEdge['from'];
export type Note = Flow['notes'][number];
/** A trigger before it has an id. */
export type NewTrigger = Trigger extends infer Kind ? (Kind extends unknown ? Omit<Kind, 'id'> : never) : never;

export type AddOptions = {
  /** The way out that leads to the new card; what it led to before is cut off. */
  from?: PortRef;
  name?: string;
  newId?: NewId;
  /** How large cards are drawn; a guess by default. */
  sizeOf?: SizeOf;
};

/** A new card; without `at` where there is room after the card it follows. It never covers another. */
export function addNode(
  flow: Flow,
  nodeType: NodeType,
  at: Point | null,
  { from, name, newId = randomId, sizeOf = guessedSize(registry) }: AddOptions = {},
): { edits: Edit[]; nodeId: string } {
  const node: FlowNode = {
    id: elementId('n', newId),
    type: nodeType.type,
    ...(name !== undefined && { name }),
    version: nodeType.version,
    config: structuredClone(nodeType.initial) as { [name: string]: Json },
  };
  const size = sizeOf(node);
  const place = at ? freePlace(flow, at, size, sizeOf) : placeAfter(flow, from?.node, size, sizeOf);
  return {
    nodeId: node.id,
    edits: [
      insertElement('node', node, flow.nodes.length),
      ...setPlace(flow, 'flow', 'flow', ['layout', node.id], place),
      ...(from ? connect(flow, from, node.id, newId) : []),
    ],
  };
}

/** Leads a way out to a card. A way out leads to one place: what it led to before is cut off. */
export function connect(flow: Flow, from: PortRef, to: string, newId: NewId = randomId): Edit[] {
  const present = flow.edges.filter((edge) => edge.from.node === from.node && edge.from.port === from.port);
  if (present.length === 1 && present[0]?.to === to) return [];
  const gone = removeElements(flow, 'edge', new Set(present.map(({ id }) => id)));
  const edge = { id: elementId('e', newId), from: { node: from.node, port: from.port }, to };
  return [...gone, insertElement('edge', edge, flow.edges.length - present.length)];
}

export const disconnect = (flow: Flow, ...edgeIds: string[]): Edit[] => removeElements(flow, 'edge', new Set(edgeIds));

/** A new card in the middle of an edge: what led on leads to it, and its first way out to where the edge led. */
export function insertOnEdge(
  flow: Flow,
  edgeId: string,
  nodeType: NodeType,
  at: Point | null,
  options: Omit<AddOptions, 'from'> = {},
): { edits: Edit[]; nodeId: string } {
  const edge = flow.edges.find(({ id }) => id === edgeId);
  if (!edge) return addNode(flow, nodeType, at, options);
  const { newId = randomId } = options;
  const added = addNode(flow, nodeType, at, { ...options, from: edge.from });
  const [first] = nodeType.ports(nodeType.initial);
  if (!first) return added;
  const onward = { id: elementId('e', newId), from: { node: added.nodeId, port: first.id }, to: edge.to };
  return { nodeId: added.nodeId, edits: [...added.edits, insertElement('edge', onward)] };
}

/** Takes cards away with all that names them: edges, places, the start, where triggers lead. One undo brings all of it back. */
export function removeNodes(flow: Flow, nodeIds: readonly string[]): Edit[] {
  const ids = new Set(nodeIds);
  const edges = flow.edges.filter(({ from, to }) => ids.has(from.node) || ids.has(to));
  return [
    ...removeElements(flow, 'edge', new Set(edges.map(({ id }) => id))),
    ...flow.triggers.flatMap(({ id, to }) =>
      to !== undefined && ids.has(to) ? setPlace(flow, 'trigger', id, ['to'], undefined) : [],
    ),
    ...(flow.settings.start !== undefined && ids.has(flow.settings.start) ? setSetting(flow, 'start', undefined) : []),
    ...[...ids].flatMap((id) => setPlace(flow, 'flow', 'flow', ['layout', id], undefined)),
    ...removeElements(flow, 'node', ids),
  ];
}

/** New places, by card. */
export const moveNodes = (flow: Flow, places: { readonly [nodeId: string]: Point }): Edit[] =>
  Object.entries(places).flatMap(([id, { x, y }]) =>
    flow.nodes.some((node) => node.id === id)
      ? setPlace(flow, 'flow', 'flow', ['layout', id], { x: Math.round(x), y: Math.round(y) })
      : [],
  );

/**
 * Puts a value into a card's config, or takes it away with `undefined`. `path` is names and indices, or a form field's key
 * (`header.text`). Ways out that the card then has no more lose their edges.
 */
export function setConfig(
  flow: Flow,
  nodeId: string,
  path: Path | string,
  value: unknown,
  nodeTypes: NodeTypes = registry,
): Edit[] {
  const found = flow.nodes.find(({ id }) => id === nodeId);
  const nodeType = found && nodeTypes.get(found.type);
  if (!found) return [];
  const { current, edits: upgrades } = upToDate(flow, found, nodeTypes);
  const steps = typeof path === 'string' ? stepsOf(path) : path;
  const edits = setPlace(current, 'node', nodeId, ['config', ...steps], value);
  if (!nodeType || edits.length === 0) return edits;
  const before = current.nodes.find(({ id }) => id === nodeId);
  const after = withEdits(current, edits).nodes.find(({ id }) => id === nodeId);
  const lost = lostPorts(nodeType, before, after);
  const edges = flow.edges.filter(({ from }) => from.node === nodeId && lost.has(from.port));
  return [...removeElements(flow, 'edge', new Set(edges.map(({ id }) => id))), ...upgrades, ...edits];
}

/** What the designer calls a card; an empty name leaves it to its type's. */
export const rename = (flow: Flow, nodeId: string, name: string): Edit[] =>
  setPlace(flow, 'node', nodeId, ['name'], name.trim() === '' ? undefined : name.slice(0, 80));

export function addTrigger(
  flow: Flow,
  trigger: NewTrigger,
  newId: NewId = randomId,
): { edits: Edit[]; triggerId: string } {
  const triggerId = elementId('t', newId);
  return { triggerId, edits: [insertElement('trigger', { ...trigger, id: triggerId }, flow.triggers.length)] };
}

/** Puts a trigger in the place of the one with its id, field by field, so that others' changes to other fields stay. */
export function setTrigger(flow: Flow, trigger: Trigger): Edit[] {
  const present = flow.triggers.find(({ id }) => id === trigger.id);
  if (!present) return [];
  const next: { [name: string]: unknown } = trigger;
  const names = new Set([...Object.keys(present), ...Object.keys(trigger)]);
  return [...names]
    .filter((name) => name !== 'id')
    .flatMap((name) => setPlace(flow, 'trigger', trigger.id, [name], next[name]));
}

export const removeTrigger = (flow: Flow, triggerId: string): Edit[] =>
  removeElements(flow, 'trigger', new Set([triggerId]));

/** A setting of the flow; `undefined` goes back to what holds without it. */
export const setSetting = <Name extends keyof Flow['settings']>(
  flow: Flow,
  name: Name,
  value: Flow['settings'][Name] | undefined,
): Edit[] => setPlace(flow, 'flow', 'flow', ['settings', name], value);

/** An empty name changes nothing: a flow has one. */
export const renameFlow = (flow: Flow, name: string): Edit[] =>
  name.trim() === '' ? [] : setPlace(flow, 'flow', 'flow', ['name'], name.slice(0, 120));

/** A flow speaks at least one language. */
export const setLanguages = (flow: Flow, languages: readonly string[]): Edit[] =>
  languages.length === 0 ? [] : setPlace(flow, 'flow', 'flow', ['languages'], [...languages]);

export const setVariables = (flow: Flow, variables: Flow['variables']): Edit[] =>
  setPlace(flow, 'flow', 'flow', ['variables'], asJson(variables));

export function addNote(
  flow: Flow,
  { x, y }: Point,
  text = '',
  newId: NewId = randomId,
): { edits: Edit[]; noteId: string } {
  const note = { id: elementId('note', newId), text, x: Math.round(x), y: Math.round(y) };
  return { noteId: note.id, edits: [insertElement('note', note, flow.notes.length)] };
}

export const setNote = (flow: Flow, noteId: string, changes: Partial<Omit<Note, 'id'>>): Edit[] =>
  Object.entries(changes).flatMap(([name, value]) => setPlace(flow, 'note', noteId, [name], value));

export const removeNotes = (flow: Flow, ...noteIds: string[]): Edit[] => removeElements(flow, 'note', new Set(noteIds));
