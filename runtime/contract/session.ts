import { Type, type Static } from '@sinclair/typebox';
import { InstantSchema, JsonValue } from './json.ts';

/** What a session is waiting for. A wait carries its own due time, so a timer is no effect. */
export const Wait = Type.Object({
  /** Unique within the session; a timeout or answer that names another wait is too late and ignored. */
  id: Type.String(),
  for: Type.Union([
    Type.Literal('message'),
    Type.Literal('time'),
    Type.Literal('http'),
    /** Another effect's outcome. */
    Type.Literal('effect'),
    /** People who have the conversation. */
    Type.Literal('ticket'),
  ]),
  dueAt: Type.Optional(InstantSchema),
  /** When it began. */
  since: Type.Optional(InstantSchema),
  /** For `http` and `effect`: the effect whose answer is awaited. */
  effectId: Type.Optional(Type.String()),
  /** The first effect that the waiting node asked for: a refusal of it, or of a later one of the session, concerns this wait. */
  firstEffectId: Type.Optional(Type.String()),
});
export type Wait = Static<typeof Wait>;

export const SavedResult = Type.Object({
  value: JsonValue,
  category: Type.Optional(Type.String()),
  at: InstantSchema,
  node: Type.String(),
});
export type SavedResult = Static<typeof SavedResult>;

/** A flow that waits for a sub-flow it has begun: the card that began it and what is the flow's own. */
export const Frame = Type.Object({
  flowId: Type.String(),
  flowVersion: Type.Integer(),
  node: Type.String(),
  variables: Type.Record(Type.String(), JsonValue),
});
export type Frame = Static<typeof Frame>;

/**
 * One contact's run through one flow version: plain JSON, the whole memory of the run. Stored as one JSON string of at most
 * `engineLimits.sessionBytes`.
 */
export const Session = Type.Object({
  id: Type.String(),
  /** The flow it stands in: that of a sub-flow while one runs. */
  flowId: Type.String(),
  flowVersion: Type.Integer(),
  /** The flows that wait for this one, the first begun first. Results belong to the whole session, variables to each flow. */
  stack: Type.Optional(Type.Array(Frame)),
  startedAt: InstantSchema,
  status: Type.Union([Type.Literal('new'), Type.Literal('waiting'), Type.Literal('ended'), Type.Literal('failed')]),
  /** Counts the inputs taken; part of every effect's id. */
  turn: Type.Integer(),
  /** The node the session stands at; null before the start and after the end. */
  node: Type.Union([Type.String(), Type.Null()]),
  wait: Type.Union([Wait, Type.Null()]),
  /** What the current node keeps between `enter` and `resume`, for example how often it has asked. */
  nodeState: JsonValue,
  variables: Type.Record(Type.String(), JsonValue),
  results: Type.Record(Type.String(), SavedResult),
  /** What started it: kind, id and, from a webhook, the body. */
  trigger: Type.Record(Type.String(), JsonValue),
  /** The last thing the person sent, as expressions see it. */
  message: Type.Union([Type.Record(Type.String(), JsonValue), Type.Null()]),
  /** The last answer of a called webhook, as expressions see it. */
  webhook: Type.Union([Type.Record(Type.String(), JsonValue), Type.Null()]),
  /** Visits per node since the person last said something; guards against loops. */
  visits: Type.Record(Type.String(), Type.Integer()),
  /** Why it failed, when it did. */
  failure: Type.Optional(
    Type.Object({
      code: Type.String(),
      node: Type.Optional(Type.String()),
      message: Type.String(),
      /** A guard stopped the flow: its owner is told. */
      stopped: Type.Optional(Type.Boolean()),
    }),
  ),
});
export type Session = Static<typeof Session>;
