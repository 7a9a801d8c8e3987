import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { apiKeyIdOf } from '../../../api/store/api-keys.ts';
import type { Flow, WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
let cookie: string;

const key = 'cauce_overview_key';

const sample = (id: string, more: Partial<Flow> = {}): Flow =>
  chain(id, keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }], more);

beforeAll(async () => {
  api = await startTestApi(flowTools);
  workspaceId = await api.workspace('overview', key);
  await api.person(workspaceId, 'ana@example.org', 'a password of tests', 'designer');
  const answer = await request(api.app)
    .post('/api/v1/sign-in')
    .send({ email: 'ana@example.org', password: 'a password of tests' });
  cookie = String((answer.headers['set-cookie'] as unknown as string[])[0]);
});
afterAll(() => api.close());

type Row = { [name: string]: unknown; id: string };
const auth = { authorization: `Bearer ${key}` };
const get = (path: string) => request(api.app).get(`/api/v1${path}`).set(auth);
const post = (path: string, body?: object) => request(api.app).post(`/api/v1${path}`).set(auth).send(body);
const put = (flow: Flow, headers: { [name: string]: string }) =>
  request(api.app).put(`/api/v1/flows/${flow.id}`).set(auth).set(headers).send(flow);
const make = (flow: Flow) => put(flow, { 'If-None-Match': '*' }).expect(201);
const publish = (id: string, revision: number, more: object = {}) =>
  post(`/flows/${id}/versions`, { revision, ...more }).expect(201);
const list = async (query = ''): Promise<Row[]> => (await get(`/flows?${query}`).expect(200)).body.items as Row[];
const rowOf = async (id: string, query = ''): Promise<Row | undefined> =>
  (await list(query)).find((row) => row.id === id);

describe('the list of flows', () => {
  test('says where each stands: a draft, published, changed since, paused', async () => {
    await make(sample('standing'));
    expect(await rowOf('standing')).toMatchObject({ status: 'draft', publishedAt: null });
    await publish('standing', 1);
    expect(await rowOf('standing')).toMatchObject({ status: 'published', publishedAt: expect.any(String) });
    await put(sample('standing', { name: 'Otro' }), { 'If-Match': '"1"' }).expect(200);
    expect(await rowOf('standing')).toMatchObject({ status: 'changed' });
    await post('/flows/standing/pause').expect(200);
    expect(await rowOf('standing')).toMatchObject({ status: 'paused' });
    await post('/flows/standing/resume').expect(200);
    await publish('standing', 2);
    expect(await rowOf('standing')).toMatchObject({ status: 'published' });
    for (const status of ['draft', 'changed', 'paused'])
      expect((await list(`status=${status}`)).map(({ id }) => id)).not.toContain('standing');
    expect((await list('status=published')).map(({ id }) => id)).toContain('standing');
    await get('/flows?status=strange').expect(422);
  });

  test('says what starts a flow: what answers people, else the draft', async () => {
    await make(sample('starting'));
    await publish('starting', 1);
    await put(sample('starting', { triggers: [{ id: 'u', kind: 'unhandled' }] }), { 'If-Match': '"1"' }).expect(200);
    expect((await rowOf('starting'))?.['startsWith']).toEqual([
      { kind: 'keyword', match: 'starts-with', words: ['hola'] },
    ]);
    await publish('starting', 2);
    expect((await rowOf('starting'))?.['startsWith']).toEqual([{ kind: 'unhandled' }]);
  });

  test('names who made and who last changed a flow, people and keys', async () => {
    await make(sample('named'));
    expect(await rowOf('named')).toMatchObject({
      createdBy: apiKeyIdOf(key),
      createdByName: 'test',
      updatedByName: 'test',
    });
    await request(api.app)
      .put('/api/v1/flows/named')
      .set('Cookie', cookie)
      .set('If-Match', '"1"')
      .send(sample('named', { name: 'De Ana' }))
      .expect(200);
    expect(await rowOf('named')).toMatchObject({ createdByName: 'test', updatedByName: 'Ana' });
  });

  test('counts the sessions that wait in each flow', async () => {
    await make(sample('running'));
    const waiting = (id: string, flowId: string, workspace: string = workspaceId) => ({
      _id: id as never,
      workspaceId: workspace,
      channelId: 'c',
      contactId: id,
      revision: 1,
      lastAt: 1,
      state: '{}',
      waitsIn: flowId,
    });
    await api.connection
      .collection('conversations')
      .insertMany([waiting('a', 'running'), waiting('b', 'running'), waiting('c', 'running', 'another')]);
    expect(await rowOf('running')).toMatchObject({ running: 2 });
    expect(await rowOf('named')).toMatchObject({ running: 0 });
  });

  test('comes by name without case and accents, or the latest changed first, in pages', async () => {
    for (const [id, name] of [
      ['orden-1', 'Zeta orden'],
      ['orden-2', 'álamo orden'],
      ['orden-3', 'Beta orden'],
    ] as const)
      await make(sample(id, { name }));
    const pages = async (query: string): Promise<string[]> => {
      const ids: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await get(`/flows?q=orden&limit=1&${query}${cursor}`).expect(200);
        ids.push(...(body.items as Row[]).map(({ id }) => id));
        if (body.nextCursor === null) return ids;
        cursor = `&cursor=${String(body.nextCursor)}`;
      }
    };
    expect(await pages('sort=name')).toEqual(['orden-2', 'orden-3', 'orden-1']);
    expect(await pages('sort=updatedAt')).toEqual(['orden-3', 'orden-2', 'orden-1']);
    expect(await pages('')).toEqual(['orden-1', 'orden-2', 'orden-3']);
    expect((await list('q=ALAMO')).map(({ id }) => id)).toEqual(['orden-2']);
  });
});

describe('an archived flow', () => {
  test('is listed apart and comes back as it was', async () => {
    await make(sample('archived'));
    await publish('archived', 1);
    await request(api.app).delete('/api/v1/flows/archived').set(auth).expect(204);
    expect(await rowOf('archived')).toBeUndefined();
    expect(await rowOf('archived', 'archived=true')).toMatchObject({ archivedAt: expect.any(String) });
    const live = async () => (await api.deps.flows.publishedFlows(workspaceId)).map(({ flowId }) => flowId);
    expect(await live()).not.toContain('archived');
    const back = await post('/flows/archived/restoration').expect(200);
    expect(back.body).toMatchObject({ id: 'archived', status: 'published', activeVersion: 1, archivedAt: null });
    expect(await live()).toContain('archived');
    await post('/flows/archived/restoration').expect(404);
  });
});

describe('a copy', () => {
  test('has the draft, a name and a free id of its own', async () => {
    await make(sample('origin', { name: 'Menú de Ñandú' }));
    const first = await post('/flows/origin/copies', { name: 'Menú de Ñandú (copia)' }).expect(201);
    expect(first.body).toMatchObject({
      id: 'menu-de-nandu-copia',
      name: 'Menú de Ñandú (copia)',
      status: 'draft',
      revision: 1,
    });
    const second = await post('/flows/origin/copies', { name: 'Menú de Ñandú (copia)' }).expect(201);
    expect(second.body.id).toBe('menu-de-nandu-copia-2');
    expect((await post('/flows/origin/copies').expect(201)).body).toMatchObject({ name: 'Menú de Ñandú (2)' });
    const copied = await get('/flows/menu-de-nandu-copia').expect(200);
    expect(copied.body.flow).toEqual(sample('menu-de-nandu-copia', { name: 'Menú de Ñandú (copia)' }));
    await request(api.app).delete('/api/v1/flows/menu-de-nandu-copia').set(auth).expect(204);
    const third = await post('/flows/origin/copies', { name: 'Menú de Ñandú (copia)' }).expect(201);
    expect(third.body.id).toBe('menu-de-nandu-copia-3');
  });

  test('of a name without letters has an id all the same', async () => {
    await make(sample('emoji'));
    expect((await post('/flows/emoji/copies', { name: '🎉🎉' }).expect(201)).body.id).toBe('flow');
  });
});

describe('versions', () => {
  test('keep what their publisher said, and say who that was', async () => {
    await make(sample('noted'));
    await publish('noted', 1, { note: '  Primera versión ' });
    await publish('noted', 1);
    const { body } = await get('/flows/noted/versions').expect(200);
    expect(body.items).toMatchObject([
      { version: 2, note: null, publishedByName: 'test', restoredFrom: null },
      { version: 1, note: 'Primera versión', publishedByName: 'test' },
    ]);
    await post('/flows/noted/versions', { revision: 1, note: 'x'.repeat(501) }).expect(422);
  });

  test('come back as new ones, and the draft with them', async () => {
    const first = sample('back');
    await make(first);
    await publish('back', 1);
    await put(sample('back', { name: 'Segunda' }), { 'If-Match': '"1"' }).expect(200);
    await publish('back', 2);
    await post('/flows/back/versions/1/restoration').expect(428);
    await post('/flows/back/versions/1/restoration', { revision: 1 }).expect(412);
    await post('/flows/back/versions/9/restoration', { revision: 2 }).expect(404);
    const restored = await post('/flows/back/versions/1/restoration', { revision: 2, note: 'Mejor así' }).expect(201);
    expect(restored.body).toMatchObject({ version: 3, restoredFrom: 1, note: 'Mejor así', fromRevision: 3 });
    expect((await get('/flows/back').expect(200)).body).toMatchObject({ revision: 3, activeVersion: 3, flow: first });
    expect((await get('/flows/back/versions/3').expect(200)).body.flow).toEqual(first);
    expect(await rowOf('back')).toMatchObject({ status: 'published' });
  });
});
