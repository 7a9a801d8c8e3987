import type { Connection } from 'mongoose';
import type { Document } from 'mongodb';

/** One statement of MongoDB's `update` command. */
export type UpdateStatement = { q: Document; u: Document; upsert?: boolean };

export type BulkResult = {
  /** Positions at which a document was inserted. */
  inserted: Set<number>;
  /** Positions at which a key existed already. */
  duplicates: Set<number>;
};

type Reply = {
  upserted?: { index: number }[];
  writeErrors?: { index: number; code: number; errmsg?: string }[];
};

const duplicateKey = 11_000;
/** A command is one BSON document of at most 16 MB; beyond this it is split. */
const commandBytes = 8 * 1024 * 1024;

/**
 * Many updates in one unordered command. The driver's own bulk writer measures and copies every statement, which costs more than the
 * trip; nothing of what it adds is needed here, since callers know what a lost or repeated statement means.
 *
 * @param sizeOf the bytes of a statement's longest parts, roughly.
 * @throws what the store says of any statement but a duplicate key.
 */
export async function bulkUpdate(
  connection: Connection,
  collection: string,
  statements: readonly UpdateStatement[],
  options: { writeConcern?: Document; sizeOf?: (statement: UpdateStatement) => number } = {},
): Promise<BulkResult> {
  const { db } = connection;
  if (!db) throw new Error('the store is not connected');
  const inserted = new Set<number>();
  const duplicates = new Set<number>();
  const order = inOrderOfIds(statements);
  const positionOf = (index: number): number => order[index] ?? index;
  const sorted = order.flatMap((index) => statements[index] ?? []);
  for (const { from, updates } of chunks(sorted, options.sizeOf)) {
    const { writeConcern } = options;
    const reply = (await db.command({
      update: collection,
      updates,
      ordered: false,
      ...(writeConcern && { writeConcern }),
    })) as Reply;
    for (const { index } of reply.upserted ?? []) inserted.add(positionOf(from + index));
    for (const { index, code, errmsg } of reply.writeErrors ?? []) {
      if (code !== duplicateKey) throw new Error(`update of ${collection} failed (${code}): ${errmsg ?? ''}`);
      duplicates.add(positionOf(from + index));
    }
  }
  return { inserted, duplicates };
}

/**
 * Positions in the order of ids; statements of one document stay in theirs. A store may keep a document locked until the whole command
 * ends: two processes that wrote the same documents in different orders would wait for each other, a second for every document.
 */
function inOrderOfIds(statements: readonly UpdateStatement[]): number[] {
  const ids = statements.map(({ q }) => String(q['_id']));
  return [...ids.keys()].sort((a, b) => {
    const [first = '', second = ''] = [ids[a], ids[b]];
    return first < second ? -1 : first > second ? 1 : a - b;
  });
}

function* chunks(statements: readonly UpdateStatement[], sizeOf: (statement: UpdateStatement) => number = () => 2_048) {
  let from = 0;
  let bytes = 0;
  for (const [index, statement] of statements.entries()) {
    const size = sizeOf(statement);
    if (bytes > 0 && bytes + size > commandBytes) {
      yield { from, updates: statements.slice(from, index) };
      from = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (statements.length > from) yield { from, updates: statements.slice(from) };
}
