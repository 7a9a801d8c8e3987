import { describe, expect, test } from '@jest/globals';
import type {
  Advanced,
  Env,
  Flow,
  Input,
  Json,
  NodeType,
  NodeTypes,
  Outcome,
} from '../../../runtime/contract/index.ts';
import { advance, newSession } from '../../../runtime/engine/index.ts';
import { envOf, flowOf, libraryOf, littleTypes, said, start, testNow } from '../../support/engine.ts';

const stop = littleTypes.get('stop');
if (!stop) throw new Error('There is no type "stop".');

/** Types with a card that does what a test says: when it is entered, and when it goes on. */
const withCard = (enter: NodeType['enter'], resume?: NodeType['resume']): NodeTypes =>
  new Map([...littleTypes, ['card', { ...stop, type: 'card', enter, ...(resume && { resume }) }]]);
const leave = (more: Partial<Outcome> = {}): Outcome =>
  ({ kind: 'leave', port: 'next', effects: [], changes: {}, ...more }) as Outcome;
const wait = (more: object, also: Partial<Outcome> = {}): Outcome =>
  ({ kind: 'wait', wait: more, state: null, effects: [], changes: {}, ...also }) as Outcome;
const fresh = (turn = 0) => ({ ...newSession({ id: 's1', flowId: 'test', flowVersion: 3, at: testNow }), turn });

async function played(flow: Flow, inputs: Input[], more: Partial<Env> = {}): Promise<Advanced> {
  let last: Advanced | undefined;
  for (const input of inputs) last = await advance(flow, last?.session ?? fresh(), input, envOf(more));
  if (!last) throw new Error('no input');
  return last;
}
const one = flowOf({ a: ['card', {}, 'b'], b: ['stop'] });

describe('what a card is handed', () => {
  test('is the whole world of its turn', async () => {
    let seen: object = {};
    const nodeTypes = withCard(async (_config, ctx) => {
      const { random: _random, render, renderWithSecrets, evaluate, match, ...plain } = ctx;
      seen = {
        ...plain,
        rendered: await render('{{ variables.v }}'),
        secret: await renderWithSecrets('{{ secrets.s }}'),
        matched: match('a(.)', 'xab'),
        data: await evaluate('$'),
        webhook: (await evaluate('webhook')) ?? 'none',
      };
      return leave();
    });
    const flow: Flow = { ...one, languages: ['es', 'pt'], settings: { timeZone: 'America/Lima' } };
    const message = said('hola').message;
    await played(flow, [start({ message, variables: { v: 'uno' } })], {
      nodeTypes,
      language: 'pt',
      globals: { shop: 'Luz' },
    });
    const { contact } = envOf();
    expect(seen).toEqual({
      now: testNow,
      timeZone: 'America/Lima',
      state: null,
      contact,
      node: 'a',
      language: 'pt',
      flow: { id: 'test', name: 'Test' },
      turnId: 's1.1',
      rendered: 'uno',
      secret: expect.anything(),
      matched: { text: 'ab', groups: ['b'] },
      data: {
        contact: {
          id: 'c1',
          name: 'Ana Gómez',
          firstName: 'Ana',
          phone: '+573001112233',
          fields: { old: 1, plan: 'gold' },
          groups: [],
          labels: [],
        },
        variables: { v: 'uno' },
        results: {},
        trigger: { kind: 'keyword', id: 't1' },
        message: { text: 'hola', kind: 'text', body: 'hola' },
        globals: { shop: 'Luz' },
        channel: { id: 'demo', name: 'Demo' },
        conversation: { id: 'demo:c1' },
        flow: { id: 'test', name: 'Test' },
      },
      webhook: 'none',
    });
  });

  test('is the state that it kept, and none when it is entered', async () => {
    const states: Json[] = [];
    const nodeTypes = withCard(
      async (_config, { state }) => {
        states.push(state);
        return wait({ for: 'message' }, { state: { kept: 1 } } as Partial<Outcome>);
      },
      async (_config, _input, { state }) => {
        states.push(state);
        return leave();
      },
    );
    const flow = flowOf({ a: ['card', {}, 'b'], b: ['card', {}] });
    const { session } = await played(flow, [start(), said('x')], { nodeTypes });
    expect(states).toEqual([null, { kept: 1 }, null]);
    expect(session).toMatchObject({ node: 'b', nodeState: { kept: 1 } });
  });
});

describe('a wait', () => {
  test.each<[object, object]>([
    [{ for: 'message' }, {}],
    [{ for: 'message', timeoutSeconds: 0 }, { dueAt: testNow }],
    [{ for: 'message', timeoutSeconds: 1.5 }, { dueAt: '2026-01-05T09:00:01.500Z' }],
    [{ for: 'message', until: '2026-02-01T00:00:00.000Z' }, { dueAt: '2026-02-01T00:00:00.000Z' }],
    [{ for: 'message', until: '2026-02-01T00:00:00.000Z', timeoutSeconds: 5 }, { dueAt: '2026-02-01T00:00:00.000Z' }],
    [{ for: 'time' }, { dueAt: testNow }],
    [{ for: 'time', timeoutSeconds: 60 }, { dueAt: '2026-01-05T09:01:00.000Z' }],
    [{ for: 'ticket' }, {}],
    [{ for: 'http' }, {}],
    [{ for: 'effect' }, {}],
  ])('%j', async (asked, kept) => {
    const nodeTypes = withCard(async () => wait(asked));
    const { session } = await played(one, [start()], { nodeTypes });
    expect(session.wait).toEqual({ id: 's1.1', since: testNow, for: (asked as { for: string }).for, ...kept });
  });

  test.each<['http' | 'effect' | 'message', string | undefined]>([
    ['http', 's1.1.1'],
    ['effect', 's1.1.3'],
    ['message', undefined],
  ])('for %s names the last effect that answers it', async (what, effectId) => {
    const request = { method: 'GET', url: 'https://a.b', headers: {}, timeoutSeconds: 1, retries: 0 } as const;
    const effects = [
      { kind: 'http.request', request: { ...request, safeToRepeat: false } },
      { kind: 'http.request', request: { ...request, safeToRepeat: true } },
      { kind: 'email.send', email: { to: ['a@b.c'], subject: '', body: '' } },
      { kind: 'email.send', email: { to: ['d@e.f'], subject: '', body: '' } },
      { kind: 'ticket.open', note: 'x' },
    ] as Outcome['effects'];
    const nodeTypes = withCard(async () => wait({ for: what }, { effects }));
    const { session } = await played(one, [start()], { nodeTypes });
    expect(session.wait?.effectId).toBe(effectId);
    expect(session.wait?.firstEffectId).toBe('s1.1.0');
  });
});

describe('what a trace keeps', () => {
  const entryOf = async (input: Input, more: Partial<Outcome> = {}) => {
    const what = input.kind === 'http' ? 'http' : input.kind === 'done' ? 'effect' : 'message';
    const effects = (what === 'http'
      ? [{ kind: 'http.request', request: {} }]
      : what === 'effect'
        ? [{ kind: 'email.send', email: {} }]
        : []) as unknown as Outcome['effects'];
    const nodeTypes = withCard(
      async () => wait({ for: what, timeoutSeconds: 9 }, { effects }),
      async () => leave(more),
    );
    const { trace } = await played(one, [start(), input], { nodeTypes });
    const { at, node, type, action, port, to, waitedMs, ...rest } = trace[0] ?? { at: '' };
    expect({ at, node, type, action, port, to, waitedMs }).toEqual({
      at: testNow,
      node: 'a',
      type: 'card',
      action: 'resume',
      port: 'next',
      to: 'b',
      waitedMs: 0,
    });
    return rest;
  };
  const large = 'x'.repeat(5_000);
  const http = (outcome: Extract<Input, { kind: 'http' }>['outcome']): Input => ({
    kind: 'http',
    at: testNow,
    effectId: 's1.1.0',
    outcome,
  });
  const done = (outcome: Extract<Input, { kind: 'done' }>['outcome']): Input => ({
    kind: 'done',
    at: testNow,
    effectId: 's1.1.0',
    outcome,
  });

  test.each<[string, Input, object]>([
    ['words', said('hola'), { input: { kind: 'text', text: 'hola' } }],
    ['the first 200 of many', said('x'.repeat(201)), { input: { kind: 'text', text: 'x'.repeat(200) } }],
    [
      'no words',
      said({ kind: 'location', latitude: 1, longitude: 2 } as Parameters<typeof said>[0]),
      { input: { kind: 'location' } },
    ],
    ['a timer', { kind: 'timeout', at: testNow, waitId: 's1.1' }, { input: { kind: 'timeout' } }],
    [
      'a call’s answer',
      http({ ok: true, status: 201, headers: { a: 'b' }, body: { id: 7 }, durationMs: 12 }),
      { input: { kind: 'http' }, call: { what: 'http', durationMs: 12, status: 201, body: { id: 7 } } },
    ],
    [
      'a large answer without its body',
      http({ ok: true, status: 200, headers: {}, body: large, durationMs: 12 }),
      { input: { kind: 'http' }, call: { what: 'http', durationMs: 12, status: 200 } },
    ],
    [
      'a call that failed',
      http({ ok: false, code: 'http.timeout', message: 'no' }),
      { input: { kind: 'http' }, call: { what: 'http', code: 'http.timeout' } },
    ],
    [
      'an effect that is done',
      done({ ok: true, durationMs: 3, value: { a: 1 } }),
      { input: { kind: 'done' }, call: { what: 'effect', durationMs: 3, body: { a: 1 } } },
    ],
    [
      'one that tells nothing',
      done({ ok: true, durationMs: 3 }),
      { input: { kind: 'done' }, call: { what: 'effect', durationMs: 3, body: null } },
    ],
    [
      'one that failed',
      done({ ok: false, code: 'email.refused', message: 'no' }),
      { input: { kind: 'done' }, call: { what: 'effect', code: 'email.refused' } },
    ],
  ])('%s', async (_what, input, kept) => {
    expect(await entryOf(input)).toEqual(kept);
  });

  test.each<[string, Json, Json]>([
    ['a text of 1,024', 'x'.repeat(1_024), 'x'.repeat(1_024)],
    ['a longer text', 'x'.repeat(1_025), `${'x'.repeat(1_023)}…`],
    ['a list of 1,024', ['x'.repeat(1_020)], ['x'.repeat(1_020)]],
    ['a longer list', ['x'.repeat(1_021)], `["${'x'.repeat(1_021)}…`],
    ['a number', 5, 5],
    ['nothing', null, null],
  ])('of its values %s', async (_what, value, kept) => {
    expect(await entryOf(said('x'), { values: { value } })).toEqual({
      input: { kind: 'text', text: 'x' },
      values: { value: kept },
    });
  });

  test('the cost of all its messages that cost something', async () => {
    const message = (body: string) => ({ kind: 'message.send' as const, content: { kind: 'text' as const, body } });
    const effects: Outcome['effects'] = [
      message('5'),
      { kind: 'ticket.open', note: '9' },
      message('free'),
      message('7'),
    ];
    const nodeTypes = withCard(async () => leave({ effects }));
    const price: Env['price'] = (content) =>
      content.kind === 'text' && content.body !== 'free' ? { currency: 'USD', micros: Number(content.body) } : null;
    const flow = flowOf({ a: ['card', {}, 'b'], b: ['say', { text: 'free' }, 'c'], c: ['stop'] });
    const { trace, sent, effects: asked } = await played(flow, [start()], { nodeTypes, price });
    expect(trace.map(({ node, cost, effects: ids }) => [node, cost, ids])).toEqual([
      ['a', { currency: 'USD', micros: 12 }, ['s1.1.0', 's1.1.1', 's1.1.2', 's1.1.3']],
      ['b', undefined, ['s1.1.4']],
      ['c', undefined, undefined],
    ]);
    expect(asked.map(({ id, node, kind }) => [id, node, kind])).toEqual([
      ['s1.1.0', 'a', 'message.send'],
      ['s1.1.1', 'a', 'ticket.open'],
      ['s1.1.2', 'a', 'message.send'],
      ['s1.1.3', 'a', 'message.send'],
      ['s1.1.4', 'b', 'message.send'],
    ]);
    expect(sent).toEqual(
      ['5', 'free', '7', 'free'].map((body) => ({ content: { kind: 'text', body }, flows: ['test'] })),
    );
  });
});

describe('a word of the way out', () => {
  test('is noted at the card that it leaves, and ends the session as a whole', async () => {
    const flow = flowOf({ q: ['question', { text: '?', variable: 'x' }] });
    const long = 'salir'.padEnd(150, '!');
    const done = await played(flow, [start({ variables: { kept: 1 } }), said(long)]);
    expect(done).toEqual({
      session: {
        ...fresh(2),
        status: 'ended',
        variables: { kept: 1 },
        trigger: { kind: 'keyword', id: 't1' },
        message: { text: long, kind: 'text', body: long },
      },
      effects: [],
      origins: {},
      sent: [],
      trace: [
        {
          at: testNow,
          node: 'q',
          type: 'question',
          action: 'resume',
          input: { kind: 'text', text: long },
          waitedMs: 0,
          values: { exitWord: long.slice(0, 100) },
        },
      ],
      contact: envOf().contact,
      results: [],
      taken: true,
      left: true,
    });
  });

  test('is heard only where words are waited for, and only as words', async () => {
    const nodeTypes = withCard(
      async () => wait({ for: 'time', timeoutSeconds: 60 }),
      async () => leave(),
    );
    const timer = await played(one, [start(), said('salir')], { nodeTypes });
    expect(timer).not.toHaveProperty('left');
    const flow = flowOf({ q: ['question', { text: '?' }] });
    const tapped = await played(flow, [start(), said({ kind: 'choice', source: 'button', id: 'x', title: 'salir' })]);
    expect(tapped).not.toHaveProperty('left');
  });
});

describe('a session that fails', () => {
  const failing = withCard(async () => {
    throw new Error('x'.repeat(1_500));
  });
  test('keeps why, in 1,000 characters, and where', async () => {
    const { session } = await played(one, [start()], { nodeTypes: failing });
    expect(session).toEqual({
      ...fresh(1),
      status: 'failed',
      trigger: { kind: 'keyword', id: 't1' },
      failure: { code: 'node.failed', message: 'x'.repeat(1_000), node: 'a' },
    });
    const odd = withCard(() => Promise.reject('not an error'));
    expect((await played(one, [start()], { nodeTypes: odd })).session.failure?.code).toBe('node.failed');
  });

  test('says the flow’s words in the person’s language, else the workspace’s', async () => {
    const words = async (flow: Flow, more: Partial<Env> = {}) =>
      (await played(flow, [start()], { nodeTypes: failing, ...more })).effects;
    const saidAt = (body: string) => [
      { id: 's1.1.0', node: 'a', kind: 'message.send', content: { kind: 'text', body } },
    ];
    const own: Flow = {
      ...one,
      languages: ['es', 'pt'],
      settings: { failureText: 'Perdón' },
      translations: { pt: { $flow: { failureText: 'Desculpe' } } },
    };
    expect(await words(one)).toEqual([]);
    expect(await words(one, { failureText: '' })).toEqual([]);
    expect(await words(one, { failureText: 'Lo siento' })).toEqual(saidAt('Lo siento'));
    expect(await words(own, { failureText: 'Lo siento' })).toEqual(saidAt('Perdón'));
    expect(await words(own, { language: 'pt' })).toEqual(saidAt('Desculpe'));
  });

  test('asks whether its last words may leave, after what was said before', async () => {
    const asked: unknown[] = [];
    const nodeTypes = failing;
    const flow = flowOf({ s: ['say', { text: 'hola' }, 'a'], a: ['card'] }, { settings: { failureText: 'Perdón' } });
    const done = await played(flow, [start()], {
      nodeTypes,
      refuse: (content, how) => {
        asked.push(structuredClone([content, how]));
        return null;
      },
    });
    const [hola, sorry] = ['hola', 'Perdón'].map((body) => ({ kind: 'text', body }));
    expect(asked).toEqual([
      [hola, { closing: false, flows: ['test'], before: [] }],
      [sorry, { closing: true, flows: ['test'], before: [{ content: hola, flows: ['test'] }] }],
    ]);
    expect(done.sent).toEqual([
      { content: hola, flows: ['test'] },
      { content: sorry, flows: ['test'] },
    ]);
  });

  test('within a sub-flow tells the flows it stands in', async () => {
    const inner = flowOf({ x: ['say', { text: 'dentro' }, 'y'], y: ['question', { text: '?' }] }, { id: 'inner' });
    const outer = flowOf({ s: ['sub', { flow: 'inner' }] });
    const { sent, trace, origins, session } = await played(outer, [start()], { flows: libraryOf([inner, 7]) });
    expect(sent.map(({ flows }) => flows)).toEqual([
      ['test', 'inner'],
      ['test', 'inner'],
    ]);
    const flow = { id: 'inner', version: 7 };
    expect(trace).toEqual([
      { at: testNow, node: 's', type: 'sub', action: 'enter', to: 'x' },
      { at: testNow, node: 'x', type: 'say', action: 'enter', flow, port: 'next', to: 'y', effects: ['s1.1.0'] },
      { at: testNow, node: 'y', type: 'question', action: 'enter', flow, effects: ['s1.1.1'] },
    ]);
    expect(origins).toEqual({
      's1.1.0': { flowId: 'inner', flowVersion: 7 },
      's1.1.1': { flowId: 'inner', flowVersion: 7 },
    });
    expect(session.stack).toEqual([{ flowId: 'test', flowVersion: 3, node: 's', variables: {} }]);
  });
});

describe('the size of a session', () => {
  const flow = flowOf({ q: ['question', { text: '?', variable: 'v' }, 'r'], r: ['question', { text: '!' }] });
  test.each(['x', 'ñ', '€', '😀'])('is measured in bytes, of “%s” too', async (letter) => {
    const inputs = [start({ variables: { kept: 1 } }), said(letter.repeat(300))];
    const whole = await played(flow, inputs);
    const bytes = Buffer.byteLength(JSON.stringify(whole.session));
    const fits = await played(flow, inputs, { limits: { sessionBytes: bytes } });
    expect(fits.session).toEqual(whole.session);
    const over = await played(flow, inputs, { limits: { sessionBytes: bytes - 1 } });
    expect(over.session).toMatchObject({
      status: 'failed',
      failure: { code: 'limit.session-bytes', node: 'r' },
      variables: { kept: 1 },
      results: {},
      webhook: null,
      message: null,
    });
  });
});

describe('a refused message', () => {
  const flow = flowOf({
    a: ['say', { text: 'x' }, 'q'],
    q: ['question', { text: '?' }, { error: 'e' }],
    e: ['stop'],
  });
  const failed = (effectId: string): Input => ({
    kind: 'delivery-failed',
    at: testNow,
    effectId,
    error: { code: 'x', message: 'no' },
  });
  test.each([
    ['s1.1.1', true],
    ['s1.1.2', true],
    ['s1.2.0', true],
    ['s1.1.0', false],
    ['s1.0.9', false],
    ['s1.1', false],
    ['s1.1.1.0', false],
    ['s1.1.x', false],
    ['s1.1.1.5', false],
    ['s2.1.1', false],
    ['s11.1.1', false],
    ['', false],
  ])('%s is of the card that waits: %s', async (effectId, taken) => {
    const waiting = await played(flow, [start()]);
    expect(waiting.session.wait?.firstEffectId).toBe('s1.1.1');
    const after = await advance(flow, waiting.session, failed(effectId), envOf());
    expect(after.taken).toBe(taken);
    if (!taken)
      expect(after).toEqual({
        session: waiting.session,
        effects: [],
        origins: {},
        sent: [],
        trace: [],
        contact: envOf().contact,
        results: [],
        taken: false,
      });
  });
});
