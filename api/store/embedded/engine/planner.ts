import { encodeField, encodeId, mirrored, prefixRange, rangeOf, successor, type Bounds } from '../bson/key.ts';
import { isNotANumber, numeric } from '../bson/numbers.ts';
import { compare, type Document, equal, isObject, Rank, typeRank } from '../bson/order.ts';
import { isOperators, type Conjunct, type Filter } from '../query/match.ts';
import { type Collection, type Index, prefixOf } from './catalog.ts';

/** Keys from `start` on and before `end`, with the prefix of the collection or index. */
export interface KeyRange {
  start: Buffer;
  end: Buffer;
}

/** How a query finds its documents. */
export interface Plan {
  /** Undefined: over the documents themselves, in the order of `_id`. */
  index: Index | undefined;
  ranges: KeyRange[];
  /** The ranges are single documents: their keys, to be read directly. */
  points: Buffer[] | undefined;
  reverse: boolean;
  /** Documents come in the order asked for. */
  sorted: boolean;
  /** What is found matches without a further look. */
  exact: boolean;
  /** A document may come more than once. */
  repeats: boolean;
}

const MOST_POINTS = 1000;

interface FieldLike {
  path: string;
  direction: 1 | -1;
}

interface Candidate {
  index: Index | undefined;
  fields: FieldLike[];
  prefixes: Buffer[];
  range: Bounds | undefined;
  /** Conjuncts that the ranges express. */
  used: Set<Conjunct>;
  fixed: number;
  score: number;
  reverse: boolean;
  sorted: boolean;
  /** Fields bound, so that a unique index gives one document for each prefix. */
  whole: boolean;
}

const ID_FIELD: FieldLike = { path: '_id', direction: 1 };

/** The way to the documents: the index with the most equalities, then a range, then the order. */
export function makePlan(
  collection: Collection,
  filter: Filter,
  sort: Document | undefined,
  hint?: Index | 'none',
): Plan {
  const { conjuncts } = filter;
  const order = sort === undefined ? [] : Object.entries(sort).map(([path, value]) => [path, Number(value)] as const);
  const byId = consider(collection, undefined, conjuncts, order);
  if (hint === undefined && byId.fixed > 0 && byId.prefixes.length > 0) return finish(byId, filter);
  let best = byId;
  if (hint !== undefined) {
    if (hint !== 'none') best = consider(collection, hint, conjuncts, order);
  } else {
    for (const index of collection.indexes) {
      if (!index.ready || !mayServe(index, conjuncts)) continue;
      const candidate = consider(collection, index, conjuncts, order);
      if (index.sparse && candidate.used.size === 0) continue;
      if (candidate.score > best.score) best = candidate;
    }
  }
  return finish(best, filter);
}

function consider(
  collection: Collection,
  index: Index | undefined,
  conjuncts: Conjunct[],
  order: (readonly [string, number])[],
): Candidate {
  const fields = index === undefined ? [ID_FIELD] : index.fields;
  const candidate: Candidate = {
    index,
    fields,
    prefixes: [prefixOf(index === undefined ? collection.id : index.id)],
    range: undefined,
    used: new Set(),
    fixed: 0,
    score: 0,
    reverse: false,
    sorted: order.length === 0,
    whole: false,
  };
  for (const field of fields) {
    if (!bindPoint(candidate, field, conjuncts)) {
      bindRange(candidate, field, conjuncts);
      break;
    }
  }
  candidate.whole = candidate.fixed === fields.length && (index === undefined || index.unique);
  if (candidate.whole) candidate.score += 100;
  if (order.length > 0) useOrder(candidate, order);
  return candidate;
}

/** `=` and `$in` on the next field multiply the prefixes. */
function bindPoint(candidate: Candidate, { path, direction }: FieldLike, conjuncts: Conjunct[]): boolean {
  const sparse = candidate.index?.sparse === true;
  for (const conjunct of conjuncts) {
    if (conjunct.path !== path || (conjunct.op !== 'eq' && conjunct.op !== 'in')) continue;
    const values = conjunct.op === 'eq' ? [conjunct.value] : (conjunct.value as unknown[]);
    if (values.length * candidate.prefixes.length > MOST_POINTS) continue;
    if (sparse && values.some((value) => value === null || value === undefined)) continue;
    const points = new Map<string, Buffer>();
    for (const value of values) {
      // The keys of documents are not cut.
      const bytes = candidate.index === undefined ? encodeId(value) : encodeField(value, direction).bytes;
      for (const prefix of candidate.prefixes) {
        const point = Buffer.concat([prefix, bytes]);
        points.set(point.toString('latin1'), point);
      }
    }
    candidate.prefixes = [...points.values()];
    candidate.used.add(conjunct);
    candidate.fixed += 1;
    candidate.score += 10;
    return true;
  }
  return false;
}

function bindRange(candidate: Candidate, { path, direction }: FieldLike, conjuncts: Conjunct[]): void {
  const multikey = candidate.index?.multikey === true;
  let bounds: Bounds | undefined;
  for (const conjunct of conjuncts) {
    if (conjunct.path !== path) continue;
    const next = boundsOf(conjunct, candidate.index === undefined);
    if (next === undefined) continue;
    if (bounds === undefined) bounds = next;
    else if (multikey) continue;
    else {
      bounds = {
        from: bounds.from.compare(next.from) >= 0 ? bounds.from : next.from,
        to: bounds.to.compare(next.to) <= 0 ? bounds.to : next.to,
        wide: bounds.wide || next.wide,
      };
    }
    candidate.used.add(conjunct);
  }
  if (bounds === undefined) return;
  candidate.range = direction === 1 ? bounds : mirrored(bounds);
  candidate.score += 5;
}

function boundsOf({ op, value }: Conjunct, ofId: boolean): Bounds | undefined {
  switch (op) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return rangeOf(op, value, ofId);
    case 'regexPrefix':
      return prefixRange(value as string);
    default:
      return undefined;
  }
}

/** Whether the keys come in the order asked for, forwards or backwards. */
function useOrder(candidate: Candidate, order: (readonly [string, number])[]): void {
  const { index, fields, prefixes, fixed } = candidate;
  if (index !== undefined && (index.multikey || index.lossy)) return;
  if (prefixes.length > 1) return;
  const bound = new Set(fields.slice(0, fixed).map(({ path }) => path));
  const keyed = fields.slice(fixed);
  // What is not unique ends with the `_id`, ascending. A unique index leaves ties that only full binding excludes.
  const rest = index === undefined || index.unique ? keyed : [...keyed, ID_FIELD];
  let reverse: boolean | undefined;
  let at = 0;
  for (const [path, direction] of order) {
    if (bound.has(path)) continue;
    const field = rest[at];
    if (field === undefined || field.path !== path) return;
    const backwards = Math.sign(direction) !== field.direction;
    if (reverse === undefined) reverse = backwards;
    else if (reverse !== backwards) return;
    at += 1;
    if (path === '_id') break; // no ties are left
  }
  if (index?.sparse === true && candidate.used.size === 0) return;
  candidate.sorted = true;
  candidate.reverse = reverse === true;
  candidate.score += 4;
}

function finish(candidate: Candidate, filter: Filter): Plan {
  const { index, prefixes, range, used, reverse, sorted, whole } = candidate;
  const exact =
    filter.exact &&
    range?.wide !== true &&
    used.size === filter.conjuncts.length &&
    (index === undefined || (!index.multikey && !index.lossy && index.partial === undefined));
  const plan = { index, reverse, sorted, exact, repeats: index?.multikey === true };
  if (index === undefined && whole) {
    const points = sorted && prefixes.length > 1 ? prefixes : prefixes.toSorted((a, b) => a.compare(b));
    return { ...plan, ranges: [], points };
  }
  const ranges = prefixes.map((prefix) =>
    range === undefined
      ? { start: prefix, end: successor(prefix)! }
      : { start: Buffer.concat([prefix, range.from]), end: Buffer.concat([prefix, range.to]) },
  );
  return { ...plan, ranges, points: undefined };
}

/** Whether every document that matches is in the index. */
export function mayServe(index: Index, conjuncts: Conjunct[]): boolean {
  if (index.partial !== undefined && !implies(conjuncts, index.partial.document)) return false;
  return true;
}

/** Whether the conditions of a query make those of a partial index hold, by simple rules. */
function implies(conjuncts: Conjunct[], partial: Document): boolean {
  return Object.keys(partial).every((key) => {
    const operand = partial[key];
    if (key === '$and') return (operand as Document[]).every((clause) => implies(conjuncts, clause));
    if (key.startsWith('$')) return false;
    const mine = conjuncts.filter(({ path }) => path === key);
    if (!isOperators(operand)) return mine.some((conjunct) => impliesEqual(conjunct, operand));
    return Object.keys(operand).every((operator) =>
      mine.some((conjunct) => impliesOne(conjunct, operator, operand[operator])),
    );
  });
}

function impliesEqual({ op, value }: Conjunct, wanted: unknown): boolean {
  if (isObject(wanted) || wanted === null) return op === 'eq' && equal(value, wanted);
  if (op === 'in') return (value as unknown[]).length > 0 && (value as unknown[]).every((one) => equal(one, wanted));
  return op === 'eq' && equal(value, wanted);
}

function impliesOne(conjunct: Conjunct, operator: string, wanted: unknown): boolean {
  const { op, value } = conjunct;
  switch (operator) {
    case '$eq':
      return impliesEqual(conjunct, wanted);
    case '$exists':
      return wanted === true || wanted === 1 ? impliesPresence(conjunct) : op === 'exists' && value === false;
    case '$gt':
    case '$gte':
      return impliesBound(conjunct, wanted, 1, operator === '$gte');
    case '$lt':
    case '$lte':
      return impliesBound(conjunct, wanted, -1, operator === '$lte');
    case '$in':
      return (
        values(conjunct).length > 0 &&
        values(conjunct).every((one) => (wanted as unknown[]).some((other) => equal(one, other)))
      );
    case '$type':
      return wanted === 'string' && (op === 'regexPrefix' || impliesType(conjunct, Rank.string));
    default:
      return false;
  }
}

function values({ op, value }: Conjunct): unknown[] {
  return op === 'in' ? (value as unknown[]) : op === 'eq' ? [value] : [];
}

function impliesPresence(conjunct: Conjunct): boolean {
  if (conjunct.op === 'exists') return conjunct.value === true;
  if (conjunct.op === 'eq' || conjunct.op === 'in') {
    return values(conjunct).length > 0 && values(conjunct).every((one) => one !== null && one !== undefined);
  }
  return true;
}

function impliesType(conjunct: Conjunct, rank: number): boolean {
  if (conjunct.op === 'exists') return false;
  if (conjunct.op === 'eq' || conjunct.op === 'in') {
    return values(conjunct).length > 0 && values(conjunct).every((one) => typeRank(one) === rank);
  }
  return typeRank(conjunct.value) === rank;
}

/** Whether every value the condition allows lies on the wanted side. */
function impliesBound(conjunct: Conjunct, wanted: unknown, side: 1 | -1, orEqual: boolean): boolean {
  const beyond = (value: unknown, open: boolean): boolean => {
    if (typeRank(value) !== typeRank(wanted) || isNaNValue(value) || isNaNValue(wanted)) return false;
    const order = compare(value, wanted) * side;
    return order > 0 || (order === 0 && (orEqual || open));
  };
  switch (conjunct.op) {
    case 'eq':
    case 'in':
      return values(conjunct).length > 0 && values(conjunct).every((value) => beyond(value, false));
    case 'gt':
    case 'gte':
      return side === 1 && beyond(conjunct.value, conjunct.op === 'gt');
    case 'lt':
    case 'lte':
      return side === -1 && beyond(conjunct.value, conjunct.op === 'lt');
    default:
      return false;
  }
}

function isNaNValue(value: unknown): boolean {
  const number = numeric(value);
  return number !== undefined && isNotANumber(number);
}
