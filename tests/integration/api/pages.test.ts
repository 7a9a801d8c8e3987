import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { createApp } from '../../../api/http/app.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import { MongoNetworkError } from 'mongodb';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(flowTools);
  await api.workspace('pages', 'cauce_pages_key');
});
afterAll(() => api.close());

const get = (path: string, app = api.app) => request(app).get(path);

describe('health', () => {
  test('says that the process is up and that it is ready', async () => {
    expect((await get('/healthz').expect(200)).body).toEqual({ status: 'up' });
    expect((await get('/readyz').expect(200)).body).toEqual({ status: 'ready' });
    const metrics = await get('/metrics').expect(200);
    expect(metrics.headers['content-type']).toMatch(/^text\/plain; version=0.0.4/);
    expect(metrics.text).toContain('cauce_steps_total 0');
  });

  test('says why it is not', async () => {
    const starting = createApp({ ...api.deps, health: { unready: async () => 'the worker is starting' } });
    expect((await get('/readyz', starting).expect(503)).body).toEqual({
      status: 'unready',
      reason: 'the worker is starting',
    });
    const broken = createApp({ ...api.deps, health: { unready: () => Promise.reject(new Error('no store')) } });
    expect((await get('/readyz', broken).expect(503)).body.reason).toBe('the store does not answer');
    await get('/healthz', broken).expect(200);
  });

  test('a store that is away is told as such, to be tried again', async () => {
    const away = createApp({
      ...api.deps,
      workspaces: { ...api.deps.workspaces, read: () => Promise.reject(new MongoNetworkError('connection lost')) },
    });
    const answer = await get('/api/v1/workspace', away).set('authorization', 'Bearer cauce_pages_key').expect(503);
    expect(answer.body.code).toBe('store.unavailable');
    expect(answer.headers['retry-after']).toBe('1');
    expect(JSON.stringify(answer.body)).not.toContain('connection lost');
  });
});

describe('pages', () => {
  test.each(['/', '/flows', '/conversations/abc'])(
    '%s, opened in a browser, is the console, never kept',
    async (path) => {
      const page = await get(path).set('accept', 'text/html,*/*;q=0.8').expect(200);
      expect(page.headers['content-type']).toMatch(/^text\/html/);
      expect(page.headers['cache-control']).toBe('no-store');
      const again = await get(path).set('accept', 'text/html').expect(200);
      const nonceOf = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1];
      const nonces = [page, again].map(({ headers }) => nonceOf(headers['content-security-policy']));
      expect(new Set(nonces).size).toBe(2);
    },
  );

  test.each(['/', '/docs'])('%s needs nothing that its policy forbids, and nothing from elsewhere', async (path) => {
    const page = await get(path).expect(200);
    const policy = page.headers['content-security-policy'] as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(page.text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|(src|href)="(https?:)?\/\//);
    for (const [, file] of page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)) await get(file ?? '').expect(200);
  });

  test('the documentation shows no file but its own', async () => {
    for (const path of ['/docs/files/', '/docs/files/..%2f..%2fpackage.json', '/docs/files/.hidden'])
      expect((await get(path)).status).toBe(404);
  });
});

describe('what is not there', () => {
  test.each(['/nowhere', '/api/v1/nowhere', '/api/v2/flows', '/hooks', '/api/v1/flows/a/b/c/d'])(
    '%s is a problem with the id of the request',
    async (path) => {
      const answer = await get(path).expect(404);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({
        code: 'request.not-found',
        requestId: answer.headers['x-request-id'],
        params: { path },
      });
    },
  );

  test('an address that cannot be read is refused, not a failure', async () => {
    const answer = await get('/api/v1/flows/%E0%A4%A').set('authorization', 'Bearer cauce_pages_key');
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 422, code: 'request.invalid' });
  });
});

test('every answer forbids what browsers should not do with it', async () => {
  const answer = await get('/api/v1/me').expect(401);
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(answer.headers['x-powered-by']).toBeUndefined();
  const known = await get('/api/v1/workspace').set('authorization', 'Bearer cauce_pages_key').expect(200);
  expect(known.headers['cache-control']).toBe('no-store');
});
