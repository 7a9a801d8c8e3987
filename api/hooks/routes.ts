import { Type } from '@sinclair/typebox';
import { ElementId, JsonValue, Slug } from '../../runtime/contract/index.ts';
import { accepted, created, route } from '../http/route.ts';
import { fingerprintOf } from '../store/secrets.ts';

const tag = 'Triggers';

export const hookRoutes = [
  route({
    on: 'POST /hooks/:triggerId',
    may: 'trigger',
    tag,
    summary: 'Start a flow by its webhook trigger; the trigger says where in the body the contact stands',
    params: Type.Object({ triggerId: ElementId }),
    body: JsonValue,
    bodyLimit: 256_000,
    headers: {
      'X-Cauce-Signature':
        "`sha256=` and the HMAC-SHA-256 of the body under the trigger's secret, in hexadecimal; instead of a bearer secret",
    },
    answers: {
      202: Type.Object({ inputId: Type.String(), sessionId: Type.String() }, { additionalProperties: false }),
    },
    async handle({ workspaceId, params, body, header, principal }, { hooks }) {
      const key = header('idempotency-key');
      const requestKey = key === undefined ? undefined : fingerprintOf(`${principal.id}:${key}`);
      return accepted(await hooks.receive(workspaceId, params.triggerId, body, requestKey));
    },
  }),
  route({
    on: 'POST /flows/:flowId/triggers/:triggerId/secret',
    may: 'triggers.secrets',
    tag,
    summary: 'Make a new secret for a webhook trigger; shown this once, and the one before is void',
    params: Type.Object({ flowId: Slug, triggerId: ElementId }),
    answers: { 201: Type.Object({ secret: Type.String() }, { additionalProperties: false }) },
    async handle({ workspaceId, params: { flowId, triggerId } }, { hooks }) {
      return created({ secret: await hooks.renewSecret(workspaceId, flowId, triggerId) });
    },
  }),
];
