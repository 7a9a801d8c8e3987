import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { asId, type Flow, type FlowId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
const secrets: { [workspace: string]: string } = {};
const flow: Flow = {
  ...chain('known', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]),
  triggers: [
    { id: 'hook1', kind: 'webhook', contact: 'phone' },
    { id: 'word', kind: 'keyword', match: 'is', words: ['a'] },
  ],
};

beforeAll(async () => {
  api = await startTestApi(flowTools);
  // Two workspaces took in the same file, so their triggers have one name.
  for (const name of ['one', 'two']) {
    const workspaceId = await api.workspace(name, `cauce_${name}`);
    await api.deps.flows.create(workspaceId, flow, 'test');
    api.world.triggers.push({ workspaceId, id: 'hook1' });
    const made = await request(api.app)
      .post('/api/v1/flows/known/triggers/hook1/secret')
      .set('authorization', `Bearer cauce_${name}`)
      .expect(201);
    secrets[name] = made.body.secret as string;
  }
});
afterAll(() => api.close());

const body = JSON.stringify({ phone: '+5215550001111', ñ: 'á' });
const call = (headers: { [name: string]: string }, sent = body) =>
  request(api.app).post('/hooks/hook1').set('content-type', 'application/json').set(headers).send(sent);
const sign = (secret: string | undefined, text = body) =>
  `sha256=${createHmac('sha256', secret ?? '')
    .update(text)
    .digest('hex')}`;

test("the trigger's secret tells which workspace's flow is meant", async () => {
  for (const name of ['one', 'two']) {
    const answer = await call({ authorization: `Bearer ${secrets[name]}` }).expect(202);
    expect(Object.keys(answer.body as object)).toEqual(['inputId', 'sessionId']);
    expect(api.world.fired.at(-1)).toEqual({ workspaceId: name, triggerId: 'hook1', body: JSON.parse(body) });
  }
});

test('a signature over the very bytes does as well, under either name', async () => {
  await call({ 'x-cauce-signature': sign(secrets['two']) }).expect(202);
  expect(api.world.fired.at(-1)?.workspaceId).toBe('two');
  await call({ 'x-hub-signature-256': sign(secrets['one']) }).expect(202);
  expect(api.world.fired.at(-1)?.workspaceId).toBe('one');
});

test('an API key that may fire triggers does too', async () => {
  await call({ authorization: 'Bearer cauce_one' }).expect(202);
  await api.workspace('one', 'cauce_one_analyst', 'analyst');
  await call({ authorization: 'Bearer cauce_one_analyst' }).expect(403);
});

test('anything else is refused, and a secret opens nothing but its trigger', async () => {
  const count = api.world.fired.length;
  await call({}).expect(401);
  await call({ 'x-cauce-signature': sign('another secret') }).expect(401);
  await call({ 'x-cauce-signature': sign(secrets['one']) }, `${body} `).expect(401);
  await call({ 'x-cauce-signature': 'sha256=' }).expect(401);
  await call({ authorization: `Bearer ${secrets['one']}x` }).expect(401);
  const bearer = { authorization: `Bearer ${secrets['one']}` };
  await request(api.app).post('/hooks/hook2').set(bearer).send({}).expect(401);
  await request(api.app).get('/api/v1/flows').set(bearer).expect(401);
  expect(api.world.fired).toHaveLength(count);
});

test('a new secret voids the one before; only webhook triggers have one', async () => {
  const old = secrets['one'];
  const renew = (trigger: string) =>
    request(api.app).post(`/api/v1/flows/known/triggers/${trigger}/secret`).set('authorization', 'Bearer cauce_one');
  const renewed = await renew('hook1').expect(201);
  await call({ authorization: `Bearer ${old}` }).expect(401);
  await call({ authorization: `Bearer ${renewed.body.secret as string}` }).expect(202);
  expect((await renew('word').expect(404)).body.code).toBe('trigger.not-found');
  await request(api.app)
    .post('/api/v1/flows/unknown/triggers/hook1/secret')
    .set('authorization', 'Bearer cauce_one')
    .expect(404);
  expect(await api.deps.flows.draft(asId('one'), asId<FlowId>('known'))).toBeDefined();
});

test('a signature may say when it was made, and counts five minutes then', async () => {
  const at = (seconds: number) => String(Math.floor(Date.now() / 1_000) + seconds);
  const signedAt = (time: string) => ({
    'x-cauce-timestamp': time,
    'x-cauce-signature': sign(secrets['two'], `${time}.${body}`),
  });
  await call(signedAt(at(0))).expect(202);
  await call(signedAt(at(-290))).expect(202);
  await call(signedAt(at(-310))).expect(401);
  await call(signedAt(at(310))).expect(401);
  await call(signedAt('soon')).expect(401);
  // What was signed without a time proves nothing of one.
  await call({ 'x-cauce-timestamp': at(0), 'x-cauce-signature': sign(secrets['two']) }).expect(401);
});

test('the next call is kept as a sample while somebody listens, also of a trigger that is not published yet', async () => {
  const key = { authorization: 'Bearer cauce_two' };
  const address = '/api/v1/flows/known/triggers/hook1/sample';
  const sample = async () => (await request(api.app).get(address).set(key).expect(200)).body as object;
  const signed = (text: string) => ({ 'x-cauce-signature': sign(secrets['two'], text) });
  expect(await sample()).toEqual({ listeningUntil: null });
  await call(signed(body)).expect(202);
  expect(await sample()).toEqual({ listeningUntil: null });

  const listening = await request(api.app).post(address).set(key).expect(201);
  const until = Date.parse((listening.body as { listeningUntil: string }).listeningUntil);
  expect(Math.abs(until - Date.now() - 600_000)).toBeLessThan(5_000);
  await call(signed(body)).expect(202);
  expect(await sample()).toEqual({ listeningUntil: null, at: expect.any(String), body: JSON.parse(body) });
  await call(signed('{"phone":"+1"}'), '{"phone":"+1"}').expect(202);
  expect(await sample()).toMatchObject({ body: JSON.parse(body) });

  const triggers = api.world.triggers.splice(0);
  await request(api.app).post(address).set(key).expect(201);
  expect(await sample()).toEqual({ listeningUntil: expect.any(String) });
  const captured = await call(signed(body)).expect(200);
  expect(captured.body).toEqual({ captured: true });
  await call(signed(body)).expect(404);

  await request(api.app).post(address).set(key).expect(201);
  const large = JSON.stringify({ text: 'x'.repeat(64 * 1_024) });
  await call(signed(large), large).expect(200);
  expect(await sample()).toEqual({ listeningUntil: null, at: expect.any(String), tooLarge: true });
  api.world.triggers.push(...triggers);
});

test('only triggers of the flow that may be called have a sample, and only whoever may edit flows asks', async () => {
  const ask = (path: string, key = 'cauce_two') =>
    request(api.app).post(`/api/v1/flows/${path}/sample`).set('authorization', `Bearer ${key}`);
  expect((await ask('known/triggers/word').expect(404)).body.code).toBe('trigger.not-found');
  expect((await ask('gone/triggers/hook1').expect(404)).body.code).toBe('flow.not-found');
  await api.workspace('two', 'cauce_two_agent', 'agent');
  await ask('known/triggers/hook1', 'cauce_two_agent').expect(403);
});
