import { Decimal128, Long, ObjectId } from 'bson';
import {
  arithmetic,
  asDecimal128,
  compareNumbers,
  fromInteger,
  numeric,
  type Numeric,
  quotient,
  remainder,
  safeInteger,
  toDouble,
  truncated,
} from '../bson/numbers.ts';
import { compare, type Document, emptyArray, equal, isObject, Rank, typeRank } from '../bson/order.ts';
import { getField, putField, splitPath } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import { badValue, failedToParse, located, shown, typeMismatch, typeName } from '../query/refuse.ts';
import { compileRegex } from '../query/regex.ts';
import { accumulators } from './accumulators.ts';
import {
  addToDate,
  dateParts,
  datePart,
  differenceOf,
  formatDate,
  instantIn,
  parseDate,
  truncateDate,
  unitOf,
  weekdayOf,
  wholeAmount,
  zoneOf,
} from './dates.ts';

/** What is known when an expression is compiled. */
export interface ExpressionContext {
  /** `$$NOW`; without it that variable is unknown. */
  now?: Date | undefined;
  /** Further variables with their values: those a `$lookup` defines in `let`. */
  variables?: ReadonlyMap<string, unknown> | undefined;
}

/** Variables bound while an expression runs, the innermost first. */
interface Bindings {
  name: string;
  value: unknown;
  outer: Bindings | undefined;
}

type Run = (root: Document, bound: Bindings | undefined) => unknown;

/** The names in scope and the context, while compiling. */
interface Scope {
  context: ExpressionContext;
  names: readonly string[];
}

/**
 * Compiles an aggregation expression. The result is `undefined` where the value is missing.
 *
 * @throws StoreError 168 for an operator outside the subset, 15983/16020/17276 for a malformed expression.
 */
export function compileExpression(value: unknown, context: ExpressionContext = {}): (root: Document) => unknown {
  const run = compile(value, { context, names: [] });
  return (root) => run(root, undefined);
}

/** Compiles the condition of `$expr`. */
export function compileCondition(value: unknown, context: ExpressionContext = {}): (root: Document) => boolean {
  const run = compileExpression(value, context);
  return (root) => truth(run(root));
}

/** Truth in expressions: everything but false, null, missing and zero. */
function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  const number = numeric(value);
  return number === undefined || compareNumbers(number, 0) !== 0;
}

function compile(value: unknown, scope: Scope): Run {
  if (typeof value === 'string' && value.startsWith('$')) return compilePath(value, scope);
  if (Array.isArray(value)) {
    const elements = value.map((element) => compile(element, scope));
    return (root, bound) => elements.map((element) => element(root, bound) ?? null);
  }
  if (!isObject(value)) return () => value;
  const keys = Object.keys(value);
  const operator = keys.find((key) => key.startsWith('$'));
  if (operator === undefined) return compileObject(value, keys, scope);
  if (keys.length > 1) {
    throw located(
      15983,
      `an expression specification must contain exactly one field, the name of the expression. Found ${keys.length} fields in ${shown(value)}`,
    );
  }
  const build = Object.hasOwn(expressions, operator) ? expressions[operator] : undefined;
  if (build === undefined)
    throw new StoreError(168, 'InvalidPipelineOperator', `Unrecognized expression '${operator}'`);
  return build(value[operator], scope, operator);
}

function compileObject(value: Document, keys: string[], scope: Scope): Run {
  for (const key of keys) {
    if (key.includes('.'))
      throw located(16412, `FieldPath field names may not contain '.'. Consider using $getField or $setField.`);
  }
  const fields = keys.map((key) => [key, compile(value[key], scope)] as const);
  return (root, bound) => {
    const result: Document = {};
    for (const [key, run] of fields) {
      const field = run(root, bound);
      if (field !== undefined) putField(result, key, field);
    }
    return result;
  };
}

function compilePath(text: string, { context, names }: Scope): Run {
  if (!text.startsWith('$$')) {
    const parts = fieldParts(text.slice(1));
    if (parts.length === 1) return (root) => getField(root, parts[0]!);
    return (root) => follow(root, parts, 0);
  }
  const [name = '', ...parts] = fieldParts(text.slice(2));
  const reach = (value: unknown): unknown => (parts.length === 0 ? value : follow(value, parts, 0));
  if (names.includes(name)) return (_, bound) => reach(lookup(name, bound));
  if (context.variables?.has(name) === true) {
    const value = reach(context.variables.get(name));
    return () => value;
  }
  if (name === 'ROOT' || name === 'CURRENT') return reach;
  if (name === 'REMOVE') return () => undefined;
  if (name === 'NOW' && context.now !== undefined) return () => reach(context.now);
  throw located(17276, `Use of undefined variable: ${name}`);
}

function fieldParts(path: string): readonly string[] {
  const parts = splitPath(path);
  if (path === '') throw located(16872, "'$' by itself is not a valid FieldPath");
  if (parts.includes('')) throw located(15998, 'FieldPath field names may not be empty strings.');
  for (const part of parts) {
    if (part.startsWith('$'))
      throw located(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  }
  return parts;
}

function lookup(name: string, bound: Bindings | undefined): unknown {
  let at = bound;
  while (at !== undefined && at.name !== name) at = at.outer;
  return at?.value;
}

/** A path through a value: an array on the way gives the array of what its documents hold there. */
function follow(value: unknown, parts: readonly string[], at: number): unknown {
  if (at === parts.length) return value;
  if (isObject(value)) return follow(getField(value, parts[at]!), parts, at + 1);
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((element: unknown) => {
    const found = isObject(element) ? follow(element, parts, at) : undefined;
    return found === undefined ? [] : [found];
  });
}

type Build = (operand: unknown, scope: Scope, name: string) => Run;

/** The order of two expression values: a missing one comes before null. */
function order(a: unknown, b: unknown): number {
  return compare(a === undefined ? emptyArray : a, b === undefined ? emptyArray : b);
}

/** An operator on a list of arguments; one argument may be written without the list. */
function onList(least: number, most: number, apply: (values: unknown[], name: string) => unknown): Build {
  return (operand, scope, name) => {
    const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
    if (operands.length < least || operands.length > most) {
      throw located(16020, `Expression ${name} takes ${arity(least, most)}. ${operands.length} were passed in.`);
    }
    const runs = operands.map((one) => compile(one, scope));
    return (root, bound) =>
      apply(
        runs.map((run) => run(root, bound)),
        name,
      );
  };
}

function arity(least: number, most: number): string {
  if (least === most) return `exactly ${least} arguments`;
  return most === Infinity ? `at least ${least} arguments` : `at least ${least} arguments, and at most ${most}`;
}

const isNullish = (value: unknown): boolean => value === undefined || value === null;

/** An operator on one value that answers null for null and missing. */
function onValue(apply: (value: unknown, name: string) => unknown): Build {
  return onList(1, 1, ([value], name) => (isNullish(value) ? null : apply(value, name)));
}

/** An operator on one number. */
function onNumber(apply: (number: Numeric, name: string) => unknown): Build {
  return onValue((value, name) => {
    const number = numeric(value);
    if (number === undefined) throw located(28765, `${name} only supports numeric types, not ${typeName(value)}`);
    return apply(number, name);
  });
}

/** An operator on named arguments. */
function onFields(
  fields: Record<string, 'required' | 'optional'>,
  apply: (values: Record<string, unknown>, name: string) => unknown,
): Build {
  return (operand, scope, name) => {
    const runs = readFields(operand, fields, scope, name);
    return (root, bound) => {
      const values: Record<string, unknown> = {};
      for (const [key, run] of runs) values[key] = run(root, bound);
      return apply(values, name);
    };
  };
}

function readFields(
  operand: unknown,
  fields: Record<string, 'required' | 'optional'>,
  scope: Scope,
  name: string,
): [string, Run][] {
  const given = namedArguments(operand, fields, name);
  return Object.keys(given).map((key) => [key, compile(given[key], scope)]);
}

function namedArguments(operand: unknown, fields: Record<string, 'required' | 'optional'>, name: string): Document {
  if (!isObject(operand)) throw failedToParse(`${name} only supports an object as its argument`);
  for (const key of Object.keys(operand)) {
    if (!Object.hasOwn(fields, key)) throw failedToParse(`Unrecognized argument to ${name}: ${key}`);
  }
  for (const key of Object.keys(fields)) {
    if (fields[key] === 'required' && !(key in operand)) throw failedToParse(`Missing '${key}' parameter to ${name}`);
  }
  return operand;
}

const comparing = (decide: (order: number) => unknown): Build => onList(2, 2, ([a, b]) => decide(order(a, b)));

/** Folds numbers by an operation; a date may stand once in a sum. */
function folding(operation: '+' | '*', initial: number): Build {
  return onList(0, Infinity, (values, name) => {
    let total: Numeric = initial;
    let dated = false;
    for (const value of values) {
      if (isNullish(value)) return null;
      if (operation === '+' && value instanceof Date) {
        if (dated) throw located(16612, 'only one date allowed in an $add expression');
        dated = true;
        total = arithmetic('+', total, value.getTime())!;
        continue;
      }
      const number = numeric(value);
      if (number === undefined) {
        throw typeMismatch(
          `${name} only supports numeric${operation === '+' ? ' or date' : ''} types, not ${typeName(value)}`,
        );
      }
      const next = arithmetic(operation, total, number);
      if (next === undefined) throw typeMismatch(`long overflow in ${name}`);
      total = next;
    }
    return dated ? new Date(Math.round(toDouble(total))) : total;
  });
}

function subtract([left, right]: unknown[]): unknown {
  if (isNullish(left) || isNullish(right)) return null;
  if (left instanceof Date) {
    if (right instanceof Date) return left.getTime() - right.getTime();
    const number = numeric(right);
    if (number !== undefined) return new Date(left.getTime() - Math.round(toDouble(number)));
  }
  const [a, b] = [numeric(left), numeric(right)];
  if (a === undefined || b === undefined)
    throw typeMismatch(`can't $subtract ${typeName(right)} from ${typeName(left)}`);
  const result = arithmetic('-', a, b);
  if (result === undefined) throw typeMismatch('long overflow in $subtract');
  return result;
}

function dividing(name: string, divide: (a: Numeric, b: Numeric) => Numeric, zeroCode: number): Build {
  return onList(2, 2, ([left, right]) => {
    if (isNullish(left) || isNullish(right)) return null;
    const [a, b] = [numeric(left), numeric(right)];
    if (a === undefined || b === undefined) {
      throw typeMismatch(`${name} only supports numeric types, not ${typeName(left)} and ${typeName(right)}`);
    }
    if (compareNumbers(b, 0) === 0) {
      throw zeroCode === 2 ? badValue(`can't ${name} by zero`) : located(zeroCode, `can't ${name} by zero`);
    }
    return divide(a, b);
  });
}

/** Rounds at a decimal place: half to even ($round) or towards zero ($trunc). */
function atPlace(name: string, whole: (value: number) => number): Build {
  return onList(1, 2, ([value, at]) => {
    if (isNullish(value) || (at !== undefined && at === null)) return null;
    const number = numeric(value);
    if (number === undefined) throw located(51081, `${name} only supports numeric types, not ${typeName(value)}`);
    const place = at === undefined ? 0 : safeInteger(at);
    if (place === undefined || place < -20 || place > 100)
      throw located(51083, `cannot apply ${name} with precision value ${shown(at)}`);
    if (number instanceof Decimal128) throw badValue(`${name} of a decimal is not supported by the embedded store`);
    if (number instanceof Long && place >= 0) return number;
    const double = toDouble(number);
    if (!Number.isFinite(double) || (Number.isInteger(double) && place >= 0)) return double;
    if (place === 0) return whole(double);
    const [mantissa, power = '0'] = String(double).split('e');
    const shifted = whole(Number(`${mantissa}e${Number(power) + place}`));
    const [digits, exponent = '0'] = String(shifted).split('e');
    return Number(`${digits}e${Number(exponent) - place}`);
  });
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function wholeBy(round: (value: number) => number, adjust: (number: Decimal128, cut: bigint) => bigint): Build {
  return onNumber((number) => {
    if (typeof number === 'number') return round(number);
    if (!(number instanceof Decimal128)) return number;
    const cut = truncated(number);
    return cut === undefined ? number : Decimal128.fromString(adjust(number, cut).toString());
  });
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (isNullish(value)) return '';
  const number = numeric(value);
  if (number !== undefined) return String(number);
  if (value instanceof Date) return value.toISOString();
  throw located(16007, `can't convert from BSON type ${typeName(value)} to String in ${name}`);
}

function stringOf(value: unknown, name: string, code: number): string {
  if (typeof value !== 'string') throw located(code, `${name} requires a string argument, found: ${typeName(value)}`);
  return value;
}

function concat(values: unknown[]): unknown {
  if (values.some(isNullish)) return null;
  return values
    .map((value) => {
      if (typeof value !== 'string') throw located(16702, `$concat only supports strings, not ${typeName(value)}`);
      return value;
    })
    .join('');
}

function substring([value, from, count]: unknown[], name: string): string {
  const start = safeInteger(from);
  const length = safeInteger(count);
  if (start === undefined || start < 0)
    throw located(34450, `${name}: starting index must be a non-negative integer, found ${shown(from)}`);
  if (length === undefined) throw located(34452, `${name}: length must be an integer, found ${shown(count)}`);
  const points = Array.from(text(value, name));
  return points.slice(start, length < 0 ? undefined : start + length).join('');
}

function split([value, separator]: unknown[]): unknown {
  if (isNullish(value) || isNullish(separator)) return null;
  if (stringOf(separator, '$split', 40086) === '') throw located(40087, '$split requires a non-empty separator');
  return stringOf(value, '$split', 40085).split(separator as string);
}

function trimming(start: boolean, end: boolean): Build {
  return onFields({ input: 'required', chars: 'optional' }, ({ input, chars }, name) => {
    if (isNullish(input) || chars === null) return null;
    const points = Array.from(stringOf(input, name, 50699));
    const set = chars === undefined ? WHITESPACE : new Set(stringOf(chars, name, 50700));
    let from = 0;
    let to = points.length;
    while (start && from < to && set.has(points[from]!)) from += 1;
    while (end && to > from && set.has(points[to - 1]!)) to -= 1;
    return points.slice(from, to).join('');
  });
}

const WHITESPACE = new Set(
  '\u0000 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
);

function replacing(everywhere: boolean): Build {
  return onFields(
    { input: 'required', find: 'required', replacement: 'required' },
    ({ input, find, replacement }, name) => {
      if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null;
      const [source, what, by] = [input, find, replacement].map((value) => stringOf(value, name, 51746)) as [
        string,
        string,
        string,
      ];
      return everywhere ? source.replaceAll(what, () => by) : source.replace(what, () => by);
    },
  );
}

/** Length in code points, which is how MongoDB's `CP` operators count. */
function codePoints(value: string): number {
  return Array.from(value).length;
}

function indexInText([value, part, from, to]: unknown[]): unknown {
  if (isNullish(value)) return null;
  const points = Array.from(stringOf(value, '$indexOfCP', 40093));
  const [start, end] = bounds(from, to, points.length, '$indexOfCP');
  if (start > points.length) return -1;
  const wanted = stringOf(part, '$indexOfCP', 40094);
  const at = points.slice(start, end).join('').indexOf(wanted);
  return at < 0 ? -1 : start + codePoints(points.slice(start).join('').slice(0, at));
}

function bounds(from: unknown, to: unknown, length: number, name: string): [number, number] {
  const read = (value: unknown, fallback: number): number => {
    if (value === undefined) return fallback;
    const whole = safeInteger(value);
    if (whole === undefined || whole < 0)
      throw located(40096, `${name} requires an integral, non-negative index, found ${shown(value)}`);
    return whole;
  };
  return [read(from, 0), Math.min(read(to, length), length)];
}

function regexMatch({ input, regex, options }: Record<string, unknown>): unknown {
  if (options !== undefined && options !== null && typeof options !== 'string')
    throw located(51106, '$regexMatch needs options of type string');
  if (isNullish(input) || isNullish(regex)) return false;
  return compileRegex(regex, (options as string | null) ?? undefined).test(stringOf(input, '$regexMatch', 51104));
}

function arrayOf(value: unknown, name: string, code: number): unknown[] {
  if (!Array.isArray(value)) throw located(code, `${name} requires an array, found: ${typeName(value)}`);
  return value;
}

function elementAt([value, at]: unknown[]): unknown {
  if (isNullish(value) || isNullish(at)) return null;
  const array = arrayOf(value, '$arrayElemAt', 28689);
  const index = safeInteger(at);
  if (index === undefined)
    throw located(28691, `$arrayElemAt's second argument must be an integer, found ${shown(at)}`);
  return array.at(index);
}

function sliceOf([value, from, count]: unknown[]): unknown {
  if (isNullish(value) || from === null || count === null) return null;
  const array = arrayOf(value, '$slice', 28724);
  const first = safeInteger(from);
  if (first === undefined) throw located(28725, `Second argument to $slice must be an integer, found ${shown(from)}`);
  if (count === undefined) return first < 0 ? array.slice(first) : array.slice(0, first);
  const length = safeInteger(count);
  if (length === undefined) throw located(28727, `Third argument to $slice must be an integer, found ${shown(count)}`);
  if (length <= 0) throw located(28729, `Third argument to $slice must be positive: ${length}`);
  const start = first < 0 ? Math.max(0, array.length + first) : first;
  return array.slice(start, start + length);
}

function range([from, to, by]: unknown[]): number[] {
  const [start, end, step] = [from, to, by ?? 1].map(safeInteger);
  if (start === undefined || end === undefined || step === undefined) throw located(34443, '$range requires integers');
  if (step === 0) throw located(34449, '$range requires a non-zero step value');
  const size = Math.max(0, Math.ceil((end - start) / step));
  if (size > 1_000_000) throw located(34449, '$range would give more than 1000000 values');
  return Array.from({ length: size }, (_, at) => start + at * step);
}

function objectToArray(value: unknown): unknown {
  if (!isObject(value)) throw located(40390, `$objectToArray requires a document input, found: ${typeName(value)}`);
  return Object.keys(value).map((k) => ({ k, v: value[k] }));
}

function arrayToObject(value: unknown): unknown {
  const result: Document = {};
  for (const pair of arrayOf(value, '$arrayToObject', 40386)) {
    const [key, field] = Array.isArray(pair) ? pair : isObject(pair) ? [pair.k, pair.v] : [];
    putField(result, stringOf(key, '$arrayToObject', 40395), field ?? null);
  }
  return result;
}

/** Binds a name for an operand: the `in` of `$map`, `$filter`, `$reduce` and `$let`. */
const within = (scope: Scope, ...names: string[]): Scope => ({ ...scope, names: [...scope.names, ...names] });

function variableName(value: unknown): string {
  if (value === undefined) return 'this';
  if (typeof value !== 'string' || !/^[a-z][\w]*$/.test(value))
    throw failedToParse(`'${shown(value)}' is not a valid name for a variable`);
  return value;
}

function filter(operand: unknown, scope: Scope, name: string): Run {
  const given = namedArguments(
    operand,
    { input: 'required', as: 'optional', cond: 'required', limit: 'optional' },
    name,
  );
  const as = variableName(given.as);
  const input = compile(given.input, scope);
  const limit = given.limit === undefined ? undefined : compile(given.limit, scope);
  const condition = compile(given.cond, within(scope, as));
  return (root, bound) => {
    const value = input(root, bound);
    if (isNullish(value)) return null;
    const most = limit === undefined ? Infinity : (safeInteger(limit(root, bound)) ?? Infinity);
    if (most < 1) throw located(327392, '$filter: limit must be greater than 0');
    const kept: unknown[] = [];
    for (const element of arrayOf(value, '$filter', 28651)) {
      if (kept.length >= most) break;
      if (truth(condition(root, { name: as, value: element, outer: bound }))) kept.push(element);
    }
    return kept;
  };
}

function map(operand: unknown, scope: Scope, name: string): Run {
  const given = namedArguments(operand, { input: 'required', as: 'optional', in: 'required' }, name);
  const as = variableName(given.as);
  const input = compile(given.input, scope);
  const each = compile(given.in, within(scope, as));
  return (root, bound) => {
    const value = input(root, bound);
    if (isNullish(value)) return null;
    return arrayOf(value, '$map', 16883).map(
      (element) => each(root, { name: as, value: element, outer: bound }) ?? null,
    );
  };
}

function reduce(operand: unknown, scope: Scope, name: string): Run {
  const given = namedArguments(operand, { input: 'required', initialValue: 'required', in: 'required' }, name);
  const input = compile(given.input, scope);
  const initial = compile(given.initialValue, scope);
  const step = compile(given.in, within(scope, 'this', 'value'));
  return (root, bound) => {
    const value = input(root, bound);
    if (isNullish(value)) return null;
    return arrayOf(value, '$reduce', 40080).reduce(
      (sofar: unknown, element) => {
        const outer = { name: 'value', value: sofar, outer: bound };
        return step(root, { name: 'this', value: element, outer });
      },
      initial(root, bound),
    );
  };
}

function letIn(operand: unknown, scope: Scope, name: string): Run {
  const given = namedArguments(operand, { vars: 'required', in: 'required' }, name);
  if (!isObject(given.vars)) throw failedToParse('invalid parameter: expected an object (vars)');
  const names = Object.keys(given.vars).map(variableName);
  const values = Object.values(given.vars).map((value) => compile(value, scope));
  const body = compile(given.in, within(scope, ...names));
  return (root, bound) => {
    let inner = bound;
    names.forEach((one, at) => (inner = { name: one, value: values[at]!(root, bound), outer: inner }));
    return body(root, inner);
  };
}

const CONDITION_PARTS = required('if', 'then', 'else');
const BRANCH_PARTS = required('case', 'then');

function required(...names: string[]): Record<string, 'required'> {
  return Object.fromEntries(names.map((name) => [name, 'required']));
}

function condition(operand: unknown, scope: Scope): Run {
  let parts: unknown[];
  if (Array.isArray(operand)) {
    if (operand.length !== 3)
      throw located(16020, `Expression $cond takes exactly 3 arguments. ${operand.length} were passed in.`);
    parts = operand;
  } else {
    const given = namedArguments(operand, CONDITION_PARTS, '$cond');
    parts = [given.if, given.then, given.else];
  }
  const [test, yes, no] = parts.map((part) => compile(part, scope)) as [Run, Run, Run];
  return (root, bound) => (truth(test(root, bound)) ? yes(root, bound) : no(root, bound));
}

function switchOf(operand: unknown, scope: Scope, name: string): Run {
  const given = namedArguments(operand, { branches: 'required', default: 'optional' }, name);
  if (!Array.isArray(given.branches) || given.branches.length === 0)
    throw located(40068, '$switch requires at least one branch.');
  const branches = given.branches.map((branch: unknown) => {
    const parts = namedArguments(branch, BRANCH_PARTS, name);
    return [compile(parts.case, scope), compile(parts.then, scope)] as const;
  });
  const otherwise = 'default' in given ? compile(given.default, scope) : undefined;
  return (root, bound) => {
    for (const [test, then] of branches) if (truth(test(root, bound))) return then(root, bound);
    if (otherwise === undefined)
      throw located(40066, '$switch could not find a matching branch for an input, and no default was specified.');
    return otherwise(root, bound);
  };
}

function logical(name: '$and' | '$or'): Build {
  const stop = name === '$or';
  return (operand, scope) => {
    const runs = (Array.isArray(operand) ? operand : [operand]).map((one) => compile(one, scope));
    return (root, bound) => {
      for (const run of runs) if (truth(run(root, bound)) === stop) return stop;
      return !stop;
    };
  };
}

/** An accumulator as an expression: over the elements of its one array, or over its arguments. */
function accumulating(operand: unknown, scope: Scope, name: string): Run {
  const runs = (Array.isArray(operand) ? operand : [operand]).map((one) => compile(one, scope));
  const start = accumulators[name]!;
  return (root, bound) => {
    const values = runs.map((run) => run(root, bound));
    const [only] = values;
    const running = start();
    for (const value of values.length === 1 && Array.isArray(only) ? only : values) running.add(value);
    return running.result();
  };
}

function edge(at: 0 | -1): Build {
  return onValue((value, name) => arrayOf(value, name, 28689).at(at));
}

function datePartOf(operand: unknown, scope: Scope, name: string): Run {
  const named = isObject(operand) && 'date' in operand;
  const given = named ? namedArguments(operand, { date: 'required', timezone: 'optional' }, name) : { date: operand };
  const only: unknown = !named && Array.isArray(operand) && operand.length === 1 ? operand[0] : given.date;
  const date = compile(only, scope);
  const zone = given.timezone === undefined ? undefined : compile(given.timezone, scope);
  return (root, bound) => {
    const instant = instantIn(date(root, bound));
    const timezone = zone?.(root, bound);
    if (instant === undefined || (zone !== undefined && isNullish(timezone))) return null;
    return datePart(name, instant, zoneOf(timezone));
  };
}

function dateToString(values: Record<string, unknown>): unknown {
  if ('timezone' in values && isNullish(values.timezone)) return null;
  const instant = instantIn(values.date);
  if (instant === undefined) return 'onNull' in values ? values.onNull : null;
  if ('format' in values && isNullish(values.format)) return null;
  if (values.format !== undefined && typeof values.format !== 'string')
    throw located(18533, "$dateToString requires that 'format' be a string");
  return formatDate(instant, values.format, zoneOf(values.timezone));
}

const DATE_UNITS = { unit: 'required', timezone: 'optional' } as const;

const anyNullish = (values: Record<string, unknown>): boolean => Object.values(values).some(isNullish);

function dateTrunc(values: Record<string, unknown>): unknown {
  if (anyNullish(values)) return null;
  const size = values.binSize === undefined ? 1 : safeInteger(values.binSize);
  if (size === undefined || size < 1) throw badValue('$dateTrunc requires that binSize is a positive integer');
  const instant = instantIn(values.date)!;
  return new Date(
    truncateDate(instant, unitOf(values.unit), size, zoneOf(values.timezone), weekdayOf(values.startOfWeek)),
  );
}

function dateDiff(values: Record<string, unknown>): unknown {
  if (anyNullish(values)) return null;
  const [start, end] = [instantIn(values.startDate)!, instantIn(values.endDate)!];
  return differenceOf(start, end, unitOf(values.unit), zoneOf(values.timezone), weekdayOf(values.startOfWeek));
}

function dateShift(direction: 1 | -1): Build {
  return onFields({ startDate: 'required', amount: 'required', ...DATE_UNITS }, (values, name) => {
    if (anyNullish(values)) return null;
    const amount = wholeAmount(`${name} amount`, values.amount) * direction;
    return new Date(addToDate(instantIn(values.startDate)!, unitOf(values.unit), amount, zoneOf(values.timezone)));
  });
}

function conversionFailure(value: unknown, to: string): StoreError {
  return new StoreError(
    241,
    'ConversionFailure',
    `Failed to convert ${shown(value)} (${typeName(value)}) to ${to} in $convert`,
  );
}

function toText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  const number = numeric(value);
  if (number !== undefined) return String(number);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  throw conversionFailure(value, 'string');
}

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function toInteger(value: unknown, name: string, least: bigint, most: bigint): unknown {
  if (typeof value === 'boolean') return Number(value);
  let whole: bigint | undefined;
  if (typeof value === 'string') whole = INTEGER.test(value) ? BigInt(value.replace(/^\+/, '')) : undefined;
  else if (value instanceof Date && name === 'long') whole = BigInt(value.getTime());
  else {
    const number = numeric(value);
    whole = number === undefined ? undefined : truncated(number);
  }
  if (whole === undefined || whole < least || whole > most) throw conversionFailure(value, name);
  return fromInteger(whole);
}

function toNumber(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string' && DECIMAL.test(value)) return Number(value);
  if (value instanceof Date) return value.getTime();
  const number = numeric(value);
  if (number === undefined) throw conversionFailure(value, 'double');
  return toDouble(number);
}

function toDecimal(value: unknown): unknown {
  if (typeof value === 'boolean') return asDecimal128(Number(value));
  if (typeof value === 'string' && DECIMAL.test(value)) return Decimal128.fromStringWithRounding(value);
  if (value instanceof Date) return asDecimal128(value.getTime());
  const number = numeric(value);
  if (number === undefined) throw conversionFailure(value, 'decimal');
  return asDecimal128(number);
}

function toDate(value: unknown): unknown {
  const number = numeric(value);
  const whole = typeof number === 'number' && number === (number | 0) ? undefined : number; // ints are no dates, longs are
  const instant =
    whole !== undefined
      ? Number(truncated(whole) ?? NaN)
      : typeof value === 'string'
        ? parseDate(value)
        : number === undefined && !isObject(value) && !Array.isArray(value) && typeof value !== 'boolean'
          ? instantIn(value)
          : undefined;
  if (instant === undefined || Number.isNaN(instant)) throw conversionFailure(value, 'date');
  return new Date(instant);
}

function toObjectId(value: unknown): unknown {
  if (value instanceof ObjectId) return value;
  if (typeof value === 'string' && /^[0-9a-fA-F]{24}$/.test(value)) return new ObjectId(value);
  throw conversionFailure(value, 'objectId');
}

function negativeAllowed(number: Numeric, least: number, name: string, code: number): number {
  if (number instanceof Decimal128) throw badValue(`${name} of a decimal is not supported by the embedded store`);
  const double = toDouble(number);
  if (double < least) throw located(code, `${name}'s argument must be greater than or equal to 0`);
  return double;
}

function setFrom(values: unknown[], name: string, choose: (a: unknown[], b: unknown[]) => unknown[]): unknown {
  if (values.some(isNullish)) return null;
  const [initial, ...others] = values.map((value) => arrayOf(value, name, 17043));
  const unique = (array: unknown[]): unknown[] =>
    array.filter((one, at) => array.findIndex((other) => equal(one, other)) === at);
  return unique(others.reduce(choose, initial ?? []));
}

const holds = (array: unknown[], value: unknown): boolean => array.some((element) => equal(element, value));

const expressions: Record<string, Build> = {
  $eq: comparing((result) => result === 0),
  $ne: comparing((result) => result !== 0),
  $gt: comparing((result) => result > 0),
  $gte: comparing((result) => result >= 0),
  $lt: comparing((result) => result < 0),
  $lte: comparing((result) => result <= 0),
  $cmp: comparing((result) => result),
  $and: logical('$and'),
  $or: logical('$or'),
  $not: onList(1, 1, ([value]) => !truth(value)),
  $cond: condition,
  $ifNull: onList(2, Infinity, (values) => values.find((value) => !isNullish(value)) ?? values.at(-1)),
  $switch: switchOf,
  $let: letIn,
  $literal: (operand) => () => operand,
  $expr: (operand, scope) => compile(operand, scope),

  $add: folding('+', 0),
  $multiply: folding('*', 1),
  $subtract: onList(2, 2, subtract),
  $divide: dividing('$divide', quotient, 2),
  $mod: dividing('$mod', remainder, 16610),
  $abs: onNumber((number) => (compareNumbers(number, 0) < 0 ? arithmetic('*', number, -1) : number)),
  $ceil: wholeBy(Math.ceil, (number, cut) => (compareNumbers(number, cut) > 0 ? cut + 1n : cut)),
  $floor: wholeBy(Math.floor, (number, cut) => (compareNumbers(number, cut) < 0 ? cut - 1n : cut)),
  $round: atPlace('$round', halfToEven),
  $trunc: atPlace('$trunc', Math.trunc),
  $sqrt: onNumber((number, name) => Math.sqrt(negativeAllowed(number, 0, name, 28714))),
  $pow: onList(2, 2, ([base, exponent], name) => {
    if (isNullish(base) || isNullish(exponent)) return null;
    const [a, b] = [numeric(base), numeric(exponent)];
    if (a === undefined || b === undefined) throw located(28762, `${name}'s arguments must be numeric`);
    if (compareNumbers(a, 0) === 0 && compareNumbers(b, 0) < 0)
      throw located(28764, '$pow cannot take a base of 0 and a negative exponent');
    return negativeAllowed(a, -Infinity, name, 28764) ** negativeAllowed(b, -Infinity, name, 28764);
  }),

  $concat: onList(0, Infinity, concat),
  $toLower: onList(1, 1, ([value], name) => text(value, name).replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  $toUpper: onList(1, 1, ([value], name) => text(value, name).replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
  $substrCP: onList(3, 3, substring),
  $strLenCP: onList(1, 1, ([value], name) => codePoints(stringOf(value, name, 34471))),
  $split: onList(2, 2, split),
  $trim: trimming(true, true),
  $ltrim: trimming(true, false),
  $rtrim: trimming(false, true),
  $replaceOne: replacing(false),
  $replaceAll: replacing(true),
  $indexOfCP: onList(2, 4, indexInText),
  $regexMatch: onFields({ input: 'required', regex: 'required', options: 'optional' }, regexMatch),

  $size: onList(1, 1, ([value]) => {
    if (!Array.isArray(value))
      throw located(17124, `The argument to $size must be an array, but was of type: ${typeName(value)}`);
    return value.length;
  }),
  $isArray: onList(1, 1, ([value]) => Array.isArray(value)),
  $in: onList(2, 2, ([value, array]) => {
    if (!Array.isArray(array))
      throw located(40081, `$in requires an array as a second argument, found: ${typeName(array)}`);
    return array.some((element) => order(element, value) === 0);
  }),
  $arrayElemAt: onList(2, 2, elementAt),
  $first: edge(0),
  $last: edge(-1),
  $concatArrays: onList(0, Infinity, (values) => {
    if (values.some(isNullish)) return null;
    return values.flatMap((value) => arrayOf(value, '$concatArrays', 28664));
  }),
  $slice: onList(2, 3, sliceOf),
  $reverseArray: onValue((value) => arrayOf(value, '$reverseArray', 34435).toReversed()),
  $indexOfArray: onList(2, 2, ([value, wanted]) => {
    if (isNullish(value)) return null;
    return arrayOf(value, '$indexOfArray', 40090).findIndex((element) => order(element, wanted) === 0);
  }),
  $range: onList(2, 3, range),
  $filter: filter,
  $map: map,
  $reduce: reduce,
  $setUnion: onList(0, Infinity, (values, name) => setFrom(values, name, (a, b) => [...a, ...b])),
  $setIntersection: onList(0, Infinity, (values, name) =>
    setFrom(values, name, (a, b) => a.filter((one) => holds(b, one))),
  ),
  $setDifference: onList(2, 2, (values, name) => setFrom(values, name, (a, b) => a.filter((one) => !holds(b, one)))),
  $objectToArray: onValue(objectToArray),
  $arrayToObject: onValue(arrayToObject),
  $mergeObjects: accumulating,

  ...Object.fromEntries(Object.keys(dateParts).map((name) => [name, datePartOf])),
  $dateToString: onFields(
    { date: 'required', format: 'optional', timezone: 'optional', onNull: 'optional' },
    dateToString,
  ),
  $dateTrunc: onFields({ date: 'required', ...DATE_UNITS, binSize: 'optional', startOfWeek: 'optional' }, dateTrunc),
  $dateDiff: onFields({ startDate: 'required', endDate: 'required', ...DATE_UNITS, startOfWeek: 'optional' }, dateDiff),
  $dateAdd: dateShift(1),
  $dateSubtract: dateShift(-1),

  $type: onList(1, 1, ([value]) => typeName(value)),
  $isNumber: onList(1, 1, ([value]) => typeRank(value) === Rank.number),
  $toString: onValue(toText),
  $toInt: onValue((value) => toInteger(value, 'int', -(2n ** 31n), 2n ** 31n - 1n)),
  $toLong: onValue((value) => toInteger(value, 'long', -(2n ** 63n), 2n ** 63n - 1n)),
  $toDouble: onValue(toNumber),
  $toDecimal: onValue(toDecimal),
  $toBool: onValue((value) => truth(value)),
  $toDate: onValue(toDate),
  $toObjectId: onValue(toObjectId),

  $sum: accumulating,
  $avg: accumulating,
  $min: accumulating,
  $max: accumulating,
};
