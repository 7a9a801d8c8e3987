import { calculateObjectSize } from 'bson';
import { compare, type Document, isObject } from '../bson/order.ts';
import { safeInteger } from '../bson/numbers.ts';
import { getField, putField, splitPath } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import { compileFilter } from '../query/match.ts';
import { failedToParse, located, shown, typeMismatch, typeName } from '../query/refuse.ts';
import { compileSorter, type Sorter } from '../query/sort.ts';
import { type Accumulator, accumulators, groupKey } from './accumulators.ts';
import { compileExpression, type ExpressionContext } from './expressions.ts';
import { stageOf, transforms } from './transforms.ts';

/** What a pipeline needs of its surroundings. */
export interface PipelineEnv {
  /** The documents of another collection of the same database that match a filter. */
  lookup: (collection: string, filter: Document) => AsyncIterable<Document>;
  now: Date;
  /** For `$sample`: a number from 0 up to 1, as `Math.random` gives. */
  random?: (() => number) | undefined;
}

type Flow = AsyncIterable<Document>;
type Env = PipelineEnv & ExpressionContext;

/** A compiled stage: one that treats each document by itself (undefined drops it), or one over the whole flow. */
type Stage =
  { kind: 'each'; of: (document: Document) => Document | undefined } | { kind: 'flow'; of: (input: Flow) => Flow };

type Compile = (operand: unknown, env: Env, following: readonly unknown[]) => Stage;

/**
 * Runs a pipeline over a flow of documents. Only `$sort`, `$group`, `$facet` and `$sample` hold more than a document at
 * a time. Stages are checked at once; the flow starts when it is read.
 *
 * @throws StoreError 40324 for a stage outside the subset, 40323 and others for malformed stages.
 */
export function runPipeline(input: Flow, stages: readonly Document[], env: PipelineEnv): Flow {
  return connect(input, compileStages(stages, env));
}

function compileStages(stages: readonly unknown[], env: Env): Stage[] {
  return stages.map((stage, at) => {
    const { name, operand } = stageOf(stage);
    const transform = Object.hasOwn(transforms, name) ? transforms[name] : undefined;
    if (transform !== undefined) return { kind: 'each', of: transform(operand, env) };
    const compile = Object.hasOwn(stageKinds, name) ? stageKinds[name] : undefined;
    if (compile === undefined) throw located(40324, `Unrecognized pipeline stage name: '${name}'`);
    return compile(operand, env, stages.slice(at + 1));
  });
}

/** Neighbours that treat each document by itself run as one, since every asynchronous step costs. */
function connect(input: Flow, stages: readonly Stage[]): Flow {
  let flow = input;
  let each: ((document: Document) => Document | undefined)[] = [];
  for (const stage of stages) {
    if (stage.kind === 'each') each.push(stage.of);
    else {
      flow = stage.of(each.length === 0 ? flow : mapped(flow, each));
      each = [];
    }
  }
  return each.length === 0 ? flow : mapped(flow, each);
}

async function* mapped(input: Flow, steps: ((document: Document) => Document | undefined)[]): Flow {
  for await (const document of input) {
    let current: Document | undefined = document;
    for (const step of steps) {
      current = step(current);
      if (current === undefined) break;
    }
    if (current !== undefined) yield current;
  }
}

const stageKinds: Record<string, Compile> = {
  $match: match,
  $sort: sort,
  $limit: (operand) => limit(readLimit(operand)),
  $skip: (operand) => skip(readSkip(operand)),
  $count: count,
  $unwind: unwind,
  $group: group,
  $sortByCount: sortByCount,
  $bucket: bucket,
  $sample: sample,
  $facet: facet,
  $lookup: lookup,
};

function match(operand: unknown, env: Env): Stage {
  if (!isObject(operand)) throw located(15959, 'the match filter must be an expression in an object');
  const { test } = compileFilter(operand, env);
  return { kind: 'each', of: (document) => (test(document) ? document : undefined) };
}

function readLimit(operand: unknown): number {
  const most = safeInteger(operand);
  if (most === undefined)
    throw located(2107201, `invalid argument to $limit stage: Expected an integer: $limit: ${shown(operand)}`);
  if (most <= 0) throw located(15958, 'the limit must be positive');
  return most;
}

function readSkip(operand: unknown): number {
  const count = safeInteger(operand);
  if (count === undefined || count < 0) {
    throw located(
      5107200,
      `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${shown(operand)}`,
    );
  }
  return count;
}

function limit(most: number): Stage {
  return {
    kind: 'flow',
    async *of(input) {
      let left = most;
      for await (const document of input) {
        yield document;
        left -= 1;
        if (left === 0) return;
      }
    },
  };
}

function skip(some: number): Stage {
  return {
    kind: 'flow',
    async *of(input) {
      let left = some;
      for await (const document of input) {
        if (left > 0) left -= 1;
        else yield document;
      }
    },
  };
}

function readSort(operand: unknown): Sorter {
  if (!isObject(operand)) throw located(15973, 'the $sort key specification must be an object');
  if (Object.keys(operand).length === 0) throw located(15976, '$sort stage must have at least one sort key');
  return compileSorter(operand);
}

/** With `$limit` next (or `$skip` and then `$limit`) no more documents are kept than can come out. */
function sort(operand: unknown, _env: Env, following: readonly unknown[]): Stage {
  const sorter = readSort(operand);
  const most = wanted(following);
  return { kind: 'flow', of: (input) => sortedFlow(input, sorter, most) };
}

function wanted(following: readonly unknown[]): number {
  let skipped = 0;
  for (const stage of following) {
    const { name, operand } = stageOf(stage);
    if (name === '$limit') return skipped + readLimit(operand);
    if (name !== '$skip') return Infinity;
    skipped += readSkip(operand);
  }
  return Infinity;
}

const SORT_BYTES = 100 * 1024 * 1024; // MongoDB's limit for a sort in memory
const WEIGHED = 16; // every sixteenth document stands for its neighbours: measuring each would cost as much as sorting

async function* sortedFlow(input: Flow, sorter: Sorter, most: number): Flow {
  let kept: { key: unknown[]; document: Document }[] = [];
  const cut = (): void => {
    kept.sort((a, b) => sorter.compareKeys(a.key, b.key));
    if (kept.length > most) kept = kept.slice(0, most);
  };
  const full = most * 2 + 1000;
  let bytes = 0;
  for await (const document of input) {
    kept.push({ key: sorter.keyOf(document), document });
    if (kept.length >= full) cut();
    if (most === Infinity && kept.length % WEIGHED === 0) bytes += calculateObjectSize(document) * WEIGHED;
    if (bytes > SORT_BYTES) {
      throw new StoreError(
        292,
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${SORT_BYTES} bytes; limit it or let an index order it`,
      );
    }
  }
  cut();
  for (const { document } of kept) yield document;
}

function count(operand: unknown): Stage {
  if (typeof operand !== 'string') throw located(40156, 'the count field must be a non-empty string');
  if (operand === '') throw located(40157, 'the count field must be a non-empty string');
  if (operand.startsWith('$')) throw located(40158, 'the count field cannot be a $-prefixed path');
  if (operand.includes('.')) throw located(40160, "the count field cannot contain '.'");
  return {
    kind: 'flow',
    async *of(input) {
      let total = 0;
      for await (const _ of input) total += 1;
      if (total > 0) yield { [operand]: total };
    },
  };
}

function unwind(operand: unknown): Stage {
  const given = isObject(operand) ? operand : { path: operand };
  for (const key of Object.keys(given)) {
    if (!['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(key))
      throw located(28811, `unrecognized option to $unwind stage: ${key}`);
  }
  const { path, includeArrayIndex: indexField, preserveNullAndEmptyArrays: preserve = false } = given;
  if (typeof path !== 'string')
    throw located(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`);
  if (!path.startsWith('$') || path.length < 2)
    throw located(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  if (typeof preserve !== 'boolean')
    throw located(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  if (indexField !== undefined && (typeof indexField !== 'string' || indexField === ''))
    throw located(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  if (indexField?.startsWith('$') === true)
    throw located(28822, `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${indexField}`);
  const parts = splitPath(path.slice(1));
  const number = (document: Document, index: number | null): Document => {
    return indexField === undefined ? document : withPath(document, splitPath(indexField), index);
  };
  return {
    kind: 'flow',
    async *of(input) {
      for await (const document of input) {
        const value = valueAt(document, parts);
        if (Array.isArray(value) && value.length > 0) {
          for (let at = 0; at < value.length; at += 1) yield number(withPath(document, parts, value[at]), at);
        } else if (!Array.isArray(value) && value !== undefined && value !== null) yield number(document, null);
        else if (preserve) yield number(Array.isArray(value) ? withPath(document, parts, undefined) : document, null);
      }
    },
  };
}

function valueAt(document: Document, parts: readonly string[]): unknown {
  let value: unknown = document;
  for (const part of parts) value = isObject(value) ? getField(value, part) : undefined;
  return value;
}

/** The document with another value at a path; documents on the way are copied or made, undefined removes the field. */
function withPath(document: Document, parts: readonly string[], value: unknown, at = 0): Document {
  const copy = { ...document };
  const part = parts[at]!;
  if (at === parts.length - 1) {
    if (value === undefined) delete copy[part];
    else putField(copy, part, value);
    return copy;
  }
  const below = getField(document, part);
  putField(copy, part, withPath(isObject(below) ? below : {}, parts, value, at + 1));
  return copy;
}

interface Field {
  name: string;
  start: () => Accumulator;
  value: (document: Document) => unknown;
}

function readFields(spec: Document, env: Env): Field[] {
  return Object.keys(spec).map((name) => {
    const accumulator = spec[name];
    if (name.includes('.')) throw located(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) throw located(40236, `The field name '${name}' cannot be an operator name`);
    const [operator, ...others] = isObject(accumulator) ? Object.keys(accumulator) : [];
    if (!isObject(accumulator) || operator === undefined)
      throw located(40234, `The field '${name}' must be an accumulator object`);
    if (others.length > 0) throw located(40238, `The field '${name}' must specify one accumulator`);
    const start = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined;
    if (start === undefined) throw located(15952, `unknown group operator '${operator}'`);
    const operand = accumulator[operator];
    if (
      Array.isArray(operand) &&
      operator !== '$push' &&
      operator !== '$addToSet' &&
      operator !== '$first' &&
      operator !== '$last'
    ) {
      throw located(40237, `The ${operator} accumulator is a unary operator`);
    }
    if (operator === '$count' && !(isObject(operand) && Object.keys(operand).length === 0)) {
      throw typeMismatch('$count takes no arguments, i.e. $count:{}');
    }
    return { name, start, value: compileExpression(operator === '$count' ? 1 : operand, env) };
  });
}

interface Group {
  id: unknown;
  running: Accumulator[];
}

function addTo(group: Group, fields: Field[], document: Document): void {
  for (let at = 0; at < fields.length; at += 1) group.running[at]!.add(fields[at]!.value(document));
}

function finished({ id, running }: Group, fields: Field[]): Document {
  const result: Document = { _id: id };
  fields.forEach(({ name }, at) => putField(result, name, running[at]!.result()));
  return result;
}

function group(operand: unknown, env: Env): Stage {
  if (!isObject(operand)) throw located(15947, `a group's fields must be specified in an object`);
  if (!('_id' in operand)) throw located(15955, 'a group specification must include an _id');
  const { _id, ...spec } = operand;
  const idOf = compileExpression(_id, env);
  const fields = readFields(spec, env);
  return {
    kind: 'flow',
    async *of(input) {
      const groups = new Map<string, Group>();
      for await (const document of input) {
        const id = idOf(document) ?? null;
        const key = groupKey(id);
        let present = groups.get(key);
        if (present === undefined) {
          present = { id, running: fields.map(({ start }) => start()) };
          groups.set(key, present);
        }
        addTo(present, fields, document);
      }
      for (const present of groups.values()) yield finished(present, fields);
    },
  };
}

function sortByCount(operand: unknown, env: Env): Stage {
  const expression = typeof operand === 'string' ? operand.startsWith('$') : isObject(operand);
  if (!expression) throw located(40149, 'the sortByCount field must be specified as a string or as an object');
  return chain(compileStages([{ $group: { _id: operand, count: { $sum: 1 } } }, { $sort: { count: -1 } }], env));
}

function chain(stages: Stage[]): Stage {
  return { kind: 'flow', of: (input) => connect(input, stages) };
}

function bucket(operand: unknown, env: Env): Stage {
  if (!isObject(operand))
    throw located(40201, `Argument to $bucket stage must be an object, found ${typeName(operand)}`);
  const { groupBy, boundaries, output = { count: { $sum: 1 } }, ...others } = operand;
  const [unknown] = Object.keys(others).filter((key) => key !== 'default');
  if (unknown !== undefined) throw located(40197, `Unrecognized option to $bucket: ${unknown}.`);
  if (groupBy === undefined || boundaries === undefined)
    throw located(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  if (!Array.isArray(boundaries))
    throw located(40200, `The $bucket 'boundaries' field must be an array, but found type: ${typeName(boundaries)}.`);
  if (boundaries.length < 2) throw located(40192, "The $bucket 'boundaries' field must have at least 2 values");
  const edges: unknown[] = boundaries;
  edges.forEach((value, at) => {
    if (at > 0 && compare(edges[at - 1], value) >= 0)
      throw located(40194, "The 'boundaries' option to $bucket must be sorted in ascending order");
  });
  if (!isObject(output)) throw located(40196, "The $bucket 'output' field must be an object");
  const by = compileExpression(groupBy, env);
  const fields = readFields(output, env);
  const hasDefault = 'default' in others;
  const edgeOf = (value: unknown): unknown => {
    const above = edges.findIndex((limit) => compare(value, limit) < 0);
    if (above > 0) return edges[above - 1];
    if (hasDefault) return others.default ?? null;
    throw located(40066, '$switch could not find a matching branch for an input, and no default was specified.');
  };
  return {
    kind: 'flow',
    async *of(input) {
      const groups = new Map<string, Group>();
      for await (const document of input) {
        const id = edgeOf(by(document));
        const key = groupKey(id);
        const present = groups.get(key) ?? { id, running: fields.map(({ start }) => start()) };
        groups.set(key, present);
        addTo(present, fields, document);
      }
      for (const present of [...groups.values()].sort((a, b) => compare(a.id, b.id))) yield finished(present, fields);
    },
  };
}

function sample(operand: unknown, env: Env): Stage {
  const size = isObject(operand) && Object.keys(operand).join() === 'size' ? safeInteger(operand.size) : undefined;
  if (size === undefined)
    throw located(28746, `the $sample stage specification must be { size: <number> }, found ${shown(operand)}`);
  if (size <= 0) throw located(28747, 'size argument to $sample must be a positive integer');
  const random = env.random ?? Math.random;
  return {
    kind: 'flow',
    async *of(input) {
      const chosen: Document[] = [];
      let seen = 0;
      for await (const document of input) {
        seen += 1;
        if (chosen.length < size) chosen.push(document);
        else {
          const at = Math.floor(random() * seen);
          if (at < size) chosen[at] = document;
        }
      }
      yield* chosen;
    },
  };
}

const NOT_IN_FACET = new Set(['$facet']);

function facet(operand: unknown, env: Env): Stage {
  if (!isObject(operand))
    throw located(40169, `the $facet specification must be a non-empty object, but found: ${shown(operand)}`);
  const branches = Object.keys(operand).map((name) => {
    const pipeline = operand[name];
    if (!Array.isArray(pipeline))
      throw located(40170, `arguments to $facet must be arrays, ${name} is type ${typeName(pipeline)}`);
    for (const stage of pipeline) {
      const inner = stageOf(stage).name;
      if (NOT_IN_FACET.has(inner)) throw located(40600, `${inner} is not allowed to be used within a $facet stage`);
    }
    return [name, compileStages(pipeline, env)] as const;
  });
  if (branches.length === 0) throw located(40169, 'the $facet specification must be a non-empty object, but found: {}');
  return {
    kind: 'flow',
    async *of(input) {
      const documents = await collect(input);
      const result: Document = {};
      for (const [name, stages] of branches) putField(result, name, await collect(connect(replay(documents), stages)));
      yield result;
    },
  };
}

async function collect(flow: Flow): Promise<Document[]> {
  const documents: Document[] = [];
  for await (const document of flow) documents.push(document);
  return documents;
}

async function* replay(documents: readonly Document[]): Flow {
  yield* documents;
}

interface Lookup {
  from: string;
  as: readonly string[];
  fields: { local: readonly string[]; foreign: string } | undefined;
  variables: [string, (document: Document) => unknown][];
  pipeline: Document[] | undefined;
}

const LOOKUP_OPTIONS = ['from', 'localField', 'foreignField', 'let', 'pipeline', 'as'];
const REMEMBERED_LOOKUPS = 100;

function lookup(operand: unknown, env: Env): Stage {
  const spec = readLookup(operand, env);
  return {
    kind: 'flow',
    async *of(input) {
      const known = new Map<string, Document[]>();
      for await (const document of input) {
        yield withPath(document, spec.as, await foundFor(document, spec, env, known));
      }
    },
  };
}

function readLookup(operand: unknown, env: Env): Lookup {
  if (!isObject(operand))
    throw failedToParse(`the $lookup stage specification must be an object, but found ${typeName(operand)}`);
  for (const key of Object.keys(operand)) {
    if (!LOOKUP_OPTIONS.includes(key)) throw failedToParse(`unknown argument to $lookup: ${key}`);
  }
  const { from, localField, foreignField, as, let: variables = {}, pipeline } = operand;
  if (typeof from !== 'string') throw failedToParse("$lookup argument 'from' must be a string");
  if (typeof as !== 'string' || as === '') throw failedToParse("must specify 'as' field for a $lookup");
  if (
    (localField === undefined) !== (foreignField === undefined) ||
    (localField === undefined && pipeline === undefined)
  ) {
    throw failedToParse("$lookup requires both or neither of 'localField' and 'foreignField', or a 'pipeline'");
  }
  for (const field of [localField, foreignField]) {
    if (field !== undefined && (typeof field !== 'string' || field === ''))
      throw failedToParse('$lookup fields must be non-empty strings');
  }
  if (!isObject(variables))
    throw failedToParse(
      `$lookup argument 'let: ${shown(variables)}' must be an object, is type ${typeName(variables)}`,
    );
  if (pipeline !== undefined && !Array.isArray(pipeline))
    throw typeMismatch("'pipeline' option must be specified as an array");
  if (pipeline !== undefined) {
    // Checked once here, with the variables unknown as values but known by name.
    const names = new Map(Object.keys(variables).map((name) => [name, null]));
    compileStages(pipeline, { ...env, variables: new Map([...(env.variables ?? []), ...names]) });
  }
  return {
    from,
    as: splitPath(as),
    fields:
      typeof localField === 'string' ? { local: splitPath(localField), foreign: foreignField as string } : undefined,
    variables: Object.keys(variables).map((name) => [name, compileExpression(variables[name], env)]),
    pipeline: pipeline as Document[] | undefined,
  };
}

async function foundFor(
  document: Document,
  spec: Lookup,
  env: Env,
  known: Map<string, Document[]>,
): Promise<Document[]> {
  const filters: Document[] = [];
  if (spec.fields !== undefined) filters.push({ [spec.fields.foreign]: localCondition(document, spec.fields.local) });
  if (spec.pipeline !== undefined) return piped(document, spec, env, filters);
  const key = groupKey(filters[0]);
  let found = known.get(key);
  if (found === undefined) {
    found = await collect(env.lookup(spec.from, filters[0]!));
    if (known.size >= REMEMBERED_LOOKUPS) known.clear();
    known.set(key, found);
  }
  return found;
}

/** What the foreign field must hold: a local array stands for any of its elements, an absent field for null. */
function localCondition(document: Document, parts: readonly string[]): Document {
  const values = localValues(document, parts, 0);
  return values.length === 1 ? { $eq: values[0] ?? null } : { $in: values.map((value) => value ?? null) };
}

function localValues(value: unknown, parts: readonly string[], at: number): unknown[] {
  if (at === parts.length) return Array.isArray(value) ? value : [value];
  if (Array.isArray(value)) return value.flatMap((element: unknown) => localValues(element, parts, at));
  return localValues(isObject(value) ? getField(value, parts[at]!) : undefined, parts, at + 1);
}

async function piped(document: Document, spec: Lookup, env: Env, filters: Document[]): Promise<Document[]> {
  const variables = new Map(env.variables ?? []);
  for (const [name, value] of spec.variables) variables.set(name, value(document));
  const { filter, ...leading } = splitLeading(spec.pipeline!);
  // A condition that may refer to the variables stays here; any other lets the other collection use its indexes.
  const local = usesExpressions(filter);
  if (!local && Object.keys(filter).length > 0) filters.push(filter);
  const stages = local ? spec.pipeline! : restOf(leading);
  const wantedFilter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return collect(connect(env.lookup(spec.from, wantedFilter), compileStages(stages, { ...env, variables })));
}

function usesExpressions(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesExpressions);
  if (!isObject(value)) return false;
  return Object.keys(value).some((key) => key === '$expr' || usesExpressions(value[key]));
}

type Leading = { sort?: Document | undefined; skip?: number | undefined; limit?: number | undefined; rest: Document[] };

function restOf({ sort: order, skip: some, limit: most, rest }: Leading): Document[] {
  const stages: Document[] = [];
  if (order !== undefined) stages.push({ $sort: order });
  if (some !== undefined) stages.push({ $skip: some });
  if (most !== undefined) stages.push({ $limit: most });
  return [...stages, ...rest];
}

/**
 * The beginning of a pipeline as a query, so that indexes can serve it: `$match` stages joined, then `$sort` (a `$match`
 * after it joins the others), `$skip` and `$limit` in this order; `rest` is what follows.
 *
 * @throws StoreError as `runPipeline` for a malformed stage among them.
 */
export function splitLeading(stages: readonly Document[]): Leading & { filter: Document } {
  const filters: Document[] = [];
  const leading: Leading = { rest: [] };
  let at = 0;
  for (; at < stages.length; at += 1) {
    const { name, operand } = stageOf(stages[at]);
    if (name === '$match' && leading.skip === undefined) {
      if (!isObject(operand)) throw located(15959, 'the match filter must be an expression in an object');
      if (Object.keys(operand).length > 0) filters.push(operand);
    } else if (name === '$sort' && leading.sort === undefined && leading.skip === undefined) {
      readSort(operand);
      leading.sort = operand as Document;
    } else if (name === '$skip' && leading.skip === undefined) leading.skip = readSkip(operand);
    else if (name === '$limit') {
      leading.limit = readLimit(operand);
      at += 1;
      break;
    } else break;
  }
  leading.rest = stages.slice(at);
  return { filter: filters.length > 1 ? { $and: filters } : (filters[0] ?? {}), ...leading };
}
