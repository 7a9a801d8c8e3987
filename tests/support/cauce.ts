import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { cpuSecondsOf, isAlive, memoryOf, processTree, type Memory } from './process-tree.ts';
import { demoApiKey } from './webhooks.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export type CauceOptions = {
  dataDir: string;
  /** WHATSAPP_GRAPH_URL: where the program sends its messages; without it to its own stand-in for WhatsApp. */
  graphUrl?: string;
  /** ROLES; both without it. */
  roles?: string;
  /** The same port again makes a restart look like one to whoever posts webhooks; without it a free one. */
  port?: number;
  env?: Record<string, string>;
  /** Where its output goes, appended; without it `cauce.log` beside the data folder. */
  logFile?: string;
  /** How long to wait for it to be ready before giving up with its log; 30 seconds without it. */
  readyTimeoutMs?: number;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type Cauce = {
  /** Without a slash at the end. */
  url: string;
  port: number;
  pid: number;
  dataDir: string;
  /** From the start of the process to the first 200 of /readyz. */
  readyMs: number;
  /** CPU time it took meanwhile: what readiness costs, however busy the machine is. */
  readyCpuMs: number;
  logFile: string;
  exited: Promise<Exit>;
  /** Ends the program and whatever it started at once, as a power cut would, and waits until it is gone. */
  killGroup(signal?: NodeJS.Signals): Promise<void>;
  /** Asks it to stop (SIGTERM). Rejects with its log when it does not leave with status 0 within 15 seconds. */
  stop(): Promise<void>;
  /** One request to the REST interface with the demo workspace's key; rejects on any status but 200. */
  get<Body>(path: string): Promise<Body>;
  /** /metrics as numbers; a series with labels keeps them in its name, as printed. */
  metrics(): Promise<Map<string, number>>;
  /** CPU seconds of the program and its children since they began. */
  cpuSeconds: () => number;
  /** Resident memory of the program and its children together. */
  memory: () => Memory;
  /** The last lines it printed. */
  logTail: () => string;
};

/** Process groups that still run. A harness that fails must not leave servers behind. */
const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** A port of the loopback interface that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Compiles the program unless its build is up to date, so that the first start is no slower than the others. */
export async function ensureBuilt(): Promise<void> {
  if (process.env.CAUCE_PROGRAM) return;
  const sources = (await import(join(projectRoot, 'bin/sources.mjs'))) as { isBuilt(): boolean };
  if (sources.isBuilt()) return;
  const built = spawnSync(process.execPath, [join(projectRoot, 'bin/build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The program cannot be built:\n${built.stdout}${built.stderr}`);
}

/**
 * What node is told to run. CAUCE_PROGRAM names something else than `npm start` does, for example `dist/api/main.js` of a build
 * that must not change during a long run, or `--import tsx api/main.ts`.
 */
const programArguments = (): string[] => process.env.CAUCE_PROGRAM?.split(' ') ?? ['bin/start.mjs'];

/** True once /readyz answers 200. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/readyz`, { headersTimeout: 1_000, bodyTimeout: 1_000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A program that was started and may not be ready yet. `ready` rejects when it ends, or takes too long, before. */
export type Starting = Omit<Cauce, 'readyMs' | 'readyCpuMs'> & { ready: Promise<Cauce> };

/** Starts the program as a process of its own group and returns at once; `startCauce` waits until it is ready. */
export async function launchCauce(options: CauceOptions): Promise<Starting> {
  const { dataDir, graphUrl, roles, env = {}, readyTimeoutMs = 30_000 } = options;
  const port = options.port ?? (await freePort());
  const logFile = options.logFile ?? join(dirname(dataDir), 'cauce.log');
  mkdirSync(dataDir, { recursive: true });
  const log = openSync(logFile, 'a');
  writeSync(log, `--- start on port ${port} at ${new Date().toISOString()}\n`);

  const startedAt = performance.now();
  const child = spawn(process.execPath, programArguments(), {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      DEMO: '1',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      ...(graphUrl !== undefined && { WHATSAPP_GRAPH_URL: graphUrl }),
      ...(roles !== undefined && { ROLES: roles }),
      ...env,
    },
  });
  closeSync(log);
  const pid = child.pid;
  if (pid === undefined) throw new Error('The program could not be started.');
  running.add(pid);

  const url = `http://127.0.0.1:${port}`;
  const logTail = (): string => readFileSync(logFile, 'utf8').split('\n').slice(-40).join('\n');
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      running.delete(pid);
      resolve(exit);
    });
  });

  const starting: Omit<Starting, 'ready'> = {
    url,
    port,
    pid,
    dataDir,
    logFile,
    exited,
    logTail,
    async killGroup(signal = 'SIGKILL') {
      const tree = processTree(pid);
      signalGroup(pid, signal);
      await exited;
      const left = await survivors(tree, 2_000);
      if (left.length > 0) throw new Error(`Processes outlived the program: ${left.join(', ')}`);
    },
    async stop() {
      const tree = processTree(pid);
      child.kill('SIGTERM');
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), 15_000);
      });
      const ended = await Promise.race([exited, tooLate]);
      clearTimeout(timer);
      if (!ended) signalGroup(pid, 'SIGKILL');
      if (!ended || ended.code !== 0) {
        const how = ended ? `status ${ended.code}, signal ${ended.signal}` : 'no end within 15 s';
        throw new Error(`The program did not stop cleanly on SIGTERM: ${how}\n${logTail()}`);
      }
      const left = await survivors(tree, 2_000);
      for (const orphan of left) process.kill(orphan, 'SIGKILL');
      if (left.length > 0) throw new Error(`The program left processes behind: ${left.join(', ')}`);
    },
    async get<Body>(path: string) {
      const { statusCode, body } = await request(url + path, { headers: { authorization: `Bearer ${demoApiKey}` } });
      if (statusCode !== 200) throw new Error(`GET ${path} answered ${statusCode}: ${await body.text()}`);
      return (await body.json()) as Body;
    },
    async metrics() {
      const { body } = await request(`${url}/metrics`);
      const lines = (await body.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      return new Map(
        lines.map((line) => {
          const at = line.lastIndexOf(' ');
          return [line.slice(0, at), Number(line.slice(at + 1))];
        }),
      );
    },
    cpuSeconds: () => cpuSecondsOf(processTree(pid)),
    memory: () => memoryOf(processTree(pid)),
  };

  const becomeReady = async (): Promise<Cauce> => {
    while (performance.now() - startedAt < readyTimeoutMs) {
      if (exit)
        throw new Error(`The program ended before it was ready (status ${exit.code}, ${exit.signal}).\n${logTail()}`);
      if (await isReady(url))
        return { ...starting, readyMs: performance.now() - startedAt, readyCpuMs: starting.cpuSeconds() * 1_000 };
      await pause(20);
    }
    signalGroup(pid, 'SIGKILL');
    throw new Error(`The program was not ready within ${readyTimeoutMs} ms.\n${logTail()}`);
  };
  const ready = becomeReady();
  ready.catch(() => {}); // whoever awaits it hears of it; a kill before it is ready is no failure by itself
  return { ...starting, ready };
}

/** Starts the program and waits until it is ready. */
export async function startCauce(options: CauceOptions): Promise<Cauce> {
  const starting = await launchCauce(options);
  return starting.ready;
}

/** Which of these processes still live after at most so long. */
async function survivors(pids: number[], withinMs: number): Promise<number[]> {
  const until = performance.now() + withinMs;
  for (;;) {
    const left = pids.filter(isAlive);
    if (left.length === 0 || performance.now() > until) return left;
    await pause(20);
  }
}
