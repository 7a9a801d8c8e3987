import type { IncomingMessage, ServerResponse } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { slugPattern, type ChannelId } from '../../runtime/contract/index.ts';
import { webhookMaxBytes, type Receiver } from '../../runtime/conversations/receive.ts';
import type { ChannelSource, Logger, Meters } from '../../runtime/ports.ts';

/** The channel type that a provider's name in the address stands for. */
const typeOf: { [provider: string]: string } = { whatsapp: 'whatsapp-cloud' };
const slug = new RegExp(slugPattern);
/** A provider that has not sent its whole body by then is cut off. */
const bodyTimeoutMs = 10_000;

export type WebhookDeps = {
  receive: Receiver;
  channels: ChannelSource;
  meters: Meters;
  log: Logger;
  accepting(): boolean;
};

/**
 * `GET|POST /webhooks/{provider}/{channelId}`, on the bare server: a webhook is most of what arrives, and the raw bytes count.
 * Returns false for any other address.
 */
export function createWebhookHandler({ receive, channels, meters, log, accepting }: WebhookDeps) {
  return function handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '';
    if (!url.startsWith('/webhooks/')) return false;
    const [path = '', query = ''] = url.split('?', 2);
    const [, , provider = '', channelId = '', ...rest] = path.split('/');
    const type = Object.hasOwn(typeOf, provider) ? typeOf[provider] : undefined;
    if (!type || !slug.test(channelId) || rest.length > 0) answer(response, 404, 'There is no such webhook.');
    else if (request.method === 'GET') void handshake(channelId as ChannelId, query, response);
    else if (request.method !== 'POST') answer(response, 405, 'A webhook takes GET and POST.');
    else if (!accepting()) answer(response, 503, 'Stopping; send it again.');
    else void take(channelId as ChannelId, type, request, response);
    return true;
  };

  /** Meta's proof that the address is ours: the verify token, answered with the bare challenge. */
  async function handshake(channelId: ChannelId, query: string, response: ServerResponse): Promise<void> {
    try {
      const record = await channels.byId(channelId);
      const params = new URLSearchParams(query);
      const expected = record?.settings['verifyToken'];
      const given = params.get('hub.verify_token') ?? '';
      const right = typeof expected === 'string' && params.get('hub.mode') === 'subscribe' && equal(given, expected);
      if (right) answer(response, 200, (params.get('hub.challenge') ?? '').slice(0, 1_000));
      else answer(response, 403, 'The verify token is not the one of this channel.');
    } catch (error) {
      log.error({ channelId, error }, 'a webhook handshake failed');
      answer(response, 503, 'Try again.');
    }
  }

  async function take(
    channelId: ChannelId,
    type: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      const rawBody = await readBody(request);
      if (!rawBody) {
        meters.webhooksRefused('too-large');
        response.setHeader('connection', 'close');
        answer(response, 413, `A webhook has at most ${webhookMaxBytes} bytes.`);
        return;
      }
      const received = await receive(channelId, type, { headers: request.headers, rawBody });
      if (received === 'stored') answer(response, 200, '');
      else if (received === 'bad-signature') answer(response, 401, 'The signature does not match the body.');
      else answer(response, 404, 'There is no such channel.');
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      log.error({ channelId, error }, 'a webhook could not be stored; the provider will repeat it');
      answer(response, 503, 'Not stored; send it again.');
    }
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The whole body, or null when it is longer than a webhook may be. The rest of a long one is not read. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > webhookMaxBytes) {
      request.resume();
      resolve(null);
      return;
    }
    const parts: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => request.destroy(new Error('the body did not come in time')), bodyTimeoutMs);
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size > webhookMaxBytes) {
        clearTimeout(timer);
        request.removeAllListeners('data');
        request.resume();
        resolve(null);
        return;
      }
      parts.push(part);
    });
    request.on('end', () => {
      clearTimeout(timer);
      resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
    });
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.on('close', () => {
      clearTimeout(timer);
      reject(new Error('the connection closed before the body was there'));
    });
  });
}
