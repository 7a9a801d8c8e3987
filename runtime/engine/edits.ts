import type { Edit, EditConflict, Flow } from '../contract/index.ts';
import { flowLimits } from '../contract/index.ts';

type Place = Edit['path'][number];
type Holder = { [name: string]: unknown } | unknown[];

/** Which list of the flow holds the elements of a kind. */
const listOf = { node: 'nodes', edge: 'edges', trigger: 'triggers', note: 'notes', test: 'tests' } as const;
/** What edits of the flow itself may touch; the lists of elements have kinds of their own. */
const flowFields: readonly Place[] = ['name', 'languages', 'variables', 'settings', 'layout', 'translations'];
/** Names that are no data. */
const forbidden: readonly Place[] = ['__proto__', 'constructor', 'prototype'];

export const isConflict = (result: object): result is EditConflict =>
  'conflict' in result && result.conflict === true && 'edit' in result;

/**
 * The flow after an edit; what the edit does not touch is shared with the one before. A conflict when what stands at the place is not
 * what the edit was made from, or when there is no such place.
 */
export function apply(flow: Flow, edit: Edit): Flow | EditConflict {
  const conflict = (found: unknown): EditConflict => ({ conflict: true, edit, found: found ?? null });
  if (edit.path.some((part) => forbidden.includes(part)) || forbidden.includes(edit.id)) return conflict(null);
  if (edit.kind === 'flow') {
    if (edit.op !== 'set' || edit.id !== 'flow' || !flowFields.includes(edit.path[0] ?? '')) return conflict(null);
    return changed(flow, edit, conflict);
  }
  const name = listOf[edit.kind];
  const list: readonly { id: string }[] = flow[name] ?? [];
  const at = list.findIndex(({ id }) => id === edit.id);
  const element = list[at];
  switch (edit.op) {
    case 'insert': {
      const { after } = edit;
      if (element || edit.path.length > 0 || !isElement(after, edit.id)) return conflict(element);
      const to = Math.min(edit.index ?? list.length, list.length);
      return { ...flow, [name]: list.toSpliced(to, 0, after) };
    }
    case 'remove':
      if (!element || edit.path.length > 0 || !equal(element, edit.before)) return conflict(element);
      return { ...flow, [name]: list.toSpliced(at, 1) };
    case 'set': {
      // An id stays what it is: it is what edits, edges and sessions know an element by.
      if (!element || edit.path.length === 0 || edit.path[0] === 'id') return conflict(element);
      const next = changed(element, edit, conflict);
      return isConflict(next) ? next : { ...flow, [name]: list.with(at, next) };
    }
  }
}

const isElement = (value: unknown, id: string): value is { id: string } =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'id') && (value as { id: unknown }).id === id;

function changed<Whole extends object>(
  whole: Whole,
  { path, before, after }: Edit,
  conflict: (found: unknown) => EditConflict,
): Whole | EditConflict {
  const holders: Holder[] = [];
  let at: unknown = whole;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return conflict(at);
    const holder = at as Holder;
    if (Array.isArray(holder) !== (typeof part === 'number')) return conflict(holder);
    holders.push(holder);
    at = valueAt(holder, part);
  }
  if (!equal(at, before)) return conflict(at);
  let value: unknown = after;
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const put = withValue(holders[depth] ?? {}, path[depth] ?? '', value);
    if (!put) return conflict(holders[depth]);
    value = put;
  }
  return value as Whole;
}

const valueAt = (holder: Holder, part: Place): unknown =>
  Object.hasOwn(holder, part) ? (holder as { [part: Place]: unknown })[part] : undefined;

/** A copy with one place changed. A list grows and shrinks only at its end, so that other places keep their index. */
function withValue(holder: Holder, part: Place, value: unknown): Holder | undefined {
  if (!Array.isArray(holder)) {
    if (value !== undefined) return { ...holder, [part]: value };
    const { [part]: _gone, ...rest } = holder;
    return rest;
  }
  const index = Number(part);
  if (value === undefined) return index === holder.length - 1 ? holder.slice(0, -1) : undefined;
  if (index > holder.length || index > flowLimits.nodes) return undefined;
  return index === holder.length ? [...holder, value] : holder.with(index, value);
}

/** Applies edits in order: all of them, or none and the first that conflicts. */
export function applyAll(flow: Flow, edits: readonly Edit[]): { flow: Flow } | { conflict: EditConflict } {
  let current = flow;
  for (const edit of edits) {
    const next = apply(current, edit);
    if (isConflict(next)) return { conflict: next };
    current = next;
  }
  return { flow: current };
}

const inverse = { set: 'set', insert: 'remove', remove: 'insert' } as const;

/** The edit that takes an applied one back. For a `remove` to come back to its place, it must have named its `index`. */
export function invert({ before, after, op, ...edit }: Edit): Edit {
  return {
    ...edit,
    op: inverse[op],
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
  };
}

/** Equal as JSON: the order of keys does not count. */
export function equal(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return (
    names.length === others.length &&
    names.every(
      (name) => Object.hasOwn(other, name) && equal(valueAt(one as Holder, name), valueAt(other as Holder, name)),
    )
  );
}
