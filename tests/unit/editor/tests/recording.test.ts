import { expect, test } from '@jest/globals';
import type { Flow, Transcript } from '../../../../runtime/contract/index.ts';
import { runTranscript, transcriptProblems } from '../../../../runtime/engine/index.ts';
import { contactOf, presets } from '../../../../editor/simulator/persona.ts';
import { Run, type Move } from '../../../../editor/simulator/run.ts';
import { recordedAnew, recordingOf } from '../../../../editor/tests/recording.ts';
import { flowOf, littleTypes, testNow } from '../../../support/engine.ts';

const [persona] = presets;
if (!persona) throw new Error('There is no persona.');
const begin = { now: testNow, contact: contactOf(persona), returning: persona.returning };
const any = [{ id: 't', kind: 'unhandled' as const }];

async function ran(flow: Flow, moves: readonly Move[], library: readonly Flow[] = []): Promise<Run> {
  const run = new Run(flow, { now: testNow, nodeTypes: littleTypes, persona: persona as never, library });
  for (const move of moves) await run.make(move);
  return run;
}
const recorded = async (flow: Flow, moves: readonly Move[], library: readonly Flow[] = []) => {
  const run = await ran(flow, moves, library);
  return recordingOf({ flow, library, begin, moves: run.moves, turns: run.state.turns }, littleTypes);
};
const say = (body: string): Move => ({ kind: 'say', content: { kind: 'text', body } });

const talk: Flow = {
  ...flowOf({
    ask: ['question', { text: '¿Qué?', variable: 'what' }, 'call'],
    call: ['call', { url: 'https://example.com/a' }, 'rest'],
    rest: ['pause', { seconds: 60 }, 'again'],
    again: ['call', { url: 'https://example.com/b' }, 'letter'],
    letter: ['letter', {}, { next: 'people', error: 'people' }],
    people: ['people', {}, 'bye'],
    bye: ['say', { text: 'Adiós' }],
  }),
  triggers: any,
};
const answered = { ok: true as const, status: 200, headers: {}, body: { id: 7 }, durationMs: 12 };

test('what was done in the simulator becomes a test that is green, whatever came between', async () => {
  const moves: Move[] = [
    say('hola'),
    say('pan'),
    { kind: 'answer', outcome: answered },
    // A call comes up after one minute of the hour: the rest of the hour passes when it is answered.
    { kind: 'until', at: new Date(Date.parse(testNow) + 3_600_000).toISOString() },
    { kind: 'answer', outcome: answered },
    { kind: 'done', outcome: { ok: true, durationMs: 1 } },
    { kind: 'ticket-closed' },
  ];
  const recording = await recorded(talk, moves);
  if (!('transcript' in recording)) throw new Error(recording.refused);
  const { transcript } = recording;
  expect(transcriptProblems(transcript)).toEqual([]);
  expect(transcript.turns.map(({ bot: _bot, expect: _expect, ...move }) => move)).toEqual([
    { contact: 'hola' },
    { contact: 'pan' },
    { http: { ok: true, status: 200, body: { id: 7 } } },
    { wait: 60 },
    { http: { ok: true, status: 200, body: { id: 7 } } },
    { wait: 3_540 },
    { done: { ok: true, durationMs: 1 } },
    { ticketClosed: true },
  ]);
  expect(await runTranscript(talk, transcript, littleTypes)).toMatchObject({ ok: true });
});

test('what nothing waited for is no move of the test, and other contents stay as they are', async () => {
  const tapped: Move = { kind: 'say', content: { kind: 'choice', source: 'button', id: 'b1', title: 'Sí' } };
  const flow: Flow = { ...flowOf({ hi: ['say', { text: 'Hola' }] }), triggers: any };
  const moves: Move[] = [
    tapped,
    { kind: 'answer', outcome: answered },
    { kind: 'done', outcome: { ok: true, durationMs: 1 } },
    { kind: 'ticket-closed' },
    { kind: 'until', at: testNow },
  ];
  expect(await recorded(flow, moves)).toMatchObject({
    transcript: { turns: [{ contact: { kind: 'choice', source: 'button', id: 'b1', title: 'Sí' }, bot: ['Hola'] }] },
  });
});

test('a run that began at a card begins there', async () => {
  const flow = flowOf({ a: ['say', { text: 'A' }, 'b'], b: ['say', { text: 'B' }] });
  expect(await recorded(flow, [{ kind: 'begin', node: 'b' }])).toMatchObject({
    transcript: { turns: [{ begin: { node: 'b' }, bot: ['B'] }] },
  });
});

test('a wait of more than a year is several', async () => {
  const flow: Flow = { ...flowOf({ hi: ['say', { text: 'Hola' }] }), triggers: any };
  const year = 366 * 24 * 60 * 60;
  const at = new Date(Date.parse(testNow) + (year + 1) * 1_000).toISOString();
  const recording = await recorded(flow, [say('x'), { kind: 'until', at }]);
  expect(recording).toMatchObject({ transcript: { turns: [{ contact: 'x' }, { wait: year }, { wait: 1 }] } });
});

test('what a test cannot say is not kept as one', async () => {
  const flow: Flow = { ...flowOf({ hi: ['say', { text: 'Hola' }] }), triggers: any };
  expect(await recorded(flow, [])).toEqual({ refused: 'nothing' });
  const error = { code: 'whatsapp.x', message: '', retryable: false } as never;
  expect(await recorded(flow, [say('x'), { kind: 'refuse', error }])).toEqual({ refused: 'refusal' });
  // The message after the day was refused in the simulator, and is not in a test: that would be another conversation.
  const late: Flow = {
    ...flowOf({ rest: ['pause', { seconds: 90_000 }, 'late'], late: ['say', { text: 'Tarde' }] }),
    triggers: any,
  };
  const until: Move = { kind: 'until', at: new Date(Date.parse(testNow) + 100_000_000).toISOString() };
  expect(await recorded(late, [say('x'), until])).toEqual({ refused: 'window' });
});

test('a test that is recorded anew expects what the flow does now, as far as it still goes', async () => {
  const transcript: Transcript = {
    ...begin,
    turns: [
      { contact: 'x', bot: ['Hola'] },
      { http: { ok: true, status: 200 }, bot: [] },
    ],
  };
  const flow: Flow = { ...flowOf({ hi: ['say', { text: 'Buenas' }] }), triggers: any };
  const anew = await recordedAnew(flow, [], transcript, littleTypes);
  expect(anew?.turns).toHaveLength(1);
  expect(anew).toMatchObject({ now: testNow, returning: true, turns: [{ contact: 'x', bot: ['Buenas'] }] });
  expect(await recordedAnew(flow, [], { ...begin, turns: transcript.turns.slice(1) }, littleTypes)).toBeUndefined();
});

test('the flows that a flow goes into are played along, in the simulator and in its tests', async () => {
  const inner: Flow = { ...flowOf({ in: ['say', { text: 'Adentro' }] }), id: 'inner' };
  const outer: Flow = { ...flowOf({ go: ['sub', { flow: 'inner' }] }), triggers: any };
  const run = await ran(outer, [say('x')], [inner]);
  const saidBy = run.state.thread.flatMap((item) =>
    item.kind === 'message' && item.side === 'business' ? [item.content] : [],
  );
  expect(saidBy).toEqual([{ kind: 'text', body: 'Adentro' }]);
  expect(await recorded(outer, [say('x')], [inner])).toMatchObject({ transcript: { turns: [{ bot: ['Adentro'] }] } });
});
