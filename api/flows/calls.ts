import { randomUUID } from 'node:crypto';
import { Type, type Static, type TString } from '@sinclair/typebox';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { HttpMethod, ProblemError, type HttpOutcome, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { HttpCaller } from '../../runtime/conversations/http-call.ts';
import { openedRequest } from '../../runtime/conversations/opened-secrets.ts';
import { reservedHeaders } from '../../runtime/nodes/call-webhook/request.ts';
import type { SecretSource } from '../../runtime/ports.ts';

const named = Type.Object({ secret: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false });
/** A text as it stands, or its pieces with secrets among them. */
const secretText = (text: TString) => Type.Union([text, Type.Array(Type.Union([text, named]), { maxItems: 100 })]);
// Visible text of one line, as header values are.
const headerText = Type.String({ maxLength: 4_096, pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' });

/** A call as a webhook card makes it, its templates filled in and its secrets by name. */
export const TryCall = Type.Object(
  {
    method: HttpMethod,
    url: Type.Union([
      Type.String({ minLength: 1, maxLength: 8_192 }),
      Type.Array(Type.Union([Type.String({ maxLength: 8_192 }), named]), { minItems: 1, maxItems: 100 }),
    ]),
    headers: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
        Type.Union([...secretText(headerText).anyOf, named]),
        { additionalProperties: false, maxProperties: 50 },
      ),
    ),
    body: Type.Optional(secretText(Type.String({ maxLength: 256 * 1_024 }))),
    timeoutSeconds: Type.Optional(Type.Number({ minimum: 1, maximum: 10 })),
  },
  { additionalProperties: false },
);
export type TryCall = Static<typeof TryCall>;

/** Calls of one person or key within a minute: enough to try, too few to do harm with. */
const callsPerMinute = 30;

export type TryCallDeps = { http: HttpCaller; secrets: Pick<SecretSource, 'read'> };

/** "Try it" of a webhook card: one call, by the rules of those that flows make. */
export class CallService {
  readonly #deps: TryCallDeps;
  readonly #calls = new RateLimiterMemory({ points: callsPerMinute, duration: 60 });

  constructor(deps: TryCallDeps) {
    this.#deps = deps;
  }

  /** Throws `request.too-many`; whatever becomes of the call itself is an outcome. */
  async call(workspaceId: WorkspaceId, by: string, request: TryCall): Promise<HttpOutcome> {
    try {
      await this.#calls.consume(`${workspaceId} ${by}`);
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      throw new ProblemError('request.too-many', { retryAfterSeconds: 60 });
    }
    const { method, url, body, timeoutSeconds = 10 } = request;
    const given = Object.entries(request.headers ?? {}).filter(([name]) => !reservedHeaders.has(name.toLowerCase()));
    const call = { url, headers: Object.fromEntries(given), ...(body !== undefined && { body }) };
    const opened = await openedRequest(call, workspaceId, this.#deps.secrets);
    if ('outcome' in opened) return opened.outcome;
    const idempotencyKey = `try-${randomUUID()}`;
    return opened.hide(await this.#deps.http({ method, ...opened.request, timeoutSeconds, idempotencyKey }));
  }
}
