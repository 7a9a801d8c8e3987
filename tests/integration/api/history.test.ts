import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createMessageResolver } from '../../../api/conversations/resolver.ts';
import type { ConversationRow, MessageResolver } from '../../../api/conversations/service.ts';
import { createRunCounter } from '../../../api/store/flow-runs.ts';
import { createHistory } from '../../../api/store/history.ts';
import {
  asId,
  type ConversationId,
  type Flow,
  type FlowId,
  type WorkspaceId,
} from '../../../runtime/contract/index.ts';
import { eventually, startWorld, workspaceId, type TestWorld } from '../../support/runtime.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let world: TestWorld;
let history: ReturnType<typeof createHistory>;
let resolver: MessageResolver;
const others = asId<WorkspaceId>('others');

const base = chain('help', keyword('ayuda'), [
  { id: 'say', type: 'send-text', config: { body: 'Ya te atienden' } },
  { id: 'ask-people', type: 'notify-person', config: { note: 'Pide ayuda' } },
]);
const help: Flow = {
  ...base,
  name: 'Ayuda',
  nodes: base.nodes.map((node) => (node.id === 'say' ? { ...node, name: 'Aviso' } : node)),
};

const asking: Flow = chain('asking', keyword('pregunta'), [
  {
    id: 'ask',
    type: 'ask-buttons',
    config: { body: '¿Sí?', buttons: [{ id: 'yes', title: 'Sí' }], timeoutSeconds: 3_600, retries: 0 },
  },
]);

const noting: Flow = chain('noting', keyword('nota'), [
  { id: 'first', type: 'note', config: { text: 'Pide factura' } },
  { id: 'say', type: 'send-text', config: { body: 'Un momento' } },
  { id: 'people', type: 'hand-off', config: { note: 'Quiere factura', afterwards: 'wait' } },
  { id: 'close', type: 'close-conversation', config: {} },
]);

beforeAll(async () => {
  world = await startWorld([{ flow: help }, { flow: asking }, { flow: noting }]);
  history = createHistory(world.connection, {
    version: async (_workspaceId, flowId) => (flowId === 'help' ? help : undefined),
  });
  resolver = createMessageResolver(world.connection, history, world.runtime.submit);
  await world.connection
    .collection('channels')
    .insertOne({ _id: 'test-whatsapp' as never, workspaceId, name: 'Tienda' });
  await world.connection
    .collection('flows')
    .insertOne({ _id: `${workspaceId}:asking` as never, workspaceId, name: 'Pregunta' });
});
afterAll(() => world.close());

const list = async (query: object = {}): Promise<ConversationRow[]> =>
  (await history.conversations.list(workspaceId, { limit: 50, ...query })).rows;
const idOf = async (): Promise<ConversationId> => asId((await list())[0]?.id ?? '');

test('a list names channel and flow, and messages the card that sent them', async () => {
  await world.say('5491100000001', 'ayuda');
  await world.quiet();
  expect(await list()).toMatchObject([{ channelName: 'Tienda', session: null, uncertain: 0 }]);
  const page = await history.conversations.messages(workspaceId, await idOf(), { limit: 10 });
  expect(page?.rows.map(({ origin }) => origin)).toMatchObject([
    undefined,
    { flowName: 'Ayuda', nodeName: 'Aviso', node: 'say' },
  ]);
});

test('a flag is taken down once, by those of the workspace, and the log says so', async () => {
  const id = await idOf();
  expect(await list({ flagged: true })).toMatchObject([{ id, flagged: { note: 'Pide ayuda' } }]);
  await expect(resolver.clearFlag(others, id)).rejects.toMatchObject({ code: 'conversation.not-found' });
  await resolver.clearFlag(workspaceId, id);
  await eventually(async () => (await list({ flagged: true })).length === 0);
  await world.quiet();
  await expect(resolver.clearFlag(workspaceId, id)).rejects.toMatchObject({ code: 'conversation.not-flagged' });
  const logged = await world.connection.collection('events').find().toArray();
  expect(logged.filter(({ events }) => String(events).includes('conversation.flag-cleared'))).toHaveLength(1);
});

test('a flag that was raised again meanwhile stays', async () => {
  const id = await idOf();
  await world.say('5491100000001', 'ayuda');
  await world.quiet();
  const [row] = await list({ flagged: true });
  const channelId = asId<never>('test-whatsapp');
  await world.runtime.submit.clearFlag({
    workspaceId,
    channelId,
    conversationId: id,
    flaggedAt: '2026-01-05T09:00:00.000Z',
  });
  await world.quiet();
  expect(await list({ flagged: true })).toEqual([row]);
});

test('a session names its flow, is counted and found by it', async () => {
  await world.say('5491100000003', 'pregunta');
  await eventually(async () => (await list({ q: '+5491100000003' }))[0]?.session?.node === 'ask');
  expect(await list({ q: '+5491100000003' })).toMatchObject([
    { session: { flowId: 'asking', flowName: 'Pregunta', status: 'waiting' } },
  ]);
  expect((await list({ flowId: 'asking' })).map(({ contact }) => contact.phone)).toEqual(['+5491100000003']);
  expect(await list({ flowId: 'ask' })).toEqual([]);
  const runs = createRunCounter(world.connection);
  const flowIds = [asId<FlowId>('asking'), asId<FlowId>('help')];
  expect(await runs.waiting(workspaceId, flowIds)).toEqual(new Map([['asking', 1]]));
  expect(await runs.waiting(others, flowIds)).toEqual(new Map());
});

test('messages are read from either end, page by page, and are the same', async () => {
  const person = '5491100000009';
  const all = async () => {
    const [found] = await list({ q: `+${person}` });
    if (!found) return [];
    const page = await history.conversations.messages(workspaceId, asId(found.id), { limit: 50 });
    return page?.rows ?? [];
  };
  await world.say(person, 'ayuda');
  await eventually(async () => (await all()).length === 2);
  await world.say(person, 'ayuda');
  await eventually(async () => (await all()).length === 4);
  const { id } = (await list({ q: `+${person}` }))[0] ?? { id: '' };
  const readAll = async (order: 'oldest' | 'newest') => {
    const ids: string[] = [];
    let after: { key: string | number; id: string } | undefined;
    do {
      const page = await history.conversations.messages(workspaceId, asId(id), {
        limit: 1,
        order,
        ...(after && { after }),
      });
      ids.push(...(page?.rows.map((row) => row.id) ?? []));
      after = page?.next;
    } while (after);
    return ids;
  };
  const oldest = await readAll('oldest');
  expect(oldest).toEqual((await all()).map((row) => row.id));
  expect(await readAll('newest')).toEqual(oldest.toReversed());
});

test('conversations with messages of unknown outcome are found', async () => {
  world.graph.plan(['reset-after']);
  await world.say('5491100000002', 'ayuda');
  await world.quietButUncertain();
  await eventually(async () => (await list({ uncertain: true })).length === 1);
  expect(await list({ uncertain: true })).toMatchObject([{ contact: { phone: '+5491100000002' }, uncertain: 1 }]);
  expect(await history.conversations.list(others, { limit: 50, uncertain: true })).toEqual({ rows: [] });
});

test('what happened beside messages is read with its place among them, a page at a time, and only by its workspace', async () => {
  await world.say('5491100000077', 'nota');
  await eventually(async () => (await list())[0]?.ticket !== undefined);
  const [row] = await list();
  const id = asId<ConversationId>(row?.id ?? '');
  expect(row?.ticket).toMatchObject({ note: 'Quiere factura' });
  await resolver.closeTicket(workspaceId, id, 'usr_1');
  const read = async () => (await history.conversations.lines(workspaceId, id, { limit: 50 }))?.rows ?? [];
  await eventually(async () => (await read()).some(({ said }) => said.kind === 'closed'));

  const messages = await history.conversations.messages(workspaceId, id, { limit: 10 });
  const sent = messages?.rows.find(({ direction }) => direction === 'out')?.id;
  const lines = await history.conversations.lines(workspaceId, id, { limit: 50 });
  expect(lines?.rows.toReversed().map(({ said, after }) => [said, after])).toEqual([
    [{ kind: 'noted', text: 'Pide factura' }, undefined],
    [{ kind: 'ticket-opened', note: 'Quiere factura' }, sent],
    [{ kind: 'ticket-closed' }, undefined],
    [{ kind: 'closed' }, undefined],
  ]);
  const newest = await history.conversations.lines(workspaceId, id, { limit: 1 });
  const next = newest?.next;
  if (!next) throw new Error('there is no second page');
  const older = await history.conversations.lines(workspaceId, id, { limit: 1, after: next });
  expect([...(newest?.rows ?? []), ...(older?.rows ?? [])]).toEqual(lines?.rows);
  expect(await history.conversations.lines(others, id, { limit: 50 })).toBeUndefined();
});
