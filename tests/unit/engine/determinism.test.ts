import { expect, test } from '@jest/globals';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { materialOfCases } from '../../support/material.ts';
import { recorded, replayed, type Recording } from '../../support/random-flows.ts';

const material = materialOfCases();

/** A tenth of what `tests/e2e/determinism.e2e.ts` plays here and in a browser. */
test('200 sessions through flows made by chance, replayed from what went in, give the same bytes', async () => {
  let turns = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const recording = await recorded(seed, nodeTypes, material);
    const first = await replayed(recording, nodeTypes);
    const copy = JSON.parse(JSON.stringify(recording)) as Recording;
    expect(await replayed(copy, nodeTypes)).toEqual(first);
    expect(copy).toEqual(recording);
    turns += first.length;
  }
  expect(turns).toBeGreaterThan(250);
});
