import { type Document, isObject, Rank, typeRank } from '../bson/order.ts';
import { putField, splitPath } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import { isOperators } from '../query/match.ts';

/**
 * The document an upsert starts from when nothing matched: what the filter says by equality (also in `$and`, one-armed
 * `$or` and one-element `$in` and `$all`), `_id` first.
 *
 * @throws StoreError 54 when the filter gives one path two values.
 */
export function seedFromFilter(filter: Document): Document {
  const equalities = new Map<string, unknown>();
  gather(filter, equalities);
  const seed: Document = {};
  if (equalities.has('_id')) seed._id = equalities.get('_id');
  for (const [path, value] of equalities) if (path !== '_id') place(seed, path, value);
  return seed;
}

function gather(filter: Document, equalities: Map<string, unknown>): void {
  for (const key of Object.keys(filter)) {
    const operand = filter[key];
    if (key === '$and' || (key === '$or' && Array.isArray(operand) && operand.length === 1)) {
      for (const clause of operand as unknown[]) if (isObject(clause)) gather(clause, equalities);
    } else if (!key.startsWith('$')) gatherField(key, operand, equalities);
  }
}

function gatherField(path: string, operand: unknown, equalities: Map<string, unknown>): void {
  if (!isOperators(operand)) {
    if (typeRank(operand) !== Rank.regex) add(path, operand, equalities);
    return;
  }
  if ('$eq' in operand) add(path, operand.$eq, equalities);
  for (const only of [operand.$in, operand.$all]) {
    if (!Array.isArray(only) || only.length !== 1) continue;
    const [value] = only as unknown[];
    if (typeRank(value) !== Rank.regex && !isOperators(value)) add(path, value, equalities);
  }
}

function add(path: string, value: unknown, equalities: Map<string, unknown>): void {
  for (const other of equalities.keys()) {
    if (other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`)) {
      throw new StoreError(
        54,
        'NotSingleValueField',
        `cannot infer query fields to set, path '${path}' is matched twice`,
      );
    }
  }
  equalities.set(path, value);
}

function place(seed: Document, path: string, value: unknown): void {
  const parts = splitPath(path);
  let holder = seed;
  for (const part of parts.slice(0, -1)) {
    const next = Object.hasOwn(holder, part) ? holder[part] : undefined;
    if (isObject(next)) holder = next;
    else {
      const created: Document = {};
      putField(holder, part, created);
      holder = created;
    }
  }
  putField(holder, parts.at(-1)!, value);
}
