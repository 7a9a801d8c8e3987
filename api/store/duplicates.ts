import { MongoBulkWriteError } from 'mongodb';

/** The server's code for a key that exists already. */
const duplicateKey = 11_000;

/**
 * The positions of an unordered bulk write at which a key existed already. Any other failure is thrown.
 */
export function duplicatesOf(error: unknown): Set<number> {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  if (errors.length === 0 || errors.some(({ code }) => code !== duplicateKey)) throw error;
  return new Set(errors.map(({ index }) => index));
}

/** Whether a single write failed because its key existed already: somebody was first. */
export const isDuplicate = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === duplicateKey;

/**
 * Whether an upsert that only inserts has inserted. Of two at once a server may let one fail on its key instead of finding the
 * other's document: that is no failure.
 */
export async function insertedFirst(upsert: PromiseLike<{ upsertedCount: number }>): Promise<boolean> {
  try {
    return (await upsert).upsertedCount === 1;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
