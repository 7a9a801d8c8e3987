// Carries out the Dockerfile's own steps in a temporary folder, without Docker, and starts what comes out of them. With
// `--keep` the folder stays. Ends with the exit status 0 when the program was ready and stopped cleanly.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseDockerfile, parseDockerignore } from './dockerfile.mjs';
import { startServer } from './server-process.mjs';
import { root } from './sources.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cauce-image-'));
try {
  await main();
} finally {
  if (process.argv.includes('--keep')) console.log(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const context = join(folder, 'context');
  for (const name of parseDockerignore(readFileSync(join(root, '.dockerignore'), 'utf8'))) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(context, name), { recursive: true });
  }
  const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const roots = new Map();
  let image;
  for (const [index, stage] of stages.entries()) {
    const stageRoot = join(folder, `stage-${index}`);
    mkdirSync(stageRoot);
    roots.set(stage.name ?? String(index), stageRoot);
    image = { command: stage.command, ...carryOut(stage, { context, stageRoot, roots }) };
  }
  await tryOut(image);
}

function carryOut(stage, { context, stageRoot, roots }) {
  let workdir = stageRoot;
  let env = {};
  // A path of the image, absolute or not, is one below the folder that stands for the image's root.
  const inside = (path, base) => (path.startsWith('/') ? join(stageRoot, path) : join(base, path));
  for (const step of stage.steps) {
    if (step.kind === 'env') env = { ...env, ...step.values };
    if (step.kind === 'workdir') {
      workdir = inside(step.path, workdir);
      mkdirSync(workdir, { recursive: true });
    }
    if (step.kind === 'copy') {
      const from = step.from === undefined ? context : roots.get(step.from);
      if (from === undefined) throw new Error(`COPY --from=${step.from}: there is no such stage.`);
      for (const source of step.sources) copy(join(from, source), inside(step.target, workdir), step.target);
    }
    if (step.kind === 'run') {
      console.log(`image: ${step.command}`);
      const { status } = spawnSync('sh', ['-c', step.command], {
        cwd: workdir,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...bareEnvironment(), ...env },
      });
      if (status !== 0) throw new Error(`\`${step.command}\` ended with status ${status}.`);
    }
  }
  return { workdir, env };
}

/** Like COPY: of a folder its contents, of a file the file, into the target when that is a folder. */
function copy(source, target, written) {
  if (statSync(source).isDirectory()) cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  else cpSync(source, written.endsWith('/') ? join(target, basename(source)) : target);
}

/** What a step gets of this process's environment: enough to find programs and the package manager's settings. */
function bareEnvironment() {
  const passed = Object.entries(process.env).filter(
    ([name]) =>
      ['PATH', 'HOME', 'TMPDIR', 'LANG'].includes(name) ||
      /^(npm_config_|NPM_CONFIG_|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_)/.test(name),
  );
  return Object.fromEntries(passed);
}

async function tryOut({ command, workdir, env }) {
  if (!command) throw new Error('The last stage of the Dockerfile has no CMD.');
  console.log(`image: ${command.join(' ')}`);
  const server = await startServer(command, {
    cwd: workdir,
    env: {
      ...bareEnvironment(),
      ...env,
      HOST: '127.0.0.1',
      DATA_DIR: join(folder, 'data'),
      APP_SECRET: 'only for this try: 0123456789abcdef0123456789abcdef',
      PUBLIC_URL: 'http://localhost:3000',
    },
  });
  await server.ready();
  const health = spawnSync(process.execPath, ['bin/health.mjs'], { cwd: workdir, env: { PORT: String(server.port) } });
  if (health.status !== 0) throw new Error('bin/health.mjs calls a ready program unhealthy.');
  const status = await server.stop();
  if (status !== 0) throw new Error(`On SIGTERM the program ended with ${status}:\n${server.printed()}`);
  console.log('image: ready, healthy and stopped cleanly');
}
