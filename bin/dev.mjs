// npm run dev: the server with the demo workspace and the built-in fake provider, restarted when a source changes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './sources.mjs';

const child = spawn(
  process.execPath,
  [join(root, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', join(root, 'api/main.ts')],
  { cwd: root, stdio: 'inherit', env: { ...process.env, DEMO: process.env.DEMO ?? '1' } },
);

// Ctrl-C reaches the whole group by itself; a signal meant for this process alone is handed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
