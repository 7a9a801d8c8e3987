import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestMaker } from '../../../api/flows/from-conversation/service.ts';
import { createFlowSource } from '../../../api/store/flows.ts';
import { createHistory } from '../../../api/store/history.ts';
import type { Runtime } from '../../../api/runtime.ts';
import type { Flow, FlowId, WorkspaceId } from '../../../runtime/contract/index.ts';
import { runTranscript } from '../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { startPublishingWorld, type PublishingWorld } from '../../support/publishing.ts';
import { channelId, eventually, signed, webhook, workspace, workspaceId } from '../../support/runtime.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let world: PublishingWorld;
let runtime: Runtime;
let service: Server;
let order: Flow;
let maker: TestMaker;
const flowId = 'pedido' as FlowId;
const person = '5215587654321';
const orderAt = (url: string): Flow =>
  chain(
    'pedido',
    keyword('pedir'),
    [
      { id: 'name', type: 'ask', config: { body: '¿Tu nombre?', answerType: 'text', variableName: 'quien' } },
      {
        id: 'call',
        type: 'call-webhook',
        config: { method: 'POST', url, timeoutSeconds: 5, retries: 0, safeToRepeat: true },
      },
      { id: 'thanks', type: 'send-text', config: { body: 'Gracias, {{ variables.quien }}: {{ webhook.body.plan }}' } },
    ],
    {
      edges: [
        { id: 'e0', from: { node: 'name', port: 'next' }, to: 'call' },
        { id: 'e1', from: { node: 'call', port: 'success' }, to: 'thanks' },
      ],
      variables: [{ name: 'quien', type: 'text' }],
    },
  );

let heard = 0;
async function says(body: string): Promise<void> {
  heard += 1;
  const message = { id: `wamid.${heard}`, type: 'text', text: { body } };
  await runtime.receive(channelId, 'whatsapp-cloud', signed(JSON.stringify(webhook(person, message))));
}
const turns = (count: number) =>
  eventually(async () => (await world.connection.collection('traces').countDocuments()) >= count, 20_000);

beforeAll(async () => {
  world = await startPublishingWorld();
  service = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ plan: 'oro', correo: 'rosalia@correo.mx', id: 12_345_678 }));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  order = orderAt(`http://127.0.0.1:${(service.address() as AddressInfo).port}/x`);
  await world.publish(order);
  runtime = await world.another({
    ...world.live(),
  });
  await runtime.start();
  const history = createHistory(world.connection, createFlowSource(world.repository));
  maker = new TestMaker(
    { ...history, flows: world.repository, workspaces: { read: async () => ({ ...workspace }) as never } },
    world.service,
    nodeTypes,
  );
  await says('Pedir');
  await turns(1);
  await says('Rosalía Quiñones');
  await turns(3);
}, 60_000);
afterAll(async () => {
  await world.close();
  service.close();
});

const conversationId = `${channelId}:${person}`;
const asked = async () => {
  const [found] = await world.conversations();
  return { conversationId: found?.id ?? conversationId, name: ' Pedido de verdad ' };
};

test('a conversation that people had becomes a test in the draft, scrubbed and green on its version', async () => {
  const made = await maker.make(workspaceId, flowId, await asked(), 'usr_1');
  expect(made.result).toEqual({ id: made.test.id, name: 'Pedido de verdad', ok: true, turns: 3 });
  const { transcript } = made.test;
  expect(await runTranscript(order, transcript, nodeTypes)).toMatchObject({ ok: true });
  expect(transcript.turns.map(({ bot: _bot, expect: _expect, ...move }) => move)).toEqual([
    { contact: 'Pedir' },
    { contact: expect.stringMatching(/^\S+ \S+$/) },
    {
      http: {
        ok: true,
        status: 200,
        body: { plan: expect.any(String), correo: expect.stringMatching(/@example\.com$/), id: expect.any(Number) },
      },
    },
  ]);
  expect(JSON.stringify(transcript)).not.toMatch(/Rosal|Qui[nñ]on|87654321|correo\.mx|12345678/i);
  const draft = await world.service.draft(workspaceId, flowId);
  expect(draft.flow.tests?.map(({ id, name }) => ({ id, name }))).toEqual([
    { id: made.test.id, name: 'Pedido de verdad' },
  ]);
  expect(draft.revision).toBe(made.revision);
});

test('a draft that has changed since may be red with it at once, which is said', async () => {
  const draft = await world.service.draft(workspaceId, flowId);
  const nodes = draft.flow.nodes.map((node) =>
    node.id === 'name' ? { ...node, config: { ...node.config, body: '¿Cómo te llamas?' } } : node,
  );
  await world.service.replace(workspaceId, flowId, { ...draft.flow, nodes }, draft.revision, 'usr_1');
  const { result } = await maker.make(workspaceId, flowId, await asked(), 'usr_1');
  expect(result).toMatchObject({
    ok: false,
    firstDifference: { turn: 0, path: '/bot/0/body', expected: '¿Tu nombre?', said: '¿Cómo te llamas?', node: 'name' },
  });
});

test('what is not there, is not of this flow or can no longer be read is refused in so many words', async () => {
  const refusal = (changes: object, flow = flowId, of: WorkspaceId = workspaceId) =>
    asked().then((given) =>
      maker.make(of, flow, { ...given, ...changes }, 'usr_1').then(
        () => 'made',
        (error: { code: string; params: object }) => ({ code: error.code, ...error.params }),
      ),
    );
  expect(await refusal({ conversationId: 'x:y' })).toMatchObject({ code: 'conversation.not-found' });
  expect(await refusal({}, 'nobody' as FlowId)).toMatchObject({ code: 'flow.not-found' });
  await world.service.create(workspaceId, 'otro' as FlowId, { ...order, id: 'otro' }, 'usr_1');
  const [session] = (await world.connection.collection('traces').find().toArray()).map(({ sessionId }) =>
    String(sessionId),
  );
  const unbuildable = { code: 'flow.test-unbuildable' };
  expect(await refusal({}, 'otro' as FlowId)).toMatchObject({ ...unbuildable, reason: 'other-flow' });
  expect(await refusal({ sessionId: session }, 'otro' as FlowId)).toMatchObject({
    ...unbuildable,
    reason: 'other-flow',
  });
  expect(await refusal({ sessionId: 'none' })).toMatchObject({ ...unbuildable, reason: 'no-trace' });
  await world.connection.collection('messages').deleteMany({ direction: 'in' });
  expect(await refusal({ sessionId: session })).toMatchObject({ ...unbuildable, reason: 'message-missing' });
});
