import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import type { Edit, Flow, WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
const key = 'cauce_flows_key';
const auth = { authorization: `Bearer ${key}` };

const sample = (id: string, more: Partial<Flow> = {}): Flow =>
  chain(id, keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }], more);

beforeAll(async () => {
  api = await startTestApi(flowTools);
  workspaceId = await api.workspace('flows', key);
});
afterAll(() => api.close());

const get = (path: string) => request(api.app).get(`/api/v1${path}`).set(auth);
const post = (path: string, body?: object) => request(api.app).post(`/api/v1${path}`).set(auth).send(body);
const put = (path: string, body: object, headers: { [name: string]: string }) =>
  request(api.app).put(`/api/v1${path}`).set(auth).set(headers).send(body);
const make = (flow: Flow) => put(`/flows/${flow.id}`, flow, { 'If-None-Match': '*' }).expect(201);

describe('a flow', () => {
  test('is made once, and read with its revision as entity tag', async () => {
    const flow = sample('made');
    const made = await make(flow);
    expect(made.body).toMatchObject({ id: 'made', revision: 1, activeVersion: null, paused: false, flow });
    const read = await get('/flows/made').expect(200);
    expect(read.body).toEqual(made.body);
    expect(read.headers['etag']).toBe('"1"');
    const again = await put('/flows/made', flow, { 'If-None-Match': '*' }).expect(409);
    expect(again.body).toMatchObject({ code: 'flow.exists', status: 409 });
  });

  test('is replaced only by who has read its present revision', async () => {
    const flow = sample('replaced');
    await make(flow);
    const renamed = { ...flow, name: 'Otro nombre' };
    await put('/flows/replaced', renamed, {}).expect(428);
    const saved = await put('/flows/replaced', renamed, { 'If-Match': '"1"' }).expect(200);
    expect(saved.body).toMatchObject({ revision: 2, name: 'Otro nombre' });
    const stale = await put('/flows/replaced', flow, { 'If-Match': '"1"' }).expect(412);
    expect(stale.body).toMatchObject({ code: 'flow.stale-revision', params: { revision: 2 } });
    await put('/flows/absent', sample('absent'), { 'If-Match': '"1"' }).expect(404);
  });

  test('that cannot be read is refused and leaves the draft as it was', async () => {
    const flow = sample('unreadable');
    await make(flow);
    for (const broken of [
      { ...flow, nodes: 'none' },
      { ...flow, name: { $gt: '' } },
      { ...flow, id: 'another' },
      { ...flow, schemaVersion: 99 },
      {},
    ]) {
      const refused = await put('/flows/unreadable', broken, { 'If-Match': '"1"' }).expect(422);
      expect(refused.body.code).toBe('flow.unreadable');
    }
    expect((await get('/flows/unreadable')).body).toMatchObject({ revision: 1, flow });
  });

  test('is taken as large as flows may be, though other bodies may not', async () => {
    const flow = sample('large', {
      notes: Array.from({ length: 400 }, (_, index) => ({ id: `n${index}`, text: 'x'.repeat(3_900), x: 0, y: 0 })),
    });
    await make(flow);
    const tooLarge = await put('/flows/larger', { ...flow, name: 'x'.repeat(5_000_000) }, { 'If-None-Match': '*' });
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body.code).toBe('request.too-large');
  });
});

describe('edits', () => {
  const rename = (id: string, before: string, after: string): Edit => ({
    op: 'set',
    kind: 'node',
    id,
    path: ['config', 'body'],
    before,
    after,
  });
  let flow: Flow;
  beforeEach(async () => {
    flow = chain(`edited-${Math.random().toString(36).slice(2)}`, keyword('hola'), [
      { id: 'a', type: 'send-text', config: { body: 'A' } },
      { id: 'b', type: 'send-text', config: { body: 'B' } },
    ]);
    await make(flow);
  });

  test('change the draft and raise its revision', async () => {
    const saved = await post(`/flows/${flow.id}/edits`, { baseRevision: 1, edits: [rename('a', 'A', 'A2')] }).expect(
      200,
    );
    expect(saved.body).toEqual({ revision: 2, merged: false });
    const read = await get(`/flows/${flow.id}`);
    expect(read.body.flow.nodes[0].config).toEqual({ body: 'A2' });
  });

  test('to different places merge; to one place they conflict and change nothing', async () => {
    await post(`/flows/${flow.id}/edits`, { baseRevision: 1, edits: [rename('a', 'A', 'A2')] }).expect(200);
    const merged = await post(`/flows/${flow.id}/edits`, { baseRevision: 1, edits: [rename('b', 'B', 'B2')] }).expect(
      200,
    );
    expect(merged.body).toMatchObject({ revision: 3, merged: true });
    expect(merged.body.flow.nodes.map((node: { config: { body: string } }) => node.config.body)).toEqual(['A2', 'B2']);
    const conflict = await post(`/flows/${flow.id}/edits`, {
      baseRevision: 1,
      edits: [rename('b', 'B2', 'B3'), rename('a', 'A', 'A3')],
    }).expect(409);
    expect(conflict.body).toMatchObject({
      code: 'flow.edit-conflict',
      params: { found: 'A2', edit: { id: 'a', after: 'A3' }, revision: 3 },
    });
    expect((await get(`/flows/${flow.id}`)).body.revision).toBe(3);
  });

  test('by many at once are all kept', async () => {
    const saved = await Promise.all(
      ['a', 'b'].map((id) =>
        post(`/flows/${flow.id}/edits`, { baseRevision: 1, edits: [rename(id, id.toUpperCase(), 'new')] }),
      ),
    );
    expect(saved.map(({ status }) => status)).toEqual([200, 200]);
    const read = await get(`/flows/${flow.id}`);
    expect(read.body.revision).toBe(3);
    expect(read.body.flow.nodes.map((node: { config: { body: string } }) => node.config.body)).toEqual(['new', 'new']);
  });

  test('that would break the flow, lead into prototypes, or come from the future are refused', async () => {
    const breaking = { op: 'set', kind: 'flow', id: 'flow', path: ['name'], before: flow.name, after: { $gt: '' } };
    await post(`/flows/${flow.id}/edits`, { baseRevision: 1, edits: [breaking] }).expect(422);
    const odd = { op: 'set', kind: 'node', id: 'a', path: ['config', '__proto__', 'x'], after: 1 };
    await post(`/flows/${flow.id}/edits`, { baseRevision: 1, edits: [odd] }).expect(422);
    await post(`/flows/${flow.id}/edits`, { baseRevision: 7, edits: [rename('a', 'A', 'x')] }).expect(412);
    expect((await get(`/flows/${flow.id}`)).body).toMatchObject({ revision: 1, flow });
  });
});

describe('publishing', () => {
  test('makes numbered versions that never change, and tells the workers', async () => {
    const flow = sample('published');
    await make(flow);
    const before = (await get('/workspace')).body.flowsRevision as number;
    await post('/flows/published/versions').expect(428);
    const first = await post('/flows/published/versions', { revision: 1 }).expect(201);
    expect(first.body).toMatchObject({ flowId: 'published', version: 1, fromRevision: 1 });
    const renamed = { ...flow, name: 'Segunda' };
    await put('/flows/published', renamed, { 'If-Match': '"1"' }).expect(200);
    await post('/flows/published/versions', { revision: 1 }).expect(412);
    const second = await request(api.app)
      .post('/api/v1/flows/published/versions')
      .set(auth)
      .set('If-Match', '"2"')
      .expect(201);
    expect(second.body.version).toBe(2);

    expect((await get('/flows/published/versions/1').expect(200)).body.flow).toEqual(flow);
    expect((await get('/flows/published/versions/2').expect(200)).body.flow).toEqual(renamed);
    expect((await get('/flows/published/versions/3').expect(404)).body.code).toBe('flow.version-not-found');
    const history = await get('/flows/published/versions?limit=1');
    expect(history.body.items.map((row: { version: number }) => row.version)).toEqual([2]);
    const rest = await get(`/flows/published/versions?limit=1&cursor=${String(history.body.nextCursor)}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1 }], nextCursor: null });

    expect((await get('/flows/published')).body.activeVersion).toBe(2);
    expect((await get('/workspace')).body.flowsRevision).toBe(before + 2);
    const live = await api.deps.flows.publishedFlows(workspaceId);
    expect(live.find(({ flowId }) => flowId === 'published')).toEqual({
      flowId: 'published',
      version: 2,
      flow: renamed,
      paused: false,
    });
  });

  test('is refused while the draft has errors, which validation tells', async () => {
    const flow = sample('faulty', {
      edges: [{ id: 'e', from: { node: 'say', port: 'next' }, to: 'nowhere' }],
    });
    await make(flow);
    const found = await post('/flows/faulty/validation').expect(200);
    expect(found.body.issues).toEqual(expect.arrayContaining([expect.objectContaining({ severity: 'error' })]));
    const refused = await post('/flows/faulty/versions', { revision: 1 }).expect(422);
    expect(refused.body).toMatchObject({ code: 'flow.has-errors', params: { flowId: 'faulty' } });
    expect((await get('/flows/faulty')).body.activeVersion).toBeNull();
  });

  test('twice at once gives two versions, and the higher is in force', async () => {
    await make(sample('twice'));
    const both = await Promise.all([1, 2].map(() => post('/flows/twice/versions', { revision: 1 })));
    expect(both.map(({ body }) => body.version as number).sort((a, b) => a - b)).toEqual([1, 2]);
    expect((await get('/flows/twice')).body.activeVersion).toBe(2);
  });

  test('can be taken back: paused flows stay but are marked, archived ones are gone, their versions are not', async () => {
    const flow = sample('taken-back');
    await make(flow);
    await post('/flows/taken-back/versions', { revision: 1 }).expect(201);
    const paused = async () =>
      (await api.deps.flows.publishedFlows(workspaceId)).find(({ flowId }) => flowId === 'taken-back')?.paused;
    expect((await post('/flows/taken-back/pause').expect(200)).body.paused).toBe(true);
    expect(await paused()).toBe(true);
    await post('/flows/taken-back/resume').expect(200);
    expect(await paused()).toBe(false);

    await request(api.app).delete('/api/v1/flows/taken-back').set(auth).expect(204);
    await get('/flows/taken-back').expect(404);
    expect(await paused()).toBeUndefined();
    expect(await api.deps.flows.version(workspaceId, 'taken-back', 1)).toEqual(flow);
    const back = await make({ ...flow, name: 'De vuelta' });
    expect(back.body).toMatchObject({ revision: 2, activeVersion: null });
  });
});

test('the list is searched in names and ids and comes in pages', async () => {
  await make(sample('lista-uno', { name: 'Pedidos (nuevo)' }));
  await make(sample('lista-dos'));
  await make(sample('lista-tres'));
  const ids = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);
  const first = await get('/flows?q=LISTA&limit=2');
  expect(ids(first.body as never)).toEqual(['lista-dos', 'lista-tres']);
  const second = await get(`/flows?q=LISTA&limit=2&cursor=${String(first.body.nextCursor)}`);
  expect(ids(second.body as never)).toEqual(['lista-uno']);
  expect(second.body.nextCursor).toBeNull();
  expect(ids((await get('/flows').query({ q: '(NUEVO' })).body as never)).toEqual(['lista-uno']);
  await get('/flows?cursor=bm9uc2Vuc2U').expect(422);
});
