import { StoreError } from '../errors.ts';

/** Something that gives documents in batches. */
export interface Batches {
  nextBatch(documents: number, bytes: number): Promise<Buffer[]>;
  readonly done: boolean;
  /** Makes the running and any later batch fail. */
  stop(error: StoreError): void;
}

interface Open {
  ns: string;
  batches: Batches;
  usedAt: number;
  busy: boolean;
}

/** An idle cursor is dropped after this long, in milliseconds, as in MongoDB. */
const IDLE_MS = 600_000;

/** The cursors that clients have open. */
export class Cursors {
  private readonly open = new Map<number, Open>();
  private lastId = 0;

  add(ns: string, batches: Batches): number {
    this.lastId += 1 + Math.floor(Math.random() * 1000);
    this.open.set(this.lastId, { ns, batches, usedAt: Date.now(), busy: false });
    return this.lastId;
  }

  /** @throws StoreError 43 for a cursor that is not, or no longer, open */
  async next(id: number, ns: string, documents: number, bytes: number): Promise<{ batch: Buffer[]; id: number }> {
    const cursor = this.open.get(id);
    if (cursor === undefined || cursor.ns !== ns || cursor.busy) {
      throw new StoreError(43, 'CursorNotFound', `cursor id ${id} not found`);
    }
    cursor.busy = true;
    try {
      const batch = await cursor.batches.nextBatch(documents, bytes);
      if (cursor.batches.done) this.open.delete(id);
      return { batch, id: cursor.batches.done ? 0 : id };
    } catch (error) {
      this.open.delete(id);
      throw error;
    } finally {
      cursor.busy = false;
      cursor.usedAt = Date.now();
    }
  }

  /** @returns whether the cursor was open */
  kill(id: number): boolean {
    const cursor = this.open.get(id);
    if (cursor === undefined) return false;
    this.open.delete(id);
    cursor.batches.stop(new StoreError(237, 'CursorKilled', 'the cursor was killed'));
    return true;
  }

  /** Ends the cursors of a collection that is gone. */
  killAll(ns: string): void {
    for (const [id, cursor] of this.open) if (cursor.ns === ns) this.kill(id);
  }

  dropIdle(now: number): void {
    for (const [id, cursor] of this.open) if (!cursor.busy && now - cursor.usedAt > IDLE_MS) this.kill(id);
  }

  get size(): number {
    return this.open.size;
  }
}
