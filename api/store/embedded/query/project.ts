import { compileExpression } from '../aggregate/expressions.ts';
import { type Document, isObject, Rank, typeRank } from '../bson/order.ts';
import { safeInteger } from '../bson/numbers.ts';
import { putField, splitPath } from '../bson/path.ts';
import { compileFilter, type Filter, isOperators, isTruthy } from './match.ts';
import { badValue, located, shown } from './refuse.ts';

type Leaf =
  | { kind: 'include' }
  | { kind: 'exclude' }
  /** A part of what is stored there: `$slice`, `$elemMatch`, the positional `$`. */
  | { kind: 'part'; of: (value: unknown, root: Document) => unknown }
  /** A value worked out from the whole document. */
  | { kind: 'compute'; from: (root: Document) => unknown };

interface Branch {
  kind: 'branch';
  children: Map<string, Leaf | Branch>;
  /** Whether anything below is computed, so that absent documents are created on the way. */
  computes: boolean;
}

/** What a kind of projection adds to plain inclusion and exclusion. */
export interface ProjectionOptions {
  /** Compiles a value that is no flag, an aggregation expression; refused without it. */
  expression?: (value: unknown) => (root: Document) => unknown;
  /** Reads `$slice`, `$elemMatch` and `.$` with the meaning they have in `find`. */
  find?: { filter: Filter | undefined };
}

/**
 * Compiles the projection of a find: inclusion, exclusion, `_id`, dotted and nested paths, `$slice`, `$elemMatch`,
 * expressions, and the positional `$`, for which the compiled filter of the query is needed.
 *
 * @throws StoreError 31253/31254 for a mixture of inclusion and exclusion, 31249/31250 for paths that collide.
 */
export function compileProjection(spec: Document | undefined, filter?: Filter): (document: Document) => Document {
  return compileFields(spec ?? {}, { find: { filter }, expression: (value) => compileExpression(value) });
}

/** The projection of `find` and of `$project`, which differ in `options`. */
export function compileFields(spec: Document, options: ProjectionOptions): (document: Document) => Document {
  const leaves = readLeaves(spec, '', options);
  if (leaves.length === 0) return (document) => document;
  const inclusion = isInclusion(leaves);
  const root = branch();
  if (inclusion && !leaves.some(({ path }) => path === '_id' || path.startsWith('_id.'))) {
    root.children.set('_id', { kind: 'include' });
  }
  for (const { path, leaf } of leaves) {
    if (inclusion && leaf.kind === 'exclude') continue; // only `_id: 0` can be here
    if (!inclusion && leaf.kind === 'include') continue; // and here `_id: 1`
    plant(root, path, leaf);
  }
  return inclusion ? (document) => include(root, document, document) : (document) => exclude(root, document, document);
}

interface Planned {
  path: string;
  leaf: Leaf;
}

function readLeaves(spec: Document, prefix: string, options: ProjectionOptions): Planned[] {
  return Object.keys(spec).flatMap((key) => {
    const value = spec[key];
    const path = prefix + key;
    if (path.split('.').includes('')) throw located(40353, `FieldPath '${path}' contains an empty field name`);
    if (options.find !== undefined && key.endsWith('.$')) return [positional(path.slice(0, -2), options.find.filter)];
    const rank = typeRank(value);
    if (rank === Rank.boolean || rank === Rank.number) {
      return [{ path, leaf: { kind: isTruthy(value) ? 'include' : 'exclude' } as Leaf }];
    }
    if (isObject(value) && !isOperators(value)) {
      if (Object.keys(value).length === 0) throw located(51270, 'An empty sub-projection is not a valid value.');
      return readLeaves(value, `${path}.`, options);
    }
    if (options.find !== undefined && isOperators(value)) {
      if ('$slice' in value) return [{ path, leaf: slice(value.$slice) }];
      if ('$elemMatch' in value) return [{ path, leaf: elemMatch(value.$elemMatch) }];
      if ('$meta' in value) throw badValue('$meta is not supported by the embedded store');
    }
    if (options.expression === undefined) {
      throw badValue(`the projection ${path}: ${shown(value)} is not supported by the embedded store`);
    }
    return [{ path, leaf: { kind: 'compute', from: options.expression(value) } as Leaf }];
  });
}

/** Fields decide, `_id` only when it is alone; `$slice` alone leaves the others in. */
function isInclusion(leaves: Planned[]): boolean {
  const deciding = leaves.filter(({ path, leaf }) => path !== '_id' || leaf.kind === 'compute');
  const first = deciding.find(({ leaf }) => leaf.kind === 'include' || leaf.kind === 'exclude');
  const computed = deciding.some(({ leaf }) => leaf.kind === 'compute' || (leaf.kind === 'part' && selects.has(leaf)));
  if (deciding.length === 0) return leaves[0]!.leaf.kind === 'include';
  const inclusion = first === undefined ? computed : first.leaf.kind === 'include';
  for (const { path, leaf } of deciding) {
    if (inclusion && leaf.kind === 'exclude') {
      throw located(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    }
    if (!inclusion && (leaf.kind === 'include' || leaf.kind === 'compute' || selects.has(leaf))) {
      throw located(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    }
  }
  return inclusion;
}

/** The parts that choose their field, as `$elemMatch` and `$` do and `$slice` does not. */
const selects = new WeakSet<Leaf>();

function selecting(leaf: Leaf): Leaf {
  selects.add(leaf);
  return leaf;
}

function slice(operand: unknown): Leaf {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(safeInteger);
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2 || (numbers.length === 2 && second === undefined)) {
    throw located(
      28667,
      `Invalid $slice syntax. The given syntax { $slice: ${shown(operand)} } did not match the find() syntax`,
    );
  }
  if (second !== undefined && second <= 0) throw located(28724, `Third argument to $slice must be positive: ${second}`);
  return {
    kind: 'part',
    of(value) {
      if (!Array.isArray(value)) return value;
      if (second === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
      const start = first < 0 ? Math.max(0, value.length + first) : first;
      return value.slice(start, start + second);
    },
  };
}

function elemMatch(operand: unknown): Leaf {
  if (!isObject(operand)) throw badValue(`elemMatch: Invalid argument, object required, but got ${shown(operand)}`);
  const { test } = compileFilter({ field: { $elemMatch: operand } });
  return selecting({
    kind: 'part',
    of(value) {
      if (!Array.isArray(value)) return undefined;
      const at = value.findIndex((element) => test({ field: [element] }));
      return at < 0 ? undefined : [value[at]];
    },
  });
}

function positional(path: string, filter: Filter | undefined): Planned {
  const leaf: Leaf = {
    kind: 'part',
    of(value, root) {
      if (!Array.isArray(value)) return value;
      const index = filter?.positions(root)?.get(path);
      if (index === undefined) {
        throw located(51246, "positional operator '.$' couldn't find a matching element in the array");
      }
      return [value[index]];
    },
  };
  return { path, leaf: selecting(leaf) };
}

function branch(): Branch {
  return { kind: 'branch', children: new Map(), computes: false };
}

function plant(root: Branch, path: string, leaf: Leaf): void {
  const parts = splitPath(path);
  let holder = root;
  for (const part of parts.slice(0, -1)) {
    holder.computes ||= leaf.kind === 'compute';
    let next = holder.children.get(part);
    if (next === undefined) {
      next = branch();
      holder.children.set(part, next);
    }
    if (next.kind !== 'branch') throw located(31249, `Path collision at ${path}`);
    holder = next;
  }
  holder.computes ||= leaf.kind === 'compute';
  const name = parts.at(-1)!;
  if (holder.children.has(name)) throw located(31250, `Path collision at ${path}`);
  holder.children.set(name, leaf);
}

function include({ children, computes }: Branch, document: Document, root: Document): Document {
  const result: Document = {};
  for (const key of Object.keys(document)) {
    const child = children.get(key);
    if (child === undefined || child.kind === 'compute') continue;
    const value = child.kind === 'include' ? document[key] : includeChild(child, document[key], root);
    if (value !== undefined) putField(result, key, value);
  }
  if (!computes) return result;
  for (const [key, child] of children) {
    if (child.kind === 'branch' && child.computes && !Object.hasOwn(document, key)) {
      putField(result, key, include(child, {}, root));
    } else if (child.kind === 'compute') {
      const value = child.from(root);
      if (value !== undefined) putField(result, key, value);
    }
  }
  return result;
}

function includeChild(child: Leaf | Branch, value: unknown, root: Document): unknown {
  if (child.kind === 'part') return child.of(value, root);
  if (child.kind !== 'branch') return undefined;
  if (isObject(value)) return include(child, value, root);
  if (Array.isArray(value)) {
    const elements = value.map((element) => includeChild(child, element, root));
    return elements.filter((element) => element !== undefined);
  }
  return child.computes ? include(child, {}, root) : undefined;
}

function exclude({ children }: Branch, document: Document, root: Document): Document {
  const result: Document = {};
  for (const key of Object.keys(document)) {
    const child = children.get(key);
    const value = child === undefined ? document[key] : excludeChild(child, document[key], root);
    if (value !== undefined) putField(result, key, value);
  }
  return result;
}

function excludeChild(child: Leaf | Branch, value: unknown, root: Document): unknown {
  if (child.kind === 'part') return child.of(value, root);
  if (child.kind !== 'branch') return undefined;
  if (isObject(value)) return exclude(child, value, root);
  return Array.isArray(value) ? value.map((element) => excludeChild(child, element, root)) : value;
}
