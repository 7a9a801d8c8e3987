// npm test: jest over ES modules; the last line is always `N passed, N failed`, for people and for programs that read it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './sources.mjs';
import { summarize } from './test-summary.mjs';

const given = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'cauce-test-'));
const results = join(folder, 'results.json');
const says = (option) => given.some((argument) => argument === option || argument.startsWith(`${option}=`));

const args = [join(root, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${results}`, ...given];
// Many tests start a store of their own, which is a process too: more workers than this only make them wait for each other.
if (!says('--maxWorkers') && !says('-w') && !says('--runInBand') && !says('-i')) {
  args.push(`--maxWorkers=${Math.max(2, Math.floor(availableParallelism() / 2))}`);
}

const jest = spawnSync(process.execPath, args, {
  cwd: root,
  // Jest's results, too, go to its error stream when it writes JSON: one stream keeps them in order.
  stdio: ['inherit', 'ignore', 'inherit'],
  env: {
    ...process.env,
    NODE_OPTIONS:
      `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
  },
});

let report;
try {
  report = JSON.parse(readFileSync(results, 'utf8'));
} catch {
  report = undefined; // Jest found no tests or broke down before it could write.
}
rmSync(folder, { recursive: true, force: true });

const { line, ok } = summarize(report, jest.status);
console.log(line);
process.exitCode = ok ? 0 : jest.status || 1;
