import { expect, test } from '@jest/globals';
import type { Flow } from '../../../../runtime/contract/index.ts';
import { applyAll } from '../../../../runtime/engine/index.ts';
import { TestRunner, type RunnerState, type RunnerWorld } from '../../../../editor/tests/runner.ts';
import { addTest, removeTest, renameTest, setTranscript } from '../../../../editor/tests/test-edits.ts';
import { chain, keyword } from '../../../support/sample-flows.ts';
import { Clock } from '../flow/world.ts';

const now = '2026-01-05T09:00:00.000Z';
const expecting = (bot: string) => ({ now, turns: [{ contact: 'hola', bot: [bot] }] });
const greets = (body: string, expected = 'Hola'): Flow =>
  chain('f', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body } }], {
    tests: [{ id: 'a', name: 'Saluda', transcript: expecting(expected) }],
  });

function running(more: Partial<RunnerWorld> = {}) {
  const clock = new Clock();
  const told: RunnerState[] = [];
  const idle: (() => void)[] = [];
  const world: RunnerWorld = {
    now: () => clock.now,
    after: clock.after,
    whenIdle: (work) => {
      idle.push(work);
      return () => idle.splice(idle.indexOf(work), 1);
    },
    rest: () => Promise.resolve(),
    library: () => Promise.resolve([]),
    ...more,
  };
  const runner = new TestRunner(world, (state) => told.push(state));
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  return {
    runner,
    told,
    async pass(ms: number) {
      await clock.pass(ms);
      for (const work of idle.splice(0)) work();
      await settle();
    },
    last: () => [...(told.at(-1)?.results.values() ?? [])].map(({ id, ok }) => ({ id, ok })),
    isRunning: () => told.at(-1)?.running,
  };
}

test('tests are played a moment after a change, when the page has nothing to do', async () => {
  const { runner, pass, last, isRunning } = running();
  runner.changed(greets('Hola'));
  expect(isRunning()).toBe(true);
  await pass(599);
  expect(last()).toEqual([]);
  await pass(1);
  expect([last(), isRunning()]).toEqual([[{ id: 'a', ok: true }], false]);
  runner.changed(greets('Buenas'));
  // What was known stands until it is known anew.
  expect(last()).toEqual([{ id: 'a', ok: true }]);
  await pass(600);
  expect(last()).toEqual([{ id: 'a', ok: false }]);
});

test('moving a card plays nothing; a flow without tests neither, and forgets what was known', async () => {
  const { runner, told, pass, last } = running();
  const flow = greets('Hola');
  runner.changed(flow);
  await pass(600);
  const before = told.length;
  runner.changed({ ...flow, name: 'Otro', layout: { say: { x: 1, y: 2 } }, notes: [] });
  await pass(2_000);
  expect(told).toHaveLength(before);
  runner.changed({ ...flow, tests: [] });
  expect([last(), told.at(-1)?.running]).toEqual([[], false]);
});

test('a change while tests are played makes that run void, and closing too', async () => {
  let open: () => void = () => {};
  const held = new Promise<void>((resolve) => (open = resolve));
  const { runner, pass, last, told } = running({ library: () => held.then(() => []) });
  runner.changed(greets('Hola'));
  await pass(600);
  runner.changed(greets('Buenas'));
  open();
  await pass(0);
  expect(last()).toEqual([]);
  await pass(600);
  expect(last()).toEqual([{ id: 'a', ok: false }]);
  const playing = runner.run(greets('Hola'));
  runner.close();
  await playing;
  expect(told.at(-1)).toEqual({ results: new Map(), running: false });
});

test('edits keep, rename, accept and delete tests, and each can be taken back', () => {
  const bare = chain('f', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]);
  const after = (flow: Flow, edits: ReturnType<typeof removeTest>): Flow => {
    const done = applyAll(flow, edits);
    if (!('flow' in done)) throw new Error('an edit does not fit');
    return done.flow;
  };
  const { edits, testId } = addTest(bare, `  ${'x'.repeat(130)} `, expecting('Hola'), () => 'one');
  const flow = after(bare, edits);
  expect(flow.tests).toEqual([{ id: 'test_one', name: 'x'.repeat(120), transcript: expecting('Hola') }]);
  const second = addTest(flow, 'Dos', expecting('Hola'), () => 'two');
  expect(after(flow, second.edits).tests?.map(({ id }) => id)).toEqual(['test_one', 'test_two']);
  expect(after(flow, renameTest(flow, testId, ' Uno ')).tests?.[0]?.name).toBe('Uno');
  expect(renameTest(flow, testId, '  ')).toEqual([]);
  const accepted = after(flow, setTranscript(flow, testId, expecting('Chau')));
  expect(accepted.tests?.[0]?.transcript).toEqual(expecting('Chau'));
  expect(after(flow, removeTest(flow, testId)).tests).toEqual([]);
});
