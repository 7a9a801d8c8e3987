import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { createApp } from '../../../api/http/app.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import { access, roles } from '../../../api/http/access.ts';
import type { WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let workspaceId: WorkspaceId;
let now = Date.parse('2026-01-05T09:00:00Z');
const day = 24 * 60 * 60 * 1_000;
const password = 'a password of tests';

beforeAll(async () => {
  api = await startTestApi(flowTools, { now: () => now });
  workspaceId = await api.workspace('people', 'cauce_people_key');
  await api.person(workspaceId, 'Ana@Example.org', password, 'designer');
  await api.person(workspaceId, 'luis@example.org', password, 'analyst');
});
afterAll(() => api.close());

const signIn = (email: string, given = password, app = api.app) =>
  request(app).post('/api/v1/sign-in').send({ email, password: given });
const cookieFrom = (headers: { [name: string]: unknown }): string => String((headers['set-cookie'] as string[])[0]);

describe('a person', () => {
  test('signs in in any spelling of the address, is known by the cookie, and signs out', async () => {
    const answer = await signIn('ana@EXAMPLE.org').expect(200);
    const cookie = cookieFrom(answer.headers);
    expect(cookie).toMatch(/^cauce_sign_in=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
    expect(answer.body).toMatchObject({ kind: 'user', email: 'Ana@Example.org', role: 'designer' });
    expect(JSON.stringify(answer.body)).not.toContain('argon2');

    const me = await request(api.app).get('/api/v1/me').set('Cookie', cookie).expect(200);
    expect(me.body).toEqual(answer.body);
    expect(me.body.permissions).toContain('flows.publish');
    expect(me.body.permissions).not.toContain('conversations.read');

    const out = await request(api.app).delete('/api/v1/sign-in').set('Cookie', cookie).expect(204);
    expect(cookieFrom(out.headers)).toMatch(/^cauce_sign_in=; Path=\/; Max-Age=0;/);
    await request(api.app).get('/api/v1/me').set('Cookie', cookie).expect(401);
  });

  test('gets a cookie for https alone when the program is reached so', async () => {
    const secure = createApp({ ...api.deps, publicUrl: 'https://chat.example.org' });
    const answer = await signIn('ana@example.org', password, secure).expect(200);
    expect(cookieFrom(answer.headers)).toMatch(/; Secure$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('is told the same whether the address or the password is wrong', async () => {
    const [unknown, wrong] = [await signIn('nobody@example.org'), await signIn('ana@example.org', 'wrong')];
    for (const answer of [unknown, wrong]) {
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('access.wrong-credentials');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('is signed out after a week without use, and after a month in any case', async () => {
    const cookie = cookieFrom((await signIn('ana@example.org').expect(200)).headers);
    const me = () => request(api.app).get('/api/v1/me').set('Cookie', cookie);
    for (let days = 0; days < 28; days += 4) {
      now += 4 * day;
      await me().expect(200);
    }
    now += 3 * day;
    await me().expect(401);
    const unused = cookieFrom((await signIn('ana@example.org').expect(200)).headers);
    now += 7 * day + 1;
    await request(api.app).get('/api/v1/me').set('Cookie', unused).expect(401);
  });

  test('who is disabled is out at once', async () => {
    await api.person(workspaceId, 'gone@example.org', password, 'agent');
    const cookie = cookieFrom((await signIn('gone@example.org').expect(200)).headers);
    await api.connection
      .collection('users')
      .updateOne({ emailKey: 'gone@example.org' }, { $set: { disabledAt: new Date() } });
    await request(api.app).get('/api/v1/me').set('Cookie', cookie).expect(401);
    await signIn('gone@example.org').expect(401);
  });
});

describe('a page of another site', () => {
  test.each([
    ['another origin', { Origin: 'https://evil.example' }],
    ['no origin', { Origin: 'null' }],
    ['a cross-site fetch', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a fetch of a sibling', { 'Sec-Fetch-Site': 'same-site' }],
  ])('cannot change anything with our cookie: %s', async (_title, headers) => {
    const cookie = cookieFrom((await signIn('ana@example.org').expect(200)).headers);
    const change = () => request(api.app).post('/api/v1/flows/any/pause').set('Cookie', cookie);
    const refused = await change().set(headers).expect(403);
    expect(refused.body.code).toBe('access.forbidden');
    // The same from our own page gets as far as the flow.
    await change().set('Sec-Fetch-Site', 'same-origin').expect(404);
  });

  test('cannot sign its visitors in', async () => {
    await signIn('ana@example.org').set('Sec-Fetch-Site', 'cross-site').expect(403);
  });
});

test('guessing is stopped for this address and person, and nobody else', async () => {
  const guess = (ip: string, email = 'luis@example.org', given = 'guess') =>
    signIn(email, given).set('X-Forwarded-For', ip);
  for (let tries = 0; tries < 10; tries += 1) await guess('203.0.113.7').expect(401);
  const stopped = await guess('203.0.113.7', 'luis@example.org', password).expect(429);
  expect(stopped.body.code).toBe('request.too-many');
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(60);
  await guess('203.0.113.8', 'luis@example.org', password).expect(200);
});

describe('the table of access', () => {
  test('gives an owner everything and nobody more than an administrator', () => {
    for (const allowed of Object.values(access) as readonly (readonly string[])[]) {
      expect(allowed).toContain('owner');
      expect(allowed).toContain('admin');
      for (const role of allowed) expect(roles).toContain(role);
    }
  });

  test('is what routes go by', async () => {
    await api.workspace('people', 'cauce_agent_key', 'agent');
    await api.workspace('people', 'cauce_scoped_key', 'owner', ['flows.read']);
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    await request(api.app).get('/api/v1/conversations').set(as('cauce_agent_key')).expect(200);
    const refused = await request(api.app).post('/api/v1/flows/any/pause').set(as('cauce_agent_key')).expect(403);
    expect(refused.body.params).toEqual({ permission: 'flows.pause' });
    await request(api.app).get('/api/v1/flows').set(as('cauce_scoped_key')).expect(200);
    await request(api.app).get('/api/v1/conversations').set(as('cauce_scoped_key')).expect(403);
  });
});

test('neither passwords nor cookies are stored or logged in the clear', async () => {
  const token = /=([^;]+)/.exec(cookieFrom((await signIn('ana@example.org').expect(200)).headers))?.[1] ?? '';
  const kept = await Promise.all(
    ['users', 'signIns', 'apiKeys'].map((name) => api.connection.collection(name).find().toArray()),
  );
  const all = JSON.stringify([kept, api.logged]);
  for (const secret of [token, password, 'cauce_people_key']) expect(all).not.toContain(secret);
  expect(all).toContain('$argon2id$');
});
