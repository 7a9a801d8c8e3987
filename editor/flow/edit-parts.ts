import type { Edit, ElementKind, Flow, Json } from '../../runtime/contract/index.ts';

/** Names and indices from an element down. */
export type Path = Edit['path'];
type Listed = Exclude<ElementKind, 'flow'>;
export const listNames = { node: 'nodes', edge: 'edges', trigger: 'triggers', note: 'notes', test: 'tests' } as const;
export type ElementOf<Kind extends Listed> = NonNullable<Flow[(typeof listNames)[Kind]]>[number];

/** Parts of a flow are JSON; their types leave out what JSON allows beside. */
export const asJson = (part: object | string | number | boolean | null): Json => part as Json;

export const elementsOf = (flow: Flow, kind: Listed): readonly { id: string }[] => flow[listNames[kind]] ?? [];

export const insertElement = <Kind extends Listed>(kind: Kind, element: ElementOf<Kind>, index?: number): Edit => ({
  op: 'insert',
  kind,
  id: element.id,
  path: [],
  after: asJson(element),
  ...(index !== undefined && { index }),
});

/** Takes elements out, from the last to the first, so that each comes back to its own index. */
export function removeElements(flow: Flow, kind: Listed, ids: ReadonlySet<string>): Edit[] {
  return elementsOf(flow, kind)
    .map((element, index) => ({ element, index }))
    .filter(({ element }) => ids.has(element.id))
    .toReversed()
    .map(({ element, index }) => ({ op: 'remove', kind, id: element.id, path: [], before: asJson(element), index }));
}

/** What stands at a path; undefined when nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
  let at = root;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) !== (typeof part === 'number')) return undefined;
    at = Object.hasOwn(at, part) ? (at as { [part: Path[number]]: unknown })[part] : undefined;
  }
  return at;
}

/** The element an edit is about: the flow itself for `flow`. */
export const elementAt = (flow: Flow, kind: ElementKind, id: string): unknown =>
  kind === 'flow' ? flow : elementsOf(flow, kind).find((element) => element.id === id);

/**
 * The edit that puts a value at a path, or takes it away with `undefined`; none when it stands there already. Holders that are missing
 * are made, and an item in the middle of a list goes by a new list, since edits shorten lists only at their end.
 */
export function setPlace(flow: Flow, kind: ElementKind, id: string, path: Path, value: unknown): Edit[] {
  const element = elementAt(flow, kind, id);
  if (element === undefined || path.length === 0) return [];
  const before = valueAt(element, path);
  if (same(before, value)) return [];
  const last = path.at(-1);
  const holder = valueAt(element, path.slice(0, -1));
  if (typeof last === 'number') {
    const list: unknown[] = Array.isArray(holder) ? holder : [];
    const isEnd = value === undefined && last === list.length - 1;
    const fits = Array.isArray(holder) && (value === undefined ? isEnd : last <= list.length);
    if (!fits) {
      const next = value === undefined ? list.toSpliced(last, 1) : list.toSpliced(last, 1, value);
      return setPlace(flow, kind, id, path.slice(0, -1), next);
    }
  } else if (path.length > 1 && (typeof holder !== 'object' || holder === null || Array.isArray(holder))) {
    return value === undefined ? [] : setPlace(flow, kind, id, path.slice(0, -1), { [String(last)]: value });
  }
  return [
    {
      op: 'set',
      kind,
      id,
      path: [...path],
      ...(before !== undefined && { before: before as Json }),
      ...(value !== undefined && { after: value as Json }),
    },
  ];
}

/** Equal as JSON: the order of keys does not count. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [Object.entries(one) as [string, unknown][], other as { [name: string]: unknown }];
  return (
    left.length === Object.keys(other).length &&
    left.every(([name, value]) => Object.hasOwn(right, name) && same(value, right[name]))
  );
}
