import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { createApp } from '../../../api/http/app.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import type { Flow, WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
let now = Date.parse('2026-01-05T09:00:00Z');
const flow: Flow = {
  ...chain('known', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]),
  triggers: [{ id: 'hook1', kind: 'webhook', contact: 'phone' }],
};

beforeAll(async () => {
  api = await startTestApi(flowTools, { now: () => now });
  workspaceId = await api.workspace('once', 'cauce_once_key');
  await api.workspace('elsewhere', 'cauce_elsewhere_key');
  await api.deps.flows.create(workspaceId, flow, 'test');
  api.world.triggers.push({ workspaceId, id: 'hook1' });
});
afterAll(() => api.close());

const post = (path: string, key: string, body: object, app = api.app) =>
  request(app).post(path).set('authorization', 'Bearer cauce_once_key').set('Idempotency-Key', key).send(body);
const fire = (key: string, body: object, app = api.app) => post('/hooks/hook1', key, body, app);

test('a repeat gets the first answer and does nothing more', async () => {
  const first = await post('/api/v1/flows/known/versions', 'publish-1', { revision: 1 }).expect(201);
  const again = await post('/api/v1/flows/known/versions', 'publish-1', { revision: 1 }).expect(201);
  expect(again.body).toEqual(first.body);
  expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers['location'] });
  expect((await api.deps.flows.draft(workspaceId, flow.id as never))?.activeVersion).toBe(1);
});

test('a refusal is repeated too, as the problem it was', async () => {
  const refuse = () => post('/api/v1/flows/known/versions', 'publish-stale', { revision: 9 }).expect(412);
  const [first, again] = [await refuse(), await refuse()];
  expect(again.body).toEqual(first.body);
  expect(again.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test('the same key for another request is a conflict, for another workspace or address its own affair', async () => {
  await fire('k1', { phone: '1' }).expect(202);
  const other = await fire('k1', { phone: '2' }).expect(409);
  expect(other.body.code).toBe('request.idempotency-conflict');
  await post('/api/v1/flows/known/pause', 'k1', {}).expect(409);
  await request(api.app)
    .post('/api/v1/workspace/pause')
    .set('authorization', 'Bearer cauce_elsewhere_key')
    .set('Idempotency-Key', 'k1')
    .expect(200);
});

test('while the first still runs, a second waits outside; when it failed on our side, the key is free again', async () => {
  let letGo: (how: 'well' | 'badly') => void = () => {};
  let begun: () => void = () => {};
  const running = new Promise<void>((resolve) => (begun = resolve));
  const slow = createApp({
    ...api.deps,
    hooks: {
      receive: () =>
        new Promise((resolve, reject) => {
          begun();
          letGo = (how) =>
            how === 'well'
              ? resolve({ inputId: 'in_9' as never, sessionId: 'se_9' as never })
              : reject(new Error('something broke'));
        }),
    },
  });
  const first = fire('slow', {}, slow).then((answer) => answer);
  await running;
  const meanwhile = await fire('slow', {}, slow).expect(409);
  expect(meanwhile.body.code).toBe('request.idempotency-running');
  letGo('badly');
  const failed = await first;
  expect(failed.status).toBe(500);
  expect(failed.body).toMatchObject({ code: 'internal', requestId: failed.headers['x-request-id'] });
  expect(JSON.stringify(failed.body)).not.toContain('something broke');
  expect(api.logged.some(({ level, fields }) => level === 'error' && fields['error'] instanceof Error)).toBe(true);
  await fire('slow', {}).expect(202);
});

test('a request cut off by a crash frees its key after a minute', async () => {
  const begin = () => api.deps.idempotency.begin(workspaceId, 'crashed', 'hash');
  expect(await begin()).toEqual({ kind: 'new' });
  expect(await begin()).toEqual({ kind: 'running' });
  now += 60_001;
  expect((await Promise.all([begin(), begin()])).map(({ kind }) => kind).sort()).toEqual(['new', 'running']);
});

test('answers are kept for a day, and what they hold is sealed', async () => {
  const make = () => post('/api/v1/flows/known/triggers/hook1/secret', 'secret-1', {}).expect(201);
  const { secret } = (await make()).body as { secret: string };
  expect((await make()).body).toEqual({ secret });
  const kept = await api.connection.collection('idempotencyKeys').find().toArray();
  expect(JSON.stringify(kept)).not.toContain(secret);
  now += 24 * 60 * 60 * 1_000 + 1;
  expect((await make()).body).not.toEqual({ secret });
});

test('a key must be text that a header can carry', async () => {
  for (const key of ['x'.repeat(256)]) {
    const refused = await fire(key, {}).expect(422);
    expect(refused.body.code).toBe('request.invalid');
  }
});
