import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import type { Flow } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
const [here, there] = ['cauce_bundles_here', 'cauce_bundles_there'];
beforeAll(async () => {
  api = await startTestApi(flowTools);
  await api.workspace('here', here);
  await api.workspace('there', there);
});
afterAll(() => api.close());

const as = (key: string, method: 'get' | 'post' | 'put', path: string, body?: object) => {
  const asked = request(api.app)[method](`/api/v1${path}`).set('authorization', `Bearer ${key}`);
  return body ? asked.send(body) : asked;
};
const put = (key: string, flow: Flow) =>
  as(key, 'put', `/flows/${flow.id}`, flow).set('If-None-Match', '*').expect(201);

const inner = chain('inner', keyword('x'), [
  { id: 'say', type: 'send-text', config: { body: 'Abrimos a las {{ globals.apertura }}' } },
]);
const outer: Flow = chain('outer', { ...keyword('hola'), groups: { only: ['vip'] } } as never, [
  { id: 'go', type: 'run-subflow', config: { flow: 'inner', stay: false } },
]);

test('a flow travels with all it needs: what is new is made, what is there stays, and the rest is told', async () => {
  await put(here, inner);
  await put(here, outer);
  await as(here, 'put', '/groups/vip', { name: 'VIP' }).expect(200);
  await as(here, 'put', '/globals/apertura', { name: 'Apertura', value: '9:00' }).expect(200);
  const bundle = (await as(here, 'get', '/flows/outer/export').expect(200)).body;
  expect(bundle).toMatchObject({
    format: 'cauce-flow-bundle',
    version: 1,
    flow: outer,
    flows: [inner],
    needs: { groups: [{ id: 'vip', name: 'VIP' }], globals: [{ id: 'apertura', value: '9:00' }] },
  });

  const needs = { ...bundle.needs, secrets: ['crm'], templates: ['bienvenida'] };
  const carried = { ...bundle, needs };
  const expected = {
    flowId: 'outer',
    created: [
      { kind: 'group', id: 'vip' },
      { kind: 'global', id: 'apertura' },
      { kind: 'flow', id: 'inner' },
      { kind: 'flow', id: 'outer' },
    ],
    matched: [],
    missed: [
      { kind: 'secret', id: 'crm' },
      { kind: 'template', id: 'bienvenida' },
    ],
  };
  const dry = await as(there, 'post', '/flows/import', { bundle: carried, dryRun: true }).expect(200);
  expect(dry.body).toEqual(expected);
  await as(there, 'get', '/flows/outer').expect(404);

  expect((await as(there, 'post', '/flows/import', { bundle: carried }).expect(200)).body).toEqual(expected);
  expect((await as(there, 'get', '/flows/outer').expect(200)).body.flow).toEqual(outer);
  expect((await as(there, 'get', '/globals').expect(200)).body.items).toMatchObject([
    { id: 'apertura', value: '9:00' },
  ]);

  const again = (await as(there, 'post', '/flows/import', { bundle: carried }).expect(200)).body;
  expect([again.created, again.matched]).toEqual([[], expected.created]);
  const broken = { ...carried, flows: [{ id: 'x' }] };
  expect((await as(there, 'post', '/flows/import', { bundle: broken }).expect(422)).body.code).toBe('flow.unreadable');
});
