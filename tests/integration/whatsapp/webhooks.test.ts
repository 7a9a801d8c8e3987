import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChannelEvent, ChannelIo } from '../../../runtime/channels/channel.ts';
import { startFakeGraph, type FakeGraph } from '../../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { closeConnections } from '../../../runtime/channels/whatsapp-cloud/http.ts';
import { whatsappCloud } from '../../../runtime/channels/whatsapp-cloud/index.ts';
import { withDefaults } from '../../../runtime/channels/whatsapp-cloud/settings.ts';

const settings = withDefaults({
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  accessToken: 'demo-token',
  appSecret: 'demo-app-secret',
  verifyToken: 'demo-verify',
});

let fake: FakeGraph;
let io: ChannelIo;
let target: Server;
let events: ChannelEvent[] = [];
let webhooks = 0;
let raws: string[] = [];
/** Statuses that the next webhooks are answered with; 200 when it is empty. */
let answers: number[] = [];

beforeAll(async () => {
  target = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (request.method === 'GET') {
      const known = url.searchParams.get('hub.verify_token') === settings.verifyToken;
      response.writeHead(known ? 200 : 403).end(known ? url.searchParams.get('hub.challenge') : '');
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const rawBody = Buffer.concat(chunks);
      webhooks += 1;
      const status = whatsappCloud.verify({ headers: request.headers, rawBody }, settings)
        ? (answers.shift() ?? 200)
        : 401;
      if (status === 200) {
        raws.push(rawBody.toString());
        events.push(...whatsappCloud.parse(JSON.parse(rawBody.toString()), new Date().toISOString()));
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  fake = await startFakeGraph({ webhookUrl: `http://127.0.0.1:${(target.address() as AddressInfo).port}/hook` });
  io = { baseUrl: fake.url, version: 'v25.0' };
});
afterEach(() => {
  fake.reset();
  fake.behave({ statuses: 'none', statusesShuffled: false, delivery: { delayMs: 0, duplicate: 0, batch: 1 } });
  [events, raws, answers, webhooks] = [[], [], [], 0];
});
afterAll(async () => {
  await fake.close();
  await closeConnections();
  target.closeAllConnections();
  target.close();
});

const send = (effectId: string, value = '+5491155550101') =>
  whatsappCloud.send(
    { effectId, to: { kind: 'phone', key: value.slice(1), value }, content: { kind: 'text', body: 'Hola' } },
    settings,
    io,
  );
const statuses = () => events.flatMap((event) => (event.kind === 'status' ? [`${event.effectId} ${event.state}`] : []));

describe('what a person sends', () => {
  test('comes signed over bytes that no re-writing of the JSON would yield', async () => {
    const { id, status } = await fake.sendText('5491155550101', '¡Señal! 🥖 a/b', { name: 'Ana' });
    expect(status).toBe(200);
    expect(raws[0]).toContain(String.raw`\u00a1Se\u00f1al! \ud83e\udd56 a\/b`);
    expect(events).toMatchObject([
      {
        id,
        kind: 'message',
        profileName: 'Ana',
        aliases: [{ value: '+5491155550101' }],
        message: { content: { kind: 'text', body: '¡Señal! 🥖 a/b' } },
      },
    ]);
  });

  test('may come without a number', async () => {
    await fake.sendText('5491155550101', 'Hola', { hidePhone: true, userId: 'AR.98abc', username: 'eva' });
    expect(events).toMatchObject([
      {
        aliases: [
          { kind: 'bsuid', key: 'AR.98abc' },
          { kind: 'username', key: 'eva' },
        ],
      },
    ]);
  });

  test('opens the window for answers', async () => {
    fake.behave({ windowEnforced: true });
    expect(await send('e1')).toMatchObject({ kind: 'refused', error: { code: 'whatsapp.outside-window' } });
    await fake.sendButton('5491155550101', { id: 'si', title: 'Sí' });
    expect(await send('e1')).toMatchObject({ kind: 'accepted' });
    fake.behave({ windowEnforced: false });
  });

  test('is turned away under another secret', async () => {
    fake.number().appSecret = 'another';
    expect((await fake.sendText('5491155550101', 'Hola')).status).toBe(401);
    fake.number().appSecret = settings.appSecret;
    expect(events).toEqual([]);
  });
});

describe('statuses of what was sent', () => {
  test('come one after the other with the effect id', async () => {
    fake.behave({ statuses: 'read' });
    const outcome = await send('e1');
    await fake.settled();
    expect(statuses()).toEqual(['e1 sent', 'e1 delivered', 'e1 read']);
    expect(events[0]).toMatchObject({
      providerMessageId: outcome.kind === 'accepted' ? outcome.providerMessageId : '',
      pricing: { type: 'free_customer_service' },
    });
  });

  test('come again until they are answered 200', async () => {
    fake.behave({ statuses: 'sent' });
    answers = [500, 503];
    await send('e1');
    await fake.settled();
    expect(statuses()).toEqual(['e1 sent']);
    expect(webhooks).toBe(3);
  });

  test('come shuffled, twice and in batches when that is asked for', async () => {
    fake.behave({ statuses: 'read', statusesShuffled: true, delivery: { delayMs: 0, duplicate: 1, batch: 100 } });
    await Promise.all(['e1', 'e2', 'e3', 'e4'].map((id) => send(id)));
    await fake.settled();
    const each = ['e1', 'e2', 'e3', 'e4'].flatMap((id) =>
      ['sent', 'delivered', 'read'].map((state) => `${id} ${state}`),
    );
    expect(statuses().sort()).toEqual([...each, ...each].sort());
    expect(webhooks).toBeLessThan(each.length * 2);
    expect(new Set(events.map(({ id }) => id)).size).toBe(each.length);
  });

  test('tell of a failure after the message was accepted', async () => {
    expect(await send('e1', '+15550131026')).toMatchObject({ kind: 'accepted' });
    await fake.settled();
    expect(events).toMatchObject([{ state: 'failed', effectId: 'e1', error: { code: 'whatsapp.undeliverable' } }]);
  });

  test('prove a message that was taken although the connection broke', async () => {
    fake.behave({ statuses: 'delivered' });
    fake.plan(['reset-after']);
    expect(await send('e1')).toMatchObject({ kind: 'uncertain' });
    await fake.settled();
    expect(statuses()).toEqual(['e1 sent', 'e1 delivered']);
  });
});

test('faults by chance are the same for the same seed', async () => {
  const run = async () => {
    fake.setFaults({ 'something-went-wrong': 0.3, 'server-error': 0.2 }, 42);
    const kinds: string[] = [];
    for (let n = 0; n < 40; n += 1) kinds.push((await send(`e${n}`)).kind);
    return kinds;
  };
  const first = await run();
  expect(new Set(first)).toEqual(new Set(['accepted', 'refused', 'uncertain']));
  expect(await run()).toEqual(first);
});

test('the handshake proves the address', async () => {
  expect(await fake.handshake('12345')).toEqual({ status: 200, body: '12345' });
  fake.number().verifyToken = 'wrong';
  expect((await fake.handshake('12345')).status).toBe(403);
  fake.number().verifyToken = settings.verifyToken;
});

describe('another process', () => {
  const call = async (path: string, body?: unknown): Promise<{ [key: string]: unknown }> => {
    const answer = await fetch(`${fake.url}/_fake/${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    return (await answer.json()) as { [key: string]: unknown };
  };

  test('sees what was taken, plans faults, sends as a person and starts over', async () => {
    await call('faults', { script: ['something-went-wrong'] });
    expect(await send('e1')).toMatchObject({ kind: 'refused' });
    await call('faults', { rates: {} });
    expect(await send('e2')).toMatchObject({ kind: 'accepted' });
    expect(await call('messages')).toMatchObject({ taken: 1, messages: [{ effectId: 'e2', to: '5491155550101' }] });
    expect(await call('send-inbound', { from: '5491155550101', text: 'ping 7' })).toMatchObject({ status: 200 });
    expect(events).toMatchObject([{ message: { content: { body: 'ping 7' } } }]);
    await call('behaviour', { statuses: 'sent' });
    await send('e3');
    await call('settled', {});
    expect(statuses()).toEqual(['e3 sent']);
    await call('reset', {});
    expect(await call('health')).toEqual({ ok: true, taken: 0 });
  });
});

describe('the diagnosis', () => {
  const codes = async (changed: Partial<typeof settings> = {}, to: Partial<ChannelIo> = {}) =>
    (await whatsappCloud.diagnose({ ...settings, ...changed }, { ...io, ...to })).map(
      ({ code, severity }) => `${severity} ${code}`,
    );

  test('says what is sound', async () => {
    expect(await codes({ appSecret: '0123456789abcdef0123456789abcdef' })).toEqual([
      'ok token-valid',
      'ok number-connected',
      'ok webhook-subscribed',
      'ok app-secret-plausible',
    ]);
  });

  test.each([
    [{ accessToken: 'stale' }, ['error token-invalid', 'warning app-secret-implausible']],
    [{ phoneNumberId: '9' }, ['error number-not-found', 'ok webhook-subscribed', 'warning app-secret-implausible']],
    [
      { wabaId: '9' },
      ['ok token-valid', 'ok number-connected', 'error account-not-found', 'warning app-secret-implausible'],
    ],
  ])('of %j finds what is wrong', async (changed, expected) => expect(await codes(changed)).toEqual(expected));

  test('finds a number that is not connected, and an account without webhooks', async () => {
    fake.number().status = 'PENDING';
    await fetch(`${fake.url}/v25.0/${settings.wabaId}/subscribed_apps`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${settings.accessToken}` },
    });
    expect(await codes()).toEqual([
      'ok token-valid',
      'error number-not-connected',
      'error webhook-not-subscribed',
      'warning app-secret-implausible',
    ]);
    fake.number().status = 'CONNECTED';
  });

  test('says once that nobody answers', async () => {
    const away = await startFakeGraph();
    await away.close();
    expect(await codes({}, { baseUrl: away.url })).toEqual(['error api-unreachable', 'warning app-secret-implausible']);
  });
});
