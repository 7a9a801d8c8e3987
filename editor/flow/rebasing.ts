import type { Edit, Flow } from '../../runtime/contract/index.ts';
import { apply, applyAll, invert, isConflict } from '../../runtime/engine/index.ts';
import { withEdits } from './config-changes.ts';
import { elementAt, elementsOf, removeElements, same, setPlace, valueAt, type ElementOf } from './edit-parts.ts';

/** A place that both I and somebody else have changed; a value that is undefined is none (any more). An empty `path` is the whole element. */
export type ConflictPlace = Pick<Edit, 'kind' | 'id' | 'path'> & { mine: unknown; theirs: unknown };

/** A flow and the edits that lead to it from the server's. */
export type Outcome = { flow: Flow; pending: Edit[] };
export type Rebased = {
  /** Without those of my edits that do not fit. */
  theirs: Outcome;
  /** With all of my edits: where they do not fit, mine stands. */
  mine: Outcome;
  /** None when all edits fit; `theirs` and `mine` are then the same. */
  places: ConflictPlace[];
};

/**
 * My edits on a flow that has gone on since they were made. Those that it holds already are left out. `known` is the flow as I had it, for
 * what somebody else has taken away; null when only the edits are known.
 */
export function rebase(draft: Flow, pending: readonly Edit[], known: Flow | null): Rebased {
  let theirs: Outcome = { flow: draft, pending: [] };
  let mine: Outcome = theirs;
  const clashes: Pick<Edit, 'kind' | 'id' | 'path'>[] = [];
  for (const edit of pending) {
    const fitting = fitted(theirs.flow, edit);
    if (fitting) theirs = later(theirs, fitting);
    else clashes.push(placeOf(theirs.flow, edit));
    mine = later(mine, fitted(mine.flow, edit) ?? forced(mine.flow, edit, known));
  }
  const places = clashes.map((place) => ({
    ...place,
    mine: valueOf(mine.flow, place),
    theirs: valueOf(theirs.flow, place),
  }));
  const apart = places.filter((place, at) => !same(place.mine, place.theirs) && firstOfIts(places, at));
  return apart.length > 0 ? { theirs, mine, places: apart } : { theirs, mine: theirs, places: [] };
}

/** Whether a flow holds all of these edits: a request whose answer was lost has arrived then. */
export const holds = (flow: Flow, edits: readonly Edit[]): boolean =>
  'flow' in applyAll(flow, edits.toReversed().map(invert));

const later = ({ flow, pending }: Outcome, edits: readonly Edit[]): Outcome =>
  edits.length === 0 ? { flow, pending } : { flow: withEdits(flow, edits), pending: [...pending, ...edits] };

/** What is left to do for an edit: itself, nothing when it is done or has lost its object; undefined when it does not fit. */
function fitted(flow: Flow, edit: Edit): Edit[] | undefined {
  if (isLoose(flow, edit)) return [];
  if (!isConflict(apply(flow, edit))) return [edit];
  const element = elementAt(flow, edit.kind, edit.id);
  // Ids are random: an element that stands there already is the one I put in.
  if (edit.op === 'insert') return element === undefined ? undefined : [];
  if (edit.op === 'remove') return element === undefined ? [] : undefined;
  if (element !== undefined && same(valueAt(element, edit.path), edit.after)) return [];
  // Where a card stands is nobody's question: the last hand wins.
  if (isOfLayout(edit)) return setPlace(flow, edit.kind, edit.id, edit.path, edit.after);
  return undefined;
}

const isOfLayout = ({ kind, path }: Edit): boolean => kind === 'flow' && path[0] === 'layout';

/** Edges and places of cards that are gone. */
function isLoose(flow: Flow, edit: Edit): boolean {
  const isCard = (id: unknown): boolean => flow.nodes.some((node) => node.id === id);
  if (isOfLayout(edit)) return edit.after !== undefined && edit.path.length > 1 && !isCard(edit.path[1]);
  if (edit.kind !== 'edge' || edit.op !== 'insert') return false;
  return !isCard(valueAt(edit.after, ['from', 'node'])) || !isCard(valueAt(edit.after, ['to']));
}

/** The edits that bring about what an edit wanted, whatever stands there now. */
function forced(flow: Flow, edit: Edit, known: Flow | null): Edit[] {
  const { kind, id, path } = edit;
  if (kind === 'flow') return setPlace(flow, kind, id, path, edit.after);
  if (edit.op === 'remove') {
    const edges = kind === 'node' ? flow.edges.filter(({ from, to }) => from.node === id || to === id) : [];
    const ids = new Set(edges.map((edge) => edge.id));
    return [...removeElements(flow, 'edge', ids), ...removeElements(flow, kind, new Set([id]))];
  }
  if (elementAt(flow, kind, id) !== undefined) return setPlace(flow, kind, id, path, edit.after);
  return known ? broughtBack(flow, edit, known) : [];
}

/** An element that somebody took away, as I had it; a card with its place and its edges. */
function broughtBack(flow: Flow, { kind, id }: Edit, known: Flow): Edit[] {
  if (kind === 'flow') return [];
  const index = elementsOf(known, kind).findIndex((element) => element.id === id);
  const element = elementAt(known, kind, id);
  if (element === undefined) return [];
  const insert: Edit = { op: 'insert', kind, id, path: [], after: element as Edit['after'] & object, index };
  if (kind !== 'node') return [insert];
  const isThere = (node: string): boolean => node === id || flow.nodes.some((other) => other.id === node);
  const taken = (edge: ElementOf<'edge'>): boolean =>
    flow.edges.some(({ from }) => from.node === edge.from.node && from.port === edge.from.port);
  const edges = known.edges.filter(
    (edge) => [edge.from.node, edge.to].includes(id) && isThere(edge.from.node) && isThere(edge.to) && !taken(edge),
  );
  return [
    insert,
    ...setPlace(flow, 'flow', 'flow', ['layout', id], known.layout[id]),
    ...edges.map((edge): Edit => ({ op: 'insert', kind: 'edge', id: edge.id, path: [], after: edge })),
  ];
}

/** What is asked about: the place itself, or the whole element when one side has none of it. */
const placeOf = (flow: Flow, { kind, id, path, op }: Edit): Pick<Edit, 'kind' | 'id' | 'path'> =>
  op !== 'set' || elementAt(flow, kind, id) === undefined ? { kind, id, path: [] } : { kind, id, path };

const valueOf = (flow: Flow, { kind, id, path }: Pick<Edit, 'kind' | 'id' | 'path'>): unknown =>
  valueAt(elementAt(flow, kind, id), path);

/** Whether no earlier place is the same, and no other holds it. */
function firstOfIts(places: readonly ConflictPlace[], at: number): boolean {
  const place = places[at];
  return !places.some(
    (other, index) =>
      place !== undefined &&
      index !== at &&
      other.kind === place.kind &&
      other.id === place.id &&
      other.path.every((part, depth) => part === place.path[depth]) &&
      (other.path.length < place.path.length || index < at),
  );
}
