// Loaded into every test file by the tester's first run: notes which faults it met, and how long it took.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';

const startedAt = performance.now();
afterAll(() => {
  const folder = process.env.MET_FOLDER;
  if (folder === undefined) return;
  const { testPath } = expect.getState();
  mkdirSync(folder, { recursive: true });
  const report = { testPath, ms: performance.now() - startedAt, met: [...(globalThis.stryNow?.met ?? [])] };
  writeFileSync(join(folder, `${testPath.replace(/[^A-Za-z0-9]+/g, '-')}.json`), JSON.stringify(report));
});
