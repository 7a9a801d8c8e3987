import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { FlowTests } from '../../../api/flows/tests.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import type { Flow, WorkspaceId } from '../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
const key = 'cauce_flow_tests_key';
const auth = { authorization: `Bearer ${key}` };

beforeAll(async () => {
  api = await startTestApi(flowTools);
  workspaceId = await api.workspace('flow-tests', key);
});
afterAll(() => api.close());

const get = (path: string) => request(api.app).get(`/api/v1${path}`).set(auth);
const post = (path: string, body?: object) => request(api.app).post(`/api/v1${path}`).set(auth).send(body);
const put = (flow: Flow, headers: { [name: string]: string } = { 'If-None-Match': '*' }) =>
  request(api.app).put(`/api/v1/flows/${flow.id}`).set(auth).set(headers).send(flow);

const now = '2026-01-05T09:00:00.000Z';
const greets = (id: string, body: string, expected: string): Flow =>
  chain(id, keyword('hola'), [{ id: 'say', type: 'send-text', config: { body } }], {
    tests: [{ id: 'greets', name: 'Saluda', transcript: { now, turns: [{ contact: 'hola', bot: [expected] }] } }],
  });
const red = {
  id: 'greets',
  name: 'Saluda',
  ok: false,
  turns: 1,
  firstDifference: { turn: 0, path: '/bot/0/body', expected: 'Hola', said: 'Buenas', node: 'say' },
};

test('tests are played on the draft, and say what is red', async () => {
  await put(greets('played', 'Hola', 'Hola')).expect(201);
  const green = await post('/flows/played/tests/run').expect(200);
  expect(green.body).toEqual({ revision: 1, ok: true, tests: [{ id: 'greets', name: 'Saluda', ok: true, turns: 1 }] });
  await put(greets('played', 'Buenas', 'Hola'), { 'If-Match': '"1"' }).expect(200);
  const run = await post('/flows/played/tests/run').expect(200);
  expect(run.body).toEqual({ revision: 2, ok: false, tests: [red] });
  expect((await post('/flows/nobody/tests/run').expect(404)).body.code).toBe('flow.not-found');
});

test('a red test forbids publishing, and going back to a version in which it is red', async () => {
  await put(greets('gated', 'Buenas', 'Hola')).expect(201);
  const refused = await post('/flows/gated/versions', { revision: 1 }).expect(422);
  expect(refused.body).toMatchObject({ code: 'flow.tests-failed', params: { flowId: 'gated', tests: [red] } });
  expect((await get('/flows/gated')).body.activeVersion).toBeNull();

  await put(greets('gated', 'Hola', 'Hola'), { 'If-Match': '"1"' }).expect(200);
  await post('/flows/gated/versions', { revision: 2 }).expect(201);

  // A version whose sub-flow has changed since may be red by now.
  const calls = chain(
    'caller',
    keyword('va'),
    [{ id: 'go', type: 'run-subflow', config: { flow: 'gated', stay: false } }],
    {
      tests: [{ id: 't', name: 'Va', transcript: { now, turns: [{ contact: 'va', bot: ['Hola'] }] } }],
    },
  );
  await put(calls).expect(201);
  const library = (await get('/flows/caller/sub-flows').expect(200)).body.items as Flow[];
  expect(library.map(({ id, triggers }) => ({ id, triggers }))).toEqual([{ id: 'gated', triggers: [] }]);
  await post('/flows/caller/versions', { revision: 1 }).expect(201);
  await put(greets('gated', 'Chau', 'Chau'), { 'If-Match': '"2"' }).expect(200);
  await post('/flows/gated/versions', { revision: 3 }).expect(201);
  const back = await post('/flows/caller/versions/1/restoration', { revision: 1 }).expect(422);
  expect(back.body).toMatchObject({
    code: 'flow.tests-failed',
    params: { tests: [{ id: 't', name: 'Va', ok: false }] },
  });
  expect((await get('/flows/caller')).body).toMatchObject({ revision: 1, activeVersion: 1 });
});

test('values that differ are told short', async () => {
  await put(greets('long', 'x'.repeat(3_000), 'y'.repeat(399))).expect(201);
  const { body } = await post('/flows/long/tests/run').expect(200);
  expect(body.tests[0].firstDifference.said).toBe(`"${'x'.repeat(399)}…`);
  expect(body.tests[0].firstDifference.expected).toBe(`"${'y'.repeat(399)}…`);
  await put(greets('long', 'x'.repeat(3_000), 'y'.repeat(398)), { 'If-Match': '"1"' }).expect(200);
  expect((await post('/flows/long/tests/run')).body.tests[0].firstDifference.expected).toBe('y'.repeat(398));
});

test('when the time for all tests is over, the rest is not green', async () => {
  const flow = greets('slow', 'Hola', 'Hola');
  const played = async (step: number) => {
    let clock = 0;
    const tests = new FlowTests({ flows: api.deps.flows, nodeTypes, now: () => (clock += step) });
    return tests.run(workspaceId, flow);
  };
  expect(await played(1)).toEqual([{ id: 'greets', name: 'Saluda', ok: true, turns: 1 }]);
  expect(await played(20_000)).toEqual([{ id: 'greets', name: 'Saluda', ok: false, turns: 0, unplayed: 'time' }]);
});
