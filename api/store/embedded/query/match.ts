import { ObjectId } from 'bson';
import { compare, type Document, equal, isObject, Rank, typeRank } from '../bson/order.ts';
import { isNotANumber, numeric, safeInteger, truncated } from '../bson/numbers.ts';
import { compileCondition, type ExpressionContext } from '../aggregate/expressions.ts';
import { arrayIndex, locate, someValue, splitPath } from '../bson/path.ts';
import { badValue, shown, typeMismatch, typeName } from './refuse.ts';
import { compileRegex } from './regex.ts';

/**
 * A condition every matching document meets, for a planner to look up: some value of `indexValues(doc, path)` is equal
 * to, among, or in the range of `value`. Comparisons mean the type of `value` only. `exists` is about `pathExists`;
 * `regexPrefix` means a string that begins with `value`. Operands are never arrays, regexes, MinKey or MaxKey.
 */
export interface Conjunct {
  path: string;
  op: 'eq' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'exists' | 'regexPrefix';
  value: unknown;
}

/** A compiled filter. */
export interface Filter {
  test: (document: Document) => boolean;
  /** For a matching document: array path → index of the element that matched, for the positional `$`. */
  positions: (document: Document) => Map<string, number> | undefined;
  conjuncts: Conjunct[];
  /** Whether the conjuncts say the whole filter, for documents without an array at their paths. */
  exact: boolean;
}

/** A condition on what lies at a path. */
interface Predicate {
  onPath: (document: Document, parts: readonly string[]) => boolean;
  /** The condition on one value by itself, as inside `$elemMatch`. */
  onValue: (value: unknown) => boolean;
  locate?: (document: Document, parts: readonly string[]) => { path: string; index: number } | undefined;
}

type Test = (document: Document) => boolean;
type Locator = (document: Document, found: Map<string, number>) => void;

/** What compiling a filter gathers. */
interface Parts {
  tests: Test[];
  locators: Locator[];
  conjuncts: Conjunct[];
  exact: boolean;
}

/**
 * Compiles a filter.
 *
 * @param context what `$expr` may refer to: without it neither `$$NOW` nor variables
 * @throws StoreError 2 for an operator outside the subset or an operand it cannot take.
 */
export function compileFilter(filter: Document, context?: ExpressionContext): Filter {
  const parts = gather(filter, context);
  const { tests, locators, conjuncts } = parts;
  return {
    test: both(tests),
    positions(document) {
      const found = new Map<string, number>();
      for (const locator of locators) locator(document, found);
      return found.size === 0 ? undefined : found;
    },
    conjuncts,
    exact: parts.exact && !mayMeetNaN(conjuncts),
  };
}

/** Whether a value is an operator expression such as `{ $gt: 1 }`, which its first key tells. */
export function isOperators(value: unknown): value is Document {
  if (!isObject(value)) return false;
  for (const key in value) return key.startsWith('$') && key !== '$ref' && key !== '$id' && key !== '$db';
  return false;
}

/** The test for one element by a condition: the operand of `$pull`, or an operator expression in `$elemMatch`. */
export function compileValueTest(operators: Document): (value: unknown) => boolean {
  const predicates = readOperators(operators, undefined);
  return (value) => predicates.every((predicate) => predicate.onValue(value));
}

function gather(filter: Document, context: ExpressionContext | undefined): Parts {
  const parts: Parts = { tests: [], locators: [], conjuncts: [], exact: true };
  for (const key of Object.keys(filter)) {
    if (key.startsWith('$')) addLogical(parts, key, filter[key], context);
    else addField(parts, key, filter[key]);
  }
  return parts;
}

function both(tests: Test[]): Test {
  const [first, second, ...rest] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (rest.length === 0) return (document) => first(document) && second(document);
  return (document) => {
    for (const test of tests) if (!test(document)) return false;
    return true;
  };
}

function addLogical(parts: Parts, key: string, operand: unknown, context: ExpressionContext | undefined): void {
  switch (key) {
    case '$and':
      for (const clause of clauses(key, operand)) merge(parts, gather(clause, context));
      return;
    case '$or': {
      const branches = clauses(key, operand).map((clause) => gather(clause, context));
      if (branches.length === 1) return merge(parts, branches[0]!);
      const tests = branches.map((branch) => both(branch.tests));
      parts.exact = false;
      parts.tests.push((document) => tests.some((test) => test(document)));
      parts.locators.push((document, found) => {
        const at = tests.findIndex((test) => test(document));
        for (const locator of branches[at]?.locators ?? []) locator(document, found);
      });
      return;
    }
    case '$nor': {
      const tests = clauses(key, operand).map((clause) => both(gather(clause, context).tests));
      parts.exact = false;
      parts.tests.push((document) => !tests.some((test) => test(document)));
      return;
    }
    case '$expr':
      parts.exact = false;
      parts.tests.push(compileCondition(operand, context));
      return;
    case '$comment':
      return;
    default:
      throw badValue(`unknown top level operator: ${key}`);
  }
}

function clauses(key: string, operand: unknown): Document[] {
  if (!Array.isArray(operand)) throw badValue(`${key} must be an array`);
  if (operand.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return operand.map((clause: unknown) => {
    if (!isObject(clause)) throw badValue(`${key} entries need to be full objects`);
    return clause;
  });
}

function merge(parts: Parts, other: Parts): void {
  parts.tests.push(...other.tests);
  parts.locators.push(...other.locators);
  parts.conjuncts.push(...other.conjuncts);
  parts.exact &&= other.exact;
}

function addField(parts: Parts, path: string, operand: unknown): void {
  const split = splitPath(path);
  const collector: Collector = { path, conjuncts: parts.conjuncts, exact: true };
  const predicates = isOperators(operand)
    ? readOperators(operand, collector)
    : [typeRank(operand) === Rank.regex ? regex(operand, undefined, collector) : eq(operand, collector)];
  parts.exact &&= collector.exact;
  for (const predicate of predicates) {
    parts.tests.push((document) => predicate.onPath(document, split));
    const locator = predicate.locate;
    if (locator === undefined) continue;
    parts.locators.push((document, found) => {
      const place = locator(document, split);
      if (place !== undefined) found.set(place.path, place.index);
    });
  }
}

/** Where the conditions of one path leave what a planner may use; absent where they hold for a part only. */
interface Collector {
  path: string;
  conjuncts: Conjunct[];
  exact: boolean;
}

type Operator = (operand: unknown, collector: Collector | undefined, all: Document) => Predicate | undefined;

const operators: Record<string, Operator> = {
  $eq: eq,
  $ne: (operand) => {
    if (typeRank(operand) === Rank.regex) throw badValue("Can't have regex as arg to $ne.");
    return not([eq(operand, undefined)]);
  },
  $gt: (operand, collector) => comparison('gt', operand, collector),
  $gte: (operand, collector) => comparison('gte', operand, collector),
  $lt: (operand, collector) => comparison('lt', operand, collector),
  $lte: (operand, collector) => comparison('lte', operand, collector),
  $in: (operand, collector) => among('$in', operand, collector),
  $nin: (operand) => not([among('$nin', operand, undefined)]),
  $exists: exists,
  $type: type,
  $regex: (operand, collector, all) => regex(operand, optionsOf(all), collector),
  $options: (_, __, all) => {
    if (!('$regex' in all)) throw badValue('$options needs a $regex');
    optionsOf(all);
    return undefined;
  },
  $not: negation,
  $all: all,
  $size: size,
  $elemMatch: elemMatch,
  $mod: modulo,
  $comment: () => undefined,
};

/** Operators that say nothing a planner could use, so that a filter with them is never exact. */
const OPAQUE = new Set(['$ne', '$nin', '$type', '$not', '$size', '$mod']);

function readOperators(spec: Document, collector: Collector | undefined): Predicate[] {
  const predicates: Predicate[] = [];
  for (const key of Object.keys(spec)) {
    const operator = Object.hasOwn(operators, key) ? operators[key] : undefined;
    if (operator === undefined) throw badValue(`unknown operator: ${key}`);
    if (collector !== undefined && OPAQUE.has(key)) collector.exact = false;
    const predicate = operator(spec[key], collector, spec);
    if (predicate !== undefined) predicates.push(predicate);
  }
  return predicates;
}

function optionsOf(spec: Document): string | undefined {
  const options = spec.$options;
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  return options;
}

/** The condition holds when some value passes; `elements` says whether an array at the end offers its elements. */
function some(test: (value: unknown) => boolean, elements = true): Predicate {
  return {
    onPath: (document, parts) => someValue(document, parts, 0, test, elements),
    onValue: test,
    locate: (document, parts) => locate(document, parts, elements ? test : () => false, test, elements),
  };
}

function not(predicates: Predicate[]): Predicate {
  return {
    onPath: (document, parts) => !predicates.every((predicate) => predicate.onPath(document, parts)),
    onValue: (value) => !predicates.every((predicate) => predicate.onValue(value)),
  };
}

function every(predicates: Predicate[]): Predicate {
  return {
    onPath: (document, parts) => predicates.every((predicate) => predicate.onPath(document, parts)),
    onValue: (value) => predicates.every((predicate) => predicate.onValue(value)),
    locate: (document, parts) => {
      const places = predicates.map((predicate) => predicate.locate?.(document, parts));
      return places.findLast((place) => place !== undefined);
    },
  };
}

/** Operands an index can look up, by the promise of `Conjunct`. */
function isLookupOperand(value: unknown): boolean {
  const rank = typeRank(value);
  return rank !== Rank.array && rank !== Rank.regex && rank !== Rank.minKey && rank !== Rank.maxKey;
}

/** Operands for which an index range holds exactly what matches: null also means absent and [], NaN has no order. */
function isExactOperand(value: unknown): boolean {
  const rank = typeRank(value);
  if (rank === Rank.null || rank === Rank.object || !isLookupOperand(value)) return false;
  const number = numeric(value);
  return number === undefined || !isNotANumber(number);
}

/** NaN stands below all numbers in an index but is not less than any: `$lt` alone would count it. */
function mayMeetNaN(conjuncts: Conjunct[]): boolean {
  return conjuncts.some(
    ({ path, op, value }) =>
      (op === 'lt' || op === 'lte') &&
      typeRank(value) === Rank.number &&
      !conjuncts.some((other) => other.path === path && (other.op === 'gt' || other.op === 'gte' || other.op === 'eq')),
  );
}

function note(collector: Collector | undefined, op: Conjunct['op'], value: unknown, exact: boolean): void {
  if (collector === undefined) return;
  collector.exact &&= exact;
  collector.conjuncts.push({ path: collector.path, op, value });
}

function inexact(collector: Collector | undefined): void {
  if (collector !== undefined) collector.exact = false;
}

function eq(operand: unknown, collector: Collector | undefined): Predicate {
  if (isLookupOperand(operand)) note(collector, 'eq', operand, isExactOperand(operand));
  else inexact(collector);
  return some(equals(operand));
}

/** The test for equality with a constant, with short ways for the types that keys and states have. */
function equals(constant: unknown): (value: unknown) => boolean {
  switch (typeof constant) {
    case 'string':
    case 'boolean':
      return (value) => value === constant;
    case 'undefined':
      return (value) => value === undefined || value === null;
    default:
      if (constant === null) return (value) => value === undefined || value === null;
      if (constant instanceof ObjectId) return (value) => value instanceof ObjectId && constant.equals(value);
      return (value) => equal(value, constant);
  }
}

function comparison(op: 'gt' | 'gte' | 'lt' | 'lte', operand: unknown, collector: Collector | undefined): Predicate {
  const rank = typeRank(operand);
  if (rank === Rank.regex)
    throw badValue(`Can't have RegEx as arg to predicate over field '${collector?.path ?? ''}'.`);
  const orEqual = op === 'gte' || op === 'lte';
  if (rank === Rank.null) {
    if (orEqual) note(collector, 'eq', null, false);
    else inexact(collector);
    return some(orEqual ? (value) => value === undefined || value === null : () => false);
  }
  if (rank === Rank.object || !isLookupOperand(operand)) inexact(collector);
  else note(collector, op, operand, isExactOperand(operand));
  const upward = op === 'gt' || op === 'gte';
  const extreme = upward ? Rank.minKey : Rank.maxKey; // every other type is above the one and below the other
  const number = numeric(operand);
  const notANumber = number !== undefined && isNotANumber(number);
  return some((value) => {
    const other = typeRank(value);
    if (other !== rank) return rank === extreme;
    if (rank === Rank.number && (notANumber || isNotANumber(numeric(value)!))) return orEqual && equal(value, operand);
    const order = compare(value, operand);
    return order === 0 ? orEqual : upward ? order > 0 : order < 0;
  });
}

function among(name: string, operand: unknown, collector: Collector | undefined): Predicate {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`);
  const constants: unknown[] = operand;
  if (constants.some(isOperators)) throw badValue(`cannot nest $ under ${name}`);
  const lookup = constants.every(isLookupOperand);
  if (lookup) note(collector, 'in', constants, constants.every(isExactOperand));
  else inexact(collector);
  return some(memberOf(constants));
}

const FEW = 8; // below this a look at each constant is as quick as hashing

function memberOf(constants: unknown[]): (value: unknown) => boolean {
  if (constants.length <= FEW) {
    const tests = constants.map(memberTest);
    return (value) => {
      for (const test of tests) if (test(value)) return true;
      return false;
    };
  }
  const known = new Set<unknown>();
  const ids = new Set<string>();
  const others: ((value: unknown) => boolean)[] = [];
  for (const constant of constants) {
    if (typeof constant === 'string' || typeof constant === 'number') known.add(constant);
    else if (constant instanceof ObjectId) ids.add(constant.toHexString());
    else others.push(memberTest(constant));
  }
  return (value) => {
    if (known.has(value)) return true;
    if (value instanceof ObjectId) return ids.has(value.toHexString());
    // Numbers of different kinds are equal without being the same.
    if (typeof value === 'object' && numeric(value) !== undefined) return constants.some((one) => equal(one, value));
    return others.some((test) => test(value));
  };
}

function memberTest(constant: unknown): (value: unknown) => boolean {
  if (typeRank(constant) !== Rank.regex) return equals(constant);
  const pattern = compileRegex(constant);
  return (value) => typeof value === 'string' && pattern.test(value);
}

function exists(operand: unknown, collector: Collector | undefined): Predicate {
  const wanted = isTruthy(operand);
  note(collector, 'exists', wanted, false);
  const present: Predicate = {
    onPath: (document, parts) => someValue(document, parts, 0, (value) => value !== undefined, false),
    onValue: (value) => value !== undefined,
  };
  return wanted ? present : not([present]);
}

/** Truth as the server reads a flag: everything but false, null, absent and zero. */
export function isTruthy(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false;
  return typeRank(value) !== Rank.number || !equal(value, 0);
}

const TYPE_CODES = new Map<number, string>([
  [-1, 'minKey'],
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [13, 'javascript'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [127, 'maxKey'],
]);
const TYPE_NAMES = new Set([...TYPE_CODES.values(), 'number']);

function type(operand: unknown): Predicate {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).map(readType));
  if (wanted.size === 0) throw badValue('$type must match at least one type');
  if (wanted.has('number')) for (const name of ['int', 'long', 'double', 'decimal']) wanted.add(name);
  return some((value) => wanted.has(typeName(value)));
}

function readType(operand: unknown): string {
  if (typeof operand === 'string') {
    if (TYPE_NAMES.has(operand)) return operand;
    throw badValue(`Unknown type name alias: ${operand}`);
  }
  const code = safeInteger(operand);
  if (code === undefined && typeRank(operand) !== Rank.number) {
    throw typeMismatch('type must be represented as a number or a string');
  }
  const name = code === undefined ? undefined : TYPE_CODES.get(code);
  if (name === undefined) throw badValue(`Invalid numerical type code: ${shown(operand)}`);
  return name;
}

/** Strings only: expressions that are themselves stored are found by `$eq`, so that a prefix can stand for the range. */
function regex(operand: unknown, options: string | undefined, collector: Collector | undefined): Predicate {
  const pattern = compileRegex(operand, options);
  inexact(collector);
  if (pattern.prefix !== undefined) note(collector, 'regexPrefix', pattern.prefix, false);
  return some((value) => typeof value === 'string' && pattern.test(value));
}

function negation(operand: unknown): Predicate {
  if (typeRank(operand) === Rank.regex) return not([regex(operand, undefined, undefined)]);
  if (!isObject(operand)) throw badValue('$not needs a regex or a document');
  if (!isOperators(operand)) {
    throw badValue(
      Object.keys(operand).length === 0 ? '$not cannot be empty' : `unknown operator: ${Object.keys(operand)[0]}`,
    );
  }
  return not(readOperators(operand, undefined));
}

function all(operand: unknown, collector: Collector | undefined): Predicate {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  const wanted: unknown[] = operand;
  inexact(collector);
  if (wanted.length === 0) return some(() => false);
  const matches = wanted.filter((value) => isOperators(value) && '$elemMatch' in value);
  if (matches.length > 0 && matches.length < wanted.length) throw badValue('no $ expressions in $all');
  return every(
    wanted.map((value) => {
      if (isOperators(value)) {
        if (!('$elemMatch' in value)) throw badValue('no $ expressions in $all');
        return elemMatch(value.$elemMatch, collector);
      }
      return typeRank(value) === Rank.regex ? regex(value, undefined, collector) : eq(value, collector);
    }),
  );
}

function size(operand: unknown): Predicate {
  const wanted = safeInteger(operand);
  if (wanted === undefined) throw badValue(`Failed to parse $size. Expected an integer in: $size: ${shown(operand)}`);
  if (wanted < 0) throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${wanted}`);
  return some((value) => Array.isArray(value) && value.length === wanted, false);
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where']);

function elemMatch(operand: unknown, collector: Collector | undefined): Predicate {
  if (!isObject(operand)) throw badValue('$elemMatch needs an Object');
  inexact(collector);
  const element = elementTest(operand, collector);
  const whole = (value: unknown): boolean => Array.isArray(value) && value.some(element);
  return {
    onPath: (document, parts) => someValue(document, parts, 0, whole, false),
    onValue: whole,
    locate: (document, parts) => locate(document, parts, element, whole, false),
  };
}

function elementTest(operand: Document, collector: Collector | undefined): (value: unknown) => boolean {
  const [first] = Object.keys(operand);
  if (first !== undefined && isOperators(operand) && !LOGICAL.has(first)) {
    const inner = collector && { ...collector, conjuncts: [] as Conjunct[] };
    const predicates = readOperators(operand, inner);
    for (const conjunct of inner?.conjuncts ?? []) {
      if (conjunct.op !== 'exists') collector!.conjuncts.push(conjunct);
    }
    return (value) => predicates.every((predicate) => predicate.onValue(value));
  }
  const filter = compileFilter(operand);
  for (const { path, op, value } of collector === undefined ? [] : filter.conjuncts) {
    // Absence in one element says nothing about the others; a position would be read within the element.
    if (meansAbsence(op, value) || arrayIndex(splitPath(path)[0]!) >= 0) continue;
    collector!.conjuncts.push({ path: `${collector!.path}.${path}`, op, value });
  }
  return (value) =>
    isObject(value) ? filter.test(value) : Array.isArray(value) && filter.test(Object.fromEntries(value.entries()));
}

function meansAbsence(op: Conjunct['op'], value: unknown): boolean {
  const isNull = (one: unknown): boolean => one === null || one === undefined;
  if (op === 'exists') return value === false;
  return op === 'in' ? (value as unknown[]).some(isNull) : isNull(value);
}

function modulo(operand: unknown): Predicate {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array');
  if (operand.length < 2) throw badValue('malformed mod, not enough elements');
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, rest] = operand.map((value: unknown, at) => {
    const number = numeric(value);
    const whole = number === undefined ? undefined : truncated(number);
    if (whole === undefined) throw badValue(`malformed mod, ${at === 0 ? 'divisor' : 'remainder'} not a number`);
    return whole;
  }) as [bigint, bigint];
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  return some((value) => {
    const number = numeric(value);
    const whole = number === undefined ? undefined : truncated(number);
    return whole !== undefined && whole % divisor === rest;
  });
}
