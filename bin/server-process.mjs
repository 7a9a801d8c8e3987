import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/**
 * Starts the program by `command` on a free port of loopback, as a process group of its own. `ready` resolves when /readyz answers
 * 200; `stop` sends SIGTERM to `command` and resolves, with its status or the signal that ended it, when nobody listens at
 * the port any more. Both reject with what was printed.
 */
export async function startServer(command, { cwd, env, readyWithinMs = 60_000 }) {
  const port = await freePort();
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...env, PORT: String(port) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => output.push(bytes));
  const printed = () => Buffer.concat(output).toString('utf8').split('\n').slice(-60).join('\n');
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  child.on('error', (error) => output.push(Buffer.from(String(error))));
  const killGroup = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nobody is left.
    }
  };
  process.once('exit', killGroup);
  // Asked at the port, not of the processes: where nobody collects ended orphans they seem to live on.
  const listens = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    return answer !== undefined;
  };

  let end;
  void ended.then((how) => (end = how));
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    printed,
    async ready() {
      const until = Date.now() + readyWithinMs;
      while (end === undefined && Date.now() < until) {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        if (answer?.ok) return;
        await pause(100);
      }
      throw new Error(`The program ${end ? 'ended before it was' : 'did not become'} ready. It printed:\n${printed()}`);
    },
    async stop() {
      child.kill('SIGTERM');
      const until = Date.now() + 20_000;
      while ((end === undefined || (await listens())) && Date.now() < until) await pause(50);
      const orphaned = end === undefined || (await listens());
      killGroup();
      if (orphaned) throw new Error(`It still ran 20 s after SIGTERM:\n${printed()}`);
      const { code, signal } = await ended;
      return signal ?? code;
    },
  };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
