import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { demo, seedDemo, type SeedDeps } from '../../../api/demo/seed.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import { asId, type FlowId } from '../../../runtime/contract/index.ts';
import { examples } from '../../support/examples.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let deps: SeedDeps;
beforeAll(async () => {
  api = await startTestApi(flowTools);
  deps = { ...api.deps, production: false };
});
afterAll(() => api.close());

const auth = { authorization: 'Bearer cauce_demo_key' };

test('is refused in production', async () => {
  await expect(seedDemo({ ...deps, production: true })).rejects.toThrow('refused in production');
  expect(await api.deps.workspaces.ids()).toEqual([]);
});

test('fills an empty store: workspace, person, key, channel and published flows', async () => {
  expect(await seedDemo(deps)).toBe(true);
  const me = await request(api.app)
    .post('/api/v1/sign-in')
    .send({ email: 'demo@cauce.local', password: 'demo-password-1' })
    .expect(200);
  expect(me.body).toMatchObject({ role: 'owner', workspace: { id: 'demo' } });
  const channel = await api.deps.channels.byId(demo.channelId);
  expect(channel).toEqual({
    id: 'demo-whatsapp',
    workspaceId: 'demo',
    type: 'whatsapp-cloud',
    name: 'WhatsApp (demo)',
    paused: false,
    settings: {
      phoneNumberId: '100000000000001',
      wabaId: '200000000000001',
      accessToken: 'demo-token',
      appSecret: 'demo-app-secret',
      verifyToken: 'demo-verify',
      conversationPerSecond: 10_000,
      bulkPerMinute: 10,
      bulkPerSecond: 80,
      pairLimit: 'off',
      messagesPerContactAndDay: 'off',
      markRead: false,
      typing: false,
    },
  });
  const listed = await request(api.app).get('/api/v1/flows').set(auth).expect(200);
  const flows = listed.body.items as { id: string; activeVersion: number | null }[];
  expect(flows.map(({ id }) => id).sort()).toEqual(examples.map(({ name }) => name));
  expect(flows.every(({ activeVersion }) => activeVersion === 1)).toBe(true);
});

test('whatever an example names of the workspace is there', async () => {
  expect(await api.deps.definitions.ids(demo.workspaceId)).toEqual({
    groups: ['club', 'interesados', 'vip'],
    labels: ['pendiente', 'resuelto-por-bot'],
    fields: ['cumpleanos', 'pings', 'puntos'],
    queues: ['soporte'],
    globals: [],
  });
  for (const { name } of examples) {
    const found = await request(api.app).post(`/api/v1/flows/${name}/validation`).set(auth).expect(200);
    const { issues } = found.body as { issues: { code: string; node?: string }[] };
    // Only the key of the till is for people to fill in.
    const expected = name === 'cobranza' ? [expect.objectContaining({ code: 'reference.secret-unknown' })] : [];
    expect({ name, issues }).toEqual({ name, issues: expected });
  }
});

test('several processes at once fill it once', async () => {
  const other = await startTestApi(flowTools);
  try {
    const together = { ...other.deps, production: false };
    expect(await Promise.all([1, 2, 3, 4].map(() => seedDemo(together)))).toEqual([true, true, true, true]);
    const flows = await other.connection.collection('flows').find().toArray();
    expect(flows.length).toBeGreaterThan(1);
    expect(
      flows.every(
        ({ revision, lastVersion, activeVersion }) => revision === 1 && lastVersion === 1 && activeVersion === 1,
      ),
    ).toBe(true);
    expect(await other.connection.collection('flowVersions').countDocuments()).toBe(flows.length);
    for (const name of ['workspaces', 'users', 'apiKeys', 'channels'])
      expect(await other.connection.collection(name).countDocuments()).toBe(1);
  } finally {
    await other.close();
  }
});

test('what a crash left half published is finished', async () => {
  const other = await startTestApi(flowTools);
  try {
    const seeding = { ...other.deps, production: false };
    await seedDemo(seeding);
    // As if it had died before the version was in force, and once before it was written.
    const _id = 'demo:echo' as never;
    await other.connection.collection('flows').updateOne({ _id }, { $unset: { activeVersion: '' } });
    await seedDemo(seeding);
    expect((await other.deps.flows.draft(demo.workspaceId, asId<FlowId>('echo')))?.activeVersion).toBe(1);
    await other.connection.collection('flows').updateOne({ _id }, { $unset: { activeVersion: '' } });
    await other.connection.collection('flowVersions').deleteOne({ _id: 'demo:echo:1' as never });
    await seedDemo(seeding);
    expect((await other.deps.flows.readVersion(demo.workspaceId, asId<FlowId>('echo'), 1))?.fromRevision).toBe(1);
    expect(await other.connection.collection('flowVersions').countDocuments({ flowId: 'echo' })).toBe(1);
  } finally {
    await other.close();
  }
});

test('again changes nothing, and what people changed or deleted stays so', async () => {
  const echo = asId<FlowId>('echo');
  const before = await api.deps.flows.draft(demo.workspaceId, echo);
  await request(api.app).delete('/api/v1/flows/bienvenida').set(auth).expect(204);
  expect(await seedDemo(deps)).toBe(true);
  expect(await api.deps.flows.draft(demo.workspaceId, echo)).toEqual(before);
  await request(api.app).get('/api/v1/flows/bienvenida').set(auth).expect(404);
  expect(await api.connection.collection('users').countDocuments()).toBe(1);
});

test('leaves a store alone that somebody else uses', async () => {
  const other = await startTestApi(flowTools);
  try {
    await other.workspace('shop', 'cauce_shop_key');
    expect(await seedDemo({ ...other.deps, production: false })).toBe(false);
    expect(await other.deps.workspaces.ids()).toEqual(['shop']);
  } finally {
    await other.close();
  }
});
