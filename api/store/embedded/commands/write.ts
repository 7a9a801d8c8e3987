import { decode } from '../bson/codec.ts';
import { safeInteger } from '../bson/numbers.ts';
import { type Document, isObject } from '../bson/order.ts';
import { BsonType, elements, nameOf, valueOf } from '../bson/raw.ts';
import { StoreError } from '../errors.ts';
import { isTruthy } from '../query/match.ts';
import { compileProjection } from '../query/project.ts';
import { badValue, failedToParse } from '../query/refuse.ts';
import { compileSorter } from '../query/sort.ts';
import type { Collection, Index } from '../engine/catalog.ts';
import type { Engine } from '../engine/engine.ts';
import { checkMulti, Condition, Modification, type Target, targets, TooManyCandidates } from '../engine/modify.ts';
import { Query } from '../engine/query.ts';
import { checkStorable } from '../engine/writer.ts';
import { documentsOf } from '../wire/frame.ts';
import { type Answer, ok } from '../wire/reply.ts';
import { bodyOf, type Call, checkCollation, type Command, field, hintOf, isDurable, namespaceOf } from './options.ts';

const MOST_STATEMENTS = 100_000; // maxWriteBatchSize of the handshake
/** How long a command may hold the writer before others get their turn, in milliseconds. */
const WRITER_SLICE_MS = 20;
/** How many documents of a large `multi` change in one transaction. */
const CHUNK = 500;
/** How often a statement looks again when what it found has changed meanwhile. */
const MOST_TRIES = 100;

interface Outcome {
  /** Next statement. */
  at: number;
  ended: boolean;
  n: number;
  modified: number;
  upserted: Document[];
  errors: Document[];
}

function outcome(): Outcome {
  return { at: 0, ended: false, n: 0, modified: 0, upserted: [], errors: [] };
}

/** Notes a refused statement. @throws whatever is no refusal */
function noteError(state: Outcome, error: unknown, ordered: boolean): void {
  if (!(error instanceof StoreError)) throw error;
  state.errors.push({ index: state.at, code: error.code, errmsg: error.message, ...error.extra });
  if (ordered) state.ended = true;
}

/**
 * Runs the statements of a command, as many as fit a turn of the writer, then the next.
 *
 * @param one runs one statement; may throw `TooManyCandidates` before it has changed anything
 * @param slowly runs such a statement in turns of its own
 */
async function runStatements(
  call: Call,
  count: number,
  one: (at: number, state: Outcome) => void,
  slowly: (at: number, state: Outcome, durable: boolean) => Promise<void>,
): Promise<Outcome> {
  const { store } = call.engine;
  const durable = isDurable(call);
  const ordered = field(call, 'ordered') !== false;
  const state = outcome();
  while (state.at < count && !state.ended) {
    const needsTurns = await store.write(() => {
      const until = performance.now() + WRITER_SLICE_MS;
      for (; state.at < count && !state.ended; state.at += 1) {
        try {
          one(state.at, state);
        } catch (error) {
          if (error instanceof TooManyCandidates) return true;
          noteError(state, error, ordered);
        }
        if ((state.at & 15) === 15 && performance.now() > until) {
          state.at += 1;
          return false;
        }
      }
      return false;
    }, durable);
    if (!needsTurns) continue;
    try {
      await slowly(state.at, state, durable);
    } catch (error) {
      noteError(state, error, ordered);
    }
    state.at += 1;
  }
  return state;
}

const insert: Command = async (call) => {
  const ns = namespaceOf(call);
  const documents = statements(call, 'documents');
  const { catalog, writer } = call.engine;
  const state = await runStatements(
    call,
    documents.length,
    (at, state) => {
      const bytes = documents[at]!;
      checkStorable(bytes);
      writer.insert(catalog.ensure(ns), bytes);
      state.n += 1;
    },
    never,
  );
  return ok({ n: state.n, ...errorsOf(state) });
};

async function never(): Promise<void> {
  throw new Error('an insert has no candidates');
}

function errorsOf({ errors }: Outcome): Document {
  return errors.length === 0 ? {} : { writeErrors: errors };
}

function statements(call: Call, name: string): Buffer[] {
  const found = documentsOf(call.request, name);
  if (found === undefined)
    throw new StoreError(
      40414,
      'Location40414',
      `BSON field '${call.request.name}.${name}' is missing but a required field`,
    );
  if (found.length === 0 || found.length > MOST_STATEMENTS) {
    throw new StoreError(
      16,
      'InvalidLength',
      `Write batch sizes must be between 1 and ${MOST_STATEMENTS}. Got ${found.length} operations.`,
    );
  }
  return found;
}

interface UpdateStatement extends Target {
  modification: Modification;
  upsert: boolean;
  now: Date;
}

/** Reads one entry of `updates`. */
function readUpdate(bytes: Buffer, now: Date): UpdateStatement & { hintValue: unknown } {
  let condition: Buffer | undefined;
  let update: { bytes: Buffer; isPipeline: boolean } | undefined;
  let multi = false;
  let upsert = false;
  let arrayFilters: Document[] | undefined;
  let hintValue: unknown;
  for (const element of elements(bytes)) {
    switch (nameOf(bytes, element)) {
      case 'q':
        condition = bytes.subarray(element.value, element.end);
        break;
      case 'u':
        if (element.type !== BsonType.object && element.type !== BsonType.array) {
          throw failedToParse('Update argument must be either an object or an array');
        }
        update = { bytes: bytes.subarray(element.value, element.end), isPipeline: element.type === BsonType.array };
        break;
      case 'multi':
        multi = isTruthy(valueOf(bytes, element));
        break;
      case 'upsert':
        upsert = isTruthy(valueOf(bytes, element));
        break;
      case 'arrayFilters':
        arrayFilters = valueOf(bytes, element) as Document[];
        break;
      case 'collation':
        checkCollation(valueOf(bytes, element) as Document);
        break;
      case 'hint':
        hintValue = valueOf(bytes, element);
        break;
      case 'sort':
        throw new StoreError(40415, 'Location40415', "BSON field 'update.updates.sort' is an unknown field.");
      default:
        break;
    }
  }
  if (condition === undefined || update === undefined) {
    throw new StoreError(40414, 'Location40414', "BSON field 'update.updates.q' is missing but a required field");
  }
  const modification = new Modification(
    update.bytes,
    update.isPipeline,
    arrayFilters?.length === 0 ? undefined : arrayFilters,
  );
  checkMulti(modification, multi);
  return { condition: new Condition(condition), modification, multi, upsert, now, hintValue };
}

function runUpdate(
  engine: Engine,
  ns: string,
  statement: UpdateStatement & { hintValue: unknown },
  state: Outcome,
): void {
  const { store, catalog, writer } = engine;
  const { condition, modification, upsert, now } = statement;
  const collection = upsert ? catalog.ensure(ns) : catalog.get(ns);
  if (collection === undefined) {
    void condition.filter; // a malformed one is refused all the same
    return;
  }
  const target = { ...statement, hint: hintOf(collection, statement.hintValue) };
  const found = targets(store, writer, collection, target);
  for (const { key, bytes } of found) {
    const after = modification.apply(bytes, condition, now);
    state.n += 1;
    if (writer.replace(collection, key, bytes, after)) state.modified += 1;
  }
  if (found.length === 0 && upsert) {
    const _id = writer.insert(collection, modification.inserted(condition, now));
    state.n += 1;
    state.upserted.push({ index: state.at, _id });
  }
}

const update: Command = async (call) => {
  const ns = namespaceOf(call);
  const updates = statements(call, 'updates');
  const { engine } = call;
  const now = new Date();
  const state = await runStatements(
    call,
    updates.length,
    (at, state) => runUpdate(engine, ns, readUpdate(updates[at]!, now), state),
    async (at, state, durable) => {
      const statement = readUpdate(updates[at]!, now);
      const { condition, modification } = statement;
      const n = await inTurns(engine, ns, statement, durable, (collection, key, bytes) => {
        const after = modification.apply(bytes, condition, now);
        if (engine.writer.replace(collection, key, bytes, after)) state.modified += 1;
        state.n += 1;
      });
      if (n === 0 && statement.upsert) {
        await engine.store.write(() => {
          const collection = engine.catalog.ensure(ns);
          const _id = engine.writer.insert(collection, modification.inserted(condition, now));
          state.n += 1;
          state.upserted.push({ index: at, _id });
        }, durable);
      }
    },
  );
  const upserted = state.upserted.length === 0 ? {} : { upserted: state.upserted };
  return ok({ n: state.n, nModified: state.modified, ...upserted, ...errorsOf(state) });
};

/**
 * Changes the documents of a large statement: found by a read that gives way to others, then tested again and changed
 * a chunk at a time, as MongoDB's own multi updates interleave with other writes.
 */
async function inTurns(
  engine: Engine,
  ns: string,
  target: Target & { hintValue?: unknown },
  durable: boolean,
  change: (collection: Collection, key: Buffer, bytes: Buffer) => void,
): Promise<number> {
  const { store, catalog, writer } = engine;
  const { condition, multi, sort } = target;
  let changed = 0;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const collection = catalog.get(ns);
    if (collection === undefined) return changed;
    const hint: Index | 'none' | undefined = hintOf(collection, target.hintValue);
    const query = new Query(store, collection, { filter: condition.document, sort, limit: multi ? 0 : 1, hint });
    const keys = (await query.found()).map(({ key }) => key);
    for (let from = 0; from < keys.length; from += CHUNK) {
      const chunk = keys.slice(from, from + CHUNK);
      await store.write(() => {
        if (catalog.get(ns) !== collection) return;
        for (const { key, bytes } of targets(store, writer, collection, target, chunk)) {
          change(collection, key, bytes);
          changed += 1;
        }
      }, durable);
    }
    // A single one may have been changed by another meanwhile: then there may be a next.
    if (multi || keys.length === 0 || changed > 0) return changed;
  }
  return changed;
}

function readDelete(bytes: Buffer): Target & { hintValue: unknown } {
  const { q, limit, hint, collation } = decode(bytes);
  checkCollation(collation as Document | undefined);
  if (!isObject(q))
    throw new StoreError(40414, 'Location40414', "BSON field 'delete.deletes.q' is missing but a required field");
  const most = safeInteger(limit);
  if (most !== 0 && most !== 1)
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(limit)}`);
  const element = elements(bytes).find((part) => nameOf(bytes, part) === 'q')!;
  return { condition: new Condition(bytes.subarray(element.value, element.end)), multi: most === 0, hintValue: hint };
}

const remove: Command = async (call) => {
  const ns = namespaceOf(call);
  const deletes = statements(call, 'deletes');
  const { engine } = call;
  const { store, catalog, writer } = engine;
  const state = await runStatements(
    call,
    deletes.length,
    (at, state) => {
      const target = readDelete(deletes[at]!);
      const collection = catalog.get(ns);
      if (collection === undefined) {
        void target.condition.filter;
        return;
      }
      const found = targets(store, writer, collection, { ...target, hint: hintOf(collection, target.hintValue) });
      for (const { key, bytes } of found) {
        writer.remove(collection, key, bytes);
        state.n += 1;
      }
    },
    async (at, state, durable) => {
      const target = readDelete(deletes[at]!);
      await inTurns(engine, ns, target, durable, (collection, key, bytes) => {
        writer.remove(collection, key, bytes);
        state.n += 1;
      });
    },
  );
  return ok({ n: state.n, ...errorsOf(state) });
};

const findAndModify: Command = async (call) => {
  const ns = namespaceOf(call);
  const { engine, request } = call;
  const { store, catalog, writer } = engine;
  const {
    query = {},
    sort,
    fields,
    new: wantsNew,
    remove: removes,
    upsert,
    update: change,
    arrayFilters,
    hint,
  } = bodyOf(call);
  if (!isObject(query)) throw badValue('query must be an object');
  if (isTruthy(removes) === (change !== undefined)) {
    throw failedToParse(
      change === undefined
        ? 'Either an update or remove=true must be specified'
        : 'Cannot specify both an update and remove=true',
    );
  }
  if (isTruthy(removes) && isTruthy(upsert)) throw failedToParse('Cannot specify both upsert=true and remove=true ');
  if (isTruthy(removes) && isTruthy(wantsNew)) {
    throw failedToParse("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  }
  const given = isObject(sort) && Object.keys(sort).length > 0 ? sort : undefined;
  if (given !== undefined) compileSorter(given);
  const queryElement = request.parts.get('query');
  const condition = new Condition(
    queryElement === undefined ? EMPTY : request.body.subarray(queryElement.value, queryElement.end),
  );
  const updateElement = request.parts.get('update');
  const modification =
    updateElement &&
    new Modification(
      request.body.subarray(updateElement.value, updateElement.end),
      updateElement.type === BsonType.array,
      Array.isArray(arrayFilters) && arrayFilters.length > 0 ? (arrayFilters as Document[]) : undefined,
    );
  const project = compileProjection(isObject(fields) ? fields : undefined, condition.filter);
  const durable = isDurable(call);
  const now = new Date();
  const target: Target = { condition, multi: false, sort: given };

  function run(known?: Buffer[]): Answer | undefined {
    const collection = isTruthy(upsert) ? catalog.ensure(ns) : catalog.get(ns);
    if (collection === undefined) return ok(nothingFound(modification !== undefined));
    const [found] = targets(store, writer, collection, { ...target, hint: hintOf(collection, hint) }, known);
    if (found === undefined) {
      if (known !== undefined && known.length > 0) return undefined;
      if (modification === undefined || !isTruthy(upsert)) return ok(nothingFound(modification !== undefined));
      const bytes = modification.inserted(condition, now);
      const _id = writer.insert(collection, bytes);
      const value = isTruthy(wantsNew) ? project({ _id, ...decode(bytes) }) : null;
      return ok({ lastErrorObject: { n: 1, updatedExisting: false, upserted: _id }, value });
    }
    const { key, bytes } = found;
    if (modification === undefined) {
      writer.remove(collection, key, bytes);
      return ok({ lastErrorObject: { n: 1 }, value: project(decode(bytes)) });
    }
    const after = modification.apply(bytes, condition, now);
    writer.replace(collection, key, bytes, after);
    const value = project(decode(isTruthy(wantsNew) ? after : bytes));
    return ok({ lastErrorObject: { n: 1, updatedExisting: true }, value });
  }

  let known: Buffer[] | undefined;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    try {
      const answer = await store.write(() => run(known), durable);
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof TooManyCandidates)) throw error;
    }
    const collection = catalog.get(ns);
    if (collection === undefined) continue;
    const outside = new Query(store, collection, {
      filter: query,
      sort: given,
      limit: 1,
      hint: hintOf(collection, hint),
    });
    known = (await outside.found()).map(({ key }) => key);
  }
  throw new StoreError(112, 'WriteConflict', 'the documents kept changing; please retry');
};

const EMPTY = Buffer.from([5, 0, 0, 0, 0]);

function nothingFound(isUpdate: boolean): Document {
  return { lastErrorObject: isUpdate ? { n: 0, updatedExisting: false } : { n: 0 }, value: null };
}

export const writeCommands: Record<string, Command> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
};
