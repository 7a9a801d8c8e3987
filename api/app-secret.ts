import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** Where a generated secret is kept; backup reads it there too. */
export const appSecretFile = (dataDir: string): string => join(dataDir, 'app-secret');

/**
 * APP_SECRET, or outside production one of this data folder: made once, readable by its owner alone. Two processes that start at
 * once get the same.
 */
export async function readAppSecret({
  appSecret,
  dataDir,
  production,
}: Pick<Config, 'appSecret' | 'dataDir' | 'production'>): Promise<string> {
  if (appSecret !== undefined) return appSecret;
  if (production) throw new Error('APP_SECRET is required in production');
  const file = appSecretFile(dataDir);
  const kept = await readKept(file);
  if (kept !== undefined) return kept;
  await mkdir(dataDir, { recursive: true });
  // Written whole and on disk before it gets its name, so that nobody ever reads half a secret.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readKept(file);
  if (made === undefined) throw new Error(`${file} is empty; delete it, or set APP_SECRET`);
  return made;
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
