import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { isError, type Flow, type Issue } from '../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../runtime/nodes/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
const auth = (key: string) => ({ authorization: `Bearer ${key}` });
const keys = ['cauce_surroundings_key', 'cauce_other_workspace'] as const;

const says = (id: string, body: string, more: Partial<Flow> = {}): Flow =>
  chain(id, keyword(id), [{ id: 'say', type: 'send-text', config: { body } }], more);
const goesOn = (id: string, flowId: string): Flow =>
  chain(id, keyword(id), [{ id: 'sub', type: 'run-subflow', config: { flow: flowId, stay: false } }]);

const handOff = (queue: string) => ({ ...nodeTypes.get('hand-off')?.initial, queue });

beforeAll(async () => {
  api = await startTestApi(flowTools);
  for (const key of keys) await api.workspace(key === keys[0] ? 'here' : 'elsewhere', key);
});
afterAll(() => api.close());

const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object, key: string = keys[0]) =>
  request(api.app)[method](`/api/v1${path}`).set(auth(key)).send(body);
const make = (flow: Flow, key: string = keys[0]) =>
  request(api.app)
    .put(`/api/v1/flows/${flow.id}`)
    .set({ ...auth(key), 'If-None-Match': '*' })
    .send(flow)
    .expect(201);
const publish = (id: string) => call('post', `/flows/${id}/versions`, { revision: 1 });
const codes = async (id: string, key: string = keys[0]): Promise<string[]> =>
  (await call('post', `/flows/${id}/validation`, undefined, key).expect(200)).body.issues
    .map(({ code }: Issue) => code)
    .filter((code: string) => !['port.open', 'text.empty'].includes(code));

describe('what a flow names of its workspace', () => {
  test('is told when it is not there, and no more once it is', async () => {
    const flow = chain('names', { ...keyword('nombres'), groups: { only: ['vip'] } }, [
      { id: 'who', type: 'hand-off', config: handOff('ventas') },
    ]);
    await make(flow);
    expect(await codes('names')).toEqual(['reference.queue-unknown', 'reference.group-unknown']);
    await call('put', '/queues/ventas', { name: 'Ventas' }).expect(200);
    expect(await codes('names')).toEqual(['reference.group-unknown']);
    await call('put', '/groups/vip', { name: 'VIP' }).expect(200);
    expect(await codes('names')).toEqual([]);
    await call('delete', '/groups/vip').expect(204);
    expect(await codes('names')).toEqual(['reference.group-unknown']);
  });

  test("is not found in another workspace's", async () => {
    await call('put', '/queues/soporte', { name: 'Soporte' }, keys[1]).expect(200);
    await make(chain('borrowed', keyword('presta'), [{ id: 'h', type: 'hand-off', config: handOff('soporte') }]));
    expect(await codes('borrowed')).toEqual(['reference.queue-unknown']);
  });

  test('may be any field until the workspace defines fields', async () => {
    await make(
      chain('field', keyword('campo'), [
        { id: 'u', type: 'update-contact', config: { fields: [{ name: 'ciudad', text: 'Lima' }] } },
      ]),
    );
    expect(await codes('field')).not.toContain('reference.field-unknown');
    await call('put', '/fields/edad', { name: 'Edad', type: 'number' }).expect(200);
    expect(await codes('field')).toContain('reference.field-unknown');
    await call('put', '/fields/ciudad', { name: 'Ciudad', type: 'text' }).expect(200);
    expect(await codes('field')).not.toContain('reference.field-unknown');
  });
});

describe('another flow', () => {
  test('that is not there forbids publishing; one that answers nobody is a warning; a published one is none', async () => {
    await make(goesOn('caller', 'called'));
    expect(await codes('caller')).toContain('reference.flow-unknown');
    expect((await publish('caller').expect(422)).body.code).toBe('flow.has-errors');
    await make(says('called', 'Hola'));
    expect(await codes('caller')).toContain('reference.flow-unpublished');
    await publish('called').expect(201);
    expect((await codes('caller')).filter((code) => code.startsWith('reference.'))).toEqual([]);
    await publish('caller').expect(201);
  });

  test('that leads back here, or answers to the same words, is told once it is published', async () => {
    await make(says('round', 'Hola'));
    await make(goesOn('about', 'round'));
    await make({ ...goesOn('round-2', 'about'), triggers: [keyword('about')] });
    expect(await codes('round-2')).not.toContain('trigger.clash');
    await publish('round').expect(201);
    await publish('about').expect(201);
    expect(await codes('round-2')).toContain('trigger.clash');
    const { revision, flow } = (await call('get', '/flows/round')).body as { revision: number; flow: Flow };
    const next = { ...flow, nodes: goesOn('round', 'about').nodes };
    await request(api.app)
      .put('/api/v1/flows/round')
      .set({ ...auth(keys[0]), 'If-Match': `"${revision}"` })
      .send(next)
      .expect(200);
    expect(await codes('round')).toContain('subflow.circle');
  });

  test('is looked for by going back to an earlier version too', async () => {
    await make(says('gone', 'Hola'));
    await publish('gone').expect(201);
    await make(goesOn('back', 'gone'));
    await publish('back').expect(201);
    await call('delete', '/flows/gone').expect(204);
    const restored = await call('post', '/flows/back/versions/1/restoration', { revision: 1 }).expect(422);
    const errors = (restored.body.params.issues as Issue[]).filter(isError);
    expect(errors.map(({ code, params }) => [code, params])).toEqual([
      ['reference.flow-unknown', { kind: 'flow', id: 'gone' }],
    ]);
  });
});
