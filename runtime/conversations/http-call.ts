import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { Agent, request } from 'undici';
import type { HttpMethod, HttpOutcome, Json } from '../contract/index.ts';

/** How much of an answer is kept (DESIGN: webhook 10 s and 64 KB kept). */
export const keptBytes = 64 * 1024;
const redirectsFollowed = 3;

export type HttpCall = {
  method: HttpMethod;
  url: string;
  headers: { [name: string]: string };
  body?: string;
  timeoutSeconds: number;
  idempotencyKey: string;
};
export type HttpCaller = (call: HttpCall) => Promise<HttpOutcome>;

/** Addresses that a flow must not reach: this machine, the private network, link-local (cloud metadata), multicast. */
const forbidden = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  forbidden.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['::', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  forbidden.addSubnet(net, bits, 'ipv6');

class ForbiddenAddress extends Error {}

/**
 * Calls other systems on behalf of flows. Addresses are judged after DNS, at the very connection, and again for every redirect;
 * `allow` lists hosts and CIDRs that may be called although private.
 */
export function createHttpCaller(allow: readonly string[]): { call: HttpCaller; close(): Promise<void> } {
  const allowedHosts = new Set(
    allow.filter((entry) => !entry.includes('/') && isIP(entry) === 0).map((host) => host.toLowerCase()),
  );
  const allowed = new BlockList();
  for (const entry of allow) {
    const [net = '', bits] = entry.split('/');
    const family = isIP(net);
    if (family === 0) continue;
    if (bits === undefined) allowed.addAddress(net, family === 4 ? 'ipv4' : 'ipv6');
    else allowed.addSubnet(net, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  }
  const mayReach = (address: string): boolean => {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
    const plain = mapped ?? address;
    const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6';
    return (
      allowed.check(plain, family) ||
      !(forbidden.check(plain, family) || (family === 'ipv6' && /^::ffff:/i.test(plain)))
    );
  };

  const agent = new Agent({
    connections: 64,
    connect: {
      timeout: 5_000,
      lookup: (hostname, options, callback) => {
        lookup(hostname, { ...options, all: true }, (error, addresses) => {
          if (error) return callback(error, []);
          const found = allowedHosts.has(hostname.toLowerCase())
            ? addresses
            : addresses.filter(({ address }) => mayReach(address));
          if (found.length === 0) return callback(new ForbiddenAddress(hostname), []);
          return callback(null, found);
        });
      },
    },
  });

  const check = (address: string): URL | HttpOutcome => {
    let url: URL;
    try {
      url = new URL(address);
    } catch {
      return failure('http.invalid-url', 'The address is not a URL.');
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      return failure('http.invalid-url', 'Only http and https can be called.');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !mayReach(host)) return failure('http.forbidden-address', `${host} is a private address.`);
    return url;
  };

  const call: HttpCaller = async ({ method, url: address, headers, body, timeoutSeconds, idempotencyKey }) => {
    const began = performance.now();
    const signal = AbortSignal.timeout(timeoutSeconds * 1_000);
    let next = address;
    let verb = method;
    let sent = false;
    try {
      for (let redirects = 0; redirects <= redirectsFollowed; redirects += 1) {
        const url = check(next);
        if (!(url instanceof URL)) return url;
        const withBody = body !== undefined && verb !== 'GET' && verb !== 'HEAD';
        sent = true;
        const answer = await request(url, {
          method: verb,
          dispatcher: agent,
          signal,
          headers: {
            'user-agent': 'Cauce',
            ...(url.origin === new URL(address).origin ? headers : {}),
            'idempotency-key': idempotencyKey,
          },
          ...(withBody && { body }),
        });
        const location = answer.headers['location'];
        if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
          await answer.body.dump();
          next = new URL(location, url).href;
          if (answer.statusCode === 303 || (answer.statusCode < 303 && verb === 'POST')) verb = 'GET';
          continue;
        }
        const text = await readUpTo(answer.body, keptBytes);
        return {
          ok: true,
          status: answer.statusCode,
          headers: plainHeaders(answer.headers),
          body: parseBody(text, String(answer.headers['content-type'] ?? '')),
          durationMs: Math.round(performance.now() - began),
        };
      }
      return failure('http.too-many-redirects', `More than ${redirectsFollowed} redirects.`);
    } catch (error) {
      return explain(error, sent);
    }
  };
  return { call, close: () => agent.close() };
}

const failure = (code: string, message: string): HttpOutcome => ({ ok: false, code, message });

/** Nobody was reached, or the request could not be written down at all. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
]);

/** Only what certainly never left is `refused`; the rest may have been done by the other side. */
function explain(error: unknown, sent: boolean): HttpOutcome {
  const causes: unknown[] = [];
  for (let cause: unknown = error; cause instanceof Error && causes.length < 5; cause = cause.cause) causes.push(cause);
  if (causes.some((cause) => cause instanceof ForbiddenAddress))
    return failure('http.forbidden-address', 'The name leads to a private address.');
  const code =
    causes.map((cause) => (cause as { code?: unknown }).code).find((value) => typeof value === 'string') ?? '';
  if (!sent || neverLeft.has(String(code))) return failure('http.refused', 'The other side could not be reached.');
  if (causes.some((cause) => cause instanceof Error && cause.name === 'TimeoutError'))
    return failure('http.timeout', 'No answer in time.');
  return failure('http.outcome-unknown', 'The connection broke before an answer came.');
}

async function readUpTo(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part.subarray(0, limit - size));
    size += part.length;
    if (size >= limit) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

const plainHeaders = (headers: { [name: string]: string | string[] | undefined }): { [name: string]: string } =>
  Object.fromEntries(
    Object.entries(headers)
      .slice(0, 50)
      .map(([name, value]) => [name, String(Array.isArray(value) ? value.join(', ') : (value ?? '')).slice(0, 1_000)]),
  );

function parseBody(text: string, contentType: string): Json {
  if (!/json/i.test(contentType)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
