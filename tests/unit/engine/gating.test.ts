import { expect, test } from '@jest/globals';
import { recordTranscript, runTranscript, type Move } from '../../../runtime/engine/index.ts';
import type { Transcript, TranscriptTurn } from '../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { examples } from '../../support/examples.ts';
import { coveredBy, mutantsOf } from '../../support/flow-mutants.ts';

/** The share of changed flows that recorded conversations must notice. */
const goal = 0.95;

/** What happened in a transcript, without what was expected of it. */
const moveOf = ({ bot: _bot, expect: _expect, ...move }: TranscriptTurn): Move => {
  if (!('http' in move)) return move;
  const { http } = move;
  return {
    http: http.ok
      ? { ok: true, status: http.status, headers: http.headers ?? {}, body: http.body ?? null, durationMs: 0 }
      : { ok: false, code: http.code, message: http.message ?? http.code },
  };
};

const recorded = async ({ flow, transcript }: (typeof examples)[number]): Promise<Transcript> => {
  const { turns, ...begin } = transcript;
  return recordTranscript(flow, begin, turns.map(moveOf), nodeTypes);
};

test('a recorded conversation never blocks the flow it was recorded from', async () => {
  for (const example of examples) {
    const transcript = await recorded(example);
    expect(transcript.turns).toHaveLength(example.transcript.turns.length);
    const { ok, firstDifference } = await runTranscript(example.flow, transcript, nodeTypes);
    expect({ name: example.flow.id, ok, firstDifference }).toEqual({ name: example.flow.id, ok: true });
  }
});

test('a change of meaning on a way that a recorded conversation goes over blocks', async () => {
  let blocked = 0;
  const missed: string[] = [];
  for (const example of examples) {
    const transcript = await recorded(example);
    for (const { what, flow } of mutantsOf(example.flow, await coveredBy(example.flow, [transcript]))) {
      const { ok } = await runTranscript(flow, transcript, nodeTypes);
      if (ok) missed.push(`${example.flow.id}: ${what}`);
      else blocked += 1;
    }
  }
  expect(blocked).toBeGreaterThan(60);
  if (blocked / (blocked + missed.length) < goal) throw new Error(`not blocked:\n${missed.join('\n')}`);
});
