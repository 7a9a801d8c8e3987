import { open, type Database, type RootDatabase } from 'lmdb';

/** A binary table of LMDB, read and written by keys made here. */
export type Table = Database<Buffer, Buffer>;

interface Job {
  run: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  durable: boolean;
  result?: unknown;
  error?: unknown;
}

/**
 * The LMDB environment and its one writer. Write statements queue; all that are waiting when a transaction begins run
 * in it, one after the other and synchronously, and are answered together: after the commit, or, when they asked for a
 * journal, after the flush that follows it.
 */
export class Store {
  readonly catalog: Table;
  readonly data: Table;
  readonly index: Table;
  private readonly root: RootDatabase;
  private waiting: Job[] = [];
  private running = false;
  private readonly onBroken: (error: unknown) => void;

  /** @param onBroken a commit failed: what memory holds and what the disk holds may differ, so the process must end */
  constructor(directory: string, onBroken: (error: unknown) => void) {
    this.onBroken = onBroken;
    const options = { encoding: 'binary', keyEncoding: 'binary' } as const;
    // Overlapping sync: a commit is visible before it is flushed, a restart falls back to the last flushed state.
    this.root = open({ path: directory, maxDbs: 4, maxReaders: 32, noSubdir: false, ...options });
    this.catalog = this.root.openDB({ name: 'catalog', ...options });
    this.data = this.root.openDB({ name: 'data', ...options });
    this.index = this.root.openDB({ name: 'index', ...options });
  }

  /**
   * Runs a statement in the next transaction. Its own error rejects it alone; what it wrote before stays, so a
   * statement works everything out before it writes.
   *
   * @param durable answer only when the flush is done
   */
  write<T>(run: () => T, durable: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ run, resolve: resolve as (value: unknown) => void, reject, durable });
      if (!this.running) this.begin();
    });
  }

  /** Resolves when everything committed so far is on disk. */
  async flush(): Promise<void> {
    await this.root.flushed;
  }

  async close(): Promise<void> {
    while (this.running) await new Promise((resolve) => setImmediate(resolve));
    await this.root.close();
  }

  private begin(): void {
    this.running = true;
    let jobs: Job[] = [];
    const committed = this.root.transaction(() => {
      jobs = this.waiting;
      this.waiting = [];
      for (const job of jobs) {
        try {
          job.result = job.run();
        } catch (error) {
          job.error = error ?? new Error('failed');
        }
      }
    });
    const flushed = this.root.flushed;
    // The promise is asked for now: later it would be that of a later transaction.
    const onFlush = Promise.resolve(flushed);
    committed.then(
      () => {
        this.running = false;
        if (this.waiting.length > 0) this.begin();
        let durable: Job[] | undefined;
        for (const job of jobs) {
          if (job.durable && job.error === undefined) (durable ??= []).push(job);
          else settle(job);
        }
        if (durable !== undefined) {
          const list = durable;
          onFlush.then(() => list.forEach(settle), this.onBroken);
        }
      },
      (error: unknown) => {
        for (const job of jobs) job.reject(error);
        this.onBroken(error);
      },
    );
  }
}

function settle(job: Job): void {
  if (job.error === undefined) job.resolve(job.result);
  else job.reject(job.error);
}
