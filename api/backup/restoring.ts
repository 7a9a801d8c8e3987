import type { Db } from 'mongodb';

/** Holds one document while a restore runs, and after one that did not finish. Never part of a backup. */
export const restoringCollection = 'restoring';

type RestoringMark = { _id: 'restore'; startedAt: Date; backupWrittenAt: string };

/** The store holds the half of a restore that was interrupted. */
export class StoreIsRestoring extends Error {
  constructor(startedAt: Date) {
    super(
      `A restore that began at ${startedAt.toISOString()} has not finished, so the store holds only a part of the data. ` +
        'Run `npm run restore -- FILE` again: it begins anew and needs no --force.',
    );
    this.name = 'StoreIsRestoring';
  }
}

const marks = (db: Db) => db.collection<RestoringMark>(restoringCollection);

/** When the unfinished restore began; undefined when there is none. */
export async function restoringSince(db: Db): Promise<Date | undefined> {
  return (await marks(db).findOne({ _id: 'restore' }))?.startedAt;
}

/** Asked before the application uses a store. Throws `StoreIsRestoring`. */
export async function assertNotRestoring(db: Db): Promise<void> {
  const since = await restoringSince(db);
  if (since) throw new StoreIsRestoring(since);
}

export async function markRestoring(db: Db, mark: Omit<RestoringMark, '_id'>): Promise<void> {
  await marks(db).replaceOne({ _id: 'restore' }, mark, {
    upsert: true,
    writeConcern: { w: 'majority', journal: true },
  });
}

export async function unmarkRestoring(db: Db): Promise<void> {
  await marks(db).deleteOne({ _id: 'restore' }, { writeConcern: { w: 'majority', journal: true } });
  await db.dropCollection(restoringCollection);
}
