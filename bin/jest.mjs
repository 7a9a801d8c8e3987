// Runs jest over ES modules as a program of its own, and hands back what it found.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './sources.mjs';

/** `report` is jest's own, undefined when it found no tests or broke down before it could write; `status` its exit status. */
export function runJest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cauce-test-'));
  const results = join(folder, 'results.json');
  const jest = spawnSync(
    process.execPath,
    [join(root, 'node_modules/jest/bin/jest.js'), '--json', `--outputFile=${results}`, ...args],
    {
      cwd: root,
      // Jest's results, too, go to its error stream when it writes JSON: one stream keeps them in order.
      stdio: ['inherit', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...env,
        NODE_OPTIONS:
          `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
      },
    },
  );
  let report;
  try {
    report = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    report = undefined;
  }
  rmSync(folder, { recursive: true, force: true });
  return { report, status: jest.status };
}
