import type { Db } from 'mongodb';

/** Where running processes say every second that they live. Short-lived by nature: never part of a backup. */
export const processesCollection = 'processes';

/** Two looks at the signs of life, so far apart that a process that lives has given one in between. */
const betweenLooksMs = 2_500;

/** Somebody works on the store that was to be replaced. */
export class StoreInUse extends Error {
  constructor(processes: number) {
    super(
      `The program still runs on this store (${processes} process${processes === 1 ? '' : 'es'}). Stop it and try again.`,
    );
    this.name = 'StoreInUse';
  }
}

/**
 * Throws `StoreInUse` when a process gives a sign of life. Compares two looks instead of asking a clock: this machine's may differ
 * from the store's. Returns at once when no process has left a trace.
 */
export async function assertNobodyRuns(db: Db, pause: (milliseconds: number) => Promise<unknown>): Promise<void> {
  const look = async () => {
    const found = await db.collection<{ _id: string; at: Date }>(processesCollection).find().toArray();
    return new Map(found.map(({ _id, at }) => [_id, at.getTime()]));
  };
  const before = await look();
  if (before.size === 0) return;
  await pause(betweenLooksMs);
  const after = await look();
  const alive = [...after].filter(([id, at]) => before.get(id) !== at);
  if (alive.length > 0) throw new StoreInUse(alive.length);
}
