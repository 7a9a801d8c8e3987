import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import type { Flow, PublishPolicies, WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
const key = 'cauce_policies_key';

beforeAll(async () => {
  api = await startTestApi(flowTools);
  workspaceId = await api.workspace('policies', key);
});
afterAll(() => api.close());

const auth = { authorization: `Bearer ${key}` };
const get = (path: string) => request(api.app).get(`/api/v1${path}`).set(auth);
const post = (path: string, body: object) => request(api.app).post(`/api/v1${path}`).set(auth).send(body);
const put = (flow: Flow, headers: { [name: string]: string }) =>
  request(api.app)
    .put(`/api/v1/flows/${flow.id}`)
    .set(auth)
    .set(headers)
    .send(flow)
    .expect(/"revision"/);

const ask = (id: string, body: string) => ({ id, type: 'ask', config: { answerType: 'text', body } });
const flow = chain('viaje', keyword('viaje'), [
  ask('dia', '¿Qué día?'),
  ask('ciudad', '¿Qué ciudad?'),
  ask('fin', 'Algo más'),
]);
const without = chain('viaje', keyword('viaje'), [ask('dia', '¿Qué día?'), ask('fin', 'Algo más')]);

/** Somebody's conversation that waits somewhere, as a save leaves it. */
const waits = (id: string, node: string, version: number, callers?: object[]) =>
  api.connection.collection<{ _id: string }>('conversations').insertOne({
    _id: id,
    workspaceId,
    waitsIn: callers ? 'other' : 'viaje',
    waitsAt: node,
    waitsOn: version,
    ...(callers && { callers }),
  } as never);

test('publishing over people who wait asks for a word about each card, keeps it and tells what came of it', async () => {
  await put(flow, { 'If-None-Match': '*' });
  await post('/flows/viaje/versions', { revision: 1 }).expect(201);
  await waits('a', 'ciudad', 1);
  await waits('b', 'ciudad', 1);
  await waits('c', 'dia', 1);
  await waits('d', 'fin', 1);
  await waits('e', 'elsewhere', 3, [{ flow: 'viaje', node: 'fin', version: 1 }]);
  expect((await get('/flows/viaje/waiting').expect(200)).body).toEqual({
    waiting: [
      { node: 'ciudad', version: 1, people: 2 },
      { node: 'dia', version: 1, people: 1 },
      { node: 'fin', version: 1, people: 1 },
    ],
    calling: [{ node: 'fin', version: 1, people: 1 }],
  });

  await put(without, { 'If-Match': '"1"' });
  const { body: preview } = await post('/flows/viaje/publish-preview', { revision: 2 }).expect(200);
  const named = (text: string) => ({ name: null, type: 'ask', text });
  // Who waits at the last card notices nothing of it.
  const cards = [
    {
      node: 'dia',
      card: named('¿Qué día?'),
      change: 'changed',
      people: 1,
      versions: [{ version: 1, people: 1, change: 'changed' }],
      suggestion: { do: 'move', to: 'dia' },
    },
    {
      node: 'ciudad',
      card: named('¿Qué ciudad?'),
      change: 'removed',
      people: 2,
      versions: [{ version: 1, people: 2, change: 'removed' }],
      suggestion: { do: 'move', to: 'fin' },
    },
  ];
  expect([preview.since, preview.cards, preview.calling]).toEqual([1, cards, [{ node: 'fin', version: 1, people: 1 }]]);
  expect(preview.changes.map(({ code }: { code: string }) => code)).toEqual(['way-moved', 'card-removed']);
  expect(preview.sentence).toEqual([
    { key: 'card-removed', params: { card: named('¿Qué ciudad?') } },
    { key: 'ways', params: { count: 1 } },
  ]);

  const silent = await post('/flows/viaje/versions', { revision: 2 }).expect(409);
  expect([silent.body.code, silent.body.params.cards]).toEqual(['flow.policies-missing', cards]);
  const half = await post('/flows/viaje/versions', { revision: 2, policies: { dia: { do: 'finish' } } }).expect(409);
  expect(half.body.params.cards.map(({ node }: { node: string }) => node)).toEqual(['ciudad']);
  const astray: PublishPolicies = { dia: { do: 'finish' }, ciudad: { do: 'move', to: 'nowhere' } };
  const refused = await post('/flows/viaje/versions', { revision: 2, policies: astray }).expect(422);
  expect([refused.body.code, refused.body.params.to]).toEqual(['flow.policy-target-missing', 'nowhere']);
  expect((await get('/flows/viaje').expect(200)).body.activeVersion).toBe(1);

  const { body: made } = await post('/flows/viaje/versions', {
    revision: 2,
    note: 'Sin ciudad',
    policies: { ciudad: { do: 'move', to: 'fin' } },
    defaultPolicy: { do: 'close', message: 'Adiós' },
  }).expect(201);
  const kept = { ciudad: { do: 'move', to: 'fin' }, dia: { do: 'close', message: 'Adiós' } };
  expect(made).toMatchObject({ version: 2, note: 'Sin ciudad', policies: kept, sentence: preview.sentence });
  const { body: row } = await get('/flows/viaje/versions?limit=1').expect(200);
  expect(row.items[0]).toMatchObject({
    policies: kept,
    waited: [
      { node: 'dia', version: 1, people: 1 },
      { node: 'ciudad', version: 1, people: 2 },
    ],
  });
  const { body: report } = await get('/flows/viaje/versions/2/report').expect(200);
  const nothing = { moved: 0, closed: 0, finished: 0 };
  expect(report).toEqual({
    version: 2,
    cards: [
      { node: 'ciudad', card: named('¿Qué ciudad?'), policy: kept.ciudad, waited: 2, waiting: 2, ...nothing },
      { node: 'dia', card: named('¿Qué día?'), policy: kept.dia, waited: 1, waiting: 1, ...nothing },
    ],
  });

  // Going back asks the same, and a refusal leaves the draft as it is.
  await waits('f', 'dia', 2);
  const back = { revision: 2, version: 1 };
  const { body: going } = await post('/flows/viaje/publish-preview', back).expect(200);
  expect(going.cards.map(({ node, people }: { node: string; people: number }) => [node, people])).toEqual([['dia', 2]]);
  await post('/flows/viaje/versions/1/restoration', { revision: 2 }).expect(409);
  expect((await get('/flows/viaje').expect(200)).body.revision).toBe(2);
  const { body: restored } = await post('/flows/viaje/versions/1/restoration', {
    revision: 2,
    defaultPolicy: { do: 'finish' },
  }).expect(201);
  expect(restored).toMatchObject({ version: 3, restoredFrom: 1, policies: { dia: { do: 'finish' } } });

  const standing = await api.connection
    .collection<{ flowId: string; policies: string }>('flows')
    .findOne({ flowId: 'viaje' });
  expect(JSON.parse(standing?.policies ?? '')).toEqual({
    ciudad: { version: 2, policy: kept.ciudad },
    dia: { version: 3, policy: { do: 'finish' } },
  });
});

test('nobody of another workspace sees or counts', async () => {
  await api.workspace('strangers', 'cauce_stranger_key');
  const stranger = (path: string) =>
    request(api.app).get(`/api/v1${path}`).set({ authorization: 'Bearer cauce_stranger_key' });
  await stranger('/flows/viaje/waiting').expect(404);
  await stranger('/flows/viaje/versions/2/report').expect(404);
});
