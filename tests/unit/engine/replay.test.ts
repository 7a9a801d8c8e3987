import { describe, expect, test } from '@jest/globals';
import type { OutboundContent, Transcript } from '../../../runtime/contract/index.ts';
import { play, runTranscript, startChat, transcriptProblems } from '../../../runtime/engine/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';

const text = (body: string): OutboundContent => ({ kind: 'text', body });
const options = { now: testNow, nodeTypes: littleTypes };

const order = flowOf(
  {
    q: ['question', { text: '¿Qué?', variable: 'what', seconds: 600 }, { next: 'p', timeout: 'late' }],
    p: ['pause', { seconds: 3_600 }, 'c'],
    c: ['call', { url: 'https://example.com' }, { next: 'done', error: 'sorry' }],
    done: ['say', { text: '{{ variables.what }} a las {{ $now("[H01]:[m01]") }}: {{ webhook.body.id }}' }],
    sorry: ['say', { text: 'No se pudo' }],
    late: ['say', { text: 'Sigo aquí' }],
  },
  { id: 'order', triggers: [{ id: 't', kind: 'keyword', match: 'is', words: ['pedir'] }] },
);
const menu = flowOf(
  { a: ['say', { text: 'Menú para {{ contact.firstName }}' }, 'b'], b: ['rename', { name: 'Luz' }] },
  {
    id: 'menu',
    triggers: [
      { id: 'k', kind: 'keyword', match: 'is', words: ['menu'] },
      { id: 'n', kind: 'new-conversation' },
    ],
  },
);

describe('a played conversation', () => {
  test('goes through waits, timers and calls at their moments', async () => {
    const chat = startChat(order, options);
    expect(await chat.hear('pedir')).toEqual([text('¿Qué?')]);
    expect(await chat.hear('pan')).toEqual([]);
    expect(await chat.passTime(3_599)).toEqual([]);
    expect(chat.call).toBeNull();
    expect(await chat.passTime(60)).toEqual([]);
    expect(chat.call).toMatchObject({ method: 'GET', url: 'https://example.com' });
    const answer = { ok: true as const, status: 200, headers: {}, body: { id: 'A1' }, durationMs: 3 };
    expect(await chat.answerHttp(answer)).toEqual([text('pan a las 10:00: A1')]);
    expect(chat.session?.status).toBe('ended');
    expect(chat.turns.map(({ trace }) => trace.map(({ node }) => node))).toEqual([
      ['q'],
      ['q', 'p'],
      ['p', 'c'],
      ['c', 'done'],
    ]);
    await expect(chat.answerHttp(answer)).rejects.toThrow('No call');
  });

  test('begins at a chosen card, says what comes due next and passes exactly that far', async () => {
    const chat = startChat(order, options);
    expect(chat.due).toBeNull();
    expect(await chat.begin('p')).toEqual([]);
    expect(chat.due).toEqual({ at: '2026-01-05T10:00:00.000Z', what: 'wait' });
    expect(await chat.passUntil(chat.due?.at ?? '')).toEqual([]);
    expect(chat.call).toMatchObject({ url: 'https://example.com' });
    expect(chat.due).toEqual({ at: '2026-01-12T10:00:00.000Z', what: 'expiry' });
    await chat.passUntil('2026-01-01T00:00:00.000Z');
    expect(chat.now).toBe('2026-01-05T10:00:00.000Z');
    expect(await chat.begin()).toEqual([text('¿Qué?')]);
    expect(chat.turns.map(({ sessionId, input, session }) => [sessionId, input.kind, session.node])).toEqual([
      ['chat.1', 'start', 'p'],
      ['chat.1', 'timeout', 'c'],
      ['chat.2', 'start', 'q'],
    ]);
  });

  test('takes another course of chance with another seed, and the same with the same', async () => {
    const dice = flowOf({ a: ['say', { text: '{{ $random() }}' }] });
    const thrown = (seed?: string) => startChat(dice, { ...options, ...(seed && { seed }) }).begin();
    expect(await thrown('b')).toEqual(await thrown('b'));
    expect(await thrown('b')).not.toEqual(await thrown());
  });

  test('has no first message for somebody who has written before', async () => {
    expect(await startChat(menu, { ...options, returning: true }).hear('hola')).toEqual([]);
  });

  test('lets a question run out', async () => {
    const said = await play(order, [{ contact: 'pedir' }, { wait: 599 }, { wait: 1 }, { contact: 'pan' }], options);
    expect(said).toEqual([[text('¿Qué?')], [], [text('Sigo aquí')], []]);
  });

  test('chooses among flows as triggers do: a keyword interrupts, unless the flow that waits forbids it', async () => {
    const chat = startChat([order, menu], { ...options, contact: { name: 'Ana Paz' } });
    expect(await chat.hear('hola')).toEqual([text('Menú para Ana')]);
    expect(await chat.hear('hola')).toEqual([]);
    expect(await chat.hear('pedir')).toEqual([text('¿Qué?')]);
    expect(await chat.hear('menu')).toEqual([text('Menú para Luz')]);
    const deaf = { ...order, settings: { ignoreTriggers: true } };
    const said = await play([deaf, menu], [{ contact: 'pedir' }, { contact: 'menu' }], options);
    expect(said).toEqual([[text('¿Qué?')], []]);
  });

  test('leaves by a word of the way out, and the same word may begin another', async () => {
    const deaf = { ...order, settings: { ignoreTriggers: true } };
    const said = await play([deaf, menu], [{ contact: 'pedir' }, { contact: '¡Menú!' }], {
      ...options,
      contact: { name: 'Ana' },
      exitWords: ['menú'],
    });
    expect(said[1]).toEqual([text('Menú para Ana')]);
  });

  test('ends quietly when nothing is heard for as long as the flow says', async () => {
    const flow = flowOf(
      { q: ['question', { text: '?' }, 'a'], a: ['say', { text: 'a' }] },
      { triggers: order.triggers, settings: { expiresAfterMinutes: 10 } },
    );
    const chat = startChat(flow, options);
    await chat.hear('pedir');
    expect(await chat.passTime(601)).toEqual([]);
    expect(chat.session?.status).toBe('ended');
    expect(await chat.hear('x')).toEqual([]);
  });

  test('does what a refused message means', async () => {
    const flow = flowOf(
      { q: ['question', { text: '?' }, { error: 'e' }], e: ['say', { text: 'fallo' }] },
      { triggers: order.triggers },
    );
    const chat = startChat(flow, options);
    await chat.hear('pedir');
    expect(await chat.refuseLast({ code: 'x', message: 'no' })).toEqual([text('fallo')]);
  });

  test('records a reaction and says nothing', async () => {
    const chat = startChat(menu, options);
    expect(await chat.hear({ kind: 'reaction', messageId: 'm', emoji: '👍' })).toEqual([]);
    expect(chat.session).toBeNull();
  });
});

describe('a transcript', () => {
  const transcript: Transcript = {
    now: testNow,
    turns: [
      { contact: 'pedir', bot: ['¿Qué?'] },
      { contact: 'pan', bot: [] },
      { wait: 3_600, bot: [] },
      { http: { ok: true, status: 200, body: { id: 7 } }, bot: [{ kind: 'text', body: 'pan a las 10:00: 7' }] },
    ],
  };

  test('that the flow plays is right', async () => {
    expect(transcriptProblems(transcript)).toEqual([]);
    const run = await runTranscript(order, transcript, littleTypes);
    expect(run.ok).toBe(true);
    expect(run.turns.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  });

  test('that the flow plays otherwise tells the first difference', async () => {
    const changed = structuredClone(transcript);
    changed.turns[0] = { contact: 'pedir', bot: ['¿Cuál?'] };
    expect(await runTranscript(order, changed, littleTypes)).toMatchObject({
      ok: false,
      turns: [{ ok: false }],
      firstDifference: { turn: 0, path: '/bot/0/body', expected: '¿Cuál?', said: '¿Qué?' },
    });
  });

  test.each<[string, Transcript['turns'], string]>([
    ['a message too few', [{ contact: 'pedir', bot: [] }], '/bot/0'],
    ['a message too many', [{ contact: 'pedir', bot: ['¿Qué?', 'y'] }], '/bot/1'],
    ['an answer that nobody awaits', [{ http: { ok: false, code: 'http.timeout' }, bot: [] }], '/bot'],
  ])('with %s is wrong', async (_what, turns, path) => {
    const run = await runTranscript(order, { now: testNow, turns }, littleTypes);
    expect(run).toMatchObject({ ok: false, firstDifference: { turn: 0, path } });
  });

  test('tells why the flow failed', async () => {
    const flow = flowOf({ a: ['say', { text: '{{ missing }}' }] }, { triggers: order.triggers });
    const run = await runTranscript(flow, { now: testNow, turns: [{ contact: 'pedir', bot: ['x'] }] }, littleTypes);
    expect(run.failure).toMatchObject({ code: 'expression.unresolved', node: 'a' });
  });

  test.each<[string, unknown, string]>([
    ['without a moment', { turns: [{ contact: 'x', bot: [] }] }, '/now'],
    ['without turns', { now: testNow, turns: [] }, '/turns'],
    ['with a turn without bot', { now: testNow, turns: [{ contact: 'x' }] }, '/turns/0/bot'],
  ])('%s is of no use', (_what, value, path) => {
    expect(transcriptProblems(value).map((problem) => problem.path)).toContain(path);
  });
});
