import { describe, expect, test } from '@jest/globals';
import type { Advanced, Effect, Env, Flow, Input, Session } from '../../../runtime/contract/index.ts';
import { advance, newSession } from '../../../runtime/engine/index.ts';
import { envOf, flowOf, said, start, testNow } from '../../support/engine.ts';

const fresh = (): Session => newSession({ id: 's1', flowId: 'test', flowVersion: 3, at: testNow });

/** Plays inputs one after the other; the last answer. */
async function played(flow: Flow, inputs: Input[], env: Env = envOf()): Promise<Advanced> {
  let session = fresh();
  let last: Advanced | undefined;
  for (const input of inputs) {
    last = await advance(flow, session, input, { ...env, contact: last?.contact ?? env.contact });
    session = last.session;
  }
  if (!last) throw new Error('no input');
  return last;
}

const bodies = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'message.send' && effect.content.kind === 'text' ? [effect.content.body] : [],
  );

const asking = flowOf({
  hello: ['say', { text: 'Hola {{ contact.firstName }}' }, 'name'],
  name: ['question', { text: '¿Nombre?', variable: 'name', seconds: 60 }, { next: 'bye', timeout: 'late' }],
  bye: ['say', { text: 'Adiós {{ variables.name }}, {{ results.name.category }}' }],
  late: ['say', { text: 'Tarde' }],
});

describe('a session', () => {
  test('begins at the first node and runs until it waits', async () => {
    const { session, effects, trace, taken } = await played(asking, [start({ variables: { a: 1 } })]);
    expect(taken).toBe(true);
    expect(session).toEqual({
      ...fresh(),
      status: 'waiting',
      turn: 1,
      node: 'name',
      wait: { id: 's1.1', for: 'message', dueAt: '2026-01-05T09:01:00.000Z', since: testNow, firstEffectId: 's1.1.1' },
      nodeState: { asked: 1 },
      variables: { a: 1 },
      trigger: { kind: 'keyword', id: 't1' },
      visits: { hello: 1, name: 1 },
    });
    expect(effects).toEqual([
      { id: 's1.1.0', node: 'hello', kind: 'message.send', content: { kind: 'text', body: 'Hola Ana' } },
      { id: 's1.1.1', node: 'name', kind: 'message.send', content: { kind: 'text', body: '¿Nombre?' } },
    ]);
    expect(trace).toEqual([
      { at: testNow, node: 'hello', type: 'say', action: 'enter', port: 'next', to: 'name', effects: ['s1.1.0'] },
      { at: testNow, node: 'name', type: 'question', action: 'enter', effects: ['s1.1.1'] },
    ]);
  });

  test('goes on with the answer and ends politely where no edge leads on', async () => {
    const { session, effects, results, trace } = await played(asking, [start(), said('Luz')]);
    expect(session).toMatchObject({ status: 'ended', turn: 2, node: null, wait: null, variables: { name: 'Luz' } });
    expect(session.results).toEqual({ name: { value: 'Luz', category: 'said', at: testNow, node: 'name' } });
    expect(bodies(effects)).toEqual(['Adiós Luz, said']);
    expect(results).toEqual([{ name: 'name', value: 'Luz', category: 'said', node: 'name' }]);
    expect(trace[0]).toMatchObject({ action: 'resume', port: 'next', values: { answer: 'Luz' } });
  });

  test('begins at the node of the trigger, else at the start of the settings', async () => {
    const flow = { ...asking, settings: { start: 'late' } };
    expect(bodies((await played(flow, [start()])).effects)).toEqual(['Tarde']);
    expect(bodies((await played(flow, [start({ node: 'hello' })])).effects)).toEqual(['Hola Ana', '¿Nombre?']);
  });

  test('begins with the initial values of its variables, under those it is handed', async () => {
    const flow = flowOf(
      { a: ['say', { text: '{{ variables.city }} {{ variables.count }}' }] },
      {
        variables: [
          { name: 'city', type: 'text', initial: 'Lima' },
          { name: 'count', type: 'number', initial: 0 },
          { name: 'list', type: 'list' },
        ],
      },
    );
    const { session, effects } = await played(flow, [start({ variables: { count: 2 } })]);
    expect(bodies(effects)).toEqual(['Lima 2']);
    expect(session.variables).toEqual({ city: 'Lima', count: 2 });
  });

  test('ends at once when the flow is empty', async () => {
    expect((await played(flowOf({}), [start()])).session.status).toBe('ended');
  });

  test('counts a wait anew when it is asked again, and keeps which effects are its own', async () => {
    const { session } = await played(asking, [start(), said('again')]);
    expect(session.wait).toEqual({ id: 's1.2', for: 'message', since: testNow, firstEffectId: 's1.1.1' });
  });

  test('shows patches of the contact to the nodes after it, at once', async () => {
    const flow = flowOf({
      a: ['rename', { name: 'Luz Marina' }, 'b'],
      b: ['say', { text: '{{ contact.firstName }} {{ contact.fields.city }} {{ contact.fields.old ?? "none" }}' }],
    });
    const { effects, contact } = await played(flow, [start()]);
    expect(bodies(effects)).toEqual(['Luz Lima none']);
    expect(contact).toMatchObject({ name: 'Luz Marina', firstName: 'Luz', fields: { city: 'Lima', plan: 'gold' } });
  });
});

describe('an input', () => {
  const unchanged = async (flow: Flow, before: Input[], input: Input) => {
    const { session } = await played(flow, before);
    const result = await advance(flow, session, input, envOf());
    expect(result).toEqual({
      session,
      effects: [],
      origins: {},
      sent: [],
      trace: [],
      contact: envOf().contact,
      results: [],
      taken: false,
    });
    expect(result.session).toBe(session);
  };

  test('that comes when the session has ended is not taken', async () => {
    await unchanged(asking, [start(), said('x')], said('y'));
    await unchanged(asking, [start(), said('x')], start());
  });

  test('that begins a session is not taken twice', () => unchanged(asking, [start()], start()));

  test('that names another wait is too late', () =>
    unchanged(asking, [start(), said('again')], { kind: 'timeout', at: testNow, waitId: 's1.1' }));

  test('runs a wait out when it names it', async () => {
    const { effects } = await played(asking, [start(), { kind: 'timeout', at: testNow, waitId: 's1.1' }]);
    expect(bodies(effects)).toEqual(['Tarde']);
  });

  const calling = flowOf({
    a: ['call', { url: 'https://example.com' }, { next: 'b', error: 'c' }],
    b: ['say', { text: '{{ webhook.status }} {{ webhook.body.name }} {{ webhook.headers.etag }} {{ webhook.ok }}' }],
    c: ['say', { text: 'sin respuesta' }],
  });
  const answer = (effectId: string): Input => ({
    kind: 'http',
    at: testNow,
    effectId,
    outcome: { ok: true, status: 200, headers: { etag: 'e1' }, body: { name: 'Ana' }, durationMs: 5 },
  });

  test('answers the call that is awaited', async () => {
    const { effects } = await played(calling, [start(), answer('s1.1.0')]);
    expect(bodies(effects)).toEqual(['200 Ana e1 true']);
  });

  test('answers no other call', () => unchanged(calling, [start()], answer('s1.0.0')));
  test('in words does not give an awaited call up', () => unchanged(calling, [start()], said('¿hola?')));

  const refused = (effectId: string): Input => ({
    kind: 'delivery-failed',
    at: testNow,
    effectId,
    error: { code: 'whatsapp.131026', message: 'Undeliverable' },
  });
  const withError = flowOf({
    a: ['say', { text: 'uno' }, 'b'],
    b: ['question', { text: 'dos' }, { next: 'c', error: 'e' }],
    c: ['question', { text: 'tres' }],
    e: ['say', { text: 'fallo' }],
  });

  test('that tells of a refused question leaves by the error port of its card', async () => {
    const { effects, trace } = await played(withError, [start(), refused('s1.1.1')]);
    expect(bodies(effects)).toEqual(['fallo']);
    expect(trace[0]).toMatchObject({ port: 'error', problem: { code: 'whatsapp.131026', message: 'Undeliverable' } });
  });
  test('that tells of a question asked again leaves by the error port too', async () => {
    const { effects } = await played(withError, [start(), said('again'), refused('s1.2.0')]);
    expect(bodies(effects)).toEqual(['fallo']);
  });
  test('that tells of a refused message of an earlier card is not taken', () =>
    unchanged(withError, [start()], refused('s1.1.0')));
  test('that tells of a message of another session is not taken', () =>
    unchanged(withError, [start()], refused('s2.1.1')));
  test('that tells of a refusal is not taken where the error port is open', () =>
    unchanged(withError, [start(), said('x')], refused('s1.2.0')));
});

describe('a wait for time', () => {
  const flow = flowOf({ a: ['pause', { seconds: 90 }, 'b'], b: ['say', { text: 'ya' }] });

  test('carries when it is due', async () => {
    const { session } = await played(flow, [start()]);
    expect(session.wait).toEqual({
      id: 's1.1',
      for: 'time',
      since: testNow,
      dueAt: '2026-01-05T09:01:30.000Z',
    });
  });

  test('does not know the way out', async () => {
    const { session, left } = await played(flow, [start(), said('salir')]);
    expect([session.status, left]).toEqual(['waiting', undefined]);
  });
});

describe('the words of the way out', () => {
  test.each(['salir', 'Salir', ' MENU ', '¡Menú!', 'menu\u0301'])('%j ends the session in an ask', async (word) => {
    const { session, left, effects, taken } = await played(asking, [start(), said(word)]);
    expect({ status: session.status, left, effects, taken }).toEqual({
      status: 'ended',
      left: true,
      effects: [],
      taken: true,
    });
  });

  test.each(['salir ya', 'menudo', ''])('%j does not', async (word) => {
    const { left } = await played(asking, [start(), said(word)]);
    expect(left).toBeUndefined();
  });
});

describe('what goes wrong', () => {
  const saying = (text: string, error = true) =>
    flowOf(
      { a: ['say', { text }, error ? { error: 'e' } : {}], e: ['say', { text: 'error' }] },
      { settings: { failureText: 'Lo sentimos' } },
    );

  test.each([
    ['{{ variables.missing }}', 'expression.unresolved'],
    ['{{ contact }}', 'expression.unresolved'],
    ['{{ 1 + "a" }}', 'expression.failed'],
    ['{{ 1 + }}', 'expression.syntax'],
    ['{{ $f := function($n) { $f($n + 1) }; $f(0) }}', 'expression.syntax'],
    ['{{ ($f := function($n) { $f($n + 1) }; $f(0)) }}', 'expression.budget'],
    ['{{ $match("a", /(?=a)/) }}', 'pattern.invalid'],
  ])('%s leaves by the error port with %s', async (text, code) => {
    const { effects, trace, session } = await played(saying(text), [start()]);
    expect(bodies(effects)).toEqual(['error']);
    expect(trace[0]).toMatchObject({ node: 'a', port: 'error', problem: { code } });
    expect(session.status).toBe('ended');
  });

  test('an invalid pattern leaves by the error port', async () => {
    const flow = flowOf({ a: ['look', { pattern: '(' }, { error: 'e' }], e: ['say', { text: 'error' }] });
    const { trace } = await played(flow, [start({ message: said('x').message })]);
    expect(trace[0]).toMatchObject({ port: 'error', problem: { code: 'pattern.invalid' } });
  });

  test('an unresolved value never reaches the person: without an error port the session fails and says the words for it', async () => {
    const { session, effects, trace } = await played(saying('Hola {{ contact.nick }}', false), [start()]);
    expect(session).toMatchObject({
      status: 'failed',
      node: null,
      failure: { code: 'expression.unresolved', node: 'a' },
    });
    expect(bodies(effects)).toEqual(['Lo sentimos']);
    expect(trace[0]).not.toHaveProperty('port');
  });

  test('a node type with a bug fails its card and nothing else', async () => {
    const flow = flowOf({ a: ['broken', {}, { error: 'e' }], e: ['say', { text: 'error' }] });
    const { trace, effects } = await played(flow, [start()]);
    expect(trace[0]).toMatchObject({ problem: { code: 'node.failed', message: 'something is undefined' } });
    expect(bodies(effects)).toEqual(['error']);
  });

  test('an unknown node type fails the session', async () => {
    const { session } = await played(flowOf({ a: ['teleport'] }), [start()]);
    expect(session.failure).toMatchObject({ code: 'node.unknown', node: 'a' });
  });

  test('what must not leave now is not asked for, and its card leaves by the error port', async () => {
    const refuse: Env['refuse'] = (content) =>
      content.kind === 'text' && content.body === 'no' ? { code: 'window.closed', message: 'Too late' } : null;
    const { effects, trace } = await played(saying('no'), [start()], envOf({ refuse }));
    expect(bodies(effects)).toEqual(['error']);
    expect(trace[0]).toMatchObject({ problem: { code: 'window.closed' } });
    const { session, effects: none } = await played(
      saying('no', false),
      [start()],
      envOf({ refuse: () => ({ code: 'window.closed', message: '' }) }),
    );
    expect([session.failure?.code, none]).toEqual(['window.closed', []]);
  });

  test('a config of an earlier version is brought up to date', async () => {
    const { effects } = await played(flowOf({ a: ['renamed', { text: 'hola' }] }), [start()]);
    expect(bodies(effects)).toEqual(['hola']);
  });
});

describe('the limits of a turn', () => {
  const loop = (type: string, config: { [key: string]: string | number }) =>
    flowOf(
      { a: [type, config, 'b'], b: ['set', { name: 'n', expression: '1' }, 'a'] },
      { settings: { failureText: 'Alto' } },
    );

  test.each([
    ['limit.steps-per-turn', { stepsPerTurn: 10 }, 5],
    ['limit.messages-per-turn', { messagesPerTurn: 7 }, 7],
    ['limit.effects-per-turn', { effectsPerTurn: 4 }, 4],
    ['limit.visits-without-input', { visitsWithoutInput: 3 }, 3],
  ])('%s stops a flow that repeats itself', async (code, limits, messages) => {
    const { session, effects } = await played(loop('say', { text: 'x' }), [start()], envOf({ limits }));
    expect(session).toMatchObject({ status: 'failed', failure: { code } });
    expect(bodies(effects)).toEqual([...Array<string>(messages).fill('x'), 'Alto']);
  });

  test('the last words of a session that is stopped before a card have a step of their own, which says why', async () => {
    const limits = { visitsWithoutInput: 2 };
    const { trace, effects } = await played(loop('say', { text: 'x' }), [start()], envOf({ limits }));
    expect(trace.at(-2)).toMatchObject({ node: 'b', port: 'next', to: 'a' });
    expect(trace.at(-1)).toEqual({
      at: testNow,
      node: 'a',
      type: 'say',
      action: 'enter',
      effects: [effects.at(-1)?.id],
      problem: { code: 'limit.visits-without-input', message: expect.any(String) },
    });
    const lost = flowOf({ a: ['say', { text: 'x' }] }, { settings: { failureText: 'Alto' } });
    const nowhere = await played(lost, [start({ node: 'gone' })]);
    expect(nowhere.trace).toMatchObject([
      { node: 'gone', type: '', effects: ['s1.1.0'], problem: { code: 'node.unknown' } },
    ]);
  });

  test('the last words of a card that fails stand beside what it said before', async () => {
    const flow = flowOf({ a: ['say', { text: '{{ variables.no }}' }] }, { settings: { failureText: 'Alto' } });
    const { trace, effects } = await played(flow, [start()]);
    expect(trace).toHaveLength(1);
    expect(trace[0]).toMatchObject({ node: 'a', type: 'say', problem: { code: 'expression.unresolved' } });
    expect(trace[0]?.effects).toEqual(effects.map(({ id }) => id));
    const silent = await played(flowOf({ a: ['say', { text: '{{ variables.no }}' }] }), [start()]);
    expect(silent.trace[0]).not.toHaveProperty('effects');
  });

  test('visits are counted over timers too, and begin anew when the person says something', async () => {
    const timers = flowOf({ a: ['pause', { seconds: 1 }, 'a'] });
    const tick = (turn: number): Input => ({ kind: 'timeout', at: testNow, waitId: `s1.${turn}` });
    const limits = { visitsWithoutInput: 3 };
    const { session } = await played(timers, [start(), tick(1), tick(2), tick(3)], envOf({ limits }));
    expect(session.failure?.code).toBe('limit.visits-without-input');
    const talking = flowOf({ a: ['question', { text: '?' }, 'a'] });
    const long = await played(talking, [start(), ...Array.from({ length: 20 }, () => said('x'))], envOf({ limits }));
    expect(long.session.status).toBe('waiting');
  });

  test('a session that grows too large fails, and what is stored fits', async () => {
    const flow = flowOf({
      a: ['set', { name: 'big', expression: '$pad("", 3000, "ñ")' }, 'b'],
      b: ['question', { text: '?' }],
    });
    const { session } = await played(flow, [start()], envOf({ limits: { sessionBytes: 4_000 } }));
    expect(session.failure?.code).toBe('limit.session-bytes');
    expect(JSON.stringify(session).length).toBeLessThan(4_000);
  });
});

describe('advance', () => {
  const flow = flowOf({
    a: ['dice', {}, 'b'],
    b: ['question', { text: '{{ $string(variables.rolled) }} {{ $now() }}', variable: 'x' }, 'c'],
    c: ['dice', {}, 'd'],
    d: ['say', { text: '{{ $string($shuffle([1..9])) }} {{ $string(variables.rolled) }}' }, 'b'],
  });

  test('gives the same bytes for the same inputs', async () => {
    const once = async () => {
      const lines: string[] = [];
      let session = fresh();
      for (const input of [start(), said('uno'), said('dos'), said('tres')]) {
        const advanced = await advance(structuredClone(flow), session, input, envOf());
        lines.push(JSON.stringify(advanced));
        session = JSON.parse(JSON.stringify(advanced.session)) as Session;
      }
      return lines.join('\n');
    };
    const first = await once();
    expect(await once()).toBe(first);
    expect(first).toContain('"turn":4');
  });

  test('rolls other dice in another turn, and those of a seed when it is given one', async () => {
    const { session } = await played(flow, [start()]);
    const second = await advance(flow, session, said('x'), envOf());
    expect(second.session.variables['rolled']).not.toEqual(session.variables['rolled']);
    const seeded = async (seed: string) => (await played(flow, [start()], envOf({ seed }))).session.variables['rolled'];
    expect(await seeded('a')).toEqual(await seeded('a'));
    expect(await seeded('a')).not.toEqual(await seeded('b'));
  });

  test('changes nothing that it is handed', async () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null && !(value instanceof Map)) {
        Object.values(value).forEach(freeze);
        Object.freeze(value);
      }
      return value;
    };
    const env = { ...envOf(), contact: freeze(envOf().contact) };
    let session = freeze(fresh());
    for (const input of [start({ variables: { list: [] } }), said('uno'), said('again')]) {
      const advanced = await advance(freeze(structuredClone(flow)), session, freeze(input), env);
      session = freeze(advanced.session);
    }
    expect(session.turn).toBe(3);
  });

  test('works side by side without mixing anything up', async () => {
    const alone = JSON.stringify(await played(flow, [start(), said('a')]));
    const many = await Promise.all(Array.from({ length: 20 }, () => played(flow, [start(), said('a')])));
    expect(new Set(many.map((one) => JSON.stringify(one)))).toEqual(new Set([alone]));
  });
});
