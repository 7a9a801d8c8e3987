import { expect, test } from '@jest/globals';
import type { Flow, FlowTest, Transcript } from '../../../runtime/contract/index.ts';
import { calledFlows, runFlowTests, runTranscript, subFlows } from '../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

const transcript = (contact: string, ...bot: string[]): Transcript => ({ now: testNow, turns: [{ contact, bot }] });
const named = (id: string, played: Transcript): FlowTest => ({ id, name: `Prueba ${id}`, transcript: played });
const talking = (tests: FlowTest[]): Flow => ({
  ...flowOf({ hi: ['say', { text: 'Hola' }] }),
  triggers: [{ id: 't', kind: 'unhandled' }],
  tests,
});

test('each of a flow’s tests tells whether it is green, and if not what differs first and where', async () => {
  const flow = talking([named('a', transcript('x', 'Hola')), named('b', transcript('x', 'Chau'))]);
  expect(await runFlowTests(flow, [], littleTypes)).toEqual([
    { id: 'a', name: 'Prueba a', ok: true, turns: 1 },
    {
      id: 'b',
      name: 'Prueba b',
      ok: false,
      turns: 1,
      firstDifference: { turn: 0, path: '/bot/0/body', expected: 'Chau', said: 'Hola', node: 'hi' },
    },
  ]);
  expect(await runFlowTests(talking([]), [], littleTypes)).toEqual([]);
  const { tests: _tests, ...without } = flow;
  expect(await runFlowTests(without, [], littleTypes)).toEqual([]);
});

test('a failure of the flow is told with the test', async () => {
  const flow: Flow = {
    ...flowOf({ set: ['set', { name: 'a', expression: '$number("x")' }] }),
    triggers: [{ id: 't', kind: 'unhandled' }],
    tests: [named('a', transcript('x', 'Hola'))],
  };
  const [result] = await runFlowTests(flow, [], littleTypes);
  expect(result).toMatchObject({ ok: false, failure: { node: 'set' } });
});

test('no more tests are played than a flow may have', async () => {
  const green = transcript('x', 'Hola');
  const flow = talking(Array.from({ length: 201 }, (_, index) => named(`t${index}`, green)));
  expect(await runFlowTests(flow, [], littleTypes)).toHaveLength(200);
});

test('what time leaves unplayed is not green, and says so', async () => {
  const twice: Transcript = {
    now: testNow,
    turns: [...transcript('x', 'Hola').turns, ...transcript('x', 'Hola').turns],
  };
  const flow = talking([named('a', twice), named('b', twice)]);
  const asked = (times: number) => () => Promise.resolve((times -= 1) >= 0);
  const told = async (times: number) =>
    (await runFlowTests(flow, [], littleTypes, { goOn: asked(times) })).map(({ ok, turns, unplayed }) => ({
      ok,
      turns,
      unplayed,
    }));
  const green = { ok: true, turns: 2, unplayed: undefined };
  expect(await told(4)).toEqual([green, green]);
  expect(await told(3)).toEqual([green, { ok: false, turns: 1, unplayed: 'time' }]);
  expect(await told(0)).toEqual([
    { ok: false, turns: 0, unplayed: 'time' },
    { ok: false, turns: 0, unplayed: 'time' },
  ]);
  expect(await runTranscript(flow, twice, littleTypes, { goOn: () => false })).toEqual({
    ok: false,
    turns: [],
    cutOff: true,
  });
});

test('a test that cannot be played at all is red and keeps the others from nothing', async () => {
  const flow = talking([named('a', { ...transcript('x', 'Hola'), now: 'never' }), named('b', transcript('x', 'Hola'))]);
  expect(await runFlowTests(flow, [], littleTypes)).toEqual([
    { id: 'a', name: 'Prueba a', ok: false, turns: 0, unplayed: 'broken' },
    { id: 'b', name: 'Prueba b', ok: true, turns: 1 },
  ]);
});

test('a conversation may begin at a card', async () => {
  const flow = flowOf({ a: ['say', { text: 'A' }, 'b'], b: ['say', { text: 'B' }] });
  const at = (node?: string, ...bot: string[]): Transcript => ({
    now: testNow,
    turns: [{ begin: { ...(node && { node }) }, bot }],
  });
  expect((await runTranscript(flow, at('b', 'B'), littleTypes)).ok).toBe(true);
  expect((await runTranscript(flow, at(undefined, 'A', 'B'), littleTypes)).ok).toBe(true);
});

const goes = (id: string, to: string): Flow =>
  chain(id, keyword('hola'), [{ id: 'go', type: 'run-subflow', config: { flow: to, stay: false } }]);

test('the flows that a flow goes into stand beside its tests, those that they go into too, without their triggers', async () => {
  const other = chain('deep', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hondo' } }]);
  const [first, second] = [goes('first', 'second'), goes('second', 'deep')];
  expect(calledFlows(first, nodeTypes)).toEqual(['second']);
  const found = subFlows(first, [other, second, goes('unrelated', 'deep'), first], nodeTypes);
  expect(found.map(({ id }) => id)).toEqual(['second', 'deep']);
  expect(found.map(({ triggers }) => triggers)).toEqual([[], []]);
  // A circle ends, and what is not published is not there.
  expect(subFlows(first, [goes('second', 'first'), first], nodeTypes).map(({ id }) => id)).toEqual(['second']);
  expect(subFlows(first, [], nodeTypes)).toEqual([]);

  const tested = { ...first, tests: [named('a', transcript('hola', 'Hondo'))] };
  expect((await runFlowTests(tested, found, nodeTypes)).map(({ ok }) => ok)).toEqual([true]);
  // The flow that is tested stands first, whatever is handed along under its id.
  expect((await runFlowTests(tested, [first, ...found], nodeTypes)).map(({ ok }) => ok)).toEqual([true]);
});
