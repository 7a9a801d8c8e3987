import { expect, test } from '@jest/globals';
import { flowSchemaVersion, type Flow, type FlowNode, type OutboundContent } from '../../../runtime/contract/index.ts';
import { startChat, validateFlow } from '../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';

type Cards = { [id: string]: [type: string, config: FlowNode['config'], next?: { [port: string]: string }] };

const flowOf = (id: string, cards: Cards): Flow => ({
  schemaVersion: flowSchemaVersion,
  id,
  name: id,
  languages: ['es'],
  nodes: Object.entries(cards).map(([node, [type, config]]) => ({ id: node, type, version: 1, config })),
  edges: Object.entries(cards).flatMap(([node, [, , next = {}]]) =>
    Object.entries(next).map(([port, to]) => ({ id: `e_${node}_${port}`, from: { node, port }, to })),
  ),
  triggers: [{ id: 't', kind: 'unhandled' }],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
});

const now = '2026-01-05T09:00:00.000Z';
const chatOf = (...flows: Flow[]) => startChat(flows, { now, nodeTypes, contact: { phone: '+573001234567' } });
const words = (said: OutboundContent[]): string[] =>
  said.map((content) => ('body' in content ? `${content.body}` : ''));
const text = (body: string): [string, FlowNode['config']] => ['send-text', { body }];

const address = flowOf('address', {
  ask: ['ask', { body: '¿Dónde, {{ variables.who }}?', answerType: 'text', variableName: 'street' }, { next: 'end' }],
  end: ['end', {}],
});
const order = flowOf('order', {
  run: [
    'run-subflow',
    {
      flow: 'address',
      stay: false,
      inputs: [{ name: 'who', text: 'Ana' }],
      outputs: [{ name: 'street', expression: 'subflow.street' }],
    },
    { next: 'said', error: 'sorry' },
  ],
  said: text('Va a {{ variables.street }}'),
  sorry: text('No se pudo'),
});

test('another flow is run with what it needs, and hands back what it found', async () => {
  const chat = chatOf(order, { ...address, triggers: [] });
  expect(words(await chat.hear('hola'))).toEqual(['¿Dónde, Ana?']);
  expect(words(await chat.hear('Calle 1'))).toEqual(['Va a Calle 1']);
});

test('a flow that is not there leaves by the error port', async () => {
  expect(words(await chatOf(order).hear('hola'))).toEqual(['No se pudo']);
});

test('a flow that is gone over to does not come back', async () => {
  const over = flowOf('over', {
    run: ['run-subflow', { flow: 'address', stay: true, inputs: [{ name: 'who', text: 'Ana' }] }, { error: 'sorry' }],
    sorry: text('No se pudo'),
  });
  const chat = chatOf(over, { ...address, triggers: [] });
  expect(words(await chat.hear('hola'))).toEqual(['¿Dónde, Ana?']);
  expect(await chat.hear('Calle 1')).toEqual([]);
  expect(chat.session).toMatchObject({ status: 'ended', flowId: 'address' });
});

const jumping = flowOf('jumping', {
  go: ['jump', { node: 'there' }],
  lost: text('nunca'),
  there: text('aquí'),
});

test('a jump goes on at its card', async () => {
  expect(words(await chatOf(jumping).hear('hola'))).toEqual(['aquí']);
});

test('a card that a jump leads to is reached, and one that is gone is told of', () => {
  const found = (flow: Flow) =>
    validateFlow(flow, nodeTypes)
      .filter(({ code }) => code.startsWith('node.') || code.startsWith('loop.'))
      .map(({ severity, code, node, path, params }) => ({ severity, code, node, path, ...(params && { params }) }));
  expect(found(jumping)).toEqual([{ severity: 'warning', code: 'node.unreachable', node: 'lost', path: '/nodes/1' }]);
  expect(found(flowOf('gone', { go: ['jump', { node: 'there' }] }))).toEqual([
    {
      severity: 'error',
      code: 'node.target-unknown',
      node: 'go',
      path: '/nodes/0/config',
      params: { target: 'there' },
    },
  ]);
  expect(
    found(flowOf('round', { a: ['jump', { node: 'b' }], b: ['jump', { node: 'a' }] })).map(({ code }) => code),
  ).toEqual(['loop.without-wait', 'loop.without-wait']);
});

test('a wait until a time of day ends at that time where the person is', async () => {
  const chat = chatOf(
    flowOf('until', {
      wait: ['wait-until', { moment: { kind: 'next', time: '08:00' }, zone: 'contact' }, { next: 'said' }],
      said: text('buenos días'),
    }),
  );
  expect(await chat.hear('hola')).toEqual([]);
  expect(chat.due).toEqual({ at: '2026-01-05T13:00:00.000Z', what: 'wait' });
  expect(await chat.hear('¿sigues ahí?')).toEqual([]);
  expect(await chat.passUntil('2026-01-05T12:59:59.000Z')).toEqual([]);
  expect(words(await chat.passTime(1))).toEqual(['buenos días']);
});

const people = (more: FlowNode['config']): Flow =>
  flowOf('people', {
    hand: ['hand-off', { note: 'Quiere a alguien', afterwards: 'wait', ...more }, { next: 'back', timeout: 'late' }],
    back: text('¿Algo más?'),
    late: text('Perdona la espera'),
  });

test('people are waited for, and the bot is silent meanwhile', async () => {
  const chat = chatOf(people({}));
  expect(await chat.hear('ayuda')).toEqual([]);
  expect(chat.handedOver).toBe(true);
  expect(await chat.hear('¿hola?')).toEqual([]);
  expect(words(await chat.closeTicket())).toEqual(['¿Algo más?']);
});

const letter = flowOf('letter', {
  mail: ['send-email', { to: 'a@b.co', subject: 'S', body: 'B' }, { next: 'sent', error: 'not' }],
  sent: text('Enviado'),
  not: text('No se pudo'),
});

test.each([
  [{ ok: true as const, durationMs: 5 }, 'Enviado'],
  [{ ok: false as const, code: 'email.refused', message: 'No.' }, 'No se pudo'],
])('a letter is waited for: %j', async (outcome, said) => {
  const chat = chatOf(letter);
  expect(await chat.hear('hola')).toEqual([]);
  expect(words(await chat.answerDone(outcome))).toEqual([said]);
});

test('a model sorts what the person wrote, and answers it', async () => {
  const chat = chatOf(
    flowOf('model', {
      sort: ['decide-ai', { categories: [{ id: 'k_buy', label: 'Comprar' }] }, { k_buy: 'reply' }],
      reply: ['ai-reply', { instructions: 'Vende.', maximumCharacters: 100 }, { next: 'more' }],
      more: text('¿Algo más?'),
    }),
  );
  expect(await chat.hear('quiero una pizza')).toEqual([]);
  expect(await chat.answerDone({ ok: true, value: 'comprar', durationMs: 5 })).toEqual([]);
  expect(words(await chat.answerDone({ ok: true, value: 'Claro.', durationMs: 5 }))).toEqual(['Claro.', '¿Algo más?']);
});
