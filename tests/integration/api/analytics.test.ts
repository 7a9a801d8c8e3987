import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { createFactWriter } from '../../../api/store/flow-facts.ts';
import {
  asId,
  type DomainEvent,
  type Flow,
  type TraceEntry,
  type WorkspaceId,
} from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
const key = 'cauce_analytics_key';
const auth = { authorization: `Bearer ${key}` };
const get = (path: string, token = key) =>
  request(api.app)
    .get(`/api/v1${path}`)
    .set({ authorization: `Bearer ${token}` });

const flow = (edgeId: string): Flow => {
  const made = chain('tienda', keyword('hola'), [
    { id: 'saluda', type: 'send-text', config: { body: 'Hola' } },
    { id: 'fin', type: 'send-text', config: { body: 'Adiós' } },
  ]);
  return { ...made, edges: made.edges.map((edge) => ({ ...edge, id: edgeId })) };
};

let revision = 0;
async function happened(
  who: string,
  day: string,
  version: number,
  entries: Partial<TraceEntry>[],
  events: DomainEvent[],
) {
  revision += 1;
  const at = `${day}T12:00:00.000Z`;
  await createFactWriter(api.connection)([
    {
      id: `ch:${who}:${revision}`,
      workspaceId,
      conversationId: asId(`ch:${who}`),
      contactId: asId(who),
      revision,
      at,
      day,
      events,
      traces: [
        {
          sessionId: `ch:${who}.1`,
          flowId: 'tienda',
          flowVersion: version,
          turn: 1,
          entries: entries.map((entry) => ({
            at,
            node: '',
            type: 'send-text',
            action: 'enter',
            ...entry,
          })),
        },
      ],
    },
  ]);
}

beforeAll(async () => {
  api = await startTestApi(flowTools);
  workspaceId = await api.workspace('analytics', key);
  await api.workspace('stranger', 'cauce_stranger_key');
  await request(api.app)
    .put('/api/v1/flows/tienda')
    .set(auth)
    .set('If-None-Match', '*')
    .send(flow('e_old'))
    .expect(201);
  await request(api.app).post('/api/v1/flows/tienda/versions').set(auth).send({ revision: 1 }).expect(201);
  // The line is drawn anew: another id, from the same place.
  await request(api.app).put('/api/v1/flows/tienda').set(auth).set('If-Match', '"1"').send(flow('e_new')).expect(200);
  await request(api.app).post('/api/v1/flows/tienda/versions').set(auth).send({ revision: 2 }).expect(201);
  const passed = [{ node: 'saluda', port: 'next', to: 'fin' }, { node: 'fin' }];
  const started: DomainEvent = {
    type: 'session.started',
    sessionId: 's',
    flowId: 'tienda',
    flowVersion: 1,
    trigger: {},
  };
  const ended: DomainEvent = {
    type: 'session.ended',
    sessionId: 's',
    flowId: 'tienda',
    flowVersion: 1,
    reason: 'expired',
    node: 'fin',
  };
  const saved: DomainEvent = {
    type: 'result.saved',
    sessionId: 's',
    flowId: 'tienda',
    node: 'fin',
    name: 'nota',
    value: 4,
    category: 'Buena',
  };
  await happened('ana', '2026-03-01', 1, passed, [started, ended, saved]);
  await happened('ana', '2026-03-02', 2, passed, []);
  await happened('luis', '2026-03-02', 2, [...passed, { node: 'quitada', port: 'next' }], []);
});
afterAll(() => api.close());

const march = 'from=2026-03-01&to=2026-03-31';

test('a line that is drawn anew goes on counting, and versions add up unless one is asked for', async () => {
  const { body } = await get(`/flows/tienda/analytics?${march}`).expect(200);
  expect(body).toMatchObject({ version: null, versions: [1, 2], people: 2, from: '2026-03-01', to: '2026-03-31' });
  expect(body.edges).toEqual([
    { edge: null, node: 'quitada', port: 'next', passes: 1, people: 1 },
    { edge: 'e_new', node: 'saluda', port: 'next', passes: 3, people: 2 },
  ]);
  const first = await get(`/flows/tienda/analytics?${march}&version=1`).expect(200);
  expect(first.body.edges).toEqual([{ edge: 'e_old', node: 'saluda', port: 'next', passes: 1, people: 1 }]);
  expect(first.body).toMatchObject({ version: 1, versions: [1], people: 1 });
});

test('cards say who came and who stopped answering there; days and results are counted', async () => {
  const { body } = await get(`/flows/tienda/analytics?${march}`).expect(200);
  const none = { times: 0, people: 0 };
  expect(body.cards.find(({ node }: { node: string }) => node === 'fin')).toEqual({
    node: 'fin',
    visits: 3,
    people: 2,
    waiting: 0,
    expired: {
      times: 1,
      people: 1,
    },
    failed: none,
    left: none,
  });
  const quiet = { ended: 0, failed: 0, left: 0, replaced: 0 };
  expect(body.days).toEqual([
    { day: '2026-03-01', people: 1, started: 1, expired: 1, ...quiet },
    { day: '2026-03-02', people: 2, started: 0, expired: 0, ...quiet },
  ]);
  expect(body.results).toEqual([
    {
      name: 'nota',
      people: 1,
      answers: [
        {
          answer: 'Buena',
          isCategory: true,
          people: 1,
        },
      ],
      numbers: {
        people: 1,
        average: 4,
        least: 4,
        most: 4,
      },
    },
  ]);
});

test('a period has at most 92 days, from its first to its last; without any it is the last thirty', async () => {
  await get('/flows/tienda/analytics?from=2026-01-01&to=2026-04-02').expect(200);
  for (const period of [
    'from=2026-01-01&to=2026-04-03',
    'from=2026-03-02&to=2026-03-01',
    'from=2026-02-31&to=2026-13-01',
  ])
    await get(`/flows/tienda/analytics?${period}`).expect(422);
  const tooLong = await get('/flows/tienda/analytics?from=2026-01-01&to=2026-04-03');
  expect(tooLong.body).toMatchObject({ code: 'analytics.period', params: { days: 92 } });
  const { body } = await get('/flows/tienda/analytics').expect(200);
  expect((Date.parse(body.to) - Date.parse(body.from)) / 86_400_000).toBe(29);
});

test('a flow or version that is not there is a problem, and so is that of another workspace', async () => {
  expect((await get('/flows/nada/analytics').expect(404)).body.code).toBe('flow.not-found');
  expect((await get('/flows/tienda/analytics?version=9').expect(404)).body.code).toBe('flow.version-not-found');
  await get('/flows/tienda/analytics', 'cauce_stranger_key').expect(404);
});
