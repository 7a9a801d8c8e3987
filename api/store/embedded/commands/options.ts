import { decode } from '../bson/codec.ts';
import { safeInteger } from '../bson/numbers.ts';
import { type Document, isObject } from '../bson/order.ts';
import { valueOf } from '../bson/raw.ts';
import { StoreError } from '../errors.ts';
import { badValue, typeMismatch } from '../query/refuse.ts';
import { type Collection, checkNamespace, type Index, sameKey } from '../engine/catalog.ts';
import type { Engine } from '../engine/engine.ts';
import type { Answer } from '../wire/reply.ts';
import type { Connection } from '../wire/server.ts';
import type { Request } from '../wire/frame.ts';

/** A command and its surroundings. */
export interface Call {
  engine: Engine;
  request: Request;
  database: string;
  connection: Connection;
}

export type Command = (call: Call) => Answer | Promise<Answer>;

/** One field of a command, decoded; undefined when absent. */
export function field({ request }: Call, name: string): unknown {
  const element = request.parts.get(name);
  return element && valueOf(request.body, element);
}

/** A field that is a document. @throws StoreError 14 */
export function documentField(call: Call, name: string): Document | undefined {
  const value = field(call, name);
  if (value === undefined || value === null) return undefined;
  if (!isObject(value))
    throw typeMismatch(`BSON field '${call.request.name}.${name}' is the wrong type, expected type 'object'`);
  return value;
}

/** A field that is a whole number of at least 0. @throws StoreError 2, 14 */
export function countField(call: Call, name: string): number | undefined {
  const value = field(call, name);
  if (value === undefined || value === null) return undefined;
  const count = safeInteger(value);
  if (count === undefined)
    throw typeMismatch(`BSON field '${call.request.name}.${name}' is the wrong type, expected a whole number`);
  if (count < 0) throw badValue(`BSON field '${name}' value must be >= 0, actual value '${count}'`);
  return count;
}

/** The whole command, decoded. */
export function bodyOf({ request }: Call): Document {
  return decode(request.body);
}

/** The namespace a command names with its first field. @throws StoreError 73 */
export function namespaceOf(call: Call): string {
  const name = field(call, call.request.name);
  if (typeof name !== 'string') {
    throw new StoreError(73, 'InvalidNamespace', `collection name has invalid type for ${call.request.name}`);
  }
  const ns = `${call.database}.${name}`;
  checkNamespace(ns);
  return ns;
}

/** Whether the client waits for the flush. */
export function isDurable(call: Call): boolean {
  const concern = documentField(call, 'writeConcern');
  return concern !== undefined && (concern.j === true || concern.fsync === true);
}

/** Refuses what the subset leaves out and a client may send with any command. */
export function checkCommon(call: Call): void {
  const { parts } = call.request;
  if (parts.has('startTransaction') || parts.has('autocommit') || parts.has('txnNumber')) {
    throw new StoreError(
      20,
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    );
  }
  if (parts.has('readConcern')) {
    const level = documentField(call, 'readConcern')?.level;
    if (level === 'snapshot')
      throw new StoreError(238, 'NotImplemented', 'snapshot reads are not supported by the embedded store');
  }
  if (parts.has('collation')) checkCollation(documentField(call, 'collation'));
}

/** Only the order of bytes is supported. */
export function checkCollation(collation: Document | undefined): void {
  if (collation === undefined || collation.locale === 'simple') return;
  throw new StoreError(238, 'NotImplemented', 'collations other than simple are not supported by the embedded store');
}

/** The index a hint names. @throws StoreError 2 for one that is not there */
export function hintOf(collection: Collection, hint: unknown): Index | 'none' | undefined {
  if (hint === undefined || hint === null) return undefined;
  if (isObject(hint)) {
    if (Object.keys(hint).length === 0) return undefined;
    if ('$natural' in hint || sameKey(hint, { _id: 1 })) return 'none';
  } else if (hint === '_id_') return 'none';
  const index = collection.indexes.find(
    ({ name, key, ready }) => ready && (isObject(hint) ? sameKey(key, hint) : name === hint),
  );
  if (index === undefined) {
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return index;
}
