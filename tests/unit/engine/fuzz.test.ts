import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));

async function fuzz(
  ...given: string[]
): Promise<{ cases: number; findings: unknown[]; codes: { [code: string]: number } }> {
  const child = spawn(process.execPath, ['bin/run.mjs', 'tests/fuzz/main.ts', 'expressions', '--json', ...given], {
    cwd: root,
  });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await once(child, 'exit');
  return JSON.parse(said.trim()) as Awaited<ReturnType<typeof fuzz>>;
}

test('five seconds of random expressions, texts and patterns find nothing (npm run fuzz plays on)', async () => {
  const { cases, findings, codes } = await fuzz('--minutes', String(5 / 60), '--seed', '7');
  expect(findings).toEqual([]);
  expect(cases).toBeGreaterThan(50);
  expect(codes['value'] ?? 0).toBeGreaterThan(5);
}, 60_000);

test('a case of a seed is the same whenever it is played', async () => {
  const [one, other] = [await fuzz('--seed', '1', '--case', '1599'), await fuzz('--seed', '1', '--case', '1599')];
  expect(one.codes).toEqual(other.codes);
  expect(one).toMatchObject({ cases: 1, findings: [] });
}, 60_000);
