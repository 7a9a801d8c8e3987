// npm run build: compiles to dist/ and copies what the server reads at run time, in the same layout, so that paths relative
// to a module mean the same in both. Built beside dist/ and swapped in when whole: a failed or interrupted build changes nothing.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { firstPageBytes, mostBytes } from './first-page.mjs';
import { filesBelow, root, sourceStamp } from './sources.mjs';

const startedAt = Date.now();
const stamp = sourceStamp();
const fresh = join(root, `dist.${process.pid}`);
const worn = join(root, `dist.${process.pid}.old`);
const dist = join(root, 'dist');

try {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  if (!existsSync(tsc)) fail('TypeScript is not installed. Run `npm ci` first.');
  const compiled = spawnSync(
    process.execPath,
    [
      tsc,
      '-p',
      join(root, 'tsconfig.build.json'),
      '--outDir',
      fresh,
      '--pretty',
      String(process.stdout.isTTY === true),
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (compiled.status !== 0) {
    fail('The build stopped: TypeScript reports the errors above. dist/ was left as it was.');
  }
  await buildConsole();
  const bytes = firstPageBytes(join(fresh, 'console'));
  if (bytes > mostBytes) {
    fail(
      `The build stopped: the console's first page is ${bytes} bytes of compressed JavaScript, more than ${mostBytes}.`,
    );
  }
  for (const file of assets()) {
    const target = join(fresh, relative(root, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  writeFileSync(join(fresh, '.stamp'), stamp);
  swapIn();
  console.error(`Built dist/ in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
} finally {
  rmSync(fresh, { recursive: true, force: true });
  rmSync(worn, { recursive: true, force: true });
}

/** The console, as the browser loads it. */
async function buildConsole() {
  // Whoever builds (a test, for one): what is built is for use, and React's own checks are not part of it.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  try {
    await build({
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: join(fresh, 'console') },
    });
  } catch (error) {
    fail(`The build stopped: ${error.message}\ndist/ was left as it was.`);
  }
}

/** Everything that is not compiled but read at run time: help texts, cases, catalogues, the examples, package.json (version). */
function assets() {
  const isSource = (file) => /\.(ts|tsx)$/.test(file);
  const folders = ['runtime', 'api', 'flows-examples', 'editor/texts'];
  const files = folders.flatMap((folder) => filesBelow(join(root, folder))).filter((file) => !isSource(file));
  return [...files, join(root, 'package.json')];
}

/** Two builds of the same sources may run at once: whoever comes second leaves the first one's result standing. */
function swapIn() {
  try {
    renameSync(dist, worn);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  try {
    renameSync(fresh, dist);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

function fail(message) {
  console.error(`\n${message}`);
  rmSync(fresh, { recursive: true, force: true });
  process.exit(1);
}
