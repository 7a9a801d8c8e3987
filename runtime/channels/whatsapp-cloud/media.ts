import { createHash, randomUUID } from 'node:crypto';
import { TransientError } from '../../contract/index.ts';
import type { ChannelIo, FetchedMedia } from '../channel.ts';
import { deliveryErrorOf } from './errors.ts';
import { callGraph, graphUrl, providerTimeoutMs, readAnswer, userAgent, type GraphAnswer } from './graph.ts';
import { exchange } from './http.ts';
import { text } from './json-readers.ts';
import { limitAt } from './limits.ts';

/** A file that cannot be had, now or later. `code`: media.gone, media.too-large or media.refused. */
export class MediaError extends Error {
  readonly code: 'media.gone' | 'media.too-large' | 'media.refused';
  constructor(code: MediaError['code'], message: string) {
    super(message);
    this.name = 'MediaError';
    this.code = code;
  }
}

/** Files are larger than messages and may take longer than an answer. */
const transferTimeoutMs = 60_000;
const redirects = 3;

type Account = { phoneNumberId: string; accessToken: string };

/**
 * Uploads a file and answers its media id, which lives 30 days (Meta: "Media"). Uploading sends nothing to anybody, so that every
 * failure of it is a message certainly not sent.
 */
export async function uploadMedia(
  file: { bytes: Uint8Array; mimeType: string; filename?: string },
  { phoneNumberId, accessToken }: Account,
  io: ChannelIo,
): Promise<{ mediaId: string } | Exclude<GraphAnswer, { kind: 'ok' }>> {
  const boundary = `cauce-${randomUUID()}`;
  const part = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  // Quotes and line ends would end the header; other names than ASCII are only a label here.
  const filename = (file.filename ?? 'file').replace(/["\\\r\n]/g, '_');
  const mimeType = file.mimeType.replace(/[\r\n]/g, ' ');
  const head =
    part('messaging_product', 'whatsapp') +
    part('type', mimeType) +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: ${mimeType}\r\n\r\n`;
  const answer = readAnswer(
    await exchange({
      method: 'POST',
      url: graphUrl(io, `${phoneNumberId}/media`),
      headers: {
        authorization: `Bearer ${accessToken}`,
        'user-agent': userAgent,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      body: Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      timeoutMs: transferTimeoutMs,
      maxBytes: 1024 * 1024,
      signal: io.signal,
    }),
  );
  if (answer.kind !== 'ok') return answer;
  const mediaId = text(answer.body['id']);
  return mediaId === undefined
    ? { kind: 'unreadable', status: answer.status, reason: 'an answer without media id' }
    : { mediaId };
}

/**
 * Fetches a file that came in: from the address in the webhook, else from the one that its id yields. An address lives five minutes;
 * a dead one is asked for anew once. Throws MediaError when the file cannot be had and TransientError when time may mend it.
 */
export async function fetchMedia(
  media: { providerMediaId: string; url?: string; sha256?: string },
  account: Account,
  io: ChannelIo,
): Promise<FetchedMedia> {
  if (media.url !== undefined && hostTrusted(media.url, io)) {
    const direct = await download(media.url, account, io);
    if (direct.kind === 'file' && matches(media.sha256, direct.bytes)) return direct;
  }
  let found = await download(await freshUrl(media.providerMediaId, account, io), account, io);
  if (found.kind === 'dead') found = await download(await freshUrl(media.providerMediaId, account, io), account, io);
  if (found.kind === 'file') return { bytes: found.bytes, mimeType: found.mimeType };
  if (found.kind === 'dead') throw new MediaError('media.gone', `The file is gone: ${found.reason}`);
  throw new TransientError(`The file could not be fetched: ${found.reason}`, { retryAfterMs: 2_000 });
}

async function freshUrl(mediaId: string, { phoneNumberId, accessToken }: Account, io: ChannelIo): Promise<string> {
  const path = `${encodeURIComponent(mediaId)}?phone_number_id=${phoneNumberId}`;
  const answer = await callGraph({ method: 'GET', path, accessToken }, io);
  if (answer.kind === 'error') {
    const error = deliveryErrorOf(answer.error);
    if (answer.code === 100) throw new MediaError('media.gone', `The file is gone: ${error.message}`);
    if (answer.status < 500 && answer.status !== 429) throw new MediaError('media.refused', error.message);
    throw new TransientError(error.message, { retryAfterMs: 2_000 });
  }
  const url = answer.kind === 'ok' ? text(answer.body['url']) : undefined;
  if (url !== undefined) return url;
  const reason = answer.kind === 'ok' ? 'an answer without address' : answer.reason;
  throw new TransientError(`The file's address could not be had: ${reason}`, { retryAfterMs: 2_000 });
}

type Download =
  ({ kind: 'file' } & FetchedMedia) | { kind: 'dead'; reason: string } | { kind: 'failed'; reason: string };

async function download(address: string, { accessToken }: Account, io: ChannelIo): Promise<Download> {
  const maxBytes = limitAt('media.inbound.bytes', new Date().toISOString());
  let url = address;
  for (let hop = 0; hop <= redirects; hop += 1) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return { kind: 'dead', reason: 'no address' };
    const headers: { [name: string]: string } = { 'user-agent': userAgent };
    if (hostTrusted(url, io)) headers['authorization'] = `Bearer ${accessToken}`;
    const answer = await exchange({
      method: 'GET',
      url: new URL(url),
      headers,
      timeoutMs: hop === 0 ? transferTimeoutMs : providerTimeoutMs,
      maxBytes,
      signal: io.signal,
    });
    if (answer.kind === 'broken') {
      if (answer.tooLong) throw new MediaError('media.too-large', `The file has more than ${maxBytes} bytes`);
      return { kind: 'failed', reason: answer.reason };
    }
    const { status, body } = answer;
    const location = text(answer.headers['location']);
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
      url = new URL(location, url).href;
      continue;
    }
    if (status === 200) {
      return {
        kind: 'file',
        bytes: body,
        mimeType: text(answer.headers['content-type']) ?? 'application/octet-stream',
      };
    }
    return { kind: status >= 500 || status === 429 ? 'failed' : 'dead', reason: `status ${status}` };
  }
  return { kind: 'dead', reason: 'too many redirects' };
}

/** Hosts of Meta that hand out files (Meta: "Media"; addresses seen in webhooks). */
const metaHosts = ['.fbsbx.com', '.fbcdn.net', '.whatsapp.net', '.facebook.com'];
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True where the access token may be shown: the host of the API itself, and over TLS Meta's hosts for files. */
export function hostTrusted(address: string, { baseUrl }: Pick<ChannelIo, 'baseUrl'>): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, protocol } = new URL(address);
  const api = new URL(baseUrl);
  if (
    protocol === api.protocol &&
    (hostname === api.hostname || (loopback.has(hostname) && loopback.has(api.hostname)))
  ) {
    return true;
  }
  return protocol === 'https:' && metaHosts.some((suffix) => `.${hostname}`.endsWith(suffix));
}

/** Meta writes the hash in base64 or hex; whatever is neither says nothing. */
export function matches(sha256: string | undefined, bytes: Uint8Array): boolean {
  if (sha256 === undefined) return true;
  const expected = /^[0-9a-f]{64}$/i.test(sha256) ? Buffer.from(sha256, 'hex') : Buffer.from(sha256, 'base64');
  return expected.length !== 32 || createHash('sha256').update(bytes).digest().equals(expected);
}
