import type { DeliveryError } from '../../contract/index.ts';
import type { ChannelIo, SendOutcome } from '../channel.ts';
import { bsuidAlias, phoneAlias } from './aliases.ts';
import { deliveryErrorOf, errorRow, retryOf } from './errors.ts';
import { exchange, type Exchange } from './http.ts';
import { dict, isDict, list, number, text, type Dict } from './json-readers.ts';

/** How long an answer of the provider is waited for. Shorter than the 10 s of a lease, so that one process alone can be calling. */
export const providerTimeoutMs = 8_000;
const maxAnswerBytes = 1024 * 1024;
/** Some of Meta's hosts turn away requests without one. */
export const userAgent = 'Cauce/0.1';

/** What Graph answered: `body` where it was JSON, `error` where it said that it refuses. */
export type GraphAnswer =
  | { kind: 'ok'; status: number; body: Dict }
  | { kind: 'error'; status: number; error: Dict; code: number; retryAfterMs: number }
  | { kind: 'unreadable'; status: number; reason: string }
  | { kind: 'broken'; written: boolean; reason: string };

/** Where a path of the API is, for this process's base address and version. */
export const graphUrl = ({ baseUrl, version }: ChannelIo, path: string): URL =>
  new URL(`${baseUrl.replace(/\/+$/, '')}/${version}/${path}`);

type GraphCall = { method: 'GET' | 'POST' | 'DELETE'; path: string; accessToken: string; json?: unknown };

/** Calls the Graph API once. Resolves whatever happens. */
export async function callGraph({ method, path, accessToken, json }: GraphCall, io: ChannelIo): Promise<GraphAnswer> {
  const headers: { [name: string]: string } = { authorization: `Bearer ${accessToken}`, 'user-agent': userAgent };
  if (json !== undefined) headers['content-type'] = 'application/json';
  const url = graphUrl(io, path);
  const body = json === undefined ? undefined : JSON.stringify(json);
  return readAnswer(
    await exchange({
      method,
      url,
      headers,
      ...(body !== undefined && { body }),
      timeoutMs: providerTimeoutMs,
      maxBytes: maxAnswerBytes,
      signal: io.signal,
    }),
  );
}

/** Tells an answer of Graph from anything else that may stand in its place. */
export function readAnswer(result: Exchange): GraphAnswer {
  if (result.kind === 'broken') return result;
  const { status } = result;
  let body: unknown;
  try {
    body = JSON.parse(result.body.toString('utf8'));
  } catch {
    return { kind: 'unreadable', status, reason: `status ${status} with a body that is not JSON` };
  }
  const error = isDict(body) ? body['error'] : undefined;
  const code = isDict(error) ? number(error['code']) : undefined;
  if (isDict(error) && code !== undefined) {
    return { kind: 'error', status, error, code, retryAfterMs: (number(result.headers['retry-after']) ?? 0) * 1_000 };
  }
  if (status >= 200 && status < 300 && isDict(body)) return { kind: 'ok', status, body };
  return { kind: 'unreadable', status, reason: `status ${status} without an error code` };
}

/** Waiting before another try, when the provider could not be reached at all. */
const unreachableRetry = { after: 'backoff', atLeastMs: 1_000, attempts: 8 } as const;

/** The refusal that an error of Graph means. */
export function refusalOf(answer: Extract<GraphAnswer, { kind: 'error' }>): SendOutcome {
  const row = errorRow(answer.code, number(answer.error['error_subcode']));
  return { kind: 'refused', error: deliveryErrorOf(answer.error), retry: retryOf(row, answer.retryAfterMs) };
}

/** Nothing of the request left this machine, so it is sure that nothing was taken. */
export const unreachable = (reason: string): SendOutcome => ({
  kind: 'refused',
  error: { code: 'whatsapp.unreachable', message: `WhatsApp cannot be reached: ${reason}` },
  retry: unreachableRetry,
});

/**
 * What an answer to a send means. Refused only where it is certain: an answer with an error code, or nothing written. A reset, a
 * timeout, a 5xx without a code or a 200 that cannot be read may each stand for a message that was taken.
 */
export function outcomeOf(answer: GraphAnswer): SendOutcome {
  switch (answer.kind) {
    case 'error':
      return refusalOf(answer);
    case 'broken':
      return answer.written ? uncertain('whatsapp.no-answer', answer.reason) : unreachable(answer.reason);
    case 'unreadable':
      return uncertain('whatsapp.answer-unreadable', answer.reason);
    case 'ok': {
      const providerMessageId = text(dict(list(answer.body['messages'])[0])['id']);
      if (providerMessageId === undefined)
        return uncertain('whatsapp.answer-unreadable', 'an answer without message id');
      const contact = dict(list(answer.body['contacts'])[0]);
      const alias = phoneAlias(contact['wa_id']) ?? bsuidAlias(contact['wa_id']) ?? bsuidAlias(contact['user_id']);
      return { kind: 'accepted', providerMessageId, ...(alias && { alias }) };
    }
  }
}

function uncertain(code: string, reason: string): SendOutcome {
  const error: DeliveryError = { code, message: `It is not known whether WhatsApp took the message: ${reason}` };
  return { kind: 'uncertain', error };
}
