import { encode } from '../bson/codec.ts';
import { safeInteger } from '../bson/numbers.ts';
import { type Document, isObject } from '../bson/order.ts';
import { StoreError } from '../errors.ts';
import { compileFilter, isOperators, isTruthy } from '../query/match.ts';
import { badValue, shown, typeMismatch } from '../query/refuse.ts';
import { buildIndex, clearDropped } from '../engine/build.ts';
import {
  checkNamespace,
  type Collection,
  type Index,
  type IndexSpec,
  isEmpty,
  sameIndex,
  sameKey,
  uuidOf,
} from '../engine/catalog.ts';
import { countKeys } from '../engine/scan.ts';
import { makePlan } from '../engine/planner.ts';
import { type Answer, cursorAnswer, ok } from '../wire/reply.ts';
import {
  bodyOf,
  type Call,
  checkCollation,
  type Command,
  documentField,
  field,
  isDurable,
  namespaceOf,
} from './options.ts';

/** MongoDB's limit. */
const MOST_INDEXES = 64;

function missing(ns: string): StoreError {
  return new StoreError(26, 'NamespaceNotFound', `ns not found ${ns}`);
}

function refused(what: string): StoreError {
  return new StoreError(115, 'CommandNotSupported', `${what} are not supported by the embedded store`);
}

const create: Command = async (call) => {
  const ns = namespaceOf(call);
  const options = bodyOf(call);
  if (isTruthy(options.capped)) throw refused('capped collections');
  if (options.viewOn !== undefined) throw refused('views');
  if (options.timeseries !== undefined) throw refused('time series collections');
  if (options.clusteredIndex !== undefined) throw refused('clustered collections');
  if (options.validator !== undefined) throw refused('validators');
  const { store, catalog } = call.engine;
  await store.write(() => {
    if (catalog.get(ns) !== undefined) throw new StoreError(48, 'NamespaceExists', `Collection ${ns} already exists.`);
    catalog.ensure(ns);
  }, isDurable(call));
  return ok();
};

const drop: Command = async (call) => {
  const ns = namespaceOf(call);
  const { store, catalog, cursors } = call.engine;
  const dropped = await store.write(() => {
    const collection = catalog.get(ns);
    if (collection !== undefined) catalog.drop(collection);
    return collection;
  }, isDurable(call));
  if (dropped === undefined) return ok();
  cursors.killAll(ns);
  await clearDropped(call.engine);
  return ok({ nIndexesWas: dropped.indexes.length + 1, ns });
};

const dropDatabase: Command = async (call) => {
  const { store, catalog, cursors } = call.engine;
  const names = await store.write(() => {
    const mine = catalog.all().filter(({ database }) => database === call.database);
    for (const collection of mine) catalog.drop(collection);
    return mine.map(({ ns }) => ns);
  }, isDurable(call));
  for (const ns of names) cursors.killAll(ns);
  await clearDropped(call.engine);
  return ok({ dropped: call.database });
};

const renameCollection: Command = async (call) => {
  const { renameCollection: from, to, dropTarget } = bodyOf(call);
  if (typeof from !== 'string' || typeof to !== 'string') throw typeMismatch('renameCollection takes two names');
  checkNamespace(to);
  const { store, catalog, cursors } = call.engine;
  await store.write(() => {
    const collection = catalog.get(from);
    if (collection === undefined)
      throw new StoreError(26, 'NamespaceNotFound', `Source collection ${from} does not exist`);
    const target = catalog.get(to);
    if (from === to) throw new StoreError(20, 'IllegalOperation', "Can't rename a collection to itself");
    if (target !== undefined && !isTruthy(dropTarget))
      throw new StoreError(48, 'NamespaceExists', 'target namespace exists');
    if (target !== undefined) catalog.drop(target);
    catalog.rename(collection, to);
  }, isDurable(call));
  cursors.killAll(from);
  await clearDropped(call.engine);
  return ok();
};

/** Reads one description of an index. @throws StoreError 67, 2, 197 and others for what the subset refuses */
function readIndex(spec: unknown): Omit<IndexSpec, 'id' | 'ready'> {
  if (!isObject(spec)) throw typeMismatch('each index must be described by a document');
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds } = spec;
  if (!isObject(key) || Object.keys(key).length === 0) throw cannotCreate('Index keys cannot be an empty object');
  if (typeof name !== 'string' || name === '') {
    throw new StoreError(9, 'FailedToParse', "The 'name' field is a required property of an index specification");
  }
  for (const [path, direction] of Object.entries(key)) checkKey(path, direction);
  checkCollation(spec.collation as Document | undefined);
  if (isTruthy(spec.hidden)) throw refused('hidden indexes');
  if (partialFilterExpression !== undefined) {
    if (!isObject(partialFilterExpression)) throw typeMismatch("The field 'partialFilterExpression' must be an object");
    if (isTruthy(sparse)) throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
    checkPartial(partialFilterExpression);
    compileFilter(partialFilterExpression);
  }
  if (expireAfterSeconds !== undefined) checkTtl(key, expireAfterSeconds);
  return {
    name,
    key,
    ...(isTruthy(unique) && { unique: true }),
    ...(isTruthy(sparse) && { sparse: true }),
    ...(isObject(partialFilterExpression) && { partialFilterExpression }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds: safeInteger(expireAfterSeconds)! }),
  };
}

function cannotCreate(message: string): StoreError {
  return new StoreError(67, 'CannotCreateIndex', message);
}

function checkKey(path: string, direction: unknown): void {
  if (typeof direction === 'string') {
    throw cannotCreate(`Index type '${direction}' is not supported by the embedded store`);
  }
  const number = safeInteger(direction) ?? Number(direction);
  if (Number.isNaN(number) || number === 0)
    throw cannotCreate(`Values in the index key pattern cannot be ${shown(direction)}`);
  if (path === '' || path.split('.').includes(''))
    throw cannotCreate(`Index keys cannot contain an empty field: '${path}'`);
  if (path.includes('$**')) throw cannotCreate('wildcard indexes are not supported by the embedded store');
  if (path.split('.').some((part) => part.startsWith('$'))) {
    throw cannotCreate(`Index key contains an illegal field name: field name starts with '$': ${path}`);
  }
}

function checkTtl(key: Document, seconds: unknown): void {
  if (Object.keys(key).length !== 1)
    throw cannotCreate('TTL indexes are single-field indexes, compound indexes do not support TTL');
  if ('_id' in key)
    throw new StoreError(
      197,
      'InvalidIndexSpecificationOption',
      "The field 'expireAfterSeconds' is not valid for an _id index specification",
    );
  const whole = safeInteger(seconds);
  if (whole === undefined || whole < 0 || whole > 2_147_483_647) {
    throw cannotCreate(`TTL index 'expireAfterSeconds' option must be within an acceptable range: ${shown(seconds)}`);
  }
}

const PARTIAL = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in']);

function checkPartial(filter: Document): void {
  for (const [path, operand] of Object.entries(filter)) {
    if (path === '$and' && Array.isArray(operand)) {
      for (const clause of operand) if (isObject(clause)) checkPartial(clause);
    } else if (path.startsWith('$')) throw cannotCreate(`unsupported expression in partial index: ${path}`);
    else if (isOperators(operand)) {
      for (const operator of Object.keys(operand)) {
        if (!PARTIAL.has(operator) || (operator === '$exists' && !isTruthy(operand[operator]))) {
          throw cannotCreate(`unsupported expression in partial index: ${operator}`);
        }
      }
    }
  }
}

const createIndexes: Command = async (call) => {
  const ns = namespaceOf(call);
  const given = field(call, 'indexes');
  if (!Array.isArray(given) || given.length === 0) throw badValue('Must specify at least one index to create');
  const specs = given.map(readIndex);
  const { engine } = call;
  const { store, catalog } = engine;
  const made: Index[] = [];
  const state = await store.write(() => {
    const createdCollection = catalog.get(ns) === undefined;
    const collection = catalog.ensure(ns);
    const before = collection.indexes.length + 1;
    const fresh = specs.filter((spec) => !alreadyThere(collection, spec));
    if (before + fresh.length > MOST_INDEXES) throw cannotCreate(`add index fails, too many indexes for ${ns}`);
    const ready = isEmpty(store, collection);
    for (const spec of fresh) made.push(catalog.addIndex(collection, spec, ready));
    return { collection, before, createdCollection, ready };
  }, true);
  const { collection, before, createdCollection } = state;
  if (!state.ready) for (const index of made) await buildIndex(engine, collection, index);
  const note = made.length === 0 ? { note: 'all indexes already exist' } : {};
  return ok({
    numIndexesBefore: before,
    numIndexesAfter: collection.indexes.length + 1,
    createdCollectionAutomatically: createdCollection,
    ...note,
  });
};

/** @throws StoreError 85, 86 for one of the same name or key that means something else */
function alreadyThere(collection: Collection, spec: Omit<IndexSpec, 'id' | 'ready'>): boolean {
  if (sameKey(spec.key, { _id: 1 })) return true;
  for (const index of collection.indexes) {
    const same = sameIndex(index, spec);
    if (index.name === spec.name) {
      if (same) return true;
      if (!sameKey(index.key, spec.key)) {
        throw new StoreError(
          86,
          'IndexKeySpecsConflict',
          `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${shown(spec)}, existing index: ${shown(indexDocument(index))}`,
        );
      }
      throw new StoreError(
        85,
        'IndexOptionsConflict',
        `An equivalent index already exists with the same name but different options. Requested index: ${shown(spec)}, existing index: ${shown(indexDocument(index))}`,
      );
    }
    if (!sameKey(index.key, spec.key)) continue;
    if (same)
      throw new StoreError(85, 'IndexOptionsConflict', `Index already exists with a different name: ${index.name}`);
    // The same key under another filter is another index; other options over the same documents are a conflict.
    const filterOf = (filter: Document | undefined): Buffer => encode(filter ?? {});
    if (filterOf(index.partial?.document).equals(filterOf(spec.partialFilterExpression))) {
      throw new StoreError(
        85,
        'IndexOptionsConflict',
        `An equivalent index already exists with a different name and options. Requested index: ${shown(spec)}, existing index: ${shown(indexDocument(index))}`,
      );
    }
  }
  return false;
}

/** An index as `listIndexes` shows it. */
function indexDocument(index: Index): Document {
  return {
    v: 2,
    key: index.key,
    name: index.name,
    ...(index.unique && { unique: true }),
    ...(index.sparse && { sparse: true }),
    ...(index.partial && { partialFilterExpression: index.partial.document }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
  };
}

const ID_INDEX = { v: 2, key: { _id: 1 }, name: '_id_' };

/** Lists are short: they come in one batch whatever size was asked for. */
function listAnswer(ns: string, documents: Document[]): Answer {
  return cursorAnswer(ns, 'firstBatch', documents.map(encode), 0);
}

const listIndexes: Command = (call) => {
  const ns = namespaceOf(call);
  const collection = call.engine.catalog.get(ns);
  if (collection === undefined) throw new StoreError(26, 'NamespaceNotFound', `ns does not exist: ${ns}`);
  return listAnswer(ns, [ID_INDEX, ...collection.indexes.map(indexDocument)]);
};

const dropIndexes: Command = async (call) => {
  const ns = namespaceOf(call);
  const wanted = field(call, 'index');
  const { store, catalog } = call.engine;
  const before = await store.write(() => {
    const collection = catalog.get(ns);
    if (collection === undefined) throw missing(ns);
    const count = collection.indexes.length + 1;
    const doomed =
      wanted === '*'
        ? collection.indexes
        : (Array.isArray(wanted) ? wanted : [wanted]).map((one) => findIndex(collection, one));
    for (const index of doomed) catalog.dropIndex(collection, index);
    return count;
  }, isDurable(call));
  await clearDropped(call.engine);
  return ok({ nIndexesWas: before });
};

function findIndex(collection: Collection, wanted: unknown): Index {
  if (wanted === '_id_' || (isObject(wanted) && sameKey(wanted, { _id: 1 }))) {
    throw new StoreError(72, 'InvalidOptions', 'cannot drop _id index');
  }
  const found = collection.indexes.find(({ name, key }) => (isObject(wanted) ? sameKey(key, wanted) : name === wanted));
  if (found === undefined) {
    throw new StoreError(
      27,
      'IndexNotFound',
      isObject(wanted)
        ? `can't find index with key: ${shown(wanted)}`
        : `index not found with name [${String(wanted)}]`,
    );
  }
  return found;
}

const listCollections: Command = (call) => {
  const filter = compileFilter(documentField(call, 'filter') ?? {});
  const nameOnly = isTruthy(field(call, 'nameOnly'));
  const documents = call.engine.catalog
    .all()
    .filter(({ database }) => database === call.database)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((collection) => ({
      name: collection.name,
      type: 'collection',
      ...(!nameOnly && { options: {}, info: { readOnly: false, uuid: uuidOf(collection) }, idIndex: ID_INDEX }),
    }))
    .filter((document) => filter.test(document));
  return listAnswer(`${call.database}.$cmd.listCollections`, documents);
};

const listDatabases: Command = (call) => {
  const filter = compileFilter(documentField(call, 'filter') ?? {});
  const nameOnly = isTruthy(field(call, 'nameOnly'));
  const names = [...new Set(call.engine.catalog.all().map(({ database }) => database))].sort();
  const databases = names
    .map((name) => ({ name, ...(!nameOnly && { sizeOnDisk: 0, empty: false }) }))
    .filter((document) => filter.test(document));
  return ok({ databases, ...(!nameOnly && { totalSize: 0 }) });
};

function countIn(call: Call, collection: Collection): number {
  return countKeys(call.engine.store, makePlan(collection, compileFilter({}), undefined));
}

const collStats: Command = (call) => {
  const ns = namespaceOf(call);
  const collection = call.engine.catalog.get(ns);
  const count = collection === undefined ? 0 : countIn(call, collection);
  return ok({
    ns,
    count,
    size: 0,
    storageSize: 0,
    nindexes: (collection?.indexes.length ?? -1) + 1,
    indexSizes: {},
    capped: false,
  });
};

const dbStats: Command = (call) => {
  const mine = call.engine.catalog.all().filter(({ database }) => database === call.database);
  const objects = mine.reduce((sum, collection) => sum + countIn(call, collection), 0);
  const indexes = mine.reduce((sum, collection) => sum + collection.indexes.length + 1, 0);
  return ok({
    db: call.database,
    collections: mine.length,
    views: 0,
    objects,
    indexes,
    dataSize: 0,
    storageSize: 0,
    indexSize: 0,
  });
};

export const schemaCommands: Record<string, Command> = {
  create,
  drop,
  dropDatabase,
  renameCollection,
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
  listCollections,
  listDatabases,
  collStats,
  collstats: collStats,
  dbStats,
  dbstats: dbStats,
};
