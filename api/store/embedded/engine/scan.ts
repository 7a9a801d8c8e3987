import { documentKey } from './writer.ts';
import type { Collection } from './catalog.ts';
import type { KeyRange, Plan } from './planner.ts';
import type { Store, Table } from './store.ts';

/** A document as stored, with its key. */
export interface Found {
  key: Buffer;
  bytes: Buffer;
}

const FIRST_CHUNK = 16;
const LARGEST_CHUNK = 256;

/**
 * Documents along a plan, in chunks. Between two chunks no snapshot is held: the next one goes on after the last key,
 * in the state the store then has.
 */
export class Scan {
  /** Index entries or documents looked at, for `explain`. */
  examined = 0;
  private readonly store: Store;
  private readonly collection: Collection;
  private readonly plan: Plan;
  private readonly ranges: KeyRange[];
  private rangeAt = 0;
  private pointAt = 0;
  private after: Buffer | undefined;
  private size: number;
  private readonly seen: Set<string> | undefined;

  /** @param expected how many documents the caller will take at most, when it knows */
  constructor(store: Store, collection: Collection, plan: Plan, expected = LARGEST_CHUNK) {
    this.store = store;
    this.collection = collection;
    this.plan = plan;
    this.ranges = plan.reverse ? plan.ranges.toReversed() : plan.ranges;
    this.size = Math.max(1, Math.min(expected, plan.exact ? LARGEST_CHUNK : FIRST_CHUNK));
    this.seen = plan.repeats ? new Set() : undefined;
  }

  /** The next documents, all read in this turn; empty at the end. */
  next(): Found[] {
    const found: Found[] = [];
    if (this.plan.points !== undefined) this.nextPoints(found, this.plan.points);
    else while (found.length === 0 && this.rangeAt < this.ranges.length) this.nextInRange(found);
    this.size = Math.min(this.size * 2, LARGEST_CHUNK);
    return found;
  }

  private nextPoints(found: Found[], points: Buffer[]): void {
    const { data } = this.store;
    while (this.pointAt < points.length && found.length < LARGEST_CHUNK) {
      const key = points[this.pointAt]!;
      this.pointAt += 1;
      this.examined += 1;
      const bytes = data.getBinary(key);
      if (bytes !== undefined) found.push({ key, bytes: asBuffer(bytes) });
    }
  }

  private nextInRange(found: Found[]): void {
    const { index } = this.plan;
    const { start, end } = this.ranges[this.rangeAt]!;
    let taken = 0;
    if (index === undefined) {
      for (const { key, value } of this.entries(this.store.data, start, end)) {
        taken += 1;
        this.after = key;
        found.push({ key, bytes: asBuffer(value) });
      }
    } else {
      for (const { key, value } of this.entries(this.store.index, start, end)) {
        taken += 1;
        this.after = key;
        this.take(found, documentKey(this.collection, value));
      }
    }
    this.examined += taken;
    if (taken < this.size) {
      this.rangeAt += 1;
      this.after = undefined;
    }
  }

  private take(found: Found[], key: Buffer): void {
    if (this.seen !== undefined) {
      const mark = key.toString('latin1');
      if (this.seen.has(mark)) return;
      this.seen.add(mark);
    }
    const bytes = this.store.data.getBinary(key);
    if (bytes !== undefined) found.push({ key, bytes: asBuffer(bytes) });
  }

  private entries(table: Table, start: Buffer, end: Buffer): Iterable<{ key: Buffer; value: Buffer }> {
    const limit = this.size;
    const { after } = this;
    if (!this.plan.reverse) {
      return table.getRange(
        after === undefined ? { start, end, limit } : { start: after, exclusiveStart: true, end, limit },
      );
    }
    // Backwards `start` is the upper end and included; the ends here are exclusive above and inclusive below.
    const from = after ?? end;
    return table.getRange({ start: from, exclusiveStart: true, end: start, inclusiveEnd: true, limit, reverse: true });
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** How many keys lie in the ranges of a plan. */
export function countKeys(store: Store, plan: Plan): number {
  const table = plan.index === undefined ? store.data : store.index;
  if (plan.points !== undefined) {
    return plan.points.filter((key) => store.data.getBinaryFast(key) !== undefined).length;
  }
  return plan.ranges.reduce((sum, { start, end }) => sum + table.getKeysCount({ start, end }), 0);
}
