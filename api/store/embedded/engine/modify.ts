import { decode, encode } from '../bson/codec.ts';
import type { Document } from '../bson/order.ts';
import { BsonType, elementAt, elements, type Element, findElement, valueOf } from '../bson/raw.ts';
import { StoreError } from '../errors.ts';
import { type Filter } from '../query/match.ts';
import { compileSorter } from '../query/sort.ts';
import { compileUpdate, type Update } from '../update/apply.ts';
import { seedFromFilter } from '../update/upsert.ts';
import type { Collection, Index } from './catalog.ts';
import { idKeyOf } from './entries.ts';
import { makePlan } from './planner.ts';
import { compileMatcher, type Matcher, matches } from './query.ts';
import { type Found, Scan } from './scan.ts';
import type { Store } from './store.ts';
import { checkStorable, documentKey, type Writer } from './writer.ts';

/** The condition of a statement, read as far as it is needed. */
export class Condition {
  private readonly bytes: Buffer;
  private readonly parts: Element[];
  private decodedFilter: Document | undefined;
  private compiled: Matcher | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.parts = elements(bytes);
  }

  get document(): Document {
    return (this.decodedFilter ??= decode(this.bytes));
  }

  get matcher(): Matcher {
    return (this.compiled ??= compileMatcher(this.document));
  }

  get filter(): Filter {
    return this.matcher.filter;
  }

  /** The `_id` asked for by equality with a scalar, when the condition begins with that. */
  idElement(): Element | undefined {
    const [first] = this.parts;
    if (first === undefined || !PLAIN.has(first.type)) return undefined;
    const { bytes } = this;
    const isId =
      first.nameEnd - first.start === 4 && bytes.toString('latin1', first.start + 1, first.nameEnd) === '_id';
    return isId ? first : undefined;
  }

  idValue(element: Element): unknown {
    return valueOf(this.bytes, element);
  }

  /** Whether a document matches; plain equalities are compared as bytes. */
  test(document: Buffer): boolean {
    for (const part of this.parts) {
      const same = PLAIN.has(part.type) ? sameBytes(this.bytes, part, document) : undefined;
      if (same === undefined) return matches(this.matcher, document);
      if (!same) return false;
    }
    return true;
  }
}

/** Scalars of which equal bytes mean equal values. */
const PLAIN = new Set<number>([
  BsonType.string,
  BsonType.objectId,
  BsonType.boolean,
  BsonType.date,
  BsonType.int,
  BsonType.double,
]);
/** Types whose values can equal one of another type, or hold it. */
const OPEN = new Set<number>([
  BsonType.array,
  BsonType.double,
  BsonType.int,
  BsonType.long,
  BsonType.decimal,
  BsonType.symbol,
]);

/** Whether a document's field equals a plain one; undefined when the bytes cannot tell. */
function sameBytes(bytes: Buffer, part: Element, document: Buffer): boolean | undefined {
  for (let at = part.start + 1; at < part.nameEnd; at += 1) if (bytes[at] === 0x2e) return undefined;
  if (bytes[part.start + 1] === 0x24) return undefined;
  const element = findElement(document, bytes.toString('utf8', part.start + 1, part.nameEnd));
  if (element === undefined) return false;
  if (element.type !== part.type) return OPEN.has(element.type) ? undefined : false;
  const same =
    element.end - element.value === part.end - part.value &&
    document.compare(bytes, part.value, part.end, element.value, element.end) === 0;
  // NaN and -0 have several bytes.
  return same || part.type !== BsonType.double ? same : undefined;
}

/** An update as it came: what it does to a document's bytes. */
export class Modification {
  private readonly bytes: Buffer;
  private readonly arrayFilters: Document[] | undefined;
  private readonly isPipeline: boolean;
  private compiled: Update | undefined;
  /** Elements to set, when the update is `$set` of plain top-level fields and no more (`$setOnInsert` aside). */
  private readonly sets: Element[] | undefined;
  readonly isReplacement: boolean;

  constructor(bytes: Buffer, isPipeline: boolean, arrayFilters: Document[] | undefined) {
    this.bytes = bytes;
    this.isPipeline = isPipeline;
    this.arrayFilters = arrayFilters;
    this.isReplacement = !isPipeline && !startsWithOperator(bytes);
    this.sets = isPipeline || this.isReplacement || arrayFilters !== undefined ? undefined : plainSets(bytes);
    if (this.isReplacement) checkStorable(bytes);
    else if (this.sets === undefined) void this.update;
  }

  get update(): Update {
    if (this.compiled === undefined) {
      const decoded = decode(this.bytes);
      const update = this.isPipeline ? (Object.values(decoded) as Document[]) : decoded;
      this.compiled = compileUpdate(update, this.arrayFilters === undefined ? {} : { arrayFilters: this.arrayFilters });
    }
    return this.compiled;
  }

  /** The document after the update. */
  apply(before: Buffer, condition: Condition, now: Date): Buffer {
    if (this.isReplacement) {
      const replaced = replacedBytes(before, this.bytes);
      if (replaced !== undefined) return replaced;
    } else if (this.sets !== undefined) return withSet(before, this.bytes, this.sets);
    const document = decode(before);
    const { update } = this;
    const after = update.apply(document, {
      get positions() {
        return condition.filter.positions(document);
      },
      isUpsertInsert: false,
      now,
    });
    return after === document ? before : encode(after);
  }

  /** The document an upsert inserts. */
  inserted(condition: Condition, now: Date): Buffer {
    const seed = seedFromFilter(condition.document);
    if (this.isReplacement) {
      const after = this.update.apply('_id' in seed ? { _id: seed._id } : {}, { isUpsertInsert: true, now });
      return encode(after);
    }
    return encode(this.update.apply(seed, { isUpsertInsert: true, now }));
  }
}

function startsWithOperator(bytes: Buffer): boolean {
  return bytes[4] !== 0 && bytes[5] === 0x24;
}

/** The elements of `$set` when that is all the update does to a document that is there. */
function plainSets(bytes: Buffer): Element[] | undefined {
  let sets: Element[] | undefined;
  for (const operator of elements(bytes)) {
    if (operator.type !== BsonType.object) return undefined;
    const name = bytes.toString('latin1', operator.start + 1, operator.nameEnd);
    if (name !== '$set' || sets !== undefined) return undefined;
    sets = elements(bytes, operator.value);
    if (sets.length === 0 || !sets.every((element) => isPlainField(bytes, element))) return undefined;
  }
  return sets;
}

/** A top-level field other than `_id`, set to a value that needs no look inside. */
function isPlainField(bytes: Buffer, { start, nameEnd, type }: Element): boolean {
  if (nameEnd === start + 1 || type === BsonType.undefined) return false;
  if (nameEnd - start === 4 && bytes.toString('latin1', start + 1, nameEnd) === '_id') return false;
  for (let at = start + 1; at < nameEnd; at += 1) if (bytes[at] === 0x2e || bytes[at] === 0x24) return false;
  return true;
}

/** A document with some elements put in the place of those of the same name, or at its end in the order of names. */
function withSet(before: Buffer, bytes: Buffer, sets: Element[]): Buffer {
  const fresh: Element[] = [];
  const replaced: { old: Element; next: Element }[] = [];
  let growth = 0;
  for (const next of sets) {
    const old = findElement(before, bytes.toString('utf8', next.start + 1, next.nameEnd));
    const size = next.end - next.start;
    if (old === undefined) {
      fresh.push(next);
      growth += size;
    } else if (old.end - old.start !== size || before.compare(bytes, next.start, next.end, old.start, old.end) !== 0) {
      replaced.push({ old, next });
      growth += size - (old.end - old.start);
    }
  }
  if (fresh.length === 0 && replaced.length === 0) return before;
  replaced.sort((a, b) => a.old.start - b.old.start);
  if (fresh.length > 1) {
    fresh.sort((a, b) => bytes.compare(bytes, b.start + 1, b.nameEnd, a.start + 1, a.nameEnd));
  }
  const after = Buffer.allocUnsafe(before.length + growth);
  let from = 0;
  let to = 0;
  for (const { old, next } of replaced) {
    to += before.copy(after, to, from, old.start);
    to += bytes.copy(after, to, next.start, next.end);
    from = old.end;
  }
  to += before.copy(after, to, from, before.length - 1);
  for (const next of fresh) to += bytes.copy(after, to, next.start, next.end);
  after[to] = 0;
  after.writeInt32LE(after.length, 0);
  return after;
}

/** The replacement with the `_id` of the document it replaces; undefined when the two need a comparison by value. */
function replacedBytes(before: Buffer, after: Buffer): Buffer | undefined {
  const id = elementAt(before, 4)!;
  const given = findElement(after, '_id');
  if (given !== undefined) {
    if (given.start !== 4 || after.compare(before, id.start, id.end, given.start, given.end) !== 0) return undefined;
    return after;
  }
  const size = id.end - id.start;
  const bytes = Buffer.allocUnsafe(after.length + size);
  bytes.writeInt32LE(bytes.length, 0);
  before.copy(bytes, 4, id.start, id.end);
  after.copy(bytes, 4 + size, 4);
  return bytes;
}

/** A statement that would hold the one writer for too long: its documents are to be found outside first. */
export class TooManyCandidates extends Error {}

/** How many documents a statement may look at while it holds the writer. */
const MOST_CANDIDATES = 1000;

/** What one statement aims at. */
export interface Target {
  condition: Condition;
  multi: boolean;
  sort?: Document | undefined;
  hint?: Index | 'none' | undefined;
}

/**
 * The documents a statement is about, listed before any of them changes.
 *
 * @param known keys found outside, when a first try threw; each is tested again
 * @throws TooManyCandidates
 */
export function targets(
  store: Store,
  writer: Writer,
  collection: Collection,
  target: Target,
  known?: Buffer[],
): Found[] {
  const { condition, multi, sort, hint } = target;
  if (known !== undefined) return reread(writer, condition, known);
  const id = hint === undefined ? condition.idElement() : undefined;
  if (id !== undefined) {
    const key = documentKey(collection, idKeyOf(condition.idValue(id)));
    const bytes = writer.read(key);
    return bytes !== undefined && condition.test(bytes) ? [{ key, bytes }] : [];
  }
  const plan = makePlan(collection, condition.filter, sort, hint);
  const first = !multi && plan.sorted;
  const scan = new Scan(store, collection, plan, first ? 1 : undefined);
  const found: Found[] = [];
  for (let some = scan.next(); some.length > 0; some = scan.next()) {
    for (const one of some) {
      if (!plan.exact && !matches(condition.matcher, one.bytes)) continue;
      found.push(one);
      if (first) return found;
    }
    if (scan.examined > MOST_CANDIDATES) throw new TooManyCandidates();
  }
  if (multi || found.length < 2 || plan.sorted) return multi ? found : found.slice(0, 1);
  const sorter = compileSorter(sort!);
  const keyed = found.map((one) => ({ one, sortKey: sorter.keyOf(decode(one.bytes)) }));
  return [keyed.reduce((best, next) => (sorter.compareKeys(next.sortKey, best.sortKey) < 0 ? next : best)).one];
}

function reread(writer: Writer, condition: Condition, keys: Buffer[]): Found[] {
  return keys.flatMap((key) => {
    const bytes = writer.read(key);
    return bytes !== undefined && condition.test(bytes) ? [{ key, bytes }] : [];
  });
}

/** Refuses what only a single document may be given. */
export function checkMulti(modification: Modification, multi: boolean): void {
  if (multi && modification.isReplacement) {
    throw new StoreError(9, 'FailedToParse', 'multi update is not supported for replacement-style update');
  }
}
