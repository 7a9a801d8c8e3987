import { StoreError } from '../errors.ts';

/** How long a read may hold the event loop before it lets others in, in milliseconds. */
const SLICE_MS = 5;

/** Lets long work give way to others and end early: its client went away, its cursor was killed, its time is up. */
export class Interrupt {
  stopped: StoreError | undefined;
  private readonly deadline: number;
  private sliceEnd = 0;

  /** @param maxTimeMs the client's limit; 0 means none */
  constructor(maxTimeMs = 0) {
    this.deadline = maxTimeMs > 0 ? performance.now() + maxTimeMs : Infinity;
    this.begin();
  }

  /** A new turn begins. */
  begin(): void {
    this.sliceEnd = performance.now() + SLICE_MS;
  }

  stop(error: StoreError): void {
    this.stopped = error;
  }

  /** Whether it is time to give way. @throws StoreError 50 when the time is up, or what `stop` was given */
  due(): boolean {
    if (this.stopped !== undefined) throw this.stopped;
    const now = performance.now();
    if (now > this.deadline) throw new StoreError(50, 'MaxTimeMSExpired', 'operation exceeded time limit');
    return now > this.sliceEnd;
  }

  async giveWay(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.begin();
  }
}
