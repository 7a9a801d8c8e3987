import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { createApp } from '../../../api/http/app.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import { setupCodeOf } from '../../../api/setup/service.ts';
import { asId, type ChannelId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
const code = setupCodeOf('a secret of tests');
const setup = {
  code,
  workspace: { id: 'tienda', name: 'Tienda', timeZone: 'America/Bogota', language: 'es' },
  owner: { email: 'ana@example.org', password: 'a password of tests', name: 'Ana' },
};

beforeAll(async () => {
  api = await startTestApi(flowTools, { setupCode: code });
});
afterAll(() => api.close());

describe('setting up an empty installation', () => {
  const send = (body: object, app = api.app) => request(app).post('/api/v1/setup').send(body);

  test('needs the code from the log, and a password that is one', async () => {
    expect((await send({ ...setup, code: 'guess' }).expect(401)).body.code).toBe('access.wrong-credentials');
    const { setupCode: _none, ...without } = api.deps;
    await send({ ...setup, code: '' }, createApp(without)).expect(422);
    await send(setup, createApp(without)).expect(401);
    await send({ ...setup, owner: { ...setup.owner, password: 'short' } }).expect(422);
    expect(await api.deps.workspaces.ids()).toEqual([]);
  });

  test('makes a workspace and its owner once, and signs the owner in', async () => {
    const made = await send(setup).expect(201);
    expect(made.body).toMatchObject({ role: 'owner', email: 'ana@example.org', workspace: { id: 'tienda' } });
    const cookie = String((made.headers['set-cookie'] as unknown as string[])[0]);
    await request(api.app).get('/api/v1/me').set('Cookie', cookie).expect(200);
    await send(setup).expect(403);
    await send({ ...setup, workspace: { ...setup.workspace, id: 'other' } }).expect(403);
    expect(await api.deps.workspaces.ids()).toEqual(['tienda']);
  });
});

const signedIn = async (): Promise<string> => {
  const answer = await request(api.app)
    .post('/api/v1/sign-in')
    .send({ email: 'ana@example.org', password: 'a password of tests' })
    .expect(200);
  return String((answer.headers['set-cookie'] as unknown as string[])[0]);
};

describe('API keys', () => {
  test('are made by a person, shown once, work, and can be revoked', async () => {
    const cookie = await signedIn();
    const made = await request(api.app)
      .post('/api/v1/api-keys')
      .set('Cookie', cookie)
      .send({ name: 'CRM', role: 'designer', scopes: ['flows.read'] })
      .expect(201);
    const { id, key } = made.body as { id: string; key: string };
    expect(key).toMatch(/^cauce_[\w-]{43}$/);
    const use = (path: string) => request(api.app).get(path).set('authorization', `Bearer ${key}`);
    await use('/api/v1/flows').expect(200);
    await use('/api/v1/channels').expect(403);

    const listed = await request(api.app).get('/api/v1/api-keys').set('Cookie', cookie).expect(200);
    expect(listed.body.items).toEqual([
      { id, name: 'CRM', role: 'designer', scopes: ['flows.read'], createdAt: expect.any(String) },
    ]);
    await request(api.app).delete(`/api/v1/api-keys/${id}`).set('Cookie', cookie).expect(204);
    await use('/api/v1/flows').expect(401);
    await request(api.app).delete(`/api/v1/api-keys/${id}`).set('Cookie', cookie).expect(404);
  });

  test('cannot make keys that may more than they', async () => {
    await api.deps.apiKeys.create(asId('tienda'), 'cauce_narrow', {
      name: 'n',
      role: 'admin',
      scopes: ['keys.manage'],
    });
    const make = (body: object) =>
      request(api.app).post('/api/v1/api-keys').set('authorization', 'Bearer cauce_narrow').send(body);
    await make({ name: 'more', role: 'admin' }).expect(403);
    await make({ name: 'more', role: 'agent' }).expect(403);
    await make({ name: 'same', role: 'owner', scopes: ['keys.manage'] }).expect(201);
  });
});

describe('a channel', () => {
  const settings = {
    phoneNumberId: '123',
    wabaId: '456',
    accessToken: 'token-1',
    appSecret: 'secret-1',
    verifyToken: 'verify-1',
  };
  const channelId = asId<ChannelId>('tienda-whatsapp');
  const as = (key = 'cauce_owner') => ({ authorization: `Bearer ${key}` });
  beforeAll(async () => {
    await api.deps.apiKeys.create(asId('tienda'), 'cauce_owner', { name: 'o', role: 'owner' });
  });

  test('is connected with settings that its type checks, and its secrets are not shown', async () => {
    const connect = (body: object) => request(api.app).post('/api/v1/channels').set(as()).send(body);
    const channel = { id: channelId, type: 'whatsapp-cloud', name: 'Tienda', settings };
    const wrong = await connect({ ...channel, settings: { ...settings, phoneNumberId: '+57' } }).expect(422);
    expect(wrong.body).toMatchObject({
      code: 'channel.settings-invalid',
      params: { issues: [{ path: '/settings/phoneNumberId' }] },
    });
    await connect({ ...channel, type: 'pigeon' }).expect(422);
    const made = await connect(channel).expect(201);
    expect(made.body).toMatchObject({
      settings: { phoneNumberId: '123', conversationPerSecond: 80 },
      secretsSet: ['accessToken', 'appSecret', 'verifyToken'],
    });
    expect(made.text).not.toMatch(/token-1|secret-1|verify-1/);
    expect((await connect(channel).expect(409)).body.code).toBe('channel.exists');
  });

  test('is changed in part; what is not given stays, secrets too', async () => {
    const change = (body: object) => request(api.app).patch(`/api/v1/channels/${channelId}`).set(as()).send(body);
    await change({ settings: { accessToken: 'token-2', bulkPerMinute: 20 } }).expect(200);
    await change({ name: 'Tienda centro' }).expect(200);
    expect(await api.deps.channels.byId(channelId)).toMatchObject({
      name: 'Tienda centro',
      settings: { ...settings, accessToken: 'token-2', bulkPerMinute: 20 },
    });
    await change({ settings: { other: true } }).expect(422);
    await change({}).expect(422);
  });

  test('says what is wrong and how to mend it, and can be paused', async () => {
    await request(api.app).post(`/api/v1/channels/${channelId}/pause`).set(as()).expect(200);
    await api.deps.channels.noteStatus(channelId, {
      webhookAt: '2026-01-05T09:00:00.000Z',
      error: { at: '2026-01-05T09:00:01.000Z', code: 'auth', message: 'expired' },
    });
    // An older time that comes late does not count.
    await api.deps.channels.noteStatus(channelId, { webhookAt: '2026-01-05T08:00:00.000Z' });
    const { body } = await request(api.app)
      .get(`/api/v1/channels/${channelId}/status`)
      .set(as())
      .set('Host', 'cauce.example:3000')
      .expect(200);
    expect(body).toEqual({
      id: channelId,
      paused: true,
      webhookUrl: 'http://cauce.example:3000/webhooks/whatsapp/tienda-whatsapp',
      verifyToken: 'verify-1',
      lastWebhookAt: '2026-01-05T09:00:00.000Z',
      lastSentAt: null,
      lastError: { at: '2026-01-05T09:00:01.000Z', code: 'auth', message: 'expired', mended: false },
      findings: [
        { code: 'paused', severity: 'warning', mend: expect.stringContaining('Resume') },
        { code: 'token-invalid', severity: 'error', detail: 'expired', mend: expect.stringContaining('system user') },
      ],
    });
    await request(api.app).post(`/api/v1/channels/${channelId}/resume`).set(as()).expect(200);
  });

  test('shows where its webhook is to all who may see it, and the verify token to who may change it', async () => {
    await api.deps.apiKeys.create(asId('tienda'), 'cauce_viewer', { name: 'v', role: 'analyst' });
    const publicApp = createApp({ ...api.deps, publicUrl: 'https://bot.example.org/' });
    const status = await request(publicApp).get(`/api/v1/channels/${channelId}/status`).set(as('cauce_viewer'));
    expect(status.body).toMatchObject({
      webhookUrl: 'https://bot.example.org/webhooks/whatsapp/tienda-whatsapp',
      verifyToken: null,
    });
    expect(status.text).not.toMatch(/token-2|secret-1|verify-1/);
  });

  test('says that an error is mended once the same has succeeded', async () => {
    const mended = async () =>
      (await request(api.app).get(`/api/v1/channels/${channelId}`).set(as()).expect(200)).body.lastError
        .mended as boolean;
    const at = (second: number) => `2026-01-05T10:00:0${second}.000Z`;
    const note = (status: Parameters<typeof api.deps.channels.noteStatus>[1]) =>
      api.deps.channels.noteStatus(channelId, status);
    await note({ webhookAt: at(2), sentAt: at(1), error: { at: at(1), code: 'auth', message: 'expired' } });
    expect(await mended()).toBe(false);
    await note({ sentAt: at(2) });
    expect(await mended()).toBe(true);
    await note({ error: { at: at(3), code: 'webhook.unreadable', message: 'odd' }, sentAt: at(4) });
    expect(await mended()).toBe(false);
    await note({ webhookAt: at(4) });
    expect(await mended()).toBe(true);
  });
});

test('a secret for flows is kept sealed and read by its name alone', async () => {
  await request(api.app)
    .put('/api/v1/workspace/secrets/CRM_TOKEN')
    .set('authorization', 'Bearer cauce_owner')
    .send({ value: 'very secret' })
    .expect(204);
  expect(await api.deps.secrets.read(asId('tienda'), 'CRM_TOKEN')).toBe('very secret');
  expect(await api.deps.secrets.read(asId('other'), 'CRM_TOKEN')).toBeUndefined();
  const kept = await api.connection.collection('workspaceSecrets').find().toArray();
  expect(JSON.stringify(kept)).not.toContain('very secret');
});
