import { randomUUID } from 'node:crypto';
import { type Binary, UUID } from 'bson';
import { compileFilter, type Filter } from '../query/match.ts';
import { encode, decode } from '../bson/codec.ts';
import { type Document, equal, isObject } from '../bson/order.ts';
import { splitPath } from '../bson/path.ts';
import { StoreError } from '../errors.ts';
import type { Store } from './store.ts';

/** A field of an index key. */
export interface IndexField {
  path: string;
  parts: readonly string[];
  direction: 1 | -1;
}

/** An index other than that of `_id`. */
export interface Index {
  /** Prefix of its keys. */
  id: number;
  name: string;
  /** The key as the client gave it. */
  key: Document;
  fields: IndexField[];
  unique: boolean;
  sparse: boolean;
  partial: { document: Document; filter: Filter } | undefined;
  expireAfterSeconds: number | undefined;
  /** Some document gave more than one entry, ever. */
  multikey: boolean;
  /** Some entry was cut or shares its place, so that entries are not in exact order. */
  lossy: boolean;
  /** Whether it holds every document and may answer queries. */
  ready: boolean;
  /** Top-level fields whose change can change its entries. */
  touches: readonly string[];
}

export interface Collection {
  ns: string;
  database: string;
  name: string;
  /** Prefix of its documents' keys. */
  id: number;
  uuid: string;
  indexes: Index[];
}

/** What is stored of a collection; the version is that of `FORMAT` below. */
interface StoredCollection {
  id: number;
  uuid: string;
  indexes: {
    id: number;
    name: string;
    key: Document;
    unique?: boolean;
    sparse?: boolean;
    partialFilterExpression?: Document;
    expireAfterSeconds?: number;
    multikey?: boolean;
    lossy?: boolean;
    ready: boolean;
  }[];
}

/** Ids begin here, so that no key begins with a low byte. */
const FIRST_ID = 0x10000000;
const META = Buffer.from('\x01meta');

interface Meta {
  nextId: number;
  /** Prefixes whose keys are to be cleared: of dropped collections and indexes. */
  dropped: { table: 'data' | 'index'; id: number }[];
}

/** What the store holds, in memory and on disk; changes are made inside a write statement. */
export class Catalog {
  private readonly store: Store;
  private readonly collections = new Map<string, Collection>();
  private meta: Meta = { nextId: FIRST_ID, dropped: [] };

  constructor(store: Store) {
    this.store = store;
    for (const { key, value } of store.catalog.getRange({ start: Buffer.from([0]), end: Buffer.from([0xff]) })) {
      if (key.equals(META)) this.meta = decode(value) as unknown as Meta;
      else this.load(key.toString(), decode(value) as unknown as StoredCollection);
    }
  }

  get(ns: string): Collection | undefined {
    return this.collections.get(ns);
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  /** Prefixes still to be cleared. */
  get dropped(): readonly Meta['dropped'][number][] {
    return this.meta.dropped;
  }

  /** The collection, made when it is not there. */
  ensure(ns: string): Collection {
    const known = this.collections.get(ns);
    if (known !== undefined) return known;
    checkNamespace(ns);
    const collection: Collection = { ...parts(ns), ns, id: this.nextId(), uuid: randomUUID(), indexes: [] };
    this.collections.set(ns, collection);
    this.save(collection);
    return collection;
  }

  /** Takes a collection out; its documents are cleared later. */
  drop(collection: Collection): void {
    this.collections.delete(collection.ns);
    this.store.catalog.removeSync(Buffer.from(collection.ns));
    this.meta.dropped.push({ table: 'data', id: collection.id });
    for (const { id } of collection.indexes) this.meta.dropped.push({ table: 'index', id });
    this.saveMeta();
  }

  rename(collection: Collection, ns: string): void {
    checkNamespace(ns);
    this.collections.delete(collection.ns);
    this.store.catalog.removeSync(Buffer.from(collection.ns));
    Object.assign(collection, parts(ns), { ns });
    this.collections.set(ns, collection);
    this.save(collection);
  }

  addIndex(collection: Collection, spec: Omit<IndexSpec, 'id' | 'ready'>, ready: boolean): Index {
    const index = makeIndex({ ...spec, id: this.nextId(), ready });
    collection.indexes.push(index);
    this.save(collection);
    return index;
  }

  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter((other) => other !== index);
    this.meta.dropped.push({ table: 'index', id: index.id });
    this.saveMeta();
    this.save(collection);
  }

  /** Clears up to `limit` keys of what was dropped. @returns whether something is left */
  clearDropped(limit: number): boolean {
    const [first] = this.meta.dropped;
    if (first === undefined) return false;
    const table = this.store[first.table];
    const range = { start: prefixOf(first.id), end: prefixOf(first.id + 1), limit, values: false };
    const keys = [...table.getKeys(range)];
    for (const key of keys) table.removeSync(key);
    if (keys.length < limit) {
      this.meta.dropped.shift();
      this.saveMeta();
    }
    return this.meta.dropped.length > 0;
  }

  save(collection: Collection): void {
    const stored: StoredCollection = {
      id: collection.id,
      uuid: collection.uuid,
      indexes: collection.indexes.map((index) => ({
        id: index.id,
        name: index.name,
        key: index.key,
        unique: index.unique,
        sparse: index.sparse,
        ...(index.partial && { partialFilterExpression: index.partial.document }),
        ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
        multikey: index.multikey,
        lossy: index.lossy,
        ready: index.ready,
      })),
    };
    this.store.catalog.putSync(Buffer.from(collection.ns), encode(stored as unknown as Document));
  }

  private load(ns: string, stored: StoredCollection): void {
    const indexes = stored.indexes.map((index) => makeIndex(index));
    this.collections.set(ns, { ...parts(ns), ns, id: stored.id, uuid: stored.uuid, indexes });
  }

  private nextId(): number {
    const id = this.meta.nextId;
    this.meta.nextId += 1;
    this.saveMeta();
    return id;
  }

  private saveMeta(): void {
    this.store.catalog.putSync(META, encode(this.meta as unknown as Document));
  }
}

/** The bytes all keys of a collection or index begin with. */
export function prefixOf(id: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(id);
  return bytes;
}

/** Database and collection of a namespace; the collection's name may hold dots. */
function parts(ns: string): { database: string; name: string } {
  const dot = ns.indexOf('.');
  return { database: ns.slice(0, dot), name: ns.slice(dot + 1) };
}

/** @throws StoreError 73 for a name MongoDB does not allow. */
export function checkNamespace(ns: string): void {
  const { database, name } = parts(ns);
  if (database === '' || name === '' || name.startsWith('.') || /[\0$]/.test(name) || /[\0/\\ "$]/.test(database)) {
    throw new StoreError(73, 'InvalidNamespace', `Invalid namespace specified '${ns}'`);
  }
  if (Buffer.byteLength(ns) > 255) {
    throw new StoreError(73, 'InvalidNamespace', `Fully qualified namespace is too long: ${ns}`);
  }
}

/** The collection's id as `listCollections` shows it. */
export function uuidOf(collection: Collection): Binary {
  return new UUID(collection.uuid).toBinary();
}

/** What describes an index, as stored and as asked for. */
export interface IndexSpec {
  id: number;
  name: string;
  key: Document;
  unique?: boolean | undefined;
  sparse?: boolean | undefined;
  partialFilterExpression?: Document | undefined;
  expireAfterSeconds?: number | undefined;
  multikey?: boolean | undefined;
  lossy?: boolean | undefined;
  ready: boolean;
}

function makeIndex(spec: IndexSpec): Index {
  const fields = Object.keys(spec.key).map((path) => ({
    path,
    parts: splitPath(path),
    direction: Number(spec.key[path]) < 0 ? (-1 as const) : (1 as const),
  }));
  const partial = spec.partialFilterExpression;
  const touches = new Set(fields.map(({ parts: [first] }) => first!));
  if (partial !== undefined) for (const field of fieldsOf(partial)) touches.add(field);
  return {
    id: spec.id,
    name: spec.name,
    key: spec.key,
    fields,
    unique: spec.unique === true,
    sparse: spec.sparse === true,
    partial: partial && { document: partial, filter: compileFilter(partial) },
    expireAfterSeconds: spec.expireAfterSeconds,
    multikey: spec.multikey === true,
    lossy: spec.lossy === true,
    ready: spec.ready,
    touches: [...touches],
  };
}

/** The top-level fields a filter looks at. */
export function fieldsOf(filter: Document): Set<string> {
  const found = new Set<string>();
  for (const key of Object.keys(filter)) {
    const operand = filter[key];
    if (!key.startsWith('$')) found.add(splitPath(key)[0]!);
    else if (Array.isArray(operand)) {
      for (const clause of operand) if (isObject(clause)) for (const field of fieldsOf(clause)) found.add(field);
    }
  }
  return found;
}

/** Whether two index descriptions mean the same index. */
export function sameIndex(index: Index, spec: Omit<IndexSpec, 'id' | 'ready'>): boolean {
  return (
    sameKey(index.key, spec.key) &&
    index.unique === (spec.unique === true) &&
    index.sparse === (spec.sparse === true) &&
    index.expireAfterSeconds === spec.expireAfterSeconds &&
    equal(index.partial?.document ?? null, spec.partialFilterExpression ?? null)
  );
}

/** Whether two index keys have the same fields and directions in the same order. */
export function sameKey(a: Document, b: Document): boolean {
  const paths = Object.keys(a);
  const others = Object.keys(b);
  return paths.length === others.length && paths.every((path, at) => path === others[at] && equal(a[path], b[path]));
}

/** Whether a collection holds no document, as the running transaction sees it. */
export function isEmpty(store: Store, collection: Collection): boolean {
  const range = { start: prefixOf(collection.id), end: prefixOf(collection.id + 1), limit: 1 };
  for (const _ of store.data.getKeys(range)) return false;
  return true;
}
