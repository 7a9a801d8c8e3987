import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { createHttpCaller } from '../../../runtime/conversations/http-call.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

let api: TestApi;
let server: Server;
let url: string;
const got: { method: string; headers: { [name: string]: unknown }; body: string }[] = [];
const allowed = createHttpCaller(['127.0.0.1']);
const guarded = createHttpCaller([]);
let isAllowed = true;
let repeats = false;

beforeAll(async () => {
  server = createServer((asked, response) => {
    let body = '';
    asked.on('data', (part: Buffer) => (body += part.toString()));
    asked.on('end', () => {
      got.push({ method: asked.method ?? '', headers: asked.headers, body });
      const echoed = JSON.stringify({ url: asked.url, authorization: asked.headers.authorization, body });
      response.writeHead(201, { 'content-type': 'application/json' }).end(repeats ? echoed : '{"total":3}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
  api = await startTestApi(flowTools, {
    http: (call) => (isAllowed ? allowed : guarded).call(call),
  });
  const workspaceId = await api.workspace('calls', 'cauce_calls');
  await api.workspace('calls', 'cauce_calls_2');
  await api.workspace('calls', 'cauce_reader', 'agent');
  await api.deps.secrets.set(workspaceId, 'CRM_TOKEN', 'very secret');
  await api.deps.secrets.set(workspaceId, 'CRM_KEY', 'k-123456');
  await api.deps.flows.create(
    workspaceId,
    chain('caller', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]),
    'test',
  );
});
afterAll(async () => {
  await api.close();
  await Promise.all([allowed.close(), guarded.close()]);
  await new Promise((resolve) => server.close(resolve));
});

const attempt = (body: object, key = 'cauce_calls', flow = 'caller') =>
  request(api.app).post(`/api/v1/flows/${flow}/calls`).set('authorization', `Bearer ${key}`).send(body);

test('makes one call as the card would, with secrets by name, and shows what came back', async () => {
  const { body } = await attempt({
    method: 'POST',
    url,
    headers: { authorization: { secret: 'CRM_TOKEN' }, 'x-shop': 'centro', host: 'elsewhere.example' },
    body: '{"id":7}',
  }).expect(200);
  expect(body).toMatchObject({ ok: true, status: 201, body: { total: 3 }, durationMs: expect.any(Number) });
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({
    method: 'POST',
    body: '{"id":7}',
    headers: { authorization: 'very secret', 'x-shop': 'centro', host: new URL(url).host },
  });
});

test('puts secrets into address and body, and shows their names where the other side repeats them', async () => {
  got.length = 0;
  repeats = true;
  const { body } = await attempt({
    method: 'POST',
    url: [`${url}?key=`, { secret: 'CRM_KEY' }],
    headers: { authorization: ['Bearer ', { secret: 'CRM_TOKEN' }] },
    body: ['{"key":"', { secret: 'CRM_KEY' }, '"}'],
  }).expect(200);
  repeats = false;
  expect(got[0]).toMatchObject({ body: '{"key":"k-123456"}', headers: { authorization: 'Bearer very secret' } });
  expect(body.body).toEqual({
    url: '/orders?key={{ secrets.CRM_KEY }}',
    authorization: 'Bearer {{ secrets.CRM_TOKEN }}',
    body: '{"key":"{{ secrets.CRM_KEY }}"}',
  });
});

test('says which secret is missing, and calls nobody', async () => {
  got.length = 0;
  const { body } = await attempt({ method: 'GET', url, headers: { a: { secret: 'NONE' } } }).expect(200);
  expect(body).toMatchObject({ ok: false, code: 'http.secret-missing' });
  expect(got).toEqual([]);
});

test('reaches no private address that flows may not reach', async () => {
  isAllowed = false;
  try {
    const { body } = await attempt({ method: 'GET', url }).expect(200);
    expect(body).toMatchObject({ ok: false, code: 'http.forbidden-address' });
  } finally {
    isAllowed = true;
  }
});

test('is for those who may edit flows, of flows that there are, in lines that are headers', async () => {
  await attempt({ method: 'GET', url }, 'cauce_reader').expect(403);
  await attempt({ method: 'GET', url }, 'cauce_calls', 'absent').expect(404);
  await attempt({ method: 'GET', url, headers: { 'x-a': 'one\r\nx-b: two' } }).expect(422);
  await attempt({ method: 'GET', url, headers: { 'x a': 'one' } }).expect(422);
});

test('is limited by the minute, for each by themselves', async () => {
  const call = () => attempt({ method: 'GET', url: 'nonsense' });
  const statuses: number[] = [];
  for (let count = 0; count < 31; count += 1) statuses.push((await call()).status);
  expect(statuses.at(-1)).toBe(429);
  await attempt({ method: 'GET', url: 'nonsense' }, 'cauce_calls_2').expect(200);
});
