import { Decimal128, ObjectId, Timestamp } from 'bson';
import { compare, type Document, equal, isObject, Rank, typeRank } from '../bson/order.ts';
import { arithmetic, numeric, safeInteger } from '../bson/numbers.ts';
import { compileFilter, isOperators } from '../query/match.ts';
import { badValue, failedToParse, shown, typeMismatch, typeName } from '../query/refuse.ts';
import { compileSorter } from '../query/sort.ts';

/** The value stays as it is. */
export const KEEP = Symbol('keep');
/** The field goes. */
export const REMOVE = Symbol('remove');

/** What a change may know of the statement and the document it runs on. */
export interface ChangeContext {
  document: Document;
  now: Date;
}

/** What an operator does at one path. */
export interface Change {
  /** The new value, KEEP or REMOVE. @param old the present value, `undefined` when absent */
  next: (old: unknown, context: ChangeContext) => unknown;
  /** Whether an absent path is created; else it and a path through a scalar are left alone. */
  creates: boolean;
  /** Only for the insert of an upsert. */
  onInsertOnly?: boolean;
}

type Compile = (operand: unknown, path: string) => Change;

/** The update operators of the subset, except `$rename`, which has two paths. */
export const updateOperators: Record<string, Compile> = {
  $set: (operand) => ({ next: (old) => replaced(old, operand), creates: true }),
  $setOnInsert: (operand) => ({ next: (old) => replaced(old, operand), creates: true, onInsertOnly: true }),
  $unset: () => ({ next: () => REMOVE, creates: false }),
  $inc: (operand, path) => calculation('$inc', '+', operand, path),
  $mul: (operand, path) => calculation('$mul', '*', operand, path),
  $min: (operand) => extreme(operand, -1),
  $max: (operand) => extreme(operand, 1),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};

/** Scalars that are the same stay, so that a statement which changes nothing is seen to; larger values are written. */
function replaced(old: unknown, value: unknown): unknown {
  if (old === value && typeof value !== 'object') return KEEP;
  if (old === null && value === null) return KEEP;
  if (old instanceof Date && value instanceof Date && old.getTime() === value.getTime()) return KEEP;
  return old instanceof ObjectId && value instanceof ObjectId && old.equals(value) ? KEEP : value;
}

function calculation(name: string, operation: '+' | '*', operand: unknown, path: string): Change {
  const by = numeric(operand);
  const verb = name === '$inc' ? 'increment' : 'multiply';
  if (by === undefined) throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${shown(operand)}}`);
  const initial = operation === '+' ? by : by instanceof Decimal128 ? Decimal128.fromString('0') : 0;
  return {
    creates: true,
    next(old, { document }) {
      if (old === undefined) return initial;
      const number = numeric(old);
      if (number === undefined) {
        throw typeMismatch(
          `Cannot apply ${name} to a value of non-numeric type. {_id: ${shown(document._id)}} has the field ` +
            `'${path.slice(path.lastIndexOf('.') + 1)}' of non-numeric type ${typeName(old)}`,
        );
      }
      const result = arithmetic(operation, number, by);
      if (result === undefined) {
        throw badValue(`Failed to apply ${name} operations to current value (${shown(old)}) of '${path}'`);
      }
      return replaced(old, result);
    },
  };
}

function extreme(operand: unknown, direction: 1 | -1): Change {
  const next = (old: unknown): unknown => (old === undefined || compare(operand, old) * direction > 0 ? operand : KEEP);
  return { next, creates: true };
}

function currentDate(operand: unknown, path: string): Change {
  const kind = isObject(operand) && Object.keys(operand).length === 1 ? operand.$type : undefined;
  if (typeof operand === 'boolean' || kind === 'date') return { next: (_, { now }) => now, creates: true };
  if (kind !== 'timestamp') {
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ` +
        `({$type: 'timestamp/date'}) for '${path}'.`,
    );
  }
  return { next: (_, { now }) => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }), creates: true };
}

function push(operand: unknown, path: string): Change {
  const { each, position, sort, slice } = readPush(operand);
  return {
    creates: true,
    next(old, { document }) {
      if (old !== undefined && !Array.isArray(old)) {
        throw badValue(
          `The field '${path}' must be an array but is of type ${typeName(old)} in document {_id: ${shown(document._id)}}`,
        );
      }
      const before: unknown[] = old ?? [];
      if (old !== undefined && each.length === 0 && sort === undefined && slice === undefined) return KEEP;
      const at = position === undefined ? before.length : position < 0 ? before.length + position : position;
      const start = Math.max(0, Math.min(at, before.length));
      let result: unknown[] = start === before.length ? before.concat(each) : before.toSpliced(start, 0, ...each);
      if (sort !== undefined) result = sort(result);
      if (slice === undefined) return result;
      return slice >= 0 ? result.slice(0, slice) : result.slice(slice);
    },
  };
}

interface Push {
  each: unknown[];
  position?: number | undefined;
  slice?: number | undefined;
  sort?: ((values: unknown[]) => unknown[]) | undefined;
}

function readPush(operand: unknown): Push {
  if (!isObject(operand) || !('$each' in operand)) return { each: [operand] };
  for (const key of Object.keys(operand)) {
    if (!['$each', '$position', '$slice', '$sort'].includes(key))
      throw badValue(`Unrecognized clause in $push: ${key}`);
  }
  return {
    each: readEach('$push', operand.$each),
    position: readWhole('$position', operand.$position),
    slice: readWhole('$slice', operand.$slice),
    sort: operand.$sort === undefined ? undefined : readSort(operand.$sort),
  };
}

function readEach(name: string, each: unknown): unknown[] {
  if (Array.isArray(each)) return each;
  if (name === '$addToSet')
    throw typeMismatch(`The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`);
  throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeName(each)}`);
}

function readWhole(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const whole = safeInteger(value);
  if (whole === undefined)
    throw badValue(`The value for ${name} must be an integer value but was given ${shown(value)}`);
  return whole;
}

function readSort(spec: unknown): (values: unknown[]) => unknown[] {
  if (!isObject(spec)) {
    const direction = safeInteger(spec);
    if (direction === 1 || direction === -1) return (values) => values.toSorted((a, b) => compare(a, b) * direction);
    throw badValue('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  }
  if (Object.keys(spec).length === 0) {
    throw badValue('The $sort pattern is empty when it should be a set of fields.');
  }
  for (const direction of Object.values(spec)) {
    const whole = safeInteger(direction);
    if (whole !== 1 && whole !== -1) throw badValue('The $sort element value must be either 1 or -1');
  }
  const sorter = compileSorter(spec);
  const wrap = (value: unknown): Document => ({ value, key: isObject(value) ? sorter.keyOf(value) : sorter.keyOf({}) });
  return (values) =>
    values
      .map(wrap)
      .sort((a, b) => sorter.compareKeys(a.key as unknown[], b.key as unknown[]))
      .map(({ value }) => value);
}

function addToSet(operand: unknown, path: string): Change {
  const each =
    isObject(operand) && Object.keys(operand)[0] === '$each' ? readEach('$addToSet', operand.$each) : [operand];
  if (isObject(operand) && '$each' in operand && Object.keys(operand).length > 1) {
    throw badValue(`Found unexpected fields after $each in $addToSet: ${shown(operand)}`);
  }
  return {
    creates: true,
    next(old, { document }) {
      if (old !== undefined && !Array.isArray(old)) {
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeName(old)} in ` +
            `document {_id: ${shown(document._id)}}`,
        );
      }
      const result: unknown[] = old === undefined ? [] : [...(old as unknown[])];
      const before = result.length;
      for (const value of each) {
        if (!result.some((present) => equal(present, value))) result.push(value);
      }
      return old !== undefined && result.length === before ? KEEP : result;
    },
  };
}

function culling(name: string, culled: (element: unknown) => boolean): Change {
  return {
    creates: false,
    next(old) {
      if (old === undefined) return KEEP;
      if (!Array.isArray(old)) throw badValue(`Cannot apply ${name} to a non-array value`);
      const rest = old.filter((element) => !culled(element));
      return rest.length === old.length ? KEEP : rest;
    },
  };
}

function pull(operand: unknown): Change {
  if (isOperators(operand) || typeRank(operand) === Rank.regex) {
    const { test } = compileFilter({ element: operand });
    return culling('$pull', (element) => test({ element }));
  }
  if (!isObject(operand)) return culling('$pull', (element) => equal(element, operand));
  const { test } = compileFilter(operand);
  return culling('$pull', (element) => isObject(element) && test(element));
}

function pullAll(operand: unknown): Change {
  if (!Array.isArray(operand)) {
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
  }
  return culling('$pullAll', (element) => operand.some((value) => equal(value, element)));
}

function pop(operand: unknown, path: string): Change {
  const end = safeInteger(operand);
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${shown(operand)}`);
  return {
    creates: false,
    next(old) {
      if (old === undefined) return KEEP;
      if (!Array.isArray(old)) {
        throw typeMismatch(`Path '${path}' contains an element of non-array type '${typeName(old)}'`);
      }
      if (old.length === 0) return KEEP;
      return end === 1 ? old.slice(0, -1) : old.slice(1);
    },
  };
}
