import {
  fail,
  type HttpRequest,
  type Json,
  type NodeContext,
  type Outcome,
  type SecretText,
} from '../../contract/index.ts';
import { nothing } from '../config-parts.ts';
import type { CallWebhookConfig } from './schema.ts';

/** Headers that belong to the connection or to us. */
export const reservedHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Line breaks and control characters: with them a value could add headers of its own. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000A-\u001F\u007F]/;

/** The call that a card asks for, its templates filled; or why it cannot be made. */
export async function requestOf(
  config: CallWebhookConfig,
  ctx: NodeContext,
): Promise<HttpRequest | { failure: Outcome }> {
  const url = trimmed(await ctx.renderWithSecrets(config.url));
  if (!isUrl(sampleAddress(url)))
    return { failure: fail('http.invalid-url', 'The address must begin with https:// or http://.') };

  const headers: HttpRequest['headers'] = {};
  for (const header of config.headers ?? []) {
    const name = header.name.toLowerCase();
    if (reservedHeaders.has(name)) continue;
    if ('secret' in header) {
      headers[name] = { secret: header.secret };
      continue;
    }
    const value = await ctx.renderWithSecrets(header.text);
    if (unprintable.test(sample(value)))
      return { failure: fail('http.invalid-header', `The header "${name}" must be one line.`) };
    headers[name] = trimmed(value);
  }

  const body = await bodyOf(config, ctx);
  if (body && 'failure' in body) return body;
  if (body && headers['content-type'] === undefined) headers['content-type'] = body.type;

  const { method, timeoutSeconds, retries, safeToRepeat = false } = config;
  return { method, url, headers, ...(body && { body: body.text }), timeoutSeconds, retries, safeToRepeat };
}

async function bodyOf(
  { method, body }: CallWebhookConfig,
  ctx: NodeContext,
): Promise<{ text: SecretText; type: string } | { failure: Outcome } | undefined> {
  if (body === undefined || method === 'GET' || method === 'HEAD') return undefined;
  if ('text' in body) {
    const text = await ctx.renderWithSecrets(body.text);
    if (text === '') return undefined;
    return { text, type: isJson(sample(text)) ? 'application/json' : 'text/plain; charset=utf-8' };
  }
  const value = await ctx.evaluate(body.expression);
  return value === undefined ? { failure: nothing('body') } : { text: JSON.stringify(value), type: 'application/json' };
}

/** A text with something in place of its secrets, which nobody knows here. */
const sample = (text: SecretText): string =>
  typeof text === 'string' ? text : text.map((piece) => (typeof piece === 'string' ? piece : '0')).join('');

/** The same of an address: a secret that it begins with holds its beginning. */
const sampleAddress = (url: SecretText): string =>
  typeof url[0] === 'object' ? `https://${sample(url)}` : sample(url);

/** A text without blanks around it. */
function trimmed(text: SecretText): SecretText {
  if (typeof text === 'string') return text.trim();
  const last = text.length - 1;
  return text
    .map((piece, index) => {
      if (typeof piece !== 'string') return piece;
      const begun = index === 0 ? piece.trimStart() : piece;
      return index === last ? begun.trimEnd() : begun;
    })
    .filter((piece) => piece !== '');
}

const secretPlaceholder = /\{\{\s*secrets\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

/** The secrets that a text asks for by name. */
export const secretsIn = (text: string): string[] =>
  [...text.matchAll(secretPlaceholder)].flatMap(([, name]) => name ?? []);

/** An address as it may look once it is filled; what stands in for secrets is sound. */
export const addressSample = (url: string): string => {
  const plain = url.trim().replace(secretPlaceholder, '0');
  return /^\{\{\s*secrets\./.test(url.trim()) ? `https://${plain}` : plain;
};

export function isUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text) || text.length > 8_192) return false;
  return URL.canParse(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The part of an answer that a path names; null when there is none. Only what the answer itself holds is reached. */
export function partAt(answer: Json, path: string): Json {
  let part: Json = answer;
  for (const step of path.split(/[.[\]]+/).filter((name) => name !== '')) {
    if (Array.isArray(part)) part = part[Number(step)] ?? null;
    else if (typeof part === 'object' && part !== null && Object.hasOwn(part, step)) part = part[step] ?? null;
    else return null;
  }
  return part;
}
