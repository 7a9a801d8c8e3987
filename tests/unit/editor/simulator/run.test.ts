import { describe, expect, test } from '@jest/globals';
import { pathOf, problemsOf, type PathItem } from '../../../../editor/simulator/path.ts';
import { presets, type Persona } from '../../../../editor/simulator/persona.ts';
import { Run, type Move, type RunOptions, type ThreadItem } from '../../../../editor/simulator/run.ts';
import { watched } from '../../../../editor/simulator/watch.ts';
import type { Flow, HttpOutcome } from '../../../../runtime/contract/index.ts';
import { flowOf, littleTypes, testNow } from '../../../support/engine.ts';
import { botSaid } from '../../../support/simulated.ts';

const persona: Persona = {
  ...presets[1],
  id: 'own',
  name: 'Ana Paz',
  phone: '',
  language: 'es',
  returning: false,
  fields: {},
};
const runOf = (flow: Flow, options: Partial<RunOptions> = {}) =>
  new Run(flow, { now: testNow, nodeTypes: littleTypes, persona, ...options });
const says = (body: string): Move => ({ kind: 'say', content: { kind: 'text', body } });
const ok = (body: object): HttpOutcome => ({ ok: true, status: 201, headers: {}, body: { ...body }, durationMs: 1 });
const later = (minutes: number): Move => ({
  kind: 'until',
  at: new Date(Date.parse(testNow) + minutes * 60_000).toISOString(),
});

const words = (thread: readonly ThreadItem[]) =>
  thread.map((item) =>
    item.kind === 'event'
      ? `(${item.event.type})`
      : item.content.kind === 'text'
        ? `${item.side === 'person' ? '>' : '<'} ${item.content.body}`
        : item.content.kind,
  );
const lines = (items: readonly PathItem[]) =>
  items.map((item) =>
    'begin' in item
      ? `begin ${item.begin.trigger}`
      : `${item.step.node} ${item.step.cause.kind} ${item.step.end.kind}${item.step.current ? ' now' : ''}`,
  );

const order = flowOf(
  {
    q: ['question', { text: '¿Qué?', variable: 'what', seconds: 600 }, { next: 'p', timeout: 'late' }],
    p: ['pause', { seconds: 3_600 }, 'c'],
    c: ['call', { url: 'https://example.com' }, { next: 'done', error: 'sorry' }],
    done: ['say', { text: '{{ variables.what }}: {{ webhook.body.id }}' }],
    sorry: ['say', { text: 'No se pudo' }],
    late: ['say', { text: 'Sigo aquí' }],
  },
  { id: 'order', triggers: [{ id: 't', kind: 'keyword', match: 'is', words: ['pedir'] }] },
);

describe('a run', () => {
  test('tells what was said and what happened, and where it went', async () => {
    const run = runOf(order);
    await run.make(says('hola'));
    await run.make(says('pedir'));
    expect(run.state.session?.node).toBe('q');
    await run.make(says('pan'));
    await run.make(later(90));
    expect(run.state.call).toMatchObject({ node: 'c', request: { url: 'https://example.com' } });
    expect(run.state.now).toBe('2026-01-05T10:00:00.000Z');
    await run.make(says('¿ya?'));
    await run.make({ kind: 'answer', outcome: ok({ id: 'A1' }) });
    // The clock goes on to where it was sent.
    expect(run.state.now).toBe('2026-01-05T10:30:00.000Z');
    expect(words(run.state.thread)).toEqual([
      '> hola',
      '(nobody)',
      '> pedir',
      '< ¿Qué?',
      '> pan',
      '(clock)',
      '> ¿ya?',
      '(unheard)',
      '(called)',
      '< pan: A1',
      '(ended)',
    ]);
    expect(lines(pathOf(run.state.turns))).toEqual([
      'begin keyword',
      'q said left',
      'p time left',
      'c answered left',
      'done entered left',
    ]);
    const edges = order.edges.filter(({ id }) => run.state.travelled.has(id));
    expect(edges.map(({ from }) => `${from.node}.${from.port}`)).toEqual(['q.next', 'p.next', 'c.next']);
  });

  test('answers calls by itself where an answer is known, also while the clock is moved', async () => {
    const run = runOf(order, { answer: (node) => ok({ id: node }) });
    await run.make(says('pedir'));
    await run.make(says('pan'));
    await run.make(later(90));
    expect(run.state.call).toBeNull();
    expect(botSaid(run.state.thread).at(-1)).toEqual({ kind: 'text', body: 'pan: c' });
    expect(run.state.now).toBe('2026-01-05T10:30:00.000Z');
  });

  test('is the same for the same moves, and repeats over a changed draft with the answers given', async () => {
    const once = runOf(order, { answer: () => ok({ id: 7 }) });
    for (const move of [says('pedir'), says('pan'), later(90), says('adiós')]) await once.make(move);
    const again = runOf(order);
    await again.repeat(once.moves);
    expect(again.state).toEqual(once.state);
    expect(again.moves).toEqual(once.moves);

    const changed = {
      ...order,
      nodes: order.nodes.map((node) => (node.id === 'done' ? { ...node, config: { text: 'Listo' } } : node)),
    };
    const other = runOf(changed);
    await other.repeat(once.moves);
    expect(botSaid(other.state.thread).at(-1)).toEqual({ kind: 'text', body: 'Listo' });

    // A call that nobody answered then is left to be answered now.
    const unanswered = runOf(order);
    await unanswered.repeat(once.moves.filter(({ kind }) => kind !== 'answer'));
    expect(unanswered.state.call?.node).toBe('c');
  });

  test('begins at a chosen card without a word, and lets waits end and sessions expire', async () => {
    const run = runOf(order);
    await run.make({ kind: 'begin', node: 'q' });
    expect(run.state.due).toEqual({ at: '2026-01-05T09:10:00.000Z', what: 'wait' });
    await run.make(later(10));
    expect(botSaid(run.state.thread).at(-1)).toEqual({ kind: 'text', body: 'Sigo aquí' });
    const patient = runOf(flowOf({ q: ['question', { text: '¿Sí?' }] }));
    await patient.make({ kind: 'begin', node: 'q' });
    expect(patient.state.due?.what).toBe('expiry');
    await patient.make(later(8 * 24 * 60));
    expect(words(patient.state.thread)).toEqual(['(began)', '< ¿Sí?', '(clock)', '(expired)']);
    expect(patient.state.session?.status).toBe('ended');
  });

  test('sends nothing after the 24 hours that a message leaves open', async () => {
    const day = flowOf(
      { p: ['pause', { seconds: 24 * 3_600 }, 's'], s: ['say', { text: 'Tarde' }] },
      { triggers: [{ id: 't', kind: 'unhandled' }] },
    );
    const run = runOf(day);
    await run.make(says('hola'));
    await run.make(later(25 * 60));
    expect(words(run.state.thread)).toEqual(['> hola', '(clock)', '(failed)']);
    expect(problemsOf(pathOf(run.state.turns)).map(({ node, problem }) => [node, problem?.code])).toEqual([
      ['s', 'window.closed'],
    ]);
  });

  test('has the provider refuse the last message: by the error port where there is one, else it is only said', async () => {
    const error = { code: 'whatsapp.undeliverable', message: 'no' };
    const flow = flowOf(
      { q: ['question', { text: '¿Qué?' }, { error: 'sorry' }], sorry: ['say', { text: 'Disculpa' }] },
      { triggers: [{ id: 't', kind: 'unhandled' }] },
    );
    const run = runOf(flow);
    await run.make(says('hola'));
    await run.make({ kind: 'refuse', error });
    expect(words(run.state.thread)).toEqual(['> hola', '< ¿Qué?', '< Disculpa', '(ended)']);
    expect(run.state.thread[1]).toMatchObject({ refused: error });
    await run.make({ kind: 'refuse', error });
    expect(words(run.state.thread).at(-1)).toBe('(refused)');
    await run.make({ kind: 'refuse', error });
    expect(run.state.thread).toHaveLength(5);
  });
});

test('what the last move changed is marked, with what it was', async () => {
  const run = runOf(order, { persona: { ...persona, fields: { ciudad: 'Bogotá' } } });
  await run.make(says('pedir'));
  const asked = run.state;
  expect(watched(asked, null).variables).toEqual([]);
  await run.make(says('pan'));
  const heard = run.state;
  expect(watched(heard, asked).variables).toEqual([{ name: 'what', value: 'pan', changed: true }]);
  expect(watched(heard, heard).variables).toEqual([{ name: 'what', value: 'pan', changed: false }]);
  expect(watched(heard, asked).contact.filter(({ changed }) => changed)).toEqual([]);
  expect(watched(heard, asked).contact.map(({ name }) => name)).toEqual(['name', 'phone', 'language', 'ciudad']);
});

test('a way through a card that asks again shows each answer', async () => {
  const run = runOf(order);
  await run.make(says('pedir'));
  await run.make(says('again'));
  await run.make(says('pan'));
  expect(lines(pathOf(run.state.turns))).toEqual([
    'begin keyword',
    'q said again',
    'q said left',
    'p entered waits now',
  ]);
});
