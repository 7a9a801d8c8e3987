import { Long } from 'bson';
import { encode } from '../bson/codec.ts';
import { encodeField } from '../bson/key.ts';
import { safeInteger } from '../bson/numbers.ts';
import { type Document, isObject } from '../bson/order.ts';
import { matchValues } from '../bson/path.ts';
import { runPipeline, splitLeading } from '../aggregate/run.ts';
import { StoreError } from '../errors.ts';
import { compileFilter, isTruthy } from '../query/match.ts';
import { badValue, failedToParse, located, typeMismatch } from '../query/refuse.ts';
import { type Collection } from '../engine/catalog.ts';
import type { Batches } from '../engine/cursors.ts';
import { Interrupt } from '../engine/interrupt.ts';
import { makePlan } from '../engine/planner.ts';
import { compileMatcher, Query, type QuerySpec } from '../engine/query.ts';
import { countKeys } from '../engine/scan.ts';
import { LARGEST_DOCUMENT } from '../engine/writer.ts';
import { type Answer, cursorAnswer, ok } from '../wire/reply.ts';
import { type Call, type Command, countField, documentField, field, hintOf, namespaceOf } from './options.ts';

/** As in MongoDB: the first batch when the client names no size, and what one answer may carry. */
const FIRST_BATCH = 101;
const BATCH_BYTES = LARGEST_DOCUMENT;

/** Runs a batch so that a client that goes away ends it. */
async function guarded<T>(call: Call, batches: { stop(error: StoreError): void }, run: () => Promise<T>): Promise<T> {
  const gone = call.connection.onClose(() =>
    batches.stop(new StoreError(279, 'ClientDisconnect', 'the client has gone')),
  );
  try {
    return await run();
  } finally {
    gone();
  }
}

async function firstBatch(
  call: Call,
  ns: string,
  batches: Batches,
  size: number | undefined,
  single: boolean,
): Promise<Answer> {
  const batch =
    size === 0 ? [] : await guarded(call, batches, () => batches.nextBatch(size ?? FIRST_BATCH, BATCH_BYTES));
  const over = single || (batches.done && (size !== 0 || batch.length > 0));
  const id = over ? 0 : call.engine.cursors.add(ns, batches);
  return cursorAnswer(ns, 'firstBatch', batch, id);
}

function querySpec(call: Call, collection: Collection): QuerySpec & { limit: number } {
  const skip = countField(call, 'skip');
  return {
    filter: documentField(call, 'filter') ?? {},
    sort: documentField(call, 'sort'),
    projection: documentField(call, 'projection'),
    skip,
    limit: countField(call, 'limit') ?? 0,
    hint: hintOf(collection, field(call, 'hint')),
  };
}

function emptyCollection(ns: string): Collection {
  const dot = ns.indexOf('.');
  // Ids begin above this one, so that there is nothing under it.
  return { ns, database: ns.slice(0, dot), name: ns.slice(dot + 1), id: 0x0f000000, uuid: '', indexes: [] };
}

const find: Command = async (call) => {
  const ns = namespaceOf(call);
  if (isTruthy(field(call, 'tailable')))
    throw badValue('error processing query: tailable cursor requested on non capped collection');
  const collection = call.engine.catalog.get(ns) ?? emptyCollection(ns);
  const spec = querySpec(call, collection);
  const batchSize = countField(call, 'batchSize');
  const query = new Query(call.engine.store, collection, spec, new Interrupt(countField(call, 'maxTimeMS')));
  return firstBatch(call, ns, query, batchSize, isTruthy(field(call, 'singleBatch')));
};

const getMore: Command = async (call) => {
  const { cursors } = call.engine;
  const name = field(call, 'collection');
  const id = cursorId(field(call, 'getMore'));
  const ns = `${call.database}.${String(name)}`;
  const size = countField(call, 'batchSize');
  const next = await cursors.next(id, ns, size === undefined || size === 0 ? Infinity : size, BATCH_BYTES);
  return cursorAnswer(ns, 'nextBatch', next.batch, next.id);
};

function cursorId(value: unknown): number {
  if (typeof value === 'number') return value;
  return value instanceof Long ? value.toNumber() : -1;
}

const killCursors: Command = (call) => {
  const ids = field(call, 'cursors');
  if (!Array.isArray(ids)) throw typeMismatch("BSON field 'killCursors.cursors' is missing but a required field");
  const longs = ids.map((id: unknown) => Long.fromNumber(cursorId(id)));
  const killed = longs.filter((id) => call.engine.cursors.kill(id.toNumber()));
  const notFound = longs.filter((id) => !killed.includes(id));
  return ok({ cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [] });
};

const count: Command = async (call) => {
  const ns = namespaceOf(call);
  const { catalog } = call.engine;
  const collection = catalog.get(ns);
  const filter = documentField(call, 'query') ?? {};
  const limit = safeInteger(field(call, 'limit') ?? 0) ?? 0;
  const skip = countField(call, 'skip') ?? 0;
  if (collection === undefined) {
    compileFilter(filter);
    return ok({ n: 0 });
  }
  const hint = hintOf(collection, field(call, 'hint'));
  const n = await countMatches(call, collection, { filter, hint });
  const rest = Math.max(0, n - skip);
  return ok({ n: limit === 0 ? rest : Math.min(rest, Math.abs(limit)) });
};

/** Counts by index keys alone where they tell exactly. */
async function countMatches(call: Call, collection: Collection, spec: QuerySpec): Promise<number> {
  const { store } = call.engine;
  const matcher = compileMatcher(spec.filter);
  const plan = makePlan(collection, matcher.filter, undefined, spec.hint);
  if (plan.exact && !plan.repeats) return countKeys(store, plan);
  const query = new Query(store, collection, spec, new Interrupt(countField(call, 'maxTimeMS')));
  return guarded(call, query, async () => {
    let n = 0;
    while (!query.done) n += (await query.nextBatch(1000, Infinity)).length;
    return n;
  });
}

const distinct: Command = async (call) => {
  const ns = namespaceOf(call);
  const path = field(call, 'key');
  if (typeof path !== 'string')
    throw typeMismatch("BSON field 'distinct.key' is the wrong type, expected type 'string'");
  const collection = call.engine.catalog.get(ns) ?? emptyCollection(ns);
  const filter = documentField(call, 'query') ?? {};
  const query = new Query(
    call.engine.store,
    collection,
    { filter, hint: hintOf(collection, field(call, 'hint')) },
    new Interrupt(countField(call, 'maxTimeMS')),
  );
  const values = new Map<string, unknown>();
  await guarded(call, query, async () => {
    for await (const document of query.documents()) {
      const found = matchValues(document, path);
      // An array at the end comes with its elements before it: it is these that count.
      const leaves = Array.isArray(found.at(-1)) ? found.slice(0, -1) : found;
      for (const value of leaves) {
        if (value === undefined || Array.isArray(value)) continue;
        const key = encodeField(value, 1).bytes.toString('latin1');
        if (!values.has(key)) values.set(key, value);
      }
    }
  });
  const ordered = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return ok({ values: ordered });
};

/** The output of a pipeline in batches. */
class PipelineBatches implements Batches {
  done = false;
  private readonly source: AsyncIterator<Document>;
  private readonly interrupt: { stop(error: StoreError): void };
  private ahead: Buffer | undefined;

  constructor(flow: AsyncIterable<Document>, interrupt: { stop(error: StoreError): void }) {
    this.source = flow[Symbol.asyncIterator]();
    this.interrupt = interrupt;
  }

  stop(error: StoreError): void {
    this.interrupt.stop(error);
  }

  async nextBatch(documents: number, bytes: number): Promise<Buffer[]> {
    const batch: Buffer[] = [];
    let size = 0;
    while (batch.length < documents) {
      const next = this.ahead ?? (await this.pull());
      this.ahead = undefined;
      if (next === undefined) return batch;
      if (batch.length > 0 && size + next.length > bytes) {
        this.ahead = next;
        return batch;
      }
      batch.push(next);
      size += next.length;
    }
    this.ahead = await this.pull();
    return batch;
  }

  private async pull(): Promise<Buffer | undefined> {
    if (this.done) return undefined;
    const { value, done } = await this.source.next();
    if (done !== true) return encode(value);
    this.done = true;
    return undefined;
  }
}

const aggregate: Command = async (call) => {
  const target = field(call, 'aggregate');
  const pipeline = field(call, 'pipeline');
  if (!Array.isArray(pipeline))
    throw typeMismatch("BSON field 'aggregate.pipeline' is the wrong type, expected type 'array'");
  const stages = pipeline as Document[];
  for (const stage of stages) if (isObject(stage)) refuseStage(stage);
  if (typeof target !== 'string') {
    throw new StoreError(
      73,
      'InvalidNamespace',
      'aggregations over a database are not supported by the embedded store',
    );
  }
  const cursor = documentField(call, 'cursor');
  if (cursor === undefined && field(call, 'explain') === undefined) {
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  }
  const ns = namespaceOf(call);
  const [first] = stages;
  const interrupt = new Interrupt(countField(call, 'maxTimeMS'));
  if (first !== undefined && isObject(first) && '$collStats' in first) return collectionStats(call, ns, stages);
  const { filter, sort, skip, limit, rest } = splitLeading(stages);
  const collection = call.engine.catalog.get(ns) ?? emptyCollection(ns);
  const hint = hintOf(collection, field(call, 'hint'));
  const spec: QuerySpec = { filter, sort, skip, limit, hint };
  if (rest.length === 0) {
    const query = new Query(call.engine.store, collection, spec, interrupt);
    return firstBatch(call, ns, query, batchSizeOf(cursor), false);
  }
  if (skip === undefined && limit === undefined && sort === undefined && isBareCount(rest)) {
    const n = await countMatches(call, collection, { filter, hint });
    const batch = n === 0 ? [] : [encode(countResult(rest[0]!, n))];
    return cursorAnswer(ns, 'firstBatch', batch, 0);
  }
  const query = new Query(call.engine.store, collection, spec, interrupt);
  const flow = runPipeline(query.documents(), rest, {
    lookup: lookupIn(call, interrupt),
    now: new Date(),
    random: Math.random,
  });
  return firstBatch(call, ns, new PipelineBatches(flow, query), batchSizeOf(cursor), false);
};

function batchSizeOf(cursor: Document | undefined): number | undefined {
  const size = cursor?.batchSize;
  return size === undefined ? undefined : (safeInteger(size) ?? FIRST_BATCH);
}

/** The pipeline that drivers send for `countDocuments`: `{ $group: { _id: 1, n: { $sum: 1 } } }`. */
function isBareCount(stages: Document[]): boolean {
  const [only, another] = stages;
  if (only === undefined || another !== undefined || !isObject(only.$group)) return false;
  const group = only.$group;
  const keys = Object.keys(group);
  return (
    keys.length === 2 &&
    keys.includes('_id') &&
    !isObject(group._id) &&
    typeof group._id !== 'string' &&
    isObject(group.n) &&
    equalsOne(group.n)
  );
}

function equalsOne(accumulator: Document): boolean {
  return Object.keys(accumulator).length === 1 && safeInteger(accumulator.$sum) === 1;
}

function countResult(stage: Document, n: number): Document {
  return { _id: (stage.$group as Document)._id ?? null, n };
}

/** Stages that MongoDB has and this store refuses, with MongoDB's own codes where it refuses them too. */
function refuseStage(stage: Document): void {
  if ('$changeStream' in stage) {
    throw located(40573, 'The $changeStream stage is only supported on replica sets');
  }
  if ('$listSessions' in stage || '$listLocalSessions' in stage || '$currentOp' in stage) {
    throw new StoreError(115, 'CommandNotSupported', `${Object.keys(stage)[0]} is not supported by the embedded store`);
  }
}

function lookupIn(call: Call, interrupt: Interrupt): (name: string, filter: Document) => AsyncIterable<Document> {
  return (name, filter) => {
    const ns = `${call.database}.${name}`;
    const collection = call.engine.catalog.get(ns) ?? emptyCollection(ns);
    return new Query(call.engine.store, collection, { filter }, interrupt).documents();
  };
}

/** `$collStats: { count: {} }`, which `estimatedDocumentCount` may send. */
async function collectionStats(call: Call, ns: string, stages: Document[]): Promise<Answer> {
  const collection = call.engine.catalog.get(ns);
  const spec = stages[0]!.$collStats;
  if (!isObject(spec) || !('count' in spec)) {
    throw new StoreError(115, 'CommandNotSupported', '$collStats gives only count in the embedded store');
  }
  const n = collection === undefined ? 0 : await countMatches(call, collection, { filter: {} });
  async function* one(): AsyncGenerator<Document> {
    yield { ns, count: n };
  }
  const flow = runPipeline(one(), stages.slice(1), { lookup: lookupIn(call, new Interrupt()), now: new Date() });
  return firstBatch(call, ns, new PipelineBatches(flow, new Interrupt()), undefined, false);
}

/** A summary of the plan: what it scans and how much it looked at. */
const explain: Command = async (call) => {
  const command = documentField(call, 'explain') ?? {};
  const [name] = Object.keys(command);
  const ns = `${call.database}.${String(command[name!])}`;
  const collection = call.engine.catalog.get(ns) ?? emptyCollection(ns);
  const spec = explainedSpec(name!, command);
  const query = new Query(call.engine.store, collection, { ...spec, hint: hintOf(collection, command.hint) });
  const { plan } = query;
  const verbosity = field(call, 'verbosity');
  let returned = 0;
  if (verbosity !== 'queryPlanner') while (!query.done) returned += (await query.nextBatch(1000, Infinity)).length;
  const input =
    plan.index === undefined
      ? {
          stage:
            plan.points === undefined && plan.ranges.length === 1 && plan.ranges[0]!.start.length === 4
              ? 'COLLSCAN'
              : 'IDHACK',
        }
      : { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: plan.index.name, keyPattern: plan.index.key } };
  const stage = plan.sorted ? input : { stage: 'SORT', inputStage: input };
  return ok({
    explainVersion: '1',
    queryPlanner: { namespace: ns, winningPlan: stage, rejectedPlans: [] },
    ...(verbosity !== 'queryPlanner' && {
      executionStats: {
        executionSuccess: true,
        nReturned: returned,
        totalKeysExamined: query.examinedKeys,
        totalDocsExamined: query.examinedDocuments,
      },
    }),
  });
};

function explainedSpec(name: string, command: Document): QuerySpec {
  if (name === 'find') {
    const { filter = {}, sort, limit, skip } = command;
    return { filter: filter as Document, sort: sort as Document, limit: limit as number, skip: skip as number };
  }
  if (name === 'count' || name === 'distinct' || name === 'findAndModify') {
    return { filter: (command.query ?? {}) as Document, sort: command.sort as Document };
  }
  if (name === 'aggregate') return splitLeading(command.pipeline as Document[]);
  const [statement] = ((command.updates ?? command.deletes) as Document[] | undefined) ?? [];
  if (statement === undefined)
    throw new StoreError(59, 'CommandNotFound', `Explain failed due to unknown command: ${name}`);
  return { filter: statement.q as Document };
}

export const readCommands: Record<string, Command> = {
  find,
  getMore,
  killCursors,
  count,
  distinct,
  aggregate,
  explain,
};
