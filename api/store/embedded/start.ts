import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { answers, type FromChild, readAddress, type ToChild } from './address.ts';

/**
 * The store for a machine without MongoDB: a child process that speaks a subset of MongoDB's wire protocol on a Unix
 * socket, over LMDB. README.md beside this file says what the subset is.
 */

const DATABASE = 'cauce';
const STOP_MS = 10_000;

export interface EmbeddedStoreOptions {
  /** Where the data lies; made when absent. */
  dataDir: string;
  /** Whether to use a store that already runs there (a CLI beside the app). Without it that is an error. */
  join?: boolean;
  /** Called when the child ends without having been told to: the app cannot go on. */
  onExit?: (code: number | null) => void;
  /** Further environment of the child. */
  env?: Record<string, string>;
}

export interface EmbeddedStore {
  /** For the MongoDB driver. */
  uri: string;
  /** False when another process runs the store and this one only uses it. */
  owner: boolean;
  /** The child's process id, when this process owns it. */
  pid: number | undefined;
  /** Flushes and ends the child; does nothing for a joined store. A second call waits for the first. */
  stop(): Promise<void>;
}

/** The data directory is in use, of another format, or the child could not start. */
export class EmbeddedStoreError extends Error {
  readonly reason: 'locked' | 'format' | 'other';

  constructor(reason: 'locked' | 'format' | 'other', message: string) {
    super(message);
    this.name = 'EmbeddedStoreError';
    this.reason = reason;
  }
}

/**
 * Starts the embedded store, or joins the one that runs on the directory.
 *
 * @throws EmbeddedStoreError
 */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const dataDir = resolve(options.dataDir);
  if (options.join === true) {
    const uri = await joinEmbeddedStore({ dataDir });
    if (uri !== undefined) return { uri, owner: false, pid: undefined, stop: async () => undefined };
  }
  const child = launch(dataDir, options.env);
  const socket = await readiness(child);
  let stopped: Promise<void> | undefined;
  child.once('exit', (code) => {
    if (stopped === undefined) options.onExit?.(code);
  });
  return {
    uri: uriOf(socket),
    owner: true,
    pid: child.pid,
    stop: () => (stopped ??= end(child)),
  };
}

/** The URI of the store that runs on a directory, or undefined. */
export async function joinEmbeddedStore({ dataDir }: { dataDir: string }): Promise<string | undefined> {
  const address = readAddress(resolve(dataDir));
  return address !== undefined && (await answers(address.socket)) ? uriOf(address.socket) : undefined;
}

function uriOf(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/${DATABASE}`;
}

/** Small young generations: a request leaves little behind, and the memory of two processes counts. */
const NODE_FLAGS = ['--max-semi-space-size=2'];

function launch(dataDir: string, env: Record<string, string> | undefined): ChildProcess {
  const compiled = fileURLToPath(new URL('./server.js', import.meta.url));
  const source = fileURLToPath(new URL('./server.ts', import.meta.url));
  const entry = import.meta.url.endsWith('.ts') || !existsSync(compiled) ? source : compiled;
  const loader = entry.endsWith('.ts') ? ['--import', 'tsx'] : [];
  return spawn(process.execPath, [...NODE_FLAGS, ...loader, entry, dataDir], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A parent's debugger, test runner or loader options are not the child's.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
}

function readiness(child: ChildProcess): Promise<string> {
  return new Promise((done, reject) => {
    const fail = (error: Error): void => reject(error);
    child.once('error', (error) => fail(new EmbeddedStoreError('other', `the store did not start: ${error.message}`)));
    child.once('exit', (code) =>
      fail(new EmbeddedStoreError('other', `the store ended at its start (status ${code})`)),
    );
    child.once('message', (message: FromChild) => {
      if ('ready' in message) done(message.ready.socket);
      else fail(new EmbeddedStoreError(message.failed.reason, message.failed.message));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  if (child.connected) child.send({ stop: true } satisfies ToChild);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}
