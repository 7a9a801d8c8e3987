import { Type, type Static } from '@sinclair/typebox';
import { HttpMethod } from '../../contract/index.ts';
import { Name, PartId, Template, ValueSource } from '../config-parts.ts';

/** A token of RFC 9110. */
const HeaderName = Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" });

const StatusCode = Type.Integer({ minimum: 100, maximum: 599 });

export const CallWebhookConfig = Type.Object(
  {
    method: HttpMethod,
    url: Template(4_096),
    headers: Type.Optional(
      Type.Array(
        Type.Union([
          Type.Object({ name: HeaderName, text: Template(4_096) }, { additionalProperties: false }),
          /** The name of a secret of the workspace, put in only when the call is made. */
          Type.Object(
            { name: HeaderName, secret: Type.String({ minLength: 1, maxLength: 100 }) },
            { additionalProperties: false },
          ),
        ]),
        { maxItems: 30 },
      ),
    ),
    /** A text as it is sent, or the value of an expression, sent as JSON. */
    body: Type.Optional(ValueSource),
    timeoutSeconds: Type.Integer({ minimum: 1, maximum: 10 }),
    retries: Type.Integer({ minimum: 0, maximum: 5 }),
    /** Repeating the call does no harm even when nobody knows whether the first one arrived. */
    safeToRepeat: Type.Optional(Type.Boolean()),
    /** Parts of the answer to keep: `body.items[0].price`, `status`, `headers.etag`. What is missing becomes null. */
    variables: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Name,
            path: Type.String({
              maxLength: 500,
              pattern: '^(status|body|headers)((\\.[A-Za-z0-9_$-]+)|(\\[[0-9]{1,6}\\]))*$',
            }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 50 },
      ),
    ),
    /** A result that keeps the whole body, its category the status. */
    resultName: Type.Optional(Name),
    /** Ways out of their own for some statuses, both ends included; the first that fits is taken. */
    statusRanges: Type.Optional(
      Type.Array(
        Type.Object(
          { id: PartId, label: Type.String({ maxLength: 80 }), from: StatusCode, to: StatusCode },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
  },
  { additionalProperties: false },
);
export type CallWebhookConfig = Static<typeof CallWebhookConfig>;
