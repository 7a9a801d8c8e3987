import { describe, expect, test } from '@jest/globals';
import type { InboundContent, Json, ResumeInput } from '../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { keptBurst, withPieces } from '../../../runtime/nodes/burst.ts';
import { chosen, keptTitles } from '../../../runtime/nodes/choosing.ts';
import { lastMessage } from '../../../runtime/nodes/last-message.ts';
import { dateIn, dayAndTime, NotMeant, numberIn, orNotMeant, timeIn } from '../../../runtime/nodes/meant.ts';
import { dueReminder, hasLadder, nextDue } from '../../../runtime/nodes/reminders.ts';
import { nodeContext, type Scope } from '../../support/node-context.ts';

type Config = { [key: string]: Json };
/** A Monday. */
const now = '2026-01-05T09:00:00.000Z';
const at = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();

function typed(type: string) {
  const found = nodeTypes.get(type);
  if (!found) throw new Error(`There is no type ${type}.`);
  return found;
}

/** Whether one rule holds for a typed text. */
async function holds(rule: Config, message: string | InboundContent, more: Scope = {}): Promise<boolean> {
  const config = { rules: [{ id: 'r_1', category: 'A', ...rule }] };
  const outcome = await typed('decide-rules').enter(config, nodeContext({ scope: { ...more, message }, now }));
  if (outcome.kind !== 'leave') throw new Error(JSON.stringify(outcome));
  return outcome.port === 'r_1';
}

test.each<[kind: string, text: string, holds: string[], not: string[]]>([
  ['any-word', 'sí Claro', ['SI', 'pues claro que no', 'sí, claro'], ['siempre', 'claroscuros', '', '👍']],
  ['all-words', 'sí Claro', ['claro que sí', 'si claro'], ['si', 'claro', 'siclaro', '']],
  ['phrase', 'sí Claro', ['pues SI, claro que no', 'sí claro'], ['claro sí', 'si claros', 'así claro', 'si']],
  ['only-phrase', 'sí Claro', ['¡SI, claro!'], ['si claro que no', 'pues si claro', 'claro si', '']],
  ['starts-with', 'sí Claro', ['SI, claro que no', 'si claro'], ['pues si claro', 'si que claro', 'si', '']],
  ['any-word', '👍', ['👍', 'va 👍 x'], ['👎', 'va']],
  ['all-words', '👍', ['👍', 'va 👍 x'], ['👎', 'va']],
  ['phrase', ' 👍 ', ['👍', 'va 👍 x', '👍x'], ['👎', 'va']],
  ['only-phrase', '👍', ['👍', ' 👍 '], ['👍👍', 'va 👍']],
  ['starts-with', '👍', ['👍', ' 👍 va'], ['va 👍']],
  ['any-word', '{{ variables.none ? "x" : "" }}', [], ['x', '']],
])('the rule %s “%s”', async (kind, text, taken, not) => {
  for (const said of taken) expect([said, await holds({ kind, text }, said)]).toEqual([said, true]);
  for (const said of not) expect([said, await holds({ kind, text }, said)]).toEqual([said, false]);
});

test.each<[Config, holds: string[], not: string[]]>([
  [{ kind: 'number-equals', value: '5' }, ['5', 'son 4 y 5', '5,0'], ['4', '6', '55', 'cinco', '']],
  [{ kind: 'number-less', value: '5' }, ['4', '9 y 4', '4,9'], ['5', '6', '']],
  [{ kind: 'number-at-most', value: '5' }, ['4', '5'], ['6', '5,1', '']],
  [{ kind: 'number-at-least', value: '5' }, ['6', '5'], ['4', '4,9', '']],
  [{ kind: 'number-more', value: '5' }, ['6', '5,1'], ['5', '4', '']],
  [{ kind: 'number-between', minimum: '2', maximum: '4' }, ['2', '3', '4', '1 y 3'], ['1', '5', '1 y 5', '']],
  [{ kind: 'date-equals', date: 'today+1' }, ['mañana', '2026-01-06', 'el 2026-01-09 o mañana'], ['hoy', '7/1', '']],
  [{ kind: 'date-before', date: '2026-01-06' }, ['hoy', '2026-01-05'], ['mañana', '2026-01-07', '']],
  [{ kind: 'date-after', date: '2026-01-06' }, ['2026-01-07'], ['mañana', 'hoy', '']],
  [{ kind: 'time-equals', time: '15:00' }, ['15:00', 'a las 3', '3pm'], ['15:01', '3am', 'a las 4', '']],
  [{ kind: 'time-before', time: '15:00' }, ['14:59', 'a las 3'], ['15:00', '15:01', '']],
  [{ kind: 'time-after', time: '15:00' }, ['15:01', 'a las 4'], ['15:00', '14:59', '4am', '']],
  [
    { kind: 'date-between', from: '2026-01-06', to: '2026-01-08' },
    ['6/1/2026', '7/1/2026', '8/1/2026'],
    ['5/1/2026', '9/1/2026', ''],
  ],
  [{ kind: 'date-between', from: '2026-01-08', to: '2026-01-06' }, [], ['6/1/2026', '7/1/2026', '9/1/2026']],
  [
    { kind: 'time-between', from: '12:00', to: '14:00' },
    ['12:00', '13:00', '14:00'],
    ['11:59pm', '14:01', '23:00', ''],
  ],
  [{ kind: 'time-between', from: '22:00', to: '02:00' }, ['22:00', '23:59', '02:00', '00:30'], ['21:59', '02:01', '']],
  [{ kind: 'time-between', from: '12:00', to: '12:00' }, ['12:00'], ['12:01', '13:00']],
  [{ kind: 'has-text' }, ['x', '👍'], ['', ' \n']],
  [{ kind: 'empty' }, ['', ' \n'], ['x']],
  [{ kind: 'number' }, ['son 5'], ['cinco', '']],
  [{ kind: 'date' }, ['mañana'], ['x', '15:00', '']],
  [{ kind: 'time' }, ['15:00'], ['x', 'mañana', '']],
  [{ kind: 'email' }, ['soy a@b.co'], ['a@b', '']],
  [{ kind: 'location' }, [], ['x', '']],
  [{ kind: 'pattern', pattern: '^a+$' }, ['a', 'aa'], ['ab', '']],
  [{ kind: 'phone' }, ['llama al 55 1234 5678', '+525512345678'], ['123', '']],
  [{ kind: 'phone', region: 'MX' }, ['55 1234 5678', '+34 600 123 456'], ['123 4567', '']],
  [{ kind: 'media' }, [], ['image', '']],
  [{ kind: 'choice', choiceId: 'b_1' }, [], ['b_1', '']],
  [{ kind: 'group', group: 'vip' }, [], ['vip']],
  [{ kind: 'category', result: 'r', is: 'A' }, [], ['A']],
  [{ kind: 'category', result: '', is: '' }, [], ['A', '']],
])('the rule %j looks at the words', async (rule, taken, not) => {
  for (const said of taken) expect([said, await holds(rule, said)]).toEqual([said, true]);
  for (const said of not) expect([said, await holds(rule, said)]).toEqual([said, false]);
});

test('rules look at what is no text', async () => {
  const image: InboundContent = { kind: 'media', media: 'image', providerMediaId: 'p', mimeType: 'image/png' };
  const tap: InboundContent = { kind: 'choice', id: 'b_1', title: 'A', source: 'button' };
  const place: InboundContent = { kind: 'location', latitude: 1, longitude: 2 };
  const media = (...kinds: string[]) => ({ kind: 'media', media: kinds });
  expect([
    await holds({ kind: 'media' }, image),
    await holds(media(), image),
    await holds(media('image'), image),
    await holds(media('audio', 'image'), image),
    await holds(media('audio'), image),
    await holds({ kind: 'media' }, place),
  ]).toEqual([true, true, true, true, false, false]);
  expect([
    await holds({ kind: 'choice', choiceId: 'b_1' }, tap),
    await holds({ kind: 'choice', choiceId: 'b_2' }, tap),
    await holds({ kind: 'location' }, place),
    await holds({ kind: 'location' }, image),
  ]).toEqual([true, false, true, false]);
  const groups = { contact: { groups: ['a', 'vip'] } };
  expect([
    await holds({ kind: 'group', group: 'vip' }, 'x', groups),
    await holds({ kind: 'group', group: 'vi' }, 'x', groups),
  ]).toEqual([true, false]);
  const results = { results: { r: { value: 1, category: 'Sí' }, s: { value: 'Sí' } } };
  expect([
    await holds({ kind: 'category', result: 'r', is: 'SI ' }, 'x', results),
    await holds({ kind: 'category', result: 'r', is: 'No' }, 'x', results),
    await holds({ kind: 'category', result: 's', is: 'Sí' }, 'x', results),
    await holds({ kind: 'category', result: 't', is: 'Sí' }, 'x', results),
    await holds({ kind: 'category', result: 't', is: '' }, 'x', results),
  ]).toEqual([true, false, false, false, false]);
});

test('a category is named by its first rule, and kept with what was looked at', async () => {
  const rules = [
    { id: 'r_1', category: 'Mucho', kind: 'number-more', value: '100' },
    { id: 'r_2', category: 'Otra vez', kind: 'number-less', value: '0', port: 'r_1' },
    { id: 'r_3', category: 'Poco', kind: 'number' },
  ];
  const run = (config: Config, more: Scope) =>
    typed('decide-rules').enter({ rules, ...config }, nodeContext({ scope: more }));
  expect(await run({ resultName: 'r' }, { message: '-5' })).toEqual({
    kind: 'leave',
    port: 'r_1',
    effects: [],
    changes: { results: { r: { value: '-5', category: 'Mucho' } } },
    values: { subject: '-5', port: 'r_1' },
  });
  expect(await run({ subject: '{{ variables.n }}', resultName: 'r' }, { variables: { n: 1.125 } })).toEqual({
    kind: 'leave',
    port: 'r_3',
    effects: [],
    changes: { results: { r: { value: 1.125, category: 'Poco' } } },
    values: { subject: '1.125', port: 'r_3' },
  });
  expect(await run({}, { message: 'x' })).toEqual({
    kind: 'leave',
    port: 'other',
    effects: [],
    changes: {},
    values: { subject: 'x', port: 'other' },
  });
});

test('what is compared with must be what it must be', async () => {
  const ctx = nodeContext({ scope: { variables: { n: 1.125, t: 'x', w: '1.125' } }, now, timeZone: 'America/Bogota' });
  expect([
    await numberIn('{{ variables.n }}', ctx),
    await numberIn(' {{ variables.n }} ', ctx),
    await numberIn('{{ variables.w }}', ctx),
    await numberIn('7', ctx),
    await dateIn('today', ctx),
    await dateIn('2026-01-05T03:00:00Z', ctx),
    await timeIn('2026-01-05T03:05:00Z', ctx),
    await timeIn('3pm', ctx),
  ]).toEqual([1.125, 1.125, 1_125, 7, '2026-01-05', '2026-01-04', '22:05', '15:00']);
  const outcome = (run: () => Promise<unknown>) =>
    orNotMeant(async () => {
      await run();
      throw new Error('is what it must be');
    });
  const failed = (kind: string, text: string) => ({
    kind: 'fail',
    code: `rule.value-not-${kind}`,
    message: `"${text}" is no ${kind}.`,
    effects: [],
    changes: {},
  });
  expect(await outcome(() => numberIn('{{ variables.t }}', ctx))).toEqual(failed('number', 'x'));
  expect(await outcome(() => dateIn('x', ctx))).toEqual(failed('date', 'x'));
  expect(await outcome(() => timeIn('y'.repeat(101), ctx))).toEqual(failed('time', 'y'.repeat(100)));
  expect(new NotMeant('date', 'x').name).toBe('NotMeant');
  await expect(outcome(async () => 1)).rejects.toThrow('is what it must be');
});

test.each([
  ['2026-01-05T03:04:00Z', '2026-01-04 22:04'],
  ['2026-01-05T03:04Z', '2026-01-04 22:04'],
  [' 2026-01-05T03:04:05.123Z ', '2026-01-04 22:04'],
  ['2026-01-05T03:04:05.123456789Z', '2026-01-04 22:04'],
  ['2026-01-05T10:04:00+02:00', '2026-01-05 03:04'],
  ['2026-01-05T10:04:00-0200', '2026-01-05 07:04'],
  ['2026-01-05T10:04:00', '2026-01-05T10:04:00'],
  ['2026-13-05T10:04:00Z', '2026-13-05T10:04:00Z'],
  ['x2026-01-05T10:04:00Z', 'x2026-01-05T10:04:00Z'],
  ['2026-01-05T10:04:00Zx', '2026-01-05T10:04:00Zx'],
  ['mañana', 'mañana'],
])('the instant %j is %j in Bogotá', (text, expected) => {
  const whole = text.replace('-0200', '-02:00');
  expect(dayAndTime(whole, 'America/Bogota')).toBe(expected);
  expect(dayAndTime(whole, 'Mars/Olympus')).toBe(whole);
});

test('the last message is what rules look at, and none before the first one', async () => {
  const seen = (message?: string | InboundContent) =>
    lastMessage(nodeContext({ scope: message === undefined ? {} : { message } }));
  expect(await seen()).toEqual({ text: '', kind: 'none' });
  expect(await seen('Hola')).toEqual({ text: 'Hola', kind: 'text' });
  expect(await seen({ kind: 'choice', id: 'b_1', title: 'Sí', source: 'button' })).toEqual({
    text: 'Sí',
    kind: 'choice',
    choiceId: 'b_1',
  });
  expect(
    await seen({ kind: 'media', media: 'image', providerMediaId: 'p', mimeType: 'image/png', caption: 'Yo' }),
  ).toEqual({ text: 'Yo', kind: 'media', media: 'image' });
  for (const odd of [null, [], 'x', 5, {}, { text: 1, kind: 2, media: 3, choiceId: 4 }])
    expect(await lastMessage({ ...nodeContext({}), evaluate: async () => odd as Json })).toEqual({
      text: '',
      kind: 'none',
    });
});

describe('what an ask has kept', () => {
  test.each<[Json, Json | undefined]>([
    [
      { since: now, until: now, texts: ['a', 1, 'b'] },
      { since: now, until: now, texts: ['a', 'b'] },
    ],
    [{ since: 1, until: now, texts: [] }, undefined],
    [{ since: now, until: 1, texts: [] }, undefined],
    [{ since: now, until: now, texts: 'a' }, undefined],
    [[], undefined],
    [null, undefined],
    ['x', undefined],
  ])('of a burst: %j', (kept, burst) => expect(keptBurst(kept)).toEqual(burst));
  test.each<[Json, Json]>([
    [{ titles: { a: 'A', b: 1 } }, { a: 'A', b: '' }],
    [{ titles: [] }, {}],
    [{ titles: null }, {}],
    [{ titles: 'x' }, {}],
    [{}, {}],
    [[], {}],
    [null, {}],
    ['x', {}],
  ])('of its titles: %j', (kept, titles) => expect(keptTitles(kept)).toEqual(titles));
  test('pieces come before what ended them', () => {
    const burst = { since: now, until: now, texts: ['a', 'b'] };
    const file: InboundContent = { kind: 'media', media: 'image', providerMediaId: 'p', mimeType: 'image/png' };
    const tap: InboundContent = { kind: 'choice', id: 'b_1', title: 'Sí', source: 'button' };
    expect(withPieces({ kind: 'text', body: 'c' }, burst)).toEqual({ kind: 'text', body: 'a b c' });
    expect(withPieces(file, burst)).toEqual({ ...file, caption: 'a b' });
    expect(withPieces({ ...file, caption: 'c' }, burst)).toEqual({ ...file, caption: 'a b c' });
    expect(withPieces(tap, burst)).toEqual(tap);
  });
});

test.each<[InboundContent, string | undefined]>([
  [{ kind: 'choice', id: 'b_1', title: 'x', source: 'button' }, 'b_1'],
  [{ kind: 'choice', id: 'b_9', title: 'no', source: 'button' }, 'b_2'],
  [{ kind: 'choice', id: 'b_9', title: 'x', source: 'button' }, undefined],
  [{ kind: 'choice', id: 'toString', title: 'x', source: 'button' }, undefined],
  [{ kind: 'text', body: ' Sí ' }, 'b_1'],
  [{ kind: 'text', body: 'SI!' }, 'b_1'],
  [{ kind: 'text', body: 'si' }, 'b_4'],
  [{ kind: 'text', body: 'sí señor' }, undefined],
  [{ kind: 'text', body: ' ' }, undefined],
  [{ kind: 'location', latitude: 1, longitude: 2 }, undefined],
])('of the titles shown, %j chooses %s', (content, id) => {
  const titles: { [id: string]: string } = { b_1: 'Sí', b_2: 'No', b_3: '', b_4: 'si' };
  expect(chosen(content, titles)).toEqual(id && { port: id, value: titles[id], category: titles[id] });
});

describe('a ladder of reminders', () => {
  const ladder = {
    reminders: [
      { afterSeconds: 120, text: 'Dos' },
      { afterSeconds: 60, text: 'Uno' },
      { afterSeconds: 300, text: 'Nunca' },
    ],
    timeoutSeconds: 300,
  };
  test('is climbed in order of time, and ends with the wait', () => {
    expect([0, 1, 2].map((reminded) => nextDue(ladder, { askedAt: now, reminded }))).toEqual([
      at(60),
      at(120),
      at(300),
    ]);
    expect(nextDue({ reminders: ladder.reminders }, { askedAt: now, reminded: 3 })).toBeUndefined();
    expect([hasLadder(ladder), hasLadder({}), hasLadder({ reminders: [] })]).toEqual([true, false, false]);
    expect(hasLadder({ reminders: [{ afterSeconds: 60, text: 'x' }], timeoutSeconds: 60 })).toBe(false);
    expect(hasLadder({ reminders: [{ afterSeconds: 60, text: 'x' }], timeoutSeconds: 61 })).toBe(true);
  });
  test.each<[number, number, object | undefined]>([
    [0, 0, { text: 'Uno', reminded: 1 }],
    [0, 60, { text: 'Uno', reminded: 1 }],
    [0, 119, { text: 'Uno', reminded: 1 }],
    [0, 120, { text: 'Dos', reminded: 2 }],
    [1, 60, { text: 'Dos', reminded: 2 }],
    [1, 299, { text: 'Dos', reminded: 2 }],
    [0, 299, { text: 'Dos', reminded: 2 }],
    [0, 300, undefined],
    [2, 120, undefined],
  ])('after %d reminders, %d seconds on', (reminded, seconds, expected) => {
    expect(dueReminder(ladder, { askedAt: now, reminded }, at(seconds))).toEqual(expected);
  });
});

describe('an ask', () => {
  const askOf = (config: Config) => ({ body: '¿?', answerType: 'number', ...config });
  const message = (content: InboundContent | string): ResumeInput => ({
    kind: 'message',
    at: now,
    message: { id: 'm', at: now, content: typeof content === 'string' ? { kind: 'text', body: content } : content },
  });
  const resumed = (config: Config, input: ResumeInput, state: Json = { asked: 1 }) =>
    typed('ask').resume!(askOf(config), input, nodeContext({ state, now }));
  const entered = (config: Config) => typed('ask').enter(askOf(config), nodeContext({ now }));
  const sent = (body: string) => ({ kind: 'message.send', content: { kind: 'text', body } });
  const reminders = [{ afterSeconds: 60, text: 'Eh' }];

  test('waits until its timeout or its first reminder', async () => {
    const waits = (wait: object, state: object) => ({
      kind: 'wait',
      wait: { for: 'message', ...wait },
      state,
      effects: [sent('¿?')],
      changes: {},
    });
    expect(await entered({})).toEqual(waits({}, { asked: 1 }));
    expect(await entered({ timeoutSeconds: 90 })).toEqual(waits({ timeoutSeconds: 90 }, { asked: 1 }));
    const climbed = { asked: 1, askedAt: now, reminded: 0 };
    expect(await entered({ reminders })).toEqual(waits({ until: at(60) }, climbed));
    expect(await entered({ reminders, timeoutSeconds: 90 })).toEqual(waits({ until: at(60) }, climbed));
    expect(await entered({ reminders, timeoutSeconds: 60 })).toEqual(waits({ timeoutSeconds: 60 }, { asked: 1 }));
  });

  test('asks again as often as it may, in the words for the reason', async () => {
    const texts = {
      retries: 1,
      retryText: 'Otra',
      retryTexts: { tooLow: 'Más', tooHigh: '' },
      validation: { minimum: 5, maximum: 7 },
    };
    const again = async (config: Config, said: string, state?: Json) => {
      const { effects, ...outcome } = await resumed(config, message(said), state);
      return [
        effects.map((effect) =>
          effect.kind === 'message.send' && 'body' in effect.content ? effect.content.body : '',
        ),
        outcome.kind,
        outcome.values,
      ];
    };
    expect(await again(texts, '4')).toEqual([['Más'], 'wait', { refused: 'tooLow' }]);
    expect(await again(texts, '8')).toEqual([['Otra'], 'wait', { refused: 'tooHigh' }]);
    expect(await again(texts, 'x')).toEqual([['Otra'], 'wait', { refused: 'unreadable' }]);
    expect(await again({ retries: 1 }, 'x')).toEqual([['¿?'], 'wait', { refused: 'unreadable' }]);
    expect(await again({ retries: 1 }, 'x', { asked: 2 })).toEqual([[], 'leave', { refused: 'unreadable' }]);
    expect(await again({}, 'x')).toEqual([[], 'leave', { refused: 'unreadable' }]);
    for (const odd of [null, [], 'x', {}, { asked: 'x' }] as Json[])
      expect(await again({ retries: 1 }, 'x', odd)).toEqual([['¿?'], 'wait', { refused: 'unreadable' }]);
    for (const said of ['5', '7'])
      expect(await resumed({ ...texts, resultName: 'r', variableName: 'v' }, message(said))).toEqual({
        kind: 'leave',
        port: 'next',
        effects: [],
        changes: { results: { r: { value: Number(said) } }, variables: { v: Number(said) } },
        values: { answer: Number(said) },
      });
  });

  test('reminds, and gives up when nobody answers', async () => {
    const kept = { asked: 1, askedAt: now, reminded: 0 };
    const timeout = (seconds: number): ResumeInput => ({ kind: 'timeout', at: at(seconds), waitId: 'w' });
    expect(await resumed({ reminders, timeoutSeconds: 90 }, timeout(60), kept)).toEqual({
      kind: 'wait',
      wait: { for: 'message', until: at(90) },
      state: { ...kept, reminded: 1, reminderTurns: ['s1.1'] },
      effects: [{ ...sent('Eh'), optional: true }],
      changes: {},
      values: { reminder: 1 },
    });
    expect(await resumed({ reminders }, timeout(60), { ...kept, reminded: 1 })).toMatchObject({
      kind: 'leave',
      port: 'timeout',
    });
    expect(await resumed({}, timeout(60))).toEqual({ kind: 'leave', port: 'timeout', effects: [], changes: {} });
  });

  test('fails with the reason when its question is refused, not when a reminder is', async () => {
    const refusedBy = (effectId: string): ResumeInput => ({
      kind: 'delivery-failed',
      at: now,
      effectId,
      error: { code: 'x.y', message: 'No' },
    });
    const failed = { kind: 'fail', code: 'x.y', message: 'No', effects: [], changes: {} };
    const kept = { asked: 1, askedAt: now, reminded: 1, reminderTurns: ['s1.2', 5] };
    const config = { reminders, timeoutSeconds: 90 };
    expect(await resumed(config, refusedBy('s1.1.0'), kept)).toEqual(failed);
    expect(await resumed(config, refusedBy('s1.22.0'), kept)).toEqual(failed);
    expect(await resumed(config, refusedBy('s1.2.0'), { asked: 1, reminderTurns: 'x' })).toEqual(failed);
    expect(await resumed(config, refusedBy('s1.2.0'), kept)).toEqual({
      kind: 'wait',
      wait: { for: 'message', until: at(90) },
      state: kept,
      effects: [],
      changes: {},
    });
    const burst = { since: now, until: at(5), texts: ['a'] };
    expect(await resumed(config, refusedBy('s1.2.0'), { ...kept, burst })).toEqual({
      kind: 'wait',
      wait: { for: 'message', until: at(5) },
      state: { ...kept, burst },
      effects: [],
      changes: {},
    });
    expect(await resumed({}, { kind: 'ticket-closed', at: now })).toMatchObject({
      kind: 'fail',
      code: 'input.unexpected',
    });
  });
});
