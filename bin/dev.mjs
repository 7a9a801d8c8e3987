// npm run dev: the server with the demo workspace and the built-in fake provider, restarted when a source changes, and beside it
// the console on port 5173, changed in place. Either ending ends both.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './sources.mjs';

const port = process.env.PORT ?? '3000';
const run = (script, args, env) =>
  spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });

const server = run('tsx/dist/cli.mjs', ['watch', '--clear-screen=false', join(root, 'api/main.ts')], {
  DEMO: process.env.DEMO ?? '1',
});
const pages = run('vite/bin/vite.js', ['--clearScreen', 'false'], {
  CAUCE_SERVER: process.env.CAUCE_SERVER ?? `http://127.0.0.1:${port}`,
});

const both = [server, pages];
let isEnding = false;
let running = both.length;
let status = 0;

function end() {
  isEnding = true;
  for (const child of both) child.kill('SIGTERM');
}

// Ctrl-C reaches the whole group by itself; a signal meant for this process alone is handed on.
process.on('SIGINT', () => {
  isEnding = true;
});
process.on('SIGTERM', end);
for (const child of both)
  child.on('exit', (code, signal) => {
    // What we ended ourselves, or Ctrl-C did, is no failure.
    if (!isEnding) status = code ?? (signal === null ? 0 : 1);
    running -= 1;
    if (running === 0) process.exit(status);
    if (!isEnding) end();
  });
