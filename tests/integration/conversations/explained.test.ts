import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { createPersonReader } from '../../../api/store/trigger-ground.ts';
import type { Explanation } from '../../../api/triggers/service.ts';
import type { DomainEvent, Flow } from '../../../runtime/contract/index.ts';
import { conversationOfEffect } from '../../../runtime/conversations/state.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { randomFlow } from '../../support/random-triggers.ts';
import { channelId, signed, startWorld, webhook, workspaceId, type TestWorld } from '../../support/runtime.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const random = seededRandom(7);
const rounds = 80;
const people = Array.from({ length: 12 }, (_item, index) => `54911000000${10 + index}`);
const texts = [
  'hola',
  'precio',
  'pizza',
  'una pizza grande',
  'menú',
  'salir',
  'baja',
  'alta',
  '42',
  '👍',
  'sí',
  'otra cosa',
];
const payloads = ['promo-1', 'promo-22', 'si', 'no'];

let api: TestApi;
let world: TestWorld;

beforeAll(async () => {
  // Half of the flows ask, so that there are sessions to go on, to leave and to interrupt.
  const asking = (id: string): Flow => {
    const flow = randomFlow(random, id);
    return flow.nodes[0]?.type === 'ask' && !flow.settings.ignoreTriggers ? flow : asking(id);
  };
  const flows = [...['a', 'b', 'c'].map(asking), ...['d', 'e', 'f'].map((id) => randomFlow(random, id))];
  world = await startWorld(flows.map((flow) => ({ flow })));
  api = await startTestApi(flowTools);
  await api.workspace(workspaceId, 'cauce_test');
  // The application asks the store that the worker writes.
  Object.assign(api.deps, {
    people: createPersonReader(world.connection),
    published: {
      published: async () => world.flows,
      version: async (_workspaceId: string, flowId: string) => world.flows.find((flow) => flow.flowId === flowId)?.flow,
    },
    workspaces: { ...api.deps.workspaces, read: async () => world.workspace },
    channels: { ...api.deps.channels, list: async () => [world.channel], byId: async () => world.channel },
  });
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const ask = async (body: object, key = 'cauce_test') =>
  request(api.app).post('/api/v1/triggers/explain').set('authorization', `Bearer ${key}`).send(body);

/** Everything that a store holds, as text. */
async function wholeStore(): Promise<string> {
  const collections = (await world.connection.db?.listCollections().toArray()) ?? [];
  const contents = await Promise.all(
    collections
      .map(({ name }) => name)
      .filter((name) => name !== 'jobs' && name !== 'processes')
      .toSorted()
      .map(async (name) => [
        name,
        await world.connection
          .collection(name)
          .find({}, { sort: { _id: 1 } })
          .toArray(),
      ]),
  );
  return JSON.stringify(contents);
}

const events = async (): Promise<DomainEvent[]> =>
  (
    await world.connection
      .collection('events')
      .find({}, { sort: { at: 1, _id: 1 } })
      .toArray()
  ).flatMap((lot) => (typeof lot['events'] === 'string' ? JSON.parse(lot['events']) : lot['events']) as DomainEvent[]);

async function settled(): Promise<void> {
  for (;;) {
    await world.quietButUncertain();
    const states = await world.conversations();
    if (states.every(({ pending, outbox, consumed }) => pending.length + outbox.length + consumed.length === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const sessionOf = async (from: string) =>
  (await world.conversations()).find((state) => state.contactId === contactIds.get(from))?.session ?? null;
const contactIds = new Map<string, string>();

test(`what is explained over HTTP is what the worker then does, ${rounds} times, and explaining writes nothing`, async () => {
  const seen = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const from = people[Math.floor(random() * people.length)] as string;
    const said = texts[Math.floor(random() * texts.length)] as string;
    const payload = payloads[Math.floor(random() * payloads.length)] as string;
    const taps = random() < 0.2;
    const referral = random() < 0.15 ? { source_id: '1203', source_url: 'https://fb.me/x' } : undefined;
    const content = taps
      ? { kind: 'choice', source: 'template', id: payload, title: said }
      : { kind: 'text', body: said };

    const before = { store: await wholeStore(), session: await sessionOf(from), events: (await events()).length };
    const answer = await ask({ phone: `+${from}`, content, ...(referral && { referral }) });
    expect(answer.status).toBe(200);
    const told = answer.body as Explanation;
    expect(await wholeStore()).toBe(before.store);

    const message = taps ? { type: 'button', button: { payload, text: said } } : { type: 'text', text: { body: said } };
    const body = webhook(from, { id: `wamid.${round}`, ...message, ...(referral && { referral }) });
    expect(await world.runtime.receive(channelId, 'whatsapp-cloud', signed(JSON.stringify(body)))).toBe('stored');
    await settled();

    const happened = (await events()).slice(before.events);
    const started = happened.find((event) => event.type === 'session.started');
    const contact = await world.connection.collection('contacts').findOne({ phone: `+${from}` });
    contactIds.set(from, String(contact?._id));
    const after = await sessionOf(from);
    const same = JSON.stringify(after) === JSON.stringify(before.session);
    const action = started ? 'begin' : !same ? 'resume' : before.session ? 'keep' : 'none';
    const leaves = happened.some((event) => event.type === 'session.ended' && event.reason === 'left');
    expect({ round, why: told.why.code, action: told.action, leaves: told.leaves, flow: told.winner?.flowId }).toEqual({
      round,
      why: told.why.code,
      action,
      leaves,
      flow: started?.type === 'session.started' ? started.flowId : undefined,
    });
    if (started?.type === 'session.started') {
      expect(told.winner?.triggerId).toBe(started.trigger['id']);
      expect(told.goesTo).toMatchObject({ flowId: started.flowId, version: started.flowVersion, node: 'n' });
      expect(conversationOfEffect(`${started.sessionId}.1.0`)).toBe(`${channelId}:${contactIds.get(from)}`);
    }
    seen.add(told.why.code);
  }
  expect([...seen]).toEqual(expect.arrayContaining(['answers', 'begins', 'exit-word', 'interrupts', 'opt-out-word']));
}, 120_000);

test('somebody known is asked for by id, with how far they have come; somebody unknown is new', async () => {
  const [id] = contactIds.values();
  const known = (await ask({ contactId: id, text: 'hola' })).body as Explanation;
  expect(known.contact).toMatchObject({ id, name: 'Ana' });
  const stranger = (await ask({ phone: '+54 911 9999-9999', text: 'hola' })).body as Explanation;
  expect(stranger.contact).toBeNull();
  expect(stranger.channelId).toBe(channelId);
  expect((await ask({ contactId: 'c_nobody', text: 'hola' })).body).toMatchObject({
    status: 404,
    code: 'contact.not-found',
  });
});

test('each trigger is told of with its flow, in words, those that matched first', async () => {
  const { considered, more, why } = (await ask({ text: 'hola' })).body as Explanation;
  expect(more).toBe(0);
  expect(considered).toHaveLength(world.flows.reduce((sum, { flow }) => sum + flow.triggers.length, 0));
  const matched = considered.map((one) => one.matched);
  expect(matched).toEqual(matched.toSorted((one, other) => Number(other) - Number(one)));
  expect(considered.every((one) => one.why.text !== '' && one.kind !== '' && one.flowName !== '')).toBe(true);
  expect(why.text).not.toBe('');
});

test('only whoever may read conversations and flows may ask', async () => {
  await api.workspace(workspaceId, 'cauce_designer', 'designer');
  expect((await ask({ text: 'hola' }, 'cauce_designer')).status).toBe(403);
  await api.workspace(workspaceId, 'cauce_narrow', 'owner', ['conversations.read']);
  expect((await ask({ text: 'hola' }, 'cauce_narrow')).body).toMatchObject({ status: 403, code: 'access.forbidden' });
  expect((await ask({ text: 'hola', surprise: 1 })).status).toBe(422);
});
