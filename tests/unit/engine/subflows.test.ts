import { describe, expect, test } from '@jest/globals';
import type { Env, Flow, Input, Session } from '../../../runtime/contract/index.ts';
import { advance, newSession } from '../../../runtime/engine/index.ts';
import { envOf, flowOf, libraryOf, said, start, testNow } from '../../support/engine.ts';

const fresh = (): Session => newSession({ id: 's1', flowId: 'test', flowVersion: 3, at: testNow });

/** Plays inputs one after the other, each against the flow where the session stands. */
async function played(flows: [Flow, number][], inputs: Input[], more: Partial<Env> = {}) {
  const library = libraryOf(...flows);
  const env = envOf({ flows: library, ...more });
  let session = fresh();
  let done = null;
  for (const input of inputs) {
    const flow = await library.version(session.flowId, session.flowVersion);
    if (!flow) throw new Error(`no ${session.flowId} ${session.flowVersion}`);
    done = await advance(flow, session, input, env);
    ({ session } = done);
  }
  if (!done) throw new Error('nothing was played');
  return done;
}

const bodies = (done: Awaited<ReturnType<typeof played>>) =>
  done.effects.flatMap((effect) =>
    effect.kind === 'message.send' && 'body' in effect.content ? [effect.content.body] : [],
  );

const main = flowOf({
  hello: ['say', { text: 'one' }, 'sub'],
  sub: [
    'sub',
    { flow: 'other', give: { color: 'red' }, take: 'subflow.color & variables.mine' },
    { next: 'bye', error: 'oops' },
  ],
  bye: ['say', { text: 'back with {{ variables.taken }} from {{ flow.id }}' }],
  oops: ['say', { text: 'oops' }],
});
const mainWithVariables: Flow = { ...main, variables: [{ name: 'mine', type: 'text', initial: '!' }] };

describe('a sub-flow', () => {
  const other = flowOf(
    {
      ask: ['question', { text: 'which, {{ variables.color }}?', variable: 'color' }, 'thanks'],
      thanks: ['say', { text: 'ok {{ variables.size }}' }],
    },
    { id: 'other', variables: [{ name: 'size', type: 'text', initial: 'big' }] },
  );
  const flows: [Flow, number][] = [
    [mainWithVariables, 3],
    [other, 7],
  ];

  test('begins with what it is handed, and the session stands in it while it waits', async () => {
    const done = await played(flows, [start()]);
    expect(bodies(done)).toEqual(['one', 'which, red?']);
    expect(done.session).toMatchObject({
      flowId: 'other',
      flowVersion: 7,
      node: 'ask',
      status: 'waiting',
      variables: { size: 'big', color: 'red' },
      stack: [{ flowId: 'test', flowVersion: 3, node: 'sub', variables: { mine: '!' } }],
    });
    expect(done.origins).toEqual({ 's1.1.1': { flowId: 'other', flowVersion: 7 } });
    expect(done.trace.map(({ node, flow, port, to }) => ({ node, flow, port, to }))).toEqual([
      { node: 'hello', flow: undefined, port: 'next', to: 'sub' },
      { node: 'sub', flow: undefined, port: undefined, to: 'ask' },
      { node: 'ask', flow: { id: 'other', version: 7 }, port: undefined, to: undefined },
    ]);
  });

  test('comes back where it ends, and hands over its variables', async () => {
    const done = await played(flows, [start(), said('blue')]);
    expect(bodies(done)).toEqual(['ok big', 'back with blue! from test']);
    expect(done.session).toMatchObject({
      flowId: 'test',
      flowVersion: 3,
      status: 'ended',
      variables: { mine: '!', taken: 'blue!' },
    });
    expect(done.session).not.toHaveProperty('stack');
    expect(done.session.results).toMatchObject({ color: { value: 'blue' } });
    expect(done.trace.map(({ node, action, input }) => ({ node, action, input }))).toEqual([
      { node: 'ask', action: 'resume', input: { kind: 'text', text: 'blue' } },
      { node: 'thanks', action: 'enter', input: undefined },
      { node: 'sub', action: 'resume', input: { kind: 'returned' } },
      { node: 'bye', action: 'enter', input: undefined },
    ]);
    // What the flow that waited says came of another flow than the one where this turn began.
    expect(done.origins).toEqual({ 's1.2.1': { flowId: 'test', flowVersion: 3 } });
  });

  test('that ends in one turn comes back in it', async () => {
    const short = flowOf({ say: ['say', { text: 'hi' }] }, { id: 'other' });
    const done = await played(
      [
        [main, 3],
        [short, 1],
      ],
      [start()],
    );
    expect(bodies(done)).toEqual(['one', 'hi', 'back with red from test']);
  });

  test('that fails leaves by the error port of the card that began it', async () => {
    const failing = flowOf({ broken: ['broken'] }, { id: 'other' });
    const done = await played(
      [
        [main, 3],
        [failing, 1],
      ],
      [start()],
    );
    expect(bodies(done)).toEqual(['one', 'oops']);
    expect(done.trace.map(({ node, problem }) => [node, problem?.code])).toEqual([
      ['hello', undefined],
      ['sub', undefined],
      ['broken', 'node.failed'],
      ['sub', 'node.failed'],
      ['oops', undefined],
    ]);
  });

  test('that fails fails the session where no error port is drawn', async () => {
    const failing = flowOf({ broken: ['broken'] }, { id: 'other' });
    const open = flowOf({ sub: ['sub', { flow: 'other' }] }, { settings: { failureText: 'Sorry' } });
    const done = await played(
      [
        [open, 3],
        [failing, 1],
      ],
      [start()],
    );
    expect(done.session).toMatchObject({
      status: 'failed',
      flowId: 'test',
      failure: { code: 'node.failed', node: 'sub', message: 'something is undefined' },
    });
    expect(bodies(done)).toEqual(['Sorry']);
  });

  test('that is not published leaves by the error port', async () => {
    const done = await played([[main, 3]], [start()]);
    expect(bodies(done)).toEqual(['one', 'oops']);
    expect(done.trace[1]).toMatchObject({ node: 'sub', port: 'error', to: 'oops', problem: { code: 'flow.unknown' } });
  });

  test('goes ten deep and no deeper', async () => {
    const deep = flowOf({
      sub: ['sub', { flow: 'test' }, { next: 'end', error: 'oops' }],
      end: ['say', { text: 'up' }],
      oops: ['say', { text: 'deep' }],
    });
    const done = await played([[deep, 3]], [start()]);
    expect(bodies(done)).toEqual(['deep', ...Array.from({ length: 10 }, () => 'up')]);
    expect(done.trace.filter(({ problem }) => problem).map(({ problem }) => problem?.code)).toEqual([
      'limit.subflow-depth',
    ]);
    const shallow = await played([[deep, 3]], [start()], { limits: { subflowDepth: 2 } });
    expect(bodies(shallow)).toEqual(['deep', 'up', 'up']);
  });

  test('whose caller is gone fails the session', async () => {
    const { session } = await played(flows, [start()]);
    const done = await advance(other, session, said('blue'), envOf({ flows: libraryOf([other, 7]) }));
    expect(done.session).toMatchObject({ status: 'failed', failure: { code: 'flow.unknown' } });
  });

  test('is left as a whole by a word of the way out', async () => {
    const done = await played(flows, [start(), said('salir')]);
    expect(done).toMatchObject({ left: true, session: { status: 'ended', node: null } });
    expect(bodies(done)).toEqual([]);
  });

  test('may have cards of the same names without its visits being counted with theirs', async () => {
    const same = flowOf({ hello: ['say', { text: 'in' }] }, { id: 'other' });
    const twice = flowOf({
      hello: ['say', { text: 'out' }, 'sub'],
      sub: ['sub', { flow: 'other' }, 'q'],
      q: ['question', { text: '?' }],
    });
    const done = await played(
      [
        [twice, 3],
        [same, 1],
      ],
      [start()],
    );
    expect(done.session.visits).toEqual({ hello: 1, sub: 1, 'other hello': 1, q: 1 });
  });
});

describe('going over to another flow', () => {
  test('leaves this one for good', async () => {
    const from = flowOf({ over: ['over', { flow: 'other' }, { error: 'oops' }], oops: ['say', { text: 'oops' }] });
    const to = flowOf(
      { q: ['question', { text: 'here {{ variables.given }}' }, 'end'], end: ['say', { text: 'end' }] },
      { id: 'other' },
    );
    const done = await played(
      [
        [from, 3],
        [to, 2],
      ],
      [start(), said('x')],
    );
    expect(done.session).toMatchObject({ flowId: 'other', flowVersion: 2, status: 'ended' });
    expect(bodies(done)).toEqual(['end']);
    const lost = await played([[from, 3]], [start()]);
    expect(bodies(lost)).toEqual(['oops']);
  });
});

describe('a jump', () => {
  test('goes on at the card it names', async () => {
    const done = await played(
      [[flowOf({ go: ['go', { to: 'there' }], not: ['say', { text: 'no' }], there: ['say', { text: 'yes' }] }), 3]],
      [start()],
    );
    expect(bodies(done)).toEqual(['yes']);
    expect(done.trace[0]).toEqual({ at: testNow, node: 'go', type: 'go', action: 'enter', to: 'there' });
  });

  test('to a card that is not there leaves by the error port', async () => {
    const done = await played(
      [[flowOf({ go: ['go', { to: 'nowhere' }, { error: 'oops' }], oops: ['say', { text: 'oops' }] }), 3]],
      [start()],
    );
    expect(bodies(done)).toEqual(['oops']);
    expect(done.trace[0]).toMatchObject({ port: 'error', to: 'oops', problem: { code: 'node.unknown' } });
  });

  test('in a circle is stopped', async () => {
    const done = await played([[flowOf({ a: ['go', { to: 'b' }], b: ['go', { to: 'a' }] }), 3]], [start()], {
      failureText: 'Hasta pronto',
    });
    expect(done.session).toMatchObject({
      status: 'failed',
      failure: { code: 'limit.steps-per-turn', stopped: true },
    });
    expect(bodies(done)).toEqual(['Hasta pronto']);
  });
});

describe('a move', () => {
  const old = flowOf({ q: ['question', { text: 'old' }, 'end'], end: ['say', { text: 'old end' }] });
  const next = flowOf({ r: ['question', { text: 'new' }, 'end'], end: ['say', { text: 'new end' }] });

  test('goes on at a card of the newer version', async () => {
    const { session } = await played([[old, 3]], [start()]);
    const moved = await advance(next, session, { kind: 'move', at: testNow, version: 4, node: 'r' }, envOf());
    expect(moved.session).toMatchObject({ flowId: 'test', flowVersion: 4, node: 'r', status: 'waiting', turn: 2 });
    expect(moved.origins).toEqual({ 's1.2.0': { flowId: 'test', flowVersion: 4 } });
    const answered = await advance(next, moved.session, said('x'), envOf());
    expect(bodies(answered)).toEqual(['new end']);
    expect(answered.origins).toEqual({});
  });

  test('is not for a session that is over', async () => {
    const { session } = await played([[old, 3]], [start(), said('x')]);
    const moved = await advance(next, session, { kind: 'move', at: testNow, version: 4, node: 'r' }, envOf());
    expect(moved.taken).toBe(false);
  });
});

describe('effects that are waited for', () => {
  const done = (outcome: Extract<Input, { kind: 'done' }>['outcome'], effectId = 's1.1.0'): Input => ({
    kind: 'done',
    at: '2026-01-05T09:00:02.500Z',
    effectId,
    outcome,
  });
  const writing = flowOf({
    letter: ['letter', {}, { next: 'end', error: 'oops' }],
    end: ['say', { text: 'sent' }],
    oops: ['say', { text: 'not sent' }],
  });

  test('go on when they are done', async () => {
    const waiting = await played([[writing, 3]], [start()]);
    expect(waiting.session.wait).toEqual({
      id: 's1.1',
      for: 'effect',
      since: testNow,
      effectId: 's1.1.0',
      firstEffectId: 's1.1.0',
    });
    const sent = await played([[writing, 3]], [start(), done({ ok: true, durationMs: 30 })]);
    expect(bodies(sent)).toEqual(['sent']);
    expect(sent.trace[0]).toMatchObject({ call: { what: 'effect', durationMs: 30 } });
    const failed = await played([[writing, 3]], [start(), done({ ok: false, code: 'email.refused', message: 'no' })]);
    expect(bodies(failed)).toEqual(['not sent']);
    expect(failed.trace[0]).toMatchObject({
      call: { what: 'effect', code: 'email.refused' },
      problem: { code: 'email.refused', message: 'no' },
    });
  });

  test.each([
    ['another effect', done({ ok: true, durationMs: 0 }, 's1.1.1')],
    ['a message', said('hola')],
    ['a ticket', { kind: 'ticket-closed', at: testNow } as Input],
  ])('are not answered by %s', async (_what, input) => {
    expect((await played([[writing, 3]], [start(), input])).taken).toBe(false);
  });

  test('a ticket waits until people have closed it, whatever is said meanwhile', async () => {
    const handing = flowOf({ people: ['people', {}, 'end'], end: ['say', { text: 'closed' }] });
    expect((await played([[handing, 3]], [start(), said('hola')])).taken).toBe(false);
    expect(bodies(await played([[handing, 3]], [start(), { kind: 'ticket-closed', at: testNow }]))).toEqual(['closed']);
  });
});

describe('what may not leave', () => {
  const flow = flowOf({ a: ['perhaps', { text: 'maybe' }, 'b'], b: ['say', { text: 'sure' }] });

  test('is left out where the card can do without it', async () => {
    const refuse: Env['refuse'] = (content) =>
      'body' in content && content.body === 'maybe' ? { code: 'window.closed', message: '' } : null;
    const done = await played([[flow, 3]], [start()], { refuse });
    expect(bodies(done)).toEqual(['sure']);
    expect(done.session.status).toBe('ended');
    expect(bodies(await played([[flow, 3]], [start()]))).toEqual(['maybe', 'sure']);
    const [effect] = (await played([[flow, 3]], [start()])).effects;
    expect(effect).toEqual({ id: 's1.1.0', node: 'a', kind: 'message.send', content: { kind: 'text', body: 'maybe' } });
  });

  test('stops the flow when a guard says so, with one polite message', async () => {
    const asked: unknown[] = [];
    const refuse: Env['refuse'] = (content, how) => {
      asked.push([('body' in content && content.body) || '', how?.closing ?? false]);
      return how?.closing ? null : { code: 'limit.messages-per-day', message: 'enough', stop: true };
    };
    const done = await played([[flow, 3]], [start()], { refuse, failureText: 'Hasta pronto' });
    expect(done.session).toMatchObject({
      status: 'failed',
      failure: { code: 'limit.messages-per-day', node: 'a', message: 'enough', stopped: true },
    });
    expect(bodies(done)).toEqual(['Hasta pronto']);
    expect(asked).toEqual([
      ['maybe', false],
      ['Hasta pronto', true],
    ]);
    expect(done.trace).toEqual([
      {
        at: testNow,
        node: 'a',
        type: 'perhaps',
        action: 'enter',
        effects: ['s1.1.0'],
        problem: { code: 'limit.messages-per-day', message: 'enough' },
      },
    ]);
  });

  test('says nothing at the end when even that may not leave', async () => {
    const refuse: Env['refuse'] = () => ({ code: 'bot.paused', message: '', stop: true });
    expect(bodies(await played([[flow, 3]], [start()], { refuse, failureText: 'Hasta pronto' }))).toEqual([]);
  });
});

describe('guards of a flow', () => {
  const circle = (guards: Flow['settings']['guards']) =>
    flowOf({ a: ['say', { text: '.' }, 'b'], b: ['go', { to: 'a' }] }, { settings: { ...(guards && { guards }) } });

  test.each([
    ['stepsPerTurn', { stepsPerTurn: 7 }, 'limit.steps-per-turn', 4],
    ['visitsWithoutInput', { visitsWithoutInput: 3 }, 'limit.visits-without-input', 3],
    ['none: messages of the turn', undefined, 'limit.messages-per-turn', 20],
  ] as const)('%s lower the limits of a turn', async (_name, guards, code, messages) => {
    const done = await played([[circle(guards), 3]], [start()]);
    expect(done.session.failure).toMatchObject({ code, stopped: true });
    expect(bodies(done)).toHaveLength(messages);
  });

  test('never raise them', async () => {
    const done = await played([[circle({ visitsWithoutInput: 50, stepsPerTurn: 100 }), 3]], [start()], {
      limits: { stepsPerTurn: 5 },
    });
    expect(done.session.failure).toMatchObject({ code: 'limit.steps-per-turn' });
  });
});

describe('what a turn is expected to cost', () => {
  test('stands at the cards whose messages cost something', async () => {
    const flow = flowOf({ a: ['say', { text: 'x' }, 'b'], b: ['say', { text: 'free' }] });
    const price: Env['price'] = (content) =>
      'body' in content && content.body === 'free' ? null : { currency: 'USD', micros: 12_500 };
    const done = await played([[flow, 3]], [start()], { price });
    expect(done.trace.map(({ cost }) => cost)).toEqual([{ currency: 'USD', micros: 12_500 }, undefined]);
  });
});

describe('the time a card has waited', () => {
  test('stands in the trace when it goes on', async () => {
    const flow = flowOf({ q: ['question', { text: '?' }, 'end'], end: ['stop'] });
    const waiting = await played([[flow, 3]], [start()]);
    const done = await advance(flow, waiting.session, said('x'), envOf({ now: '2026-01-05T09:02:00.000Z' }));
    expect(done.trace.map(({ node, waitedMs }) => [node, waitedMs])).toEqual([
      ['q', 120_000],
      ['end', undefined],
    ]);
  });
});
