import { decode, encode } from '../bson/codec.ts';
import { compare, type Document } from '../bson/order.ts';
import { decodeFields } from '../bson/raw.ts';
import { StoreError } from '../errors.ts';
import { compileFilter, type Filter } from '../query/match.ts';
import { compileProjection } from '../query/project.ts';
import { compileSorter } from '../query/sort.ts';
import { type Collection, fieldsOf, type Index } from './catalog.ts';
import { Interrupt } from './interrupt.ts';
import { makePlan, type Plan } from './planner.ts';
import { type Found, Scan } from './scan.ts';
import type { Store } from './store.ts';

/** What a find asks for. */
export interface QuerySpec {
  filter: Document;
  sort?: Document | undefined;
  projection?: Document | undefined;
  skip?: number | undefined;
  /** 0 means all. */
  limit?: number | undefined;
  hint?: Index | 'none' | undefined;
}

/** What a sort may hold in memory, as in MongoDB. */
const SORT_LIMIT_BYTES = 100 * 1024 * 1024;

/** A compiled filter with the fields it looks at, so that no more than these is decoded to test a document. */
export interface Matcher {
  filter: Filter;
  fields: readonly string[];
  isEmpty: boolean;
}

export function compileMatcher(filter: Document): Matcher {
  return { filter: compileFilter(filter), fields: [...fieldsOf(filter)], isEmpty: Object.keys(filter).length === 0 };
}

/** Whether stored bytes match. Few fields are picked out one by one, for many a whole decode is quicker. */
export function matches({ filter, fields, isEmpty }: Matcher, bytes: Buffer): boolean {
  if (isEmpty) return true;
  return filter.test(fields.length <= 4 ? decodeFields(bytes, fields) : decode(bytes));
}

interface Keyed extends Found {
  sortKey: unknown[];
  order: number;
}

/** A find that is under way: documents as bytes, in batches. */
export class Query {
  readonly plan: Plan;
  private readonly scan: Scan;
  private readonly matcher: Matcher;
  private readonly spec: QuerySpec;
  private readonly project: ((bytes: Buffer) => Buffer) | undefined;
  private readonly interrupt: Interrupt;
  private toSkip: number;
  private left: number;
  private ready: Found[] = [];
  private readyAt = 0;
  private started = false;
  private ended = false;
  /** Documents that were looked at. */
  examinedDocuments = 0;

  constructor(store: Store, collection: Collection, spec: QuerySpec, interrupt = new Interrupt()) {
    this.spec = spec;
    this.matcher = compileMatcher(spec.filter);
    const sort = spec.sort !== undefined && Object.keys(spec.sort).length > 0 ? spec.sort : undefined;
    this.plan = makePlan(
      collection,
      this.matcher.filter,
      naturalOrder(sort) === undefined ? sort : undefined,
      spec.hint,
    );
    const natural = naturalOrder(sort);
    if (natural === -1) this.plan.reverse = true;
    this.toSkip = spec.skip ?? 0;
    this.left = spec.limit === undefined || spec.limit === 0 ? Infinity : spec.limit;
    const expected = this.plan.sorted && this.left !== Infinity ? this.left + this.toSkip : undefined;
    this.scan = new Scan(store, collection, this.plan, expected);
    this.interrupt = interrupt;
    const { projection } = spec;
    if (projection !== undefined && Object.keys(projection).length > 0) {
      const project = compileProjection(projection, this.matcher.filter);
      this.project = (bytes) => encode(project(decode(bytes)));
    }
    if (sort !== undefined && natural === undefined) compileSorter(sort); // refuses a malformed one
  }

  get examinedKeys(): number {
    return this.plan.index === undefined ? 0 : this.scan.examined;
  }

  get done(): boolean {
    return this.ended && this.readyAt >= this.ready.length;
  }

  /** Ends the query: the next batch fails with the error. */
  stop(error: StoreError): void {
    this.interrupt.stop(error);
  }

  /** The next documents, projected, at most so many and so many bytes (but at least one when there is one). */
  async nextBatch(documents: number, bytes: number): Promise<Buffer[]> {
    const batch: Buffer[] = [];
    let size = 0;
    while (batch.length < documents) {
      if (this.readyAt >= this.ready.length) {
        if (this.ended || !(await this.fill())) break;
        continue;
      }
      const { bytes: raw } = this.ready[this.readyAt]!;
      const document = this.project === undefined ? raw : this.project(raw);
      if (batch.length > 0 && size + document.length > bytes) break;
      size += document.length;
      this.readyAt += 1;
      batch.push(document);
    }
    // Looks one step ahead, so that a query that has given all ends without a cursor.
    if (!this.ended && this.readyAt >= this.ready.length) await this.fill();
    return batch;
  }

  /** Every match with its key, unprojected: for statements that go on to change them. */
  async found(): Promise<Found[]> {
    const all: Found[] = [];
    while (!this.ended) {
      await this.fill();
      for (const found of this.ready) all.push(found);
      this.ready = [];
    }
    return all;
  }

  /** Decoded matches one by one, unprojected. */
  async *documents(): AsyncGenerator<Document> {
    for (;;) {
      while (this.readyAt < this.ready.length) {
        yield decode(this.ready[this.readyAt]!.bytes);
        this.readyAt += 1;
      }
      if (this.ended || !(await this.fill())) return;
    }
  }

  /** Reads on until something is ready. @returns whether something is */
  private async fill(): Promise<boolean> {
    this.ready = [];
    this.readyAt = 0;
    if (!this.started) this.interrupt.begin();
    this.started = true;
    if (this.left === 0) {
      this.ended = true;
      return false;
    }
    if (!this.plan.sorted) {
      this.ready = await this.sortAll();
      this.ended = true;
      return this.ready.length > 0;
    }
    while (this.ready.length === 0) {
      const found = this.scan.next();
      if (found.length === 0) {
        this.ended = true;
        return false;
      }
      for (const one of found) {
        if (!this.accepts(one.bytes)) continue;
        if (this.toSkip > 0) this.toSkip -= 1;
        else if (this.left > 0) {
          this.left -= 1;
          this.ready.push(one);
        }
      }
      if (this.left === 0) this.ended = true;
      if (this.interrupt.due()) await this.interrupt.giveWay();
    }
    return true;
  }

  private accepts(bytes: Buffer): boolean {
    this.examinedDocuments += 1;
    return this.plan.exact || matches(this.matcher, bytes);
  }

  /** All matches in order; with a limit no more than the best are kept. */
  private async sortAll(): Promise<Found[]> {
    const sort = this.spec.sort!;
    const sorter = compileSorter(sort);
    const fields = [...new Set(Object.keys(sort).map((path) => path.split('.', 1)[0]!))];
    const wanted = this.left + this.toSkip;
    let kept: Keyed[] = [];
    let size = 0;
    const before = (a: Keyed, b: Keyed): number => sorter.compareKeys(a.sortKey, b.sortKey) || a.order - b.order;
    for (;;) {
      const found = this.scan.next();
      if (found.length === 0) break;
      for (const { key, bytes } of found) {
        if (!this.accepts(bytes)) continue;
        kept.push({ key, bytes, sortKey: sorter.keyOf(decodeFields(bytes, fields)), order: kept.length });
        size += bytes.length;
      }
      if (kept.length > 2 * wanted + 1000) {
        kept = kept.sort(before).slice(0, wanted);
        kept.forEach((one, at) => (one.order = at));
        size = kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
      }
      if (size > SORT_LIMIT_BYTES) {
        throw new StoreError(
          292,
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          'Sort exceeded memory limit of 104857600 bytes, but did not opt in to external sorting.',
        );
      }
      if (this.interrupt.due()) await this.interrupt.giveWay();
    }
    return kept.sort(before).slice(this.toSkip, wanted);
  }
}

/** `$natural` is the order of `_id` here, forwards or backwards. */
function naturalOrder(sort: Document | undefined): 1 | -1 | undefined {
  if (sort === undefined || !('$natural' in sort)) return undefined;
  return compare(sort.$natural, 0) < 0 ? -1 : 1;
}
