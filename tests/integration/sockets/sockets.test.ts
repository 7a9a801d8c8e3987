import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { asId, type ConversationId, type WorkspaceId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';
import { cookieOf, listen, startWebProcess, type Listener, type WebProcess } from '../../support/sockets.ts';
import { until } from '../../support/until.ts';

let api: TestApi;
let web: WebProcess;
let mine: WorkspaceId;
let others: WorkspaceId;
const password = 'a password of tests';
const opened: Listener[] = [];

beforeAll(async () => {
  api = await startTestApi(flowTools);
  mine = await api.workspace('mine', 'cauce_mine');
  others = await api.workspace('others', 'cauce_others');
  await api.person(mine, 'ana@example.org', password, 'owner');
  await api.person(mine, 'diego@example.org', password, 'designer');
  await api.person(others, 'bea@example.org', password, 'owner');
  web = await startWebProcess(api);
});
afterAll(async () => {
  await web.close();
  await api.close();
});
afterEach(() => {
  for (const listener of opened.splice(0)) listener.close();
});

async function open(email: string, { at = web, headers = {} }: { at?: WebProcess; headers?: object } = {}) {
  const listener = await listen(at.url, { cookie: await cookieOf(at.url, email, password), ...headers });
  opened.push(listener);
  return listener;
}

const flow = (id: string) => chain(id, keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]);
const make = (id: string, key = 'cauce_mine', at = web) =>
  request(at.url)
    .put(`/api/v1/flows/${id}`)
    .set('authorization', `Bearer ${key}`)
    .set('If-None-Match', '*')
    .send(flow(id))
    .expect(201);

const conversationId = asId<ConversationId>('mine-whatsapp:c1');
const tell = (at: WebProcess, workspaceId: WorkspaceId, id: ConversationId, row = `${id}:1`) =>
  at.sockets.heard({ id: row, workspaceId, conversationId: id, events: [{ type: 'conversation.started' }] });

describe('a socket', () => {
  test.each([
    ['without a sign-in', {}],
    ['with a sign-in that nobody has', { cookie: 'cauce_sign_in=guessed' }],
    ['with an API key', { authorization: 'Bearer cauce_mine' }],
  ])('is refused %s', async (_why, headers) => {
    const listener = await listen(web.url, headers as { [name: string]: string });
    opened.push(listener);
    expect(await listener.refused).toMatch(/websocket error/);
    expect(listener.connects).toBe(0);
  });

  test('is refused to a page of another site, and open to our own', async () => {
    const cookie = await cookieOf(web.url, 'ana@example.org', password);
    const foreign = await listen(web.url, { cookie, origin: 'https://evil.example' });
    opened.push(foreign);
    expect(foreign.connects).toBe(0);
    const own = await listen(web.url, { cookie, origin: web.url });
    opened.push(own);
    expect(own.connects).toBe(1);
  });

  test('hears what changes in its own workspace and nothing of others', async () => {
    const [ana, bea] = [await open('ana@example.org'), await open('bea@example.org')];
    await make('greeting');
    await ana.hears('flow:greeting');
    expect(ana.heard).toContainEqual({ topic: 'flow:greeting', revision: 1 });
    expect(ana.heard).toContainEqual({ topic: 'flows' });
    tell(web, mine, conversationId);
    await ana.hears(`conversation:${conversationId}`);
    await make('theirs', 'cauce_others');
    await bea.hears('flow:theirs');
    expect(bea.heard.map(({ topic }) => topic).toSorted()).toEqual(['flow:theirs', 'flows']);
    expect(ana.heard.map(({ topic }) => topic)).not.toContain('flow:theirs');
  });

  test('hears only of what its person may read', async () => {
    const [ana, diego] = [await open('ana@example.org'), await open('diego@example.org')];
    tell(web, mine, conversationId);
    await ana.hears('conversations');
    await make('for-designers');
    await diego.hears('flow:for-designers');
    expect(diego.heard.map(({ topic }) => topic).filter((topic) => topic.startsWith('conversation'))).toEqual([]);
  });

  test('is closed by signing out, and does not come again', async () => {
    const ana = await open('ana@example.org');
    const cookie = (ana.socket.io.opts.extraHeaders as { cookie: string }).cookie;
    const ended = new Promise<string>((resolve) => ana.socket.once('disconnect', resolve));
    await request(web.url).delete('/api/v1/sign-in').set('Cookie', cookie).expect(204);
    expect(await ended).toBe('io server disconnect');
    expect(ana.socket.active).toBe(false);
  });

  test('comes again by itself when the server was away', async () => {
    const first = await startWebProcess(api);
    const ana = await open('ana@example.org', { at: first });
    await first.close();
    const second = await startWebProcess(api, { port: first.port });
    try {
      await until(() => ana.connects === 2, { timeoutMs: 5_000, everyMs: 10, describe: () => `${ana.connects}` });
      second.sockets.announce(mine, 'workspace');
      await ana.hears('workspace');
    } finally {
      ana.close();
      await second.close();
    }
  });
});

test('a busy workspace floods nobody: each topic once in a while, and many conversations as one', async () => {
  const ana = await open('ana@example.org');
  for (let count = 0; count < 500; count += 1) tell(web, mine, asId<ConversationId>(`mine-whatsapp:c${count % 100}`));
  await ana.hears('conversation');
  expect(ana.heard.map(({ topic }) => topic).toSorted()).toEqual(['conversation', 'conversations']);
});

test('what other processes on the same store do is heard as well, once', async () => {
  const [here, there] = [await startWebProcess(api, { shared: true }), await startWebProcess(api, { shared: true })];
  const ana = await open('ana@example.org', { at: here });
  try {
    await make('from-there', 'cauce_mine', there);
    await ana.hears('flow:from-there');
    await api.connection.collection('events').insertOne({
      _id: 'elsewhere:1' as never,
      workspaceId: mine,
      conversationId: 'mine-whatsapp:elsewhere',
      contactId: null,
      at: new Date(),
      events: JSON.stringify([{ type: 'conversation.flagged', note: 'Ayuda' }]),
    });
    await ana.hears('conversation:mine-whatsapp:elsewhere');
    await make('later', 'cauce_mine', there);
    await ana.hears('flow:later');
    const said = ana.heard.filter(({ topic }) => topic === 'conversation:mine-whatsapp:elsewhere');
    expect(said).toHaveLength(1);
  } finally {
    ana.close();
    await Promise.all([here.close(), there.close()]);
  }
});

test('pausing the bot, choosing a language and changing a channel are told', async () => {
  const ana = await open('ana@example.org');
  const key = { authorization: 'Bearer cauce_mine' };
  await request(web.url).post('/api/v1/workspace/pause').set(key).expect(200);
  await ana.hears('workspace');
  await ana.hears('me');
  const settings = { phoneNumberId: '1', wabaId: '2', accessToken: 't', appSecret: 's', verifyToken: 'v' };
  await request(web.url)
    .post('/api/v1/channels')
    .set(key)
    .send({ id: 'mine-whatsapp', type: 'whatsapp-cloud', name: 'Mine', settings })
    .expect(201);
  await ana.hears('channel:mine-whatsapp');
  await ana.hears('channels');
});
