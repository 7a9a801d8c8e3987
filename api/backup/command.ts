import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import { startEmbeddedStore } from '../store/embedded/start.ts';

/** A store as a command uses it. */
export type CommandStore = {
  db: Db;
  /** For people: which store it is. */
  name: string;
  close(): Promise<void>;
};

/**
 * The store that the program itself would use: the server in `MONGODB_URI`, else the embedded store of the data folder, through the
 * program that runs it or, when none does, started for the time of the command.
 */
export async function openCommandStore({
  mongodbUri,
  dataDir,
}: {
  mongodbUri: string | undefined;
  dataDir: string;
}): Promise<CommandStore> {
  if (mongodbUri !== undefined) return connect(mongodbUri, 'the store in MONGODB_URI', async () => {});
  const name = `the embedded store in ${dataDir}`;
  const started = await startEmbeddedStore({ dataDir, join: true });
  try {
    return await connect(started.uri, name, () => started.stop());
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function connect(uri: string, name: string, stop: () => Promise<void>): Promise<CommandStore> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 10_000 });
  return {
    db: client.db(),
    name,
    async close() {
      await client.close();
      await stop();
    },
  };
}

/** The version in package.json, which lies beside `api/` in the sources and in a build. */
export async function programVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const { version } = manifest as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}

/** What a command needs to know of the configuration. */
export type CommandSettings = {
  mongodbUri: string | undefined;
  dataDir: string;
  /** Undefined where neither the environment nor the data folder has one yet. */
  secret: string | undefined;
};

/** Reads what the program would, but makes nothing: a command must not generate a secret. */
export async function readCommandSettings(env: NodeJS.ProcessEnv = process.env): Promise<CommandSettings> {
  const dataDir = env.DATA_DIR || './data';
  const generated = readFile(join(dataDir, 'app-secret'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  return { mongodbUri: env.MONGODB_URI || undefined, dataDir, secret: env.APP_SECRET || (await generated) };
}
