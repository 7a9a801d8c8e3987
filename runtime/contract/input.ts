import { Type, type Static } from '@sinclair/typebox';
import { InstantSchema, JsonValue } from './json.ts';
import { DeliveryError } from './delivery.ts';
import { InboundMessage } from './message.ts';

/** The answer of a called webhook, or why there is none. `body` is parsed JSON when it was JSON, else text. */
export const HttpOutcome = Type.Union([
  Type.Object({
    ok: Type.Literal(true),
    status: Type.Integer(),
    headers: Type.Record(Type.String(), Type.String()),
    body: JsonValue,
    durationMs: Type.Integer(),
  }),
  /** `code`: http.timeout, http.refused, http.forbidden-address, http.too-large, http.outcome-unknown … */
  Type.Object({ ok: Type.Literal(false), code: Type.String(), message: Type.String() }),
]);
export type HttpOutcome = Static<typeof HttpOutcome>;

/** What became of a letter or a question to a model. `code`: email.not-configured, email.refused, ai.not-configured, ai.timeout, call.outcome-unknown … */
export const DoneOutcome = Type.Union([
  Type.Object({ ok: Type.Literal(true), value: Type.Optional(JsonValue), durationMs: Type.Integer() }),
  Type.Object({ ok: Type.Literal(false), code: Type.String(), message: Type.String() }),
]);
export type DoneOutcome = Static<typeof DoneOutcome>;

/** Everything that can move a session on. */
export const Input = Type.Union([
  /** Begins a session: what triggered it and, for webhooks and the API, variables to start with. */
  Type.Object({
    kind: Type.Literal('start'),
    at: InstantSchema,
    trigger: Type.Record(Type.String(), JsonValue),
    node: Type.Optional(Type.String()),
    message: Type.Optional(InboundMessage),
    variables: Type.Optional(Type.Record(Type.String(), JsonValue)),
  }),
  Type.Object({ kind: Type.Literal('message'), at: InstantSchema, message: InboundMessage }),
  /** The wait's due time has come: for an ask it ran out, for `wait-for` it is over. */
  Type.Object({ kind: Type.Literal('timeout'), at: InstantSchema, waitId: Type.String() }),
  Type.Object({ kind: Type.Literal('http'), at: InstantSchema, effectId: Type.String(), outcome: HttpOutcome }),
  /** The answer to an effect other than a call that the session waits for. */
  Type.Object({ kind: Type.Literal('done'), at: InstantSchema, effectId: Type.String(), outcome: DoneOutcome }),
  /** People have finished with the conversation that this session handed to them. */
  Type.Object({ kind: Type.Literal('ticket-closed'), at: InstantSchema, by: Type.Optional(Type.String()) }),
  /** A newer version was published without the card where the session waits: it goes on at this card of the flow that is handed along. */
  Type.Object({ kind: Type.Literal('move'), at: InstantSchema, version: Type.Integer(), node: Type.String() }),
  /** The provider refused a message of this session's present wait. */
  Type.Object({
    kind: Type.Literal('delivery-failed'),
    at: InstantSchema,
    effectId: Type.String(),
    error: DeliveryError,
  }),
]);
export type Input = Static<typeof Input>;
export type InputKind = Input['kind'];
