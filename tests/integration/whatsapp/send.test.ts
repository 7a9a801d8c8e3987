import { getEventListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Alias, ChannelIo, OutgoingMessage } from '../../../runtime/channels/channel.ts';
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
const ana: Alias = { kind: 'phone', key: '541155550101', value: '+5491155550101' };
const hello: OutgoingMessage = { effectId: 's1:1:0', to: ana, content: { kind: 'text', body: 'Hola' } };

let fake: FakeGraph;
let io: ChannelIo;

beforeAll(async () => {
  fake = await startFakeGraph();
  io = { baseUrl: fake.url, version: 'v25.0' };
});
afterEach(async () => {
  fake.reset();
  fake.behave({ windowEnforced: false, pairLimit: 'off', throughputPerSecond: 'off', latencyMs: 0 });
  fake.number().status = 'CONNECTED';
  await fake.listen();
});
afterAll(async () => {
  await fake.close();
  await closeConnections();
});

const send = (message: Partial<OutgoingMessage> = {}) => whatsappCloud.send({ ...hello, ...message }, settings, io);

describe('a message that is taken', () => {
  test('is accepted with its id and the number WhatsApp knows the person by', async () => {
    const outcome = await send({ to: { kind: 'phone', key: '525512345678', value: '+525512345678' } });
    expect(outcome).toEqual({
      kind: 'accepted',
      providerMessageId: expect.stringMatching(/^wamid\./),
      alias: { kind: 'phone', key: '525512345678', value: '+5215512345678' },
    });
  });

  test('carries the effect id, the full number with + and the quote', async () => {
    await send({ quote: 'wamid.IN1' });
    expect(fake.messages.map(({ to, effectId, payload }) => ({ to, effectId, payload }))).toEqual([
      {
        to: '5491155550101',
        effectId: 's1:1:0',
        payload: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+5491155550101',
          type: 'text',
          text: { body: 'Hola' },
          context: { message_id: 'wamid.IN1' },
          biz_opaque_callback_data: 's1:1:0',
        },
      },
    ]);
  });

  test('goes to a business-scoped id as recipient', async () => {
    const outcome = await send({ to: { kind: 'bsuid', key: 'AR.98abc', value: 'AR.98abc' } });
    expect(outcome).toMatchObject({ kind: 'accepted', alias: { kind: 'bsuid', value: 'AR.98abc' } });
    expect(fake.messages[0]!.payload).toMatchObject({ recipient: 'AR.98abc' });
    expect(fake.messages[0]!.payload).not.toHaveProperty('to');
  });

  test.each([
    { kind: 'location', latitude: -34.6, longitude: -58.4, name: 'Obelisco' },
    { kind: 'media', media: 'image', link: 'https://example.com/a.jpg', caption: 'Pan' },
    { kind: 'media', media: 'voice', link: 'https://example.com/a.ogg' },
    {
      kind: 'buttons',
      header: { kind: 'image', link: 'https://example.com/a.jpg' },
      body: '¿Sí?',
      footer: 'Pan de Ana',
      buttons: [
        { id: 'a', title: 'Sí' },
        { id: 'b', title: 'No' },
      ],
    },
    {
      kind: 'list',
      header: 'Menú',
      body: 'Elige',
      button: 'Ver',
      sections: [{ rows: [{ id: 'a', title: 'Pan', description: 'Blanco' }] }],
    },
  ] as const)('may be $kind', async (content) => {
    expect(whatsappCloud.check(structuredClone(content) as never, '2026-01-05T09:00:00.000Z')).toEqual([]);
    expect(await send({ content: structuredClone(content) as never })).toMatchObject({ kind: 'accepted' });
  });
});

describe('a message that is refused', () => {
  test('stops the channel when the token is wrong', async () => {
    const outcome = await whatsappCloud.send(hello, { ...settings, accessToken: 'stale' }, io);
    expect(outcome).toMatchObject({
      kind: 'refused',
      error: { code: 'whatsapp.token-invalid', providerCode: 190 },
      retry: { after: 'configuration' },
    });
  });

  test('stops the channel when the number does not exist or is not registered', async () => {
    const unknown = await whatsappCloud.send(hello, { ...settings, phoneNumberId: '999' }, io);
    expect(unknown).toMatchObject({ error: { code: 'whatsapp.object-missing' }, retry: { after: 'configuration' } });
    fake.number().status = 'DISCONNECTED';
    expect(await send()).toMatchObject({
      error: { code: 'whatsapp.number-not-registered', providerCode: 133010 },
      retry: { after: 'configuration' },
    });
  });

  test('is never tried again outside the window, and goes out once the person has written', async () => {
    fake.behave({ windowEnforced: true });
    expect(await send()).toMatchObject({
      kind: 'refused',
      error: { code: 'whatsapp.outside-window', providerCode: 131047 },
      retry: { after: 'never' },
    });
    fake.noteInbound('541155550101', Date.now());
    expect(await send()).toMatchObject({ kind: 'accepted' });
  });

  test('waits when the pair or the number sends too fast', async () => {
    fake.behave({ pairLimit: { burst: 1, refillSeconds: 600 } });
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(await send()).toMatchObject({
      error: { code: 'whatsapp.pair-limit' },
      retry: { after: 'backoff', atLeastMs: 6_000 },
    });
    fake.behave({ pairLimit: 'off' });
    fake.plan(['rate-limited', 'something-went-wrong']);
    expect(await send()).toMatchObject({ error: { code: 'whatsapp.throughput' }, retry: { after: 'backoff' } });
    expect(await send()).toMatchObject({
      error: { code: 'whatsapp.something-went-wrong' },
      retry: { after: 'backoff' },
    });
    expect(fake.taken()).toBe(1);
  });

  test.each([
    ['+15559131026', 'whatsapp.undeliverable', { after: 'never' }],
    ['+15559131050', 'whatsapp.marketing-stopped', { after: 'never' }],
    ['+15559131049', 'whatsapp.ecosystem-limit', { after: 'backoff', atLeastMs: 86_400_000, attempts: 1 }],
  ])('tells why %s cannot be reached', async (value, code, retry) => {
    const outcome = await send({ to: { kind: 'phone', key: value.slice(1), value } });
    expect(outcome).toMatchObject({ kind: 'refused', error: { code }, retry });
  });

  test('is refused when it breaks a limit', async () => {
    const outcome = await send({ content: { kind: 'text', body: 'x'.repeat(4_097) } });
    expect(outcome).toMatchObject({ kind: 'refused', error: { providerCode: 131009 }, retry: { after: 'never' } });
  });

  test('is not even tried for a username alone', async () => {
    const outcome = await send({ to: { kind: 'username', key: 'ana', value: 'ana' } });
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'whatsapp.recipient-unusable' } });
    expect(fake.requests).toEqual([]);
  });

  test('is tried again later when nothing listens, since nothing was sent', async () => {
    const away = await startFakeGraph();
    await away.hangUp();
    const toAway = { ...io, baseUrl: away.url };
    expect(await whatsappCloud.send(hello, settings, toAway)).toMatchObject({
      kind: 'refused',
      error: { code: 'whatsapp.unreachable' },
      retry: { after: 'backoff' },
    });
    await away.listen();
    expect(await whatsappCloud.send(hello, settings, toAway)).toMatchObject({ kind: 'accepted' });
    await away.close();
  });

  test('is tried again later when the name cannot be resolved', async () => {
    const outcome = await whatsappCloud.send(hello, settings, { ...io, baseUrl: 'http://graph.invalid' });
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'whatsapp.unreachable' } });
  });

  test('is refused when the request cannot even be made', async () => {
    const outcome = await whatsappCloud.send(hello, { ...settings, accessToken: 'two\nlines' }, io);
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'whatsapp.unreachable' } });
    expect(fake.requests).toEqual([]);
  });

  test('is refused when it was given up before it was written', async () => {
    const outcome = await whatsappCloud.send(hello, settings, { ...io, signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'whatsapp.unreachable' } });
    expect(fake.taken()).toBe(0);
  });
});

test('one signal stops many sends at a time, and nothing listens to it afterwards', async () => {
  const stop = new AbortController();
  fake.plan(Array.from({ length: 40 }, () => ({ kind: 'slow', ms: 600_000 }) as const));
  const sends = Array.from({ length: 40 }, (_, n) =>
    whatsappCloud.send({ ...hello, effectId: `s1:1:${n}` }, settings, { ...io, signal: stop.signal }),
  );
  while (fake.taken() < 40) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  expect((await Promise.all(sends)).every(({ kind }) => kind === 'uncertain')).toBe(true);
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
});

describe('a message of unknown outcome', () => {
  test.each([
    ['server-error', 'whatsapp.answer-unreadable', 0],
    ['garbage', 'whatsapp.answer-unreadable', 1],
    ['reset-before', 'whatsapp.no-answer', 0],
    ['reset-after', 'whatsapp.no-answer', 1],
  ] as const)('is uncertain after %s', async (fault, code, taken) => {
    fake.plan([fault]);
    expect(await send()).toMatchObject({ kind: 'uncertain', error: { code } });
    expect(fake.taken()).toBe(taken);
  });

  test('is uncertain when it is given up while the answer is awaited', async () => {
    const given = new AbortController();
    fake.plan([{ kind: 'slow', ms: 60_000 }]);
    const outcome = whatsappCloud.send(hello, settings, { ...io, signal: given.signal });
    while (fake.taken() === 0) await new Promise((resolve) => setImmediate(resolve));
    given.abort();
    expect(await outcome).toMatchObject({ kind: 'uncertain', error: { code: 'whatsapp.no-answer' } });
  });
});

test('marks a message as read, with typing, and says when it could not', async () => {
  expect(await whatsappCloud.markRead('wamid.IN1', { typing: true }, settings, io)).toBe(true);
  expect(fake.reads).toEqual([{ messageId: 'wamid.IN1', typing: true }]);
  expect(await whatsappCloud.markRead('wamid.IN1', { typing: false }, { ...settings, accessToken: 'x' }, io)).toBe(
    false,
  );
});
