import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `hung`: the tests did not end in time. `not met`: no test runs the code. */
export type Verdict = 'killed' | 'hung' | 'survived' | 'not met';

/** What is run over the faults: the tests that need no store and no browser. */
const tests = [
  'tests/unit/engine',
  'tests/unit/nodes',
  'tests/unit/conversations',
  'tests/unit/editor/simulator',
  'tests/unit/conformance.test.ts',
  'tests/unit/flows-examples.test.ts',
];
/** So many times as long as without a fault, and never less than this. */
const patience = { times: 5, leastMs: 20_000 };

type Met = { testPath: string; ms: number; met: string[] };

/** Runs the tests of a sandbox once without a fault, to learn which of them meet which fault. */
export async function createTester(folder: string) {
  const metFolder = join(folder, 'met');
  mkdirSync(metFolder);
  writeFileSync(
    join(folder, 'jest.mutation.mjs'),
    `import config from './jest.config.mjs';\n` +
      `export default { ...config, setupFilesAfterEnv: ['<rootDir>/tests/mutation/met.mjs'], cacheDirectory: '<rootDir>/.jest-cache' };\n`,
  );
  const startedAt = performance.now();
  const sound = await run(folder, tests, { MET_FOLDER: metFolder }, 900_000);
  if (sound.status !== 0) throw new Error(`The tests do not pass without a fault:\n${sound.output.slice(-4_000)}`);
  const all = readdirSync(metFolder)
    .map((name) => JSON.parse(readFileSync(join(metFolder, name), 'utf8')) as Met)
    .sort((one, other) => one.ms - other.ms);

  return {
    testFiles: all.length,
    seconds: (performance.now() - startedAt) / 1_000,
    /** Switches a fault on and runs the tests that meet it, the quickest first, until one fails. */
    async judge(mutant: string): Promise<Verdict> {
      const meeting = all.filter(({ met }) => met.includes(mutant));
      if (meeting.length === 0) return 'not met';
      const limit = Math.max(patience.leastMs, patience.times * meeting.reduce((sum, { ms }) => sum + ms, 0));
      const { status } = await run(
        folder,
        meeting.map(({ testPath }) => testPath),
        { ACTIVE_MUTANT: mutant },
        limit,
      );
      return status === null ? 'hung' : status === 0 ? 'survived' : 'killed';
    },
  };
}

/** Jest over test files; status null when it did not end in time. */
function run(
  folder: string,
  files: readonly string[],
  env: { [name: string]: string },
  limitMs: number,
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--config=jest.mutation.mjs',
        '--runInBand',
        '--bail',
        // Time is not what a fault changes here, and faults that can be switched on make everything slower.
        '--testNamePattern=^(?!.*within 50 ms)',
        '--silent',
        ...files,
      ],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    const hear = (text: Buffer): void => {
      output = `${output}${text.toString()}`.slice(-20_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, output });
    });
  });
}
