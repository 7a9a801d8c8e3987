import { describe, expect, test } from '@jest/globals';
import type { Flow, Json, NodeType, NodeTypes, OutboundContent, Trigger } from '../../../runtime/contract/index.ts';
import { startChat, type ChatOptions } from '../../../runtime/engine/index.ts';
import { flowOf, littleTypes, testNow } from '../../support/engine.ts';

/** Puts the contact into a group or takes them out: `{ group, is }`. */
const rename = littleTypes.get('rename');
if (!rename) throw new Error('There is no type "rename".');
const tag: NodeType = {
  ...rename,
  type: 'tag',
  config: littleTypes.get('stop')?.config ?? rename.config,
  enter: async ({ group, is }) => ({
    kind: 'leave',
    port: 'next',
    changes: {},
    effects: [{ kind: 'contact.update', patch: { groups: { [String(group)]: is === true } } }],
  }),
};
const types: NodeTypes = new Map([...littleTypes, ['tag', tag]]);

const text = (body: string): OutboundContent => ({ kind: 'text', body });
const keyword = (word: string, more: Partial<Extract<Trigger, { kind: 'keyword' }>> = {}): Trigger => ({
  id: 'k',
  kind: 'keyword',
  match: 'is',
  words: [word],
  ...more,
});
const says = (id: string, words: string, ...triggers: Trigger[]): Flow =>
  flowOf({ a: ['say', { text: words }] }, { id, triggers });
const asks = (id: string, more: Partial<Flow> = {}, config: { [name: string]: Json } = {}): Flow =>
  flowOf(
    {
      q: ['question', { text: '?', ...config }, { next: 'a', timeout: 'late', error: 'oops' }],
      a: ['say', { text: 'bien' }],
      late: ['say', { text: 'tarde' }],
      oops: ['say', { text: 'mal' }],
    },
    { id, triggers: [keyword('pedir')], ...more },
  );
const chatWith = (flows: Flow | Flow[], more: Partial<ChatOptions> = {}) =>
  startChat(flows, { now: testNow, nodeTypes: types, ...more });

describe('who the bot talks to', () => {
  const nobody = {
    id: 'contact',
    name: null,
    firstName: null,
    phone: null,
    language: null,
    fields: {},
    groups: [],
    labels: [],
  };
  test.each<[ChatOptions['contact'], object]>([
    [undefined, {}],
    [{}, {}],
    [{ name: ' Ana  María Paz' }, { name: ' Ana  María Paz', firstName: 'Ana' }],
    [
      { name: 'Ana', firstName: 'Anita', groups: ['vip'] },
      { name: 'Ana', firstName: 'Anita', groups: ['vip'] },
    ],
    [
      { id: 'c', phone: '+51', language: 'pt', fields: { a: 1 } },
      { id: 'c', phone: '+51', language: 'pt', fields: { a: 1 } },
    ],
  ])('for %j', (contact, known) => {
    expect(chatWith([], contact && { contact }).contact).toEqual({ ...nobody, ...known });
  });

  test('begins as nothing: no session, nothing due, nobody else at it', async () => {
    const chat = chatWith([], { now: '2026-01-05T04:00:00-05:00' });
    expect({ ...chat, now: chat.now, due: chat.due, call: chat.call }).toMatchObject({
      now: testNow,
      session: null,
      due: null,
      call: null,
      handedOver: false,
      turns: [],
    });
    expect(await chat.begin()).toEqual([]);
    expect(await chat.hear('hola')).toEqual([]);
    expect(await chat.closeTicket()).toEqual([]);
    expect(await chat.refuseLast({ code: 'x', message: 'y' })).toEqual([]);
    expect(chat.turns).toEqual([]);
    await expect(chat.answerHttp({ ok: false, code: 'x', message: 'y' })).rejects.toThrow('No call is awaited.');
    await expect(chat.answerDone({ ok: false, code: 'x', message: 'y' })).rejects.toThrow('No outcome is awaited.');
  });
});

describe('what a flow is begun with', () => {
  test('is the trigger and the message', async () => {
    const chat = chatWith(asks('f', { triggers: [keyword('pedir', { to: 'late' })] }));
    await chat.hear({ kind: 'text', body: 'Pedir' });
    expect(chat.turns[0]).toMatchObject({ flowId: 'f', sessionId: 'chat.1' });
    expect(chat.turns[0]?.input).toEqual({
      kind: 'start',
      at: testNow,
      trigger: { kind: 'keyword', id: 'k', text: 'Pedir', words: 'pedir' },
      node: 'late',
      message: { id: 'heard.1', at: testNow, content: { kind: 'text', body: 'Pedir' } },
    });
    expect(chat.session).toMatchObject({ id: 'chat.1', flowId: 'f', flowVersion: 1, startedAt: testNow });
  });

  test('is what somebody hands over who begins it', async () => {
    const chat = chatWith(asks('f'), { seed: 'dice' });
    await chat.begin();
    await chat.begin('a', { trigger: 'api', variables: { n: 1 } });
    expect(chat.turns.map(({ sessionId, input }) => [sessionId, input])).toEqual([
      ['dice.1', { kind: 'start', at: testNow, trigger: { kind: 'manual' } }],
      ['dice.2', { kind: 'start', at: testNow, trigger: { kind: 'api' }, variables: { n: 1 }, node: 'a' }],
    ]);
  });

  test('is the next message, numbered, for a session that waits', async () => {
    const chat = chatWith(asks('f'));
    await chat.hear('pedir');
    await chat.passTime(1.5);
    expect(await chat.hear('pan')).toEqual([text('bien')]);
    const at = '2026-01-05T09:00:01.500Z';
    expect(chat.turns[1]?.input).toEqual({
      kind: 'message',
      at,
      message: { id: 'heard.2', at, content: { kind: 'text', body: 'pan' } },
    });
  });

  test('is chosen by the channel, the groups and the hour of the flow’s zone, else of the workspace', async () => {
    const open = { weekly: { monday: [{ from: '04:00', to: '05:00' }] } };
    const only = (more: Partial<Trigger>): Flow => says('f', 'sí', { ...keyword('x'), ...more } as Trigger);
    const hear = (flow: Flow, more: Partial<ChatOptions> = {}) => chatWith(flow, more).hear('x');
    expect(await hear(only({ channels: ['chat'] }))).toHaveLength(1);
    expect(await hear(only({ channels: ['wa'] }))).toHaveLength(0);
    expect(await hear(only({ channels: ['wa'] }), { channel: { id: 'wa', name: 'W' } })).toHaveLength(1);
    expect(await hear(only({ groups: { only: ['vip'] } }), { contact: { groups: ['vip'] } })).toHaveLength(1);
    expect(await hear(only({ groups: { only: ['vip'] } }))).toHaveLength(0);
    expect(await hear(only({ hours: open }))).toHaveLength(0);
    expect(await hear(only({ hours: open }), { timeZone: 'America/Bogota' })).toHaveLength(1);
    const inLima = { ...only({ hours: open }), settings: { timeZone: 'America/Lima' } };
    expect(await hear(inLima)).toHaveLength(1);
  });

  test('has a first message once', async () => {
    const flow = says('f', 'hola', { id: 'n', kind: 'new-conversation' });
    const chat = chatWith(flow);
    expect(await chat.hear('x')).toHaveLength(1);
    expect(await chat.hear('x')).toHaveLength(0);
  });

  test('happens as often as its trigger says', async () => {
    const chat = chatWith([
      says('f', 'una vez', keyword('una', { once: 'ever' })),
      says('g', 'cada hora', keyword('hora', { once: { hours: 1 } })),
    ]);
    expect(await chat.hear('una')).toEqual([text('una vez')]);
    expect(await chat.hear('una')).toEqual([]);
    expect(await chat.hear('hora')).toEqual([text('cada hora')]);
    await chat.passTime(3_599);
    expect(await chat.hear('hora')).toEqual([]);
    await chat.passTime(1);
    expect(await chat.hear('hora')).toEqual([text('cada hora')]);
    expect(await chat.hear('una')).toEqual([]);
  });
});

describe('a contact who changes', () => {
  const changed = (id: string, what: 'group-joined' | 'group-left', steps: Parameters<typeof flowOf>[0]) =>
    flowOf(steps, { id, triggers: [{ id: 'c', kind: 'contact-changed', change: { what, group: 'vip' } }] });

  test('joins the group of a keyword once, and that may begin another flow', async () => {
    const chat = chatWith([
      says('f', 'hola', keyword('club', { joinGroup: 'vip' })),
      changed('g', 'group-joined', { a: ['say', { text: 'bienvenida' }] }),
    ]);
    expect(await chat.hear('club')).toEqual([text('hola'), text('bienvenida')]);
    expect(chat.contact.groups).toEqual(['vip']);
    expect(chat.turns[1]?.input).toEqual({
      kind: 'start',
      at: testNow,
      trigger: { kind: 'contact-changed', id: 'c', changes: [{ what: 'group-joined', group: 'vip' }] },
    });
    expect(await chat.hear('club')).toEqual([text('hola')]);
    expect(chat.contact.groups).toEqual(['vip']);
  });

  test('keeps the groups that they were in', async () => {
    const chat = chatWith(says('f', 'hola', keyword('club', { joinGroup: 'vip' })), { contact: { groups: ['a'] } });
    await chat.hear('club');
    expect(chat.contact.groups).toEqual(['a', 'vip']);
  });

  test('begins three flows in a row and no more', async () => {
    const flows = [
      flowOf({ a: ['tag', { group: 'vip', is: true }] }, { id: 'f', triggers: [keyword('x')] }),
      changed('in', 'group-joined', { a: ['say', { text: 'dentro' }, 'b'], b: ['tag', { group: 'vip', is: false }] }),
      changed('out', 'group-left', { a: ['say', { text: 'fuera' }, 'b'], b: ['tag', { group: 'vip', is: true }] }),
    ];
    const chat = chatWith(flows);
    expect(await chat.hear('x')).toEqual([text('dentro'), text('fuera'), text('dentro')]);
    expect(chat.contact.groups).toEqual([]);
  });

  test('by an answer, a timer or a call begins a flow as well', async () => {
    const after = changed('in', 'group-joined', { a: ['say', { text: 'dentro' }] });
    const waits = (step: Parameters<typeof flowOf>[0][string]) =>
      flowOf({ w: step, t: ['tag', { group: 'vip', is: true }] }, { id: 'f', triggers: [keyword('x')] });
    const timer = chatWith([waits(['pause', { seconds: 60 }, 't']), after]);
    await timer.hear('x');
    expect(await timer.passTime(60)).toEqual([text('dentro')]);
    const call = chatWith([waits(['call', {}, 't']), after]);
    await call.hear('x');
    expect(await call.answerHttp({ ok: true, status: 200, headers: {}, body: null, durationMs: 1 })).toEqual([
      text('dentro'),
    ]);
    const letter = chatWith([waits(['letter', {}, 't']), after]);
    await letter.hear('x');
    expect(await letter.answerDone({ ok: true, durationMs: 1 })).toEqual([text('dentro')]);
  });
});

describe('time', () => {
  test('ends a session that hears nothing after seven days, and not a moment earlier', async () => {
    const chat = chatWith(asks('f'));
    await chat.hear('pedir');
    expect(chat.due).toEqual({ at: '2026-01-12T09:00:00.000Z', what: 'expiry' });
    await chat.passTime(7 * 86_400 - 0.001);
    expect(chat.session?.status).toBe('waiting');
    await chat.passTime(0.001);
    expect(chat.session).toMatchObject({ status: 'ended', node: null, wait: null });
    expect(chat.due).toBeNull();
    expect(chat.now).toBe('2026-01-12T09:00:00.000Z');
  });

  test('ends it as the flow says, counted from the last word', async () => {
    const chat = chatWith(asks('f', { settings: { expiresAfterMinutes: 10 } }));
    await chat.hear('pedir');
    await chat.passTime(300);
    await chat.hear('again');
    expect(chat.due).toEqual({ at: '2026-01-05T09:15:00.000Z', what: 'expiry' });
  });

  test('lets a wait that is meant to be longer run out first', async () => {
    const chat = chatWith(asks('f', { settings: { expiresAfterMinutes: 10 } }, { seconds: 600 }));
    await chat.hear('pedir');
    expect(chat.due).toEqual({ at: '2026-01-05T09:10:00.000Z', what: 'wait' });
    expect(await chat.passTime(900)).toEqual([text('tarde')]);
    expect(chat.now).toBe('2026-01-05T09:15:00.000Z');
    expect(chat.turns[1]?.input).toEqual({ kind: 'timeout', at: '2026-01-05T09:10:00.000Z', waitId: 'chat.1.1' });
  });

  test('goes through several waits at their moments, also when it passes in one step', async () => {
    const flow = flowOf(
      {
        a: ['pause', { seconds: 60 }, 'b'],
        b: ['say', { text: '{{ $now("[m01]") }}' }, 'c'],
        c: ['pause', { seconds: 60 }, 'd'],
        d: ['say', { text: '{{ $now("[m01]") }}' }],
      },
      { triggers: [keyword('x')] },
    );
    const chat = chatWith(flow);
    await chat.hear('x');
    expect(await chat.passTime(3_600)).toEqual([text('01'), text('02')]);
    expect(chat.now).toBe('2026-01-05T10:00:00.000Z');
  });

  test('does nothing more when the session is over', async () => {
    const chat = chatWith(asks('f'));
    await chat.hear('pedir');
    await chat.hear('pan');
    expect(chat.session?.status).toBe('ended');
    expect(chat.due).toBeNull();
    expect(await chat.passTime(10 * 86_400)).toEqual([]);
  });
});

describe('people who take the conversation', () => {
  const help = flowOf(
    { p: ['people', {}, 'b'], b: ['say', { text: 'sigo' }] },
    { id: 'help', triggers: [keyword('ayuda')] },
  );
  const closed = says('closed', 'gracias', { id: 't', kind: 'ticket-closed' });

  test('keep the bot silent until they are done, and the session that waited for it goes on', async () => {
    const chat = chatWith([help, says('f', 'hola', keyword('hola')), closed]);
    expect(await chat.hear('ayuda')).toEqual([]);
    expect(chat.handedOver).toBe(true);
    expect(await chat.hear('hola')).toEqual([]);
    expect(await chat.closeTicket()).toEqual([text('sigo')]);
    expect(chat.handedOver).toBe(false);
    expect(chat.turns.at(-1)?.input).toEqual({ kind: 'ticket-closed', at: testNow });
    expect(await chat.closeTicket()).toEqual([text('gracias')]);
    expect(await chat.hear('hola')).toEqual([text('hola')]);
  });
});

describe('the world around a chat', () => {
  test('has constants, a language and prices', async () => {
    const flow: Flow = {
      ...flowOf({ a: ['say', { text: 'Hola {{ globals.shop }}' }] }, { triggers: [keyword('x')] }),
      languages: ['es', 'pt'],
      translations: { pt: { a: { text: 'Oi {{ globals.shop }}' } } },
    };
    const chat = chatWith(flow, {
      globals: { shop: 'Luz' },
      language: 'pt',
      price: () => ({ currency: 'USD', micros: 5 }),
    });
    expect(await chat.hear('x')).toEqual([text('Oi Luz')]);
    expect(chat.turns[0]?.trace[0]?.cost).toEqual({ currency: 'USD', micros: 5 });
    const plain = chatWith(flow, { globals: { shop: 'Luz' } });
    expect(await plain.hear('x')).toEqual([text('Hola Luz')]);
    expect(plain.turns[0]?.trace[0]).not.toHaveProperty('cost');
  });

  test('may refuse a message, knowing when the person last wrote', async () => {
    const asked: unknown[] = [];
    const refuse: ChatOptions['refuse'] = (content, at) => {
      asked.push([content, at]);
      return content.kind === 'text' && content.body === 'tarde' ? { code: 'window.closed', message: 'no' } : null;
    };
    const chat = chatWith(asks('f', {}, { seconds: 60 }), { refuse });
    await chat.hear('pedir');
    expect(await chat.passTime(60)).toEqual([]);
    expect(asked).toEqual([
      [text('?'), { now: testNow, lastInboundAt: testNow }],
      [text('tarde'), { now: '2026-01-05T09:01:00.000Z', lastInboundAt: testNow }],
    ]);
    expect(chat.session?.failure).toEqual({ code: 'window.closed', message: 'no', node: 'late' });
    const begun = chatWith(asks('f'), { refuse });
    await begun.passTime(5);
    await begun.begin();
    expect(asked.at(-1)).toEqual([
      text('?'),
      { now: '2026-01-05T09:00:05.000Z', lastInboundAt: '2026-01-05T09:00:05.000Z' },
    ]);
  });

  test('tells the session of the last message that the provider refused', async () => {
    const chat = chatWith(asks('f'));
    await chat.hear('pedir');
    await chat.hear('again');
    expect(await chat.refuseLast({ code: 'x', message: 'no' })).toEqual([text('mal')]);
    expect(chat.turns.at(-1)?.input).toEqual({
      kind: 'delivery-failed',
      at: testNow,
      effectId: 'chat.1.2.0',
      error: { code: 'x', message: 'no' },
    });
    expect(await chat.refuseLast({ code: 'x', message: 'no' })).toEqual([]);
  });

  test('has flows that go into one another, and what one of them ignores the others ignore too', async () => {
    const outer = flowOf(
      { s: ['sub', { flow: 'inner' }, 'b'], b: ['say', { text: 'vuelta' }] },
      { id: 'outer', triggers: [keyword('x')], settings: { ignoreTriggers: true } },
    );
    const inner = flowOf({ q: ['question', { text: '?' }] }, { id: 'inner' });
    const other = says('other', 'otra', keyword('otra'));
    const chat = chatWith([outer, inner, other]);
    expect(await chat.hear('x')).toEqual([text('?')]);
    expect(chat.session).toMatchObject({ flowId: 'inner', stack: [{ flowId: 'outer' }] });
    expect(await chat.hear('otra')).toEqual([text('vuelta')]);
    const open = chatWith([{ ...outer, settings: {} }, inner, other]);
    await open.hear('x');
    expect(await open.hear('otra')).toEqual([text('otra')]);
    const missing = chatWith(outer);
    expect(await missing.hear('x')).toEqual([]);
    expect(missing.session?.failure?.code).toBe('flow.unknown');
  });
});
