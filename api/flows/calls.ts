import { randomUUID } from 'node:crypto';
import { Type, type Static } from '@sinclair/typebox';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { HttpMethod, ProblemError, type HttpOutcome, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { HttpCaller } from '../../runtime/conversations/http-call.ts';
import { openedHeaders } from '../../runtime/conversations/perform.ts';
import { reservedHeaders } from '../../runtime/nodes/call-webhook/request.ts';
import type { SecretSource } from '../../runtime/ports.ts';

/** A call as a webhook card makes it, its templates filled in. */
export const TryCall = Type.Object(
  {
    method: HttpMethod,
    url: Type.String({ minLength: 1, maxLength: 8_192 }),
    headers: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
        Type.Union([
          // Visible text of one line, as header values are.
          Type.String({ maxLength: 4_096, pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' }),
          Type.Object({ secret: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }),
        ]),
        { additionalProperties: false, maxProperties: 50 },
      ),
    ),
    body: Type.Optional(Type.String({ maxLength: 256 * 1_024 })),
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
    const opened = await openedHeaders(Object.fromEntries(given), workspaceId, this.#deps.secrets);
    if ('outcome' in opened) return opened.outcome;
    return this.#deps.http({
      method,
      url,
      headers: opened.headers,
      timeoutSeconds,
      idempotencyKey: `try-${randomUUID()}`,
      ...(body !== undefined && { body }),
    });
  }
}
