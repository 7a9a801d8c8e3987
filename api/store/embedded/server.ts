import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ADDRESS_FILE,
  type Address,
  answers,
  type FromChild,
  LONGEST_SOCKET_PATH,
  readAddress,
  type ToChild,
} from './address.ts';
import { handlerFor } from './commands/index.ts';
import { finishInterrupted } from './engine/build.ts';
import { type Engine, openEngine } from './engine/engine.ts';
import { prepareFormat } from './engine/format.ts';
import { expire } from './engine/ttl.ts';
import { createServer } from './wire/server.ts';

/**
 * The child process that holds the store: opens the data directory, serves on a Unix socket, and ends, flushed, when
 * its parent says so or is gone. Signals to the process group are the parent's to act on: it drains first.
 */

const LOCK_WAIT_MS = 2000; // a dying child gives its lock up within this
const LOCK_RETRY_MS = 20;
const LOCK_FILE = 'store.lock';
const UPKEEP_MS = 60_000;

/** Another process serves this directory. */
class Locked extends Error {}

/**
 * Takes the directory, waiting for a dying owner. A lock whose process is gone is stale; so is one whose process, perhaps
 * another by now under the same number, does not answer for as long as a start may take.
 *
 * @throws Locked when its owner stays alive
 */
async function takeOver(dataDir: string): Promise<void> {
  const file = join(dataDir, LOCK_FILE);
  const until = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = lockOwner(file);
    const isStale = owner !== undefined && !isAlive(owner);
    if (isStale || Date.now() > until) {
      const address = readAddress(dataDir);
      if (!isStale && address !== undefined && (await answers(address.socket))) {
        throw new Locked(`the store in ${dataDir} is in use by process ${owner ?? address.pid}`);
      }
      rmSync(file, { force: true });
      continue;
    }
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
  }
}

function lockOwner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function tell(message: FromChild, sent?: () => void): void {
  if (process.send === undefined) sent?.();
  else process.send(message, () => sent?.());
}

async function main(dataDir: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const stopping = new Promise<void>((resolve) => {
    process.once('disconnect', resolve);
    process.on('message', (message: ToChild) => {
      if (message.stop) resolve();
    });
  });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await takeOver(dataDir);
  const directory = prepareFormat(dataDir);
  const engine = openEngine(directory, (error) => die('the store could not commit', error));
  await finishInterrupted(engine);
  const folder = mkdtempSync(join(tmpdir(), 'cauce-'));
  const socket = join(folder, 's.sock'); // drivers know a socket by this ending
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) {
    throw new Error(`the path of the socket is too long (${socket}); set TMPDIR to a shorter folder`);
  }
  const server = createServer(handlerFor(engine), report);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  // Two that found the same stale lock may both have taken it: the later one goes on.
  if (lockOwner(join(dataDir, LOCK_FILE)) !== process.pid)
    throw new Locked(`the store in ${dataDir} was taken by another process`);
  const file = join(dataDir, ADDRESS_FILE);
  writeFileSync(`${file}.new`, JSON.stringify({ socket, pid: process.pid } satisfies Address));
  renameSync(`${file}.new`, file);
  const upkeep = startUpkeep(engine);
  tell({ ready: { socket } });
  await stopping;
  clearInterval(upkeep);
  server.close();
  await engine.store.flush();
  await engine.store.close();
  rmSync(file, { force: true });
  rmSync(join(dataDir, LOCK_FILE), { force: true });
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

function startUpkeep(engine: Engine): NodeJS.Timeout {
  const every = Number(process.env.CAUCE_STORE_UPKEEP_MS ?? UPKEEP_MS);
  return setInterval(() => {
    engine.cursors.dropIdle(Date.now());
    expire(engine, Date.now()).catch((error: unknown) => report('expiry', error));
  }, every).unref();
}

function report(command: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ level: 'error', store: 'embedded', command, error: text })}\n`);
}

function die(what: string, error: unknown): never {
  report(what, error);
  process.exit(70);
}

process.on('uncaughtException', (error) => die('uncaught', error));
process.on('unhandledRejection', (error) => die('unhandled', error));

const [, , dataDir] = process.argv;
if (dataDir === undefined) die('start', new Error('a data directory is needed'));
else {
  main(dataDir).catch((error: unknown) => {
    const reason = error instanceof Locked ? 'locked' : (error as Error).name === 'FormatError' ? 'format' : 'other';
    // The parent says why; only what nobody expected needs its stack.
    if (reason === 'other') report('start', error);
    tell({ failed: { reason, message: (error as Error).message } }, () => process.exit(1));
  });
}
