import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Flow, FlowEdge, FlowGuards, OutboundContent } from '../../../runtime/contract/index.ts';
import { channels } from '../../../runtime/channels/index.ts';
import type { Mailer } from '../../../runtime/conversations/mail.ts';
import { chain, keyword, unhandled } from '../../support/sample-flows.ts';
import { eventually, startWorld, workspaceId, type TestWorld } from '../../support/runtime.ts';

let world: TestWorld;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(200).end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(() => world.close());

const person = '5491100000001';
const other = '5491100000002';
const say = (id: string, body = id) => ({ id, type: 'send-text', config: { body } });
const edge = (from: string, to: string, port = 'next'): FlowEdge => ({
  id: `${from}-${to}`,
  from: { node: from, port },
  to,
});
const guarded = (flow: Flow, guards: FlowGuards): Flow => ({
  ...flow,
  settings: { ...flow.settings, guards, failureText: 'adiós' },
});
const alerts = async () =>
  (await world.connection.collection('flowAlerts').find({ kind: 'alert' }).toArray()).map(
    ({ flowId, code, count }) => ({
      flowId: String(flowId),
      code: String(code),
      count: Number(count),
    }),
  );

/** What a flow of the person's said, and how often the polite word was among it. */
const outcome = () => {
  const heard = world.heard(person);
  return {
    said: heard.filter((text) => text !== 'adiós').length,
    closes: heard.filter((text) => text === 'adiós').length,
  };
};

describe('a flow that repeats itself', () => {
  const cap = 7;

  test('answering another bot for ever is stopped at its cap, with one polite word, and the owner is told', async () => {
    const bot = guarded(chain('bot', unhandled, [say('again')]), { messagesPerContactAndDay: cap });
    world = await startWorld([{ flow: bot }]);
    for (let round = 0; round < cap + 5; round += 1) {
      // The other bot answers whatever it hears, and now and then speaks by itself.
      await world.say(person, `echo ${round}`);
      await world.quiet();
    }
    expect(outcome()).toEqual({ said: cap, closes: 1 });
    expect(await alerts()).toEqual([{ flowId: 'bot', code: 'limit.flow-messages-per-contact', count: 5 }]);
    const [state] = await world.conversations();
    expect(state?.session).toBeNull();
    expect(state?.today).toMatchObject({ messages: cap + 1, flows: { bot: { messages: cap + 1 } } });
  });

  test('jumping back is stopped within its turn, and a cap below that of a turn is kept', async () => {
    const flow = chain('jumper', keyword('hola'), [say('a'), { id: 'back', type: 'jump', config: { node: 'a' } }]);
    world = await startWorld([{ flow: guarded(flow, { messagesPerContactAndDay: cap }) }]);
    await world.say(person, 'hola');
    await world.quiet();
    expect(outcome()).toEqual({ said: cap, closes: 1 });
  });

  test('jumping back without a cap of its own ends at the limit of a turn', async () => {
    const flow = chain('jumper', keyword('hola'), [say('a'), { id: 'back', type: 'jump', config: { node: 'a' } }]);
    world = await startWorld([{ flow: guarded(flow, {}) }]);
    await world.say(person, 'hola');
    await world.quiet();
    expect(outcome()).toEqual({ said: 20, closes: 1 });
    expect(await alerts()).toEqual([{ flowId: 'jumper', code: 'limit.messages-per-turn', count: 1 }]);
  });

  test('calling a webhook between its words is stopped over many turns', async () => {
    const call = { method: 'GET', url, timeoutSeconds: 5, retries: 0 };
    const flow: Flow = {
      ...chain('caller', keyword('hola'), [say('a'), { id: 'call', type: 'call-webhook', config: call }]),
      edges: [edge('a', 'call'), edge('call', 'a', 'success')],
    };
    world = await startWorld([{ flow: guarded(flow, { messagesPerContactAndDay: cap }) }]);
    await world.say(person, 'hola');
    await eventually(async () => (await alerts()).length === 1, 20_000);
    await world.quiet();
    expect(outcome()).toEqual({ said: cap, closes: 1 });
  });

  test('running sub-flows of itself counts for the flow that began them', async () => {
    const inner = guarded(chain('inner', keyword('never'), [say('in')]), {});
    const outer: Flow = {
      ...chain('outer', keyword('hola'), [{ id: 'run', type: 'run-subflow', config: { flow: 'inner', stay: false } }]),
      edges: [edge('run', 'run')],
    };
    world = await startWorld([{ flow: guarded(outer, { messagesPerContactAndDay: cap }) }, { flow: inner }]);
    await world.say(person, 'hola');
    await world.quiet();
    expect(outcome()).toEqual({ said: cap, closes: 1 });
    expect(await alerts()).toMatchObject([{ code: 'limit.flow-messages-per-contact' }]);
  });

  test('being its own sub-flow is stopped', async () => {
    const flow = chain('self', keyword('hola'), [
      say('a'),
      { id: 'run', type: 'run-subflow', config: { flow: 'self', stay: false } },
    ]);
    world = await startWorld([{ flow: guarded(flow, { messagesPerContactAndDay: cap }) }]);
    await world.say(person, 'hola');
    await world.quiet();
    expect(outcome()).toEqual({ said: cap, closes: 1 });
  });

  test('having the other person’s flow begin this one’s again ends after a few', async () => {
    const begin = (id: string, phone: string, flow: string) =>
      chain(id, keyword(id), [say(id), { id: 's', type: 'start-someone', config: { who: { phone }, flow } }]);
    world = await startWorld([
      { flow: begin('there', `+${other}`, 'here') },
      { flow: begin('here', `+${person}`, 'there') },
    ]);
    await world.say(other, 'x');
    await world.say(person, 'there');
    await eventually(async () => {
      const logged = await world.connection
        .collection('events')
        .find({ events: /flows-begun-in-a-row/ })
        .toArray();
      return logged.length === 1;
    });
    await world.quiet();
    expect([world.heard(person).length, world.heard(other).length]).toEqual([3, 3]);
  });
});

describe('a cap for all people of a flow', () => {
  test('is kept over many people and two processes, but for one polite word', async () => {
    const cap = 50;
    const flow = guarded(chain('bot', unhandled, [say('again')]), { messagesPerDay: cap });
    world = await startWorld([{ flow }], { runtime: { soleOwner: false } });
    await world.another({ soleOwner: false });
    const people = Array.from({ length: 20 }, (_, index) => `54911000001${String(index).padStart(2, '0')}`);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(people.map((from) => world.say(from, `round ${round}`)));
      await world.quiet();
    }
    const heard = people.flatMap((from) => world.heard(from));
    const closes = heard.filter((text) => text === 'adiós').length;
    expect(closes).toBeLessThanOrEqual(1);
    expect(heard.length).toBeLessThanOrEqual(cap + 1);
    // What a process has reserved and not used is all that may be lost of it.
    expect(heard.length).toBeGreaterThanOrEqual(cap - 20);
    expect(new Set((await alerts()).map(({ code }) => code))).toEqual(new Set(['limit.flow-messages-per-day']));
  });
});

describe('caps of money', () => {
  const priced = (micros: number, currency = 'USD') =>
    new Map(
      [...channels].map(([type, channel]) => [
        type,
        { ...channel, price: (content: OutboundContent) => (content.kind === 'text' ? { micros, currency } : null) },
      ]),
    );

  test('per contact let no message leave that would go beyond', async () => {
    const flow = guarded(chain('bot', unhandled, [say('a'), say('b')]), {
      moneyPerContactAndDay: { currency: 'USD', micros: 3_500 },
    });
    world = await startWorld([{ flow }], { runtime: { channelTypes: priced(1_000) } });
    for (let round = 0; round < 4; round += 1) await world.say(person, `x${round}`);
    await world.quiet();
    expect(outcome()).toEqual({ said: 3, closes: 1 });
    expect(new Set((await alerts()).map(({ code }) => code))).toEqual(new Set(['limit.flow-money-per-contact']));
  });

  test('per day stop all people of the flow', async () => {
    const flow = guarded(chain('bot', unhandled, [say('a')]), { moneyPerDay: { currency: 'USD', micros: 5_000 } });
    world = await startWorld([{ flow }], { runtime: { channelTypes: priced(1_000) } });
    for (let round = 0; round < 4; round += 1) {
      await world.say(person, `x${round}`);
      await world.say(other, `x${round}`);
    }
    await world.quiet();
    const heard = [...world.heard(person), ...world.heard(other)];
    expect(heard.filter((text) => text === 'a')).toHaveLength(5);
    expect(heard.filter((text) => text === 'adiós')).toHaveLength(1);
  });

  test('in another currency than the price hold everything that costs something', async () => {
    const flow = guarded(chain('bot', unhandled, [say('a')]), {
      moneyPerContactAndDay: { currency: 'EUR', micros: 5_000 },
    });
    world = await startWorld([{ flow }], { runtime: { channelTypes: priced(1_000) } });
    await world.say(person, 'x');
    await world.quiet();
    expect(world.heard(person)).toEqual([]);
    const failed = await world.connection.collection('events').findOne({ events: /limit\.money-currency/ });
    expect(failed).not.toBeNull();
  });
});

test('a survey of sixty questions is no loop', async () => {
  const questions = Array.from({ length: 60 }, (_, index) => ({
    id: `q${index}`,
    type: 'ask',
    config: { answerType: 'text', body: `Pregunta ${index}`, retries: 0, retryText: '', variableName: `a${index}` },
  }));
  const flow = chain('survey', keyword('encuesta'), [...questions, say('end', 'Gracias')]);
  world = await startWorld([{ flow }], { channel: { messagesPerContactAndDay: 200 } });
  await world.say(person, 'encuesta');
  for (let answer = 0; answer < 60; answer += 1) {
    await eventually(() => world.heard(person).length === answer + 1);
    await world.say(person, `respuesta ${answer}`);
  }
  await eventually(() => world.heard(person).at(-1) === 'Gracias');
  expect([world.heard(person).length, await alerts()]).toEqual([61, []]);
});

test('the owners get one letter a day about a flow, however often it is stopped', async () => {
  const sent: { id: string; to: string[]; subject: string }[] = [];
  const mailer: Mailer = {
    send: async (id, { to, subject }) => {
      sent.push({ id, to, subject });
      return { ok: true, durationMs: 1 };
    },
    close: () => {},
  };
  const flow = guarded(chain('bot', unhandled, [say('a')]), { messagesPerContactAndDay: 1 });
  world = await startWorld([{ flow }], {
    runtime: { mailer, letterFor: async ({ flowId }) => ({ to: ['ana@example.org'], subject: flowId, body: '' }) },
  });
  for (let round = 0; round < 5; round += 1) await world.say(person, `x${round}`);
  await world.say(other, 'x');
  await world.say(other, 'x');
  await world.quiet();
  await eventually(() => sent.length > 0);
  expect(sent).toEqual([
    { id: expect.stringContaining(`alert:${workspaceId}:bot:`), to: ['ana@example.org'], subject: 'bot' },
  ]);
});
