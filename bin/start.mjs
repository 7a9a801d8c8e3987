// npm start: builds when needed, then becomes the server, in this same process: signals reach it without a go-between.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBuilt, root } from './sources.mjs';

// An installation without sources (the image) has its build and nothing to compare it with.
if (existsSync(join(root, 'api', 'main.ts')) && !isBuilt()) {
  const built = spawnSync(process.execPath, [join(root, 'bin', 'build.mjs')], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

if (process.env.DEMO === undefined && process.env.NODE_ENV !== 'production') process.env.DEMO = '1';

// npm runs a script through a shell, and passes a signal to that shell, which dies of it without passing it on. Whoever is left
// behind so stops in the same orderly way as if the signal had come here.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

process.setSourceMapsEnabled(true);
await import(new URL('../dist/api/main.js', import.meta.url).href);
