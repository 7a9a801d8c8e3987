import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import request from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { createStandIn } from '../../../api/test-phone/stand-in.ts';
import type { StandIn } from '../../../api/test-phone/service.ts';
import { createChannelSource } from '../../../api/store/channels.ts';
import { createInboundStore } from '../../../api/store/inbound.ts';
import { createWebhookHandler } from '../../../api/webhooks/handler.ts';
import { channels as channelTypes } from '../../../runtime/channels/index.ts';
import { startFakeGraph, type FakeGraph } from '../../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { closeConnections } from '../../../runtime/channels/whatsapp-cloud/http.ts';
import { asId, type ChannelId, type WorkspaceId } from '../../../runtime/contract/index.ts';
import { createReceiver } from '../../../runtime/conversations/receive.ts';
import type { MailboxItem } from '../../../runtime/ports.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { silentMeters } from '../../support/runtime.ts';

let api: TestApi;
let server: Server;
let fake: FakeGraph;
let standIn: StandIn | undefined;
let working: StandIn;
let workspaceId: WorkspaceId;
const received: MailboxItem[] = [];
const key = 'cauce_phone_key';
const settings = {
  phoneNumberId: '42',
  wabaId: '43',
  accessToken: 'token-of-shop',
  appSecret: 'secret-of-shop',
  verifyToken: 'verify',
};

beforeAll(async () => {
  api = await startTestApi(flowTools, { standIn: () => standIn });
  workspaceId = await api.workspace('phone', key);
  await api.workspace('elsewhere', 'cauce_elsewhere');
  await api.workspace('phone', 'cauce_designer', 'designer');
  await api.deps.channels.create(workspaceId, {
    id: asId<ChannelId>('shop'),
    type: 'whatsapp-cloud',
    name: 'Tienda',
    settings,
  });
  const { log, channels } = api.deps;
  const source = createChannelSource(channels, log);
  const webhooks = createWebhookHandler({
    receive: createReceiver({
      channels: source,
      channelTypes,
      inbound: createInboundStore(api.connection),
      meters: silentMeters,
      now: Date.now,
      stored: (items) => received.push(...items),
    }),
    channels: source,
    meters: silentMeters,
    log,
    accepting: () => true,
  });
  server = createServer((asked, response) => {
    if (!webhooks(asked, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  fake = await startFakeGraph({ numbers: [{ webhookUrl: 'http://127.0.0.1:9/elsewhere' }] });
  working = createStandIn(fake, (channelId) => `http://127.0.0.1:${port}/webhooks/whatsapp/${channelId}`);
});
beforeEach(() => {
  standIn = working;
  received.length = 0;
});
afterAll(async () => {
  await fake.close();
  await closeConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await api.close();
});

const from = { name: 'Ana', phone: '+5491155550101' };
const write = (content: object, more: object = {}, as = key) =>
  request(api.app)
    .post('/api/v1/test-phone/messages')
    .set('authorization', `Bearer ${as}`)
    .send({ channelId: 'shop', from, content, ...more });
const read = (as = key) => request(api.app).get('/api/v1/test-phone').set('authorization', `Bearer ${as}`).expect(200);
const arrived = () =>
  received.map(({ event }) =>
    event.kind === 'message' ? { ...event.message, profileName: event.profileName } : event,
  );

test('a text goes through the signed webhook of the channel and arrives as a person wrote it', async () => {
  const { body } = await write({ kind: 'text', body: '¡Hola!' }, { replyTo: 'wamid.before' }).expect(202);
  expect(arrived()).toEqual([
    {
      id: body.messageId,
      at: expect.any(String),
      content: { kind: 'text', body: '¡Hola!' },
      context: { messageId: 'wamid.before' },
      profileName: 'Ana',
    },
  ]);
});

test.each([
  [{ kind: 'choice', source: 'button', id: 'yes', title: 'Sí' }],
  [{ kind: 'choice', source: 'list', id: 'row', title: 'Fila', description: 'La primera' }],
  [{ kind: 'choice', source: 'template', id: 'payload', title: 'Ver' }],
  [{ kind: 'form', name: 'flow', fields: { flow_token: 't', edad: '30', gustos: ['pan', 'té'] } }],
  [{ kind: 'order', catalogId: 'c', items: [{ productId: 'PAN-1', quantity: 2 }] }],
  [{ kind: 'location', latitude: 4.6, longitude: -74.1, name: 'Bogotá' }],
])('%j arrives as it was tapped or shared', async (content) => {
  await write(content).expect(202);
  expect(arrived()).toMatchObject([{ content }]);
});

test.each([
  ['image', 'image/png'],
  ['voice', 'audio/ogg; codecs=opus'],
  ['document', 'application/pdf'],
])('a file of our own can be sent as %s and fetched from the provider', async (media, mimeType) => {
  await write({ kind: 'media', media, ...(media === 'image' && { caption: 'Mira' }) }).expect(202);
  const [message] = arrived() as { content: { providerMediaId: string; sha256: string } }[];
  expect(message).toMatchObject({
    content: { kind: 'media', media, mimeType, ...(media === 'image' && { caption: 'Mira' }) },
  });
  const channel = channelTypes.get('whatsapp-cloud');
  const fetched = await channel?.fetchMedia(message?.content ?? { providerMediaId: '' }, settings, {
    baseUrl: fake.url,
    version: 'v25.0',
  });
  expect(fetched?.mimeType).toBe(mimeType);
  const bytes = Buffer.from(fetched?.bytes ?? []);
  if (media === 'image') {
    const data = bytes.subarray(bytes.indexOf('IDAT') + 4);
    expect(inflateSync(data.subarray(0, -16)).length).toBe(200 * (1 + 320 * 3));
  }
  if (media === 'voice') expect(bytes.subarray(0, 4).toString()).toBe('OggS');
  if (media === 'document') expect(bytes.toString('latin1')).toMatch(/^%PDF-1\.4[^]*%%EOF\n$/);
});

test('a file that the user brings is sent as it is, up to 1 MB', async () => {
  const file = (bytes: Buffer) => ({ base64: bytes.toString('base64'), mimeType: 'text/plain', filename: 'a.txt' });
  await write({ kind: 'media', media: 'document', file: file(Buffer.from('Hola')) }).expect(202);
  expect(arrived()).toMatchObject([{ content: { filename: 'a.txt', mimeType: 'text/plain' } }]);
  await write({ kind: 'media', media: 'document', file: file(Buffer.alloc(1_048_577)) }).expect(413);
});

test('only channels whose number is played here are offered, and only to who may edit channels', async () => {
  expect((await read()).body).toEqual({ available: true, channels: [{ id: 'shop', name: 'Tienda' }] });
  expect((await read('cauce_elsewhere')).body).toEqual({ available: false, channels: [], reason: 'no-channel' });
  await write({ kind: 'text', body: 'x' }, {}, 'cauce_elsewhere').expect(404);
  await write({ kind: 'text', body: 'x' }, {}, 'cauce_designer').expect(403);
  await api.deps.channels.create(workspaceId, {
    id: asId<ChannelId>('twin'),
    type: 'whatsapp-cloud',
    name: 'Twin',
    settings: { ...settings, phoneNumberId: '100000000000001' },
  });
  expect((await read()).body.channels).toEqual([{ id: 'shop', name: 'Tienda' }]);
  const refused = await write({ kind: 'text', body: 'x' }, { channelId: 'twin' }).expect(409);
  expect(refused.body.code).toBe('test-phone.unavailable');
});

test('without the stand-in there is no test phone', async () => {
  standIn = undefined;
  expect((await read()).body).toEqual({ available: false, channels: [], reason: 'no-stand-in' });
  expect((await write({ kind: 'text', body: 'x' }).expect(409)).body.code).toBe('test-phone.unavailable');
});
