import { expect, test } from '@jest/globals';
import { runTranscript } from '../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { survey } from '../../support/survey.ts';

test('a survey of sixty questions is answered to its end', async () => {
  const { flow, turns } = survey(60);
  const last = turns.length - 1;
  const ended = turns.map((turn, index) => (index === last ? { ...turn, expect: { status: 'ended' as const } } : turn));
  const run = await runTranscript(flow, { now: '2026-01-05T14:00:00.000Z', turns: ended }, nodeTypes);
  expect({ ok: run.ok, difference: run.firstDifference, failure: run.failure }).toEqual({ ok: true });
  expect(run.turns).toHaveLength(61);
  expect(Object.keys(run.turns.at(-1)?.seen.results ?? {})).toHaveLength(60);
});
