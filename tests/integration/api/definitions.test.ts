import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { mostGlobalBytes, mostOfAKind } from '../../../api/definitions/kinds.ts';
import { createFlowAlertStore } from '../../../api/store/flow-alerts.ts';
import type { WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
const owner = 'cauce_owner';
const agent = 'cauce_agent';
const designer = 'cauce_designer';
const stranger = 'cauce_stranger';

beforeAll(async () => {
  api = await startTestApi(flowTools);
  workspaceId = await api.workspace('defs', owner);
  await api.workspace('defs', agent, 'agent');
  await api.workspace('defs', designer, 'designer');
  await api.workspace('other', stranger);
});
afterAll(() => api.close());

const alertStore = () => createFlowAlertStore(api.connection);

type Method = 'get' | 'put' | 'delete';
const ask = (method: Method, path: string, body?: object, key = owner) =>
  request(api.app)[method](`/api/v1${path}`).set('authorization', `Bearer ${key}`).send(body);

describe('groups, labels, fields, queues and constants', () => {
  const sound: { [kind: string]: object } = {
    groups: { name: 'Clientes' },
    labels: { name: 'Urgente', color: '#ff0000' },
    fields: { name: 'Cumpleaños', type: 'date' },
    queues: { name: 'Ventas' },
    globals: { name: 'Horario', value: { abre: '09:00', dias: [1, 2] } },
  };

  test.each(Object.entries(sound))('%s are made, shown, replaced and taken away', async (kind, body) => {
    const { body: made } = await ask('put', `/${kind}/one`, body).expect(200);
    expect(made).toEqual({ id: 'one', ...body, updatedAt: expect.any(String) });
    await ask('put', `/${kind}/one`, { ...body, name: ' Otro ' }).expect(200);
    const { body: list } = await ask('get', `/${kind}`).expect(200);
    expect(list).toEqual({ items: [{ ...made, name: 'Otro', updatedAt: expect.any(String) }], nextCursor: null });
    expect((await ask('get', `/${kind}`, undefined, stranger)).body.items).toEqual([]);
    await ask('delete', `/${kind}/one`, undefined, stranger).expect(404);
    await ask('delete', `/${kind}/one`).expect(204);
    expect((await ask('delete', `/${kind}/one`).expect(404)).body.code).toBe('definition.not-found');
  });

  test('stand in the order of their names, page by page', async () => {
    for (const [id, name] of [
      ['c', 'beta'],
      ['b', 'Alfa'],
      ['a', 'beta'],
    ])
      await ask('put', `/groups/${id}`, { name }).expect(200);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await ask(
        'get',
        `/groups?limit=1${cursor && `&cursor=${cursor}`}`,
      ).expect(200);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(['b', 'a', 'c']);
  });

  test('are read by everybody, and changed by those who may', async () => {
    await ask('get', '/queues', undefined, agent).expect(200);
    await ask('put', '/groups/x', { name: 'X' }, agent).expect(403);
    await ask('put', '/groups/x', { name: 'X' }, designer).expect(200);
    await ask('delete', '/groups/x', undefined, agent).expect(403);
    await ask('put', '/globals/x', { name: 'X', value: 1 }, designer).expect(200);
  });

  test('refuse ids and values that are none', async () => {
    await ask('put', '/globals/with-dash', { name: 'X', value: 1 }).expect(422);
    await ask('put', '/fields/edad', { name: 'Edad', type: 'age' }).expect(422);
    await ask('put', '/labels/l', { name: 'L', color: 'red' }).expect(422);
    await ask('put', '/groups/g', { name: '  ' }).expect(422);
  });

  test('are no more than a thousand of a kind', async () => {
    for (let count = 0; count < mostOfAKind; count += 1)
      await api.deps.definitions.put(workspaceId, 'queues', { id: `q${count}`, name: `Q${count}`, updatedAt: '' });
    await ask('put', '/queues/q0', { name: 'again' }).expect(200);
    expect((await ask('put', '/queues/one-more', { name: 'x' }).expect(409)).body.code).toBe('definition.too-many');
  });

  test('constants reach the steps of conversations, and fit together', async () => {
    await ask('put', '/globals/saludo', { name: 'Saludo', value: 'Hola' }).expect(200);
    const [record] = await api.deps.workspaces.readMany([workspaceId]);
    expect(record?.globals).toEqual({ saludo: 'Hola', x: 1 });
    const value = 'x'.repeat(mostGlobalBytes - 400);
    await ask('put', '/globals/big', { name: 'Big', value }).expect(200);
    await ask('put', '/globals/big', { name: 'Big', value: `${value}x` }).expect(200);
    expect((await ask('put', '/globals/more', { name: 'M', value: 'x'.repeat(400) }).expect(413)).body.code).toBe(
      'definition.too-large',
    );
  });
});

describe('secrets', () => {
  test('are written and named, and never shown', async () => {
    await ask('put', '/workspace/secrets/CRM', { value: 'hunter22' }).expect(204);
    const { body, text } = await ask('get', '/workspace/secrets', undefined, designer).expect(200);
    expect(body).toEqual({ items: [{ name: 'CRM', updatedAt: expect.any(String) }], nextCursor: null });
    expect(text).not.toContain('hunter22');
    await ask('get', '/workspace/secrets', undefined, agent).expect(403);
    expect((await ask('get', '/workspace/secrets', undefined, stranger)).body.items).toEqual([]);
  });

  test('are forgotten by those who may write them', async () => {
    await ask('delete', '/workspace/secrets/CRM', undefined, designer).expect(403);
    await ask('delete', '/workspace/secrets/CRM', undefined, stranger).expect(404);
    await ask('delete', '/workspace/secrets/CRM').expect(204);
    expect((await ask('delete', '/workspace/secrets/CRM').expect(404)).body.code).toBe('secret.not-found');
  });
});

describe('alerts of stopped flows', () => {
  const alert = {
    flowId: 'loop',
    code: 'limit.steps-per-turn',
    node: 'a',
    message: 'More than 100 steps.',
    day: '2026-01-05',
    at: '2026-01-05T09:00:00.000Z',
  };
  const raise = (sessionId: string, at = alert.at) => alertStore().raise({ ...alert, at, workspaceId, sessionId });

  test('count each session once, go when dismissed and come back with the next', async () => {
    await Promise.all([raise('s1'), raise('s1'), raise('s2'), raise('s2')]);
    await raise('s3', '2026-01-05T10:00:00.000Z');
    const { body } = await ask('get', '/flow-alerts', undefined, agent).expect(200);
    const { at, ...rest } = alert;
    expect(body).toEqual({
      items: [{ ...rest, id: expect.any(String), count: 3, firstAt: at, lastAt: '2026-01-05T10:00:00.000Z' }],
      nextCursor: null,
    });
    const [{ id }] = body.items as [{ id: string }];
    await ask('delete', `/flow-alerts/${id}`, undefined, agent).expect(403);
    await ask('delete', `/flow-alerts/${id}`, undefined, stranger).expect(404);
    await ask('delete', `/flow-alerts/${id}`).expect(204);
    expect((await ask('get', '/flow-alerts')).body.items).toEqual([]);
    expect((await ask('get', '/flow-alerts?dismissed=true')).body.items).toHaveLength(1);
    await raise('s3');
    expect((await ask('get', '/flow-alerts')).body.items).toEqual([]);
    await raise('s4');
    expect((await ask('get', '/flow-alerts')).body.items).toMatchObject([{ id, count: 4 }]);
    expect((await ask('get', '/flow-alerts', undefined, stranger)).body.items).toEqual([]);
    expect((await ask('delete', '/flow-alerts/fa_none').expect(404)).body.code).toBe('alert.not-found');
  });

  test('one process a day writes to the owners of a flow', async () => {
    const claim = (day: string) => alertStore().claimMail({ ...alert, day, workspaceId, sessionId: 's' });
    const won = await Promise.all([claim('2026-01-05'), claim('2026-01-05'), claim('2026-01-05'), claim('2026-01-06')]);
    expect([won.slice(0, 3).filter(Boolean).length, won[3]]).toEqual([1, true]);
    expect((await ask('get', '/flow-alerts')).body.items).toHaveLength(1);
  });
});

describe('what the bot says by itself', () => {
  const put = (text: string, body: object, key = owner) => ask('put', `/workspace/texts/${text}`, body, key);

  test('a text is put in the place of what it was, the others stay, and workers read it', async () => {
    const before = (await ask('get', '/workspace')).body;
    const { status, body } = await put('failed', { es: 'Algo falló', fr: 'Oups' });
    expect([status, body.texts]).toEqual([200, { ...before.texts, failed: { es: 'Algo falló', fr: 'Oups' } }]);
    expect(body.flowsRevision).toBe(before.flowsRevision + 1);
    expect((await put('optedOut', {})).body.texts.optedOut).toEqual({});
    expect((await ask('get', '/workspace')).body.texts).toMatchObject({ optedOut: {}, failed: { fr: 'Oups' } });
  });

  test('languages, lengths and names are checked', async () => {
    expect((await put('failed', { es: 'x'.repeat(1_024) })).status).toBe(200);
    for (const body of [{ es: 'x'.repeat(1_025) }, { es: '' }, { es: '  ' }, { ES: 'x' }, { spa: 'x' }, { es: 1 }])
      expect((await put('failed', body)).status).toBe(422);
    expect((await put('welcome', { es: 'x' })).status).toBe(422);
  });

  test('only administrators change them', async () => {
    expect([(await put('failed', {}, designer)).status, (await put('failed', {}, agent)).status]).toEqual([403, 403]);
  });
});
