import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { createApp } from '../../../api/http/app.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
const demoSignIn = { email: 'demo@cauce.local', password: 'demo-password-1' };
beforeAll(async () => {
  api = await startTestApi(flowTools, { demo: false, demoSignIn, version: '1.2.3' });
});
afterAll(() => api.close());

test('a stranger learns whether it is set up, and how to sign in only where the demo is', async () => {
  const about = async (app = api.app) => (await request(app).get('/api/v1/about').expect(200)).body as object;
  expect(await about()).toEqual({ demo: false, needsSetup: true, version: '1.2.3' });
  await api.workspace('shop', 'cauce_shop');
  expect(await about()).toEqual({ demo: false, needsSetup: false, version: '1.2.3' });
  const demo = createApp({ ...api.deps, demo: true });
  expect(await about(demo)).toEqual({ demo: true, needsSetup: false, demoSignIn, version: '1.2.3' });
});

test('a person chooses the language of their screens; a key has none', async () => {
  const workspaceId = await api.workspace('people', 'cauce_people');
  await api.person(workspaceId, 'ana@example.org', 'a password of tests', 'agent');
  const signedIn = await request(api.app)
    .post('/api/v1/sign-in')
    .send({ email: 'ana@example.org', password: 'a password of tests' });
  const cookie = String((signedIn.headers['set-cookie'] as unknown as string[])[0]);
  const choose = (language: string) => request(api.app).patch('/api/v1/me').set('Cookie', cookie).send({ language });
  expect((await choose('pt').expect(200)).body).toMatchObject({ language: 'pt', email: 'ana@example.org' });
  expect((await request(api.app).get('/api/v1/me').set('Cookie', cookie)).body.language).toBe('pt');
  await choose('fr').expect(422);
  const refused = await request(api.app)
    .patch('/api/v1/me')
    .set('authorization', 'Bearer cauce_people')
    .send({ language: 'en' })
    .expect(403);
  expect(refused.body.code).toBe('access.people-only');
  await request(api.app)
    .patch('/api/v1/me')
    .set('Cookie', cookie)
    .set('sec-fetch-site', 'cross-site')
    .send({ language: 'en' })
    .expect(403);
});
