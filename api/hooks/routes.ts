import { Type } from '@sinclair/typebox';
import { ElementId, InstantSchema, JsonValue, Slug } from '../../runtime/contract/index.ts';
import { accepted, created, ok, route } from '../http/route.ts';
import { fingerprintOf } from '../store/secrets.ts';

const tag = 'Triggers';
const TriggerParams = Type.Object({ flowId: Slug, triggerId: ElementId });
const Sample = Type.Object(
  {
    listeningUntil: Type.Union([InstantSchema, Type.Null()]),
    at: Type.Optional(InstantSchema),
    body: Type.Optional(JsonValue),
    tooLarge: Type.Optional(Type.Boolean({ description: 'A call came whose body is too large to keep' })),
  },
  { additionalProperties: false },
);

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
      'X-Cauce-Timestamp':
        'Seconds since 1970, at most five minutes ago; then what is signed is this number, a full stop and the body',
    },
    answers: {
      200: Type.Object({ captured: Type.Literal(true) }, { additionalProperties: false }),
      202: Type.Object({ inputId: Type.String(), sessionId: Type.String() }, { additionalProperties: false }),
    },
    async handle({ workspaceId, params, body, header, principal }, { hooks }) {
      const key = header('idempotency-key');
      const requestKey = key === undefined ? undefined : fingerprintOf(`${principal.id}:${key}`);
      const received = await hooks.receive(workspaceId, params.triggerId, body, requestKey);
      return received === 'captured' ? ok({ captured: true as const }) : accepted(received);
    },
  }),
  route({
    on: 'POST /flows/:flowId/triggers/:triggerId/secret',
    may: 'triggers.secrets',
    tag,
    summary: 'Make a new secret for a webhook trigger; shown this once, and the one before is void',
    params: TriggerParams,
    answers: { 201: Type.Object({ secret: Type.String() }, { additionalProperties: false }) },
    async handle({ workspaceId, params: { flowId, triggerId } }, { hooks }) {
      return created({ secret: await hooks.renewSecret(workspaceId, flowId, triggerId) });
    },
  }),
  route({
    on: 'POST /flows/:flowId/triggers/:triggerId/sample',
    may: 'flows.edit',
    tag,
    summary: 'Listen for ten minutes: the next call of this trigger is kept as a sample to draw its mapping from',
    params: TriggerParams,
    answers: { 201: Sample },
    async handle({ workspaceId, params: { flowId, triggerId } }, { hooks }) {
      return created(await hooks.listen(workspaceId, flowId, triggerId));
    },
  }),
  route({
    on: 'GET /flows/:flowId/triggers/:triggerId/sample',
    may: 'flows.edit',
    tag,
    summary: 'The sample that was heard, and whether anybody still listens for one',
    params: TriggerParams,
    answers: { 200: Sample },
    async handle({ workspaceId, params: { flowId, triggerId } }, { hooks }) {
      return ok(await hooks.sample(workspaceId, flowId, triggerId));
    },
  }),
];
