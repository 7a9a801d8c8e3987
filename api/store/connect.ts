import mongoose, { type Connection } from 'mongoose';

/**
 * A connection of its own, ready to use. Nothing is buffered: a store that is away fails at once and says so. Indexes are made by
 * `createAllIndexes`, never behind one's back.
 */
export async function connectStore(
  uri: string,
  options: { serverSelectionTimeoutMs?: number } = {},
): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 10_000,
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close(true);
    throw error;
  }
}
