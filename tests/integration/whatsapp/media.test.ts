import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChannelIo } from '../../../runtime/channels/channel.ts';
import { startFakeGraph, type FakeGraph } from '../../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { closeConnections } from '../../../runtime/channels/whatsapp-cloud/http.ts';
import { whatsappCloud } from '../../../runtime/channels/whatsapp-cloud/index.ts';
import { hostTrusted, matches } from '../../../runtime/channels/whatsapp-cloud/media.ts';
import { withDefaults } from '../../../runtime/channels/whatsapp-cloud/settings.ts';

const settings = withDefaults({
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  accessToken: 'demo-token',
  appSecret: 'demo-app-secret',
  verifyToken: 'demo-verify',
});
const to = { kind: 'phone', key: '541155550101', value: '+5491155550101' } as const;
const bytes = Buffer.from('%PDF-1.4 pan\r\n--not-a-boundary\r\n\0\u00ff', 'latin1');

let fake: FakeGraph;
let io: ChannelIo;
/** The webhooks that the fake posted, as the channel reads them. */
let webhooks: Server;
let bodies: unknown[] = [];

beforeAll(async () => {
  webhooks = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end();
    });
  });
  await new Promise<void>((resolve) => webhooks.listen(0, '127.0.0.1', resolve));
  fake = await startFakeGraph({ webhookUrl: `http://127.0.0.1:${(webhooks.address() as AddressInfo).port}/` });
  io = { baseUrl: fake.url, version: 'v25.0' };
});
afterEach(() => {
  fake.reset();
  bodies = [];
});
afterAll(async () => {
  await fake.close();
  await closeConnections();
  webhooks.closeAllConnections();
  webhooks.close();
});

/** A person sends a picture; what the channel reads of it. */
async function pictureCame(withUrl: boolean): Promise<{ providerMediaId: string; url?: string; sha256?: string }> {
  await fake.sendImage('5491155550101', { bytes, mimeType: 'image/png', caption: 'Recibo', withUrl });
  const [event] = whatsappCloud.parse(bodies[0], new Date().toISOString());
  if (event?.kind !== 'message' || event.message.content.kind !== 'media') throw new Error('no media came');
  const { providerMediaId, url, sha256 } = event.message.content;
  return { providerMediaId, ...(url !== undefined && { url }), ...(sha256 !== undefined && { sha256 }) };
}

const paths = () => fake.requests.map(({ method, path, status }) => `${method} ${path.split('/')[1]} ${status}`);

describe('a file that goes out', () => {
  const file = { bytes, mimeType: 'application/pdf', filename: 'fac"tura.pdf' };
  const content = {
    kind: 'media',
    media: 'document',
    fileId: 'f1',
    caption: 'Su factura',
    filename: 'factura.pdf',
  } as const;

  test('is uploaded as it is and sent by its id', async () => {
    const outcome = await whatsappCloud.send({ effectId: 'e', to, content, file }, settings, io);
    expect(outcome).toMatchObject({ kind: 'accepted' });
    const { document } = fake.messages[0]!.payload as { document: { id: string } };
    expect(document).toEqual({ id: expect.stringMatching(/^\d+$/), caption: 'Su factura', filename: 'factura.pdf' });
    const stored = await whatsappCloud.fetchMedia({ providerMediaId: document.id }, settings, io);
    expect({ same: bytes.equals(stored.bytes), mimeType: stored.mimeType }).toEqual({
      same: true,
      mimeType: 'application/pdf',
    });
  });

  test('is refused for good when it is not there, too large or of a wrong type', async () => {
    const send = (given?: typeof file, media: 'document' | 'image' = 'document') =>
      whatsappCloud.send(
        { effectId: 'e', to, content: { ...content, media }, ...(given && { file: given }) },
        settings,
        io,
      );
    const refused = (code: string) => ({ kind: 'refused', error: { code }, retry: { after: 'never' } });
    expect(await send()).toMatchObject(refused('whatsapp.file-missing'));
    expect(await send(file, 'image')).toMatchObject(refused('whatsapp.file-type'));
    const large = { ...file, bytes: Buffer.alloc(5 * 1024 * 1024 + 1), mimeType: 'image/png' };
    expect(await send(large, 'image')).toMatchObject(refused('whatsapp.file-too-large'));
    expect(fake.requests).toEqual([]);
  });

  test('that cannot be uploaded is a message certainly not sent', async () => {
    const away = await startFakeGraph();
    await away.close();
    const outcome = await whatsappCloud.send({ effectId: 'e', to, content, file }, settings, {
      ...io,
      baseUrl: away.url,
    });
    expect(outcome).toMatchObject({ kind: 'refused', retry: { after: 'backoff' } });
    const stale = await whatsappCloud.send({ effectId: 'e', to, content, file }, { ...settings, accessToken: 'x' }, io);
    expect(stale).toMatchObject({ kind: 'refused', retry: { after: 'configuration' } });
  });
});

describe('a file that comes in', () => {
  test('is fetched from the address in the webhook', async () => {
    const media = await pictureCame(true);
    const { bytes: fetched, mimeType } = await whatsappCloud.fetchMedia(media, settings, io);
    expect({ same: bytes.equals(fetched), mimeType }).toEqual({ same: true, mimeType: 'image/png' });
    expect(paths()).toEqual(['GET _media 200']);
  });

  test('is fetched by its id when the webhook has no address, or a dead one', async () => {
    const bare = await pictureCame(false);
    expect(bytes.equals((await whatsappCloud.fetchMedia(bare, settings, io)).bytes)).toBe(true);
    expect(paths()).toEqual(['GET v25.0 200', 'GET _media 200']);
    fake.reset();
    bodies = [];
    const dead = await pictureCame(true);
    fake.expireFileUrls();
    expect(bytes.equals((await whatsappCloud.fetchMedia(dead, settings, io)).bytes)).toBe(true);
    expect(paths()).toEqual(['GET _media 404', 'GET v25.0 200', 'GET _media 200']);
  });

  test('that no longer exists is gone for good', async () => {
    const media = await pictureCame(true);
    fake.reset();
    await expect(whatsappCloud.fetchMedia(media, settings, io)).rejects.toMatchObject({ code: 'media.gone' });
  });

  test('may be had later when the provider does not answer', async () => {
    const away = await startFakeGraph();
    await away.close();
    await expect(
      whatsappCloud.fetchMedia({ providerMediaId: '1' }, settings, { ...io, baseUrl: away.url }),
    ).rejects.toMatchObject({ name: 'TransientError', retryAfterMs: expect.any(Number) });
  });

  test('larger than a file may be is broken off', async () => {
    const endless = createServer((request, response) => {
      if (request.url?.startsWith('/v25.0')) {
        response.end(JSON.stringify({ url: `http://127.0.0.1:${(endless.address() as AddressInfo).port}/file` }));
        return;
      }
      const chunk = Buffer.alloc(8 * 1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    await expect(
      whatsappCloud.fetchMedia({ providerMediaId: '1' }, settings, { ...io, baseUrl }),
    ).rejects.toMatchObject({ code: 'media.too-large' });
    endless.closeAllConnections();
    endless.close();
  });

  test('with a wrong token is refused', async () => {
    const media = await pictureCame(false);
    await expect(whatsappCloud.fetchMedia(media, { ...settings, accessToken: 'x' }, io)).rejects.toMatchObject({
      code: 'media.refused',
    });
  });
});

describe('the access token', () => {
  const meta = { baseUrl: 'https://graph.facebook.com' };
  test.each([
    ['https://lookaside.fbsbx.com/whatsapp/?mid=1', true],
    ['https://graph.facebook.com/x', true],
    ['https://mmg.whatsapp.net/x', true],
    ['http://lookaside.fbsbx.com/x', false],
    ['https://fbsbx.com.evil.example/x', false],
    ['https://evilfbsbx.com/x', false],
    ['https://example.com/x', false],
    ['http://127.0.0.1/x', false],
    ['no address', false],
  ])('shown to %s: %p', (address, shown) => expect(hostTrusted(address, meta)).toBe(shown));

  test('is not shown to another host that the provider sends us to', async () => {
    let authorization: string | undefined = 'none came';
    const elsewhere = createServer((request, response) => {
      ({ authorization } = request.headers);
      response.end('bytes');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.2', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const api = createServer((_, response) => response.end(JSON.stringify({ url: `http://127.0.0.2:${port}/file` })));
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const fetched = await whatsappCloud.fetchMedia({ providerMediaId: '1' }, settings, { ...io, baseUrl });
    expect({ text: Buffer.from(fetched.bytes).toString(), authorization }).toEqual({
      text: 'bytes',
      authorization: undefined,
    });
    for (const server of [elsewhere, api]) {
      server.closeAllConnections();
      server.close();
    }
  });
});

test('a hash may be written in hex or in base64; anything else says nothing', () => {
  const hash = createHash('sha256').update(bytes).digest();
  expect([hash.toString('hex'), hash.toString('base64'), 'short', undefined].map((sha) => matches(sha, bytes))).toEqual(
    [true, true, true, true],
  );
  const other = createHash('sha256').update('other').digest();
  expect([other.toString('hex'), other.toString('base64')].map((sha) => matches(sha, bytes))).toEqual([false, false]);
});
