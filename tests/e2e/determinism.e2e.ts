import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { launchChromium } from '../support/chromium.ts';
import { materialOfCases } from '../support/material.ts';
import { recorded, replayed, type Recording } from '../support/random-flows.ts';

const sessions = 2_000;
const lot = 100;

/** The engine as one script for a page. A process of its own makes it: the bundler does not work inside the test runner. */
const bundled = (): string =>
  execFileSync(process.execPath, ['tests/support/bundle.mjs', 'tests/support/replay-in-page.ts'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });

test('2,000 sessions through flows made by chance, replayed in Chromium, give the same bytes as in Node', async () => {
  const material = materialOfCases();
  const code = bundled();
  const browser = await launchChromium();
  const types = new Set<string>();
  const inputs = new Set<string>();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: code });
    for (let from = 1; from <= sessions; from += lot) {
      const recordings: Recording[] = [];
      for (let seed = from; seed < from + lot; seed += 1) recordings.push(await recorded(seed, nodeTypes, material));
      const [here, there] = await Promise.all([
        Promise.all(recordings.map((recording) => replayed(recording, nodeTypes))),
        page.evaluate(
          (given) => (globalThis as unknown as { replayAll(all: string): Promise<string[][]> }).replayAll(given),
          JSON.stringify(recordings),
        ),
      ]);
      expect(there).toEqual(here);
      for (const { steps } of recordings) for (const { input } of steps) inputs.add(input.kind);
      for (const turn of here.flat())
        for (const { type } of (JSON.parse(turn) as { trace: { type: string }[] }).trace) types.add(type);
    }
  } finally {
    await browser.close();
  }
  // Chance has been everywhere: otherwise this would prove less than it says.
  expect([...types].toSorted()).toEqual([...nodeTypes.keys()].toSorted());
  expect([...inputs].toSorted()).toEqual([
    'delivery-failed',
    'done',
    'http',
    'message',
    'start',
    'ticket-closed',
    'timeout',
  ]);
});
