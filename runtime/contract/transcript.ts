import { Type, type Static } from '@sinclair/typebox';
import { DoneOutcome } from './input.ts';
import { InstantSchema, JsonValue } from './json.ts';
import { InboundContent, OutboundContent } from './message.ts';

const strict = { additionalProperties: false };

/** What the bot must say to a move, in order. A string is a text message. */
const Bot = Type.Array(Type.Union([Type.String(), OutboundContent]), { maxItems: 100 });

/** The answer of a called webhook as a transcript writes it: what seldom matters may be left out. */
const HttpAnswer = Type.Union([
  Type.Object(
    {
      ok: Type.Literal(true),
      status: Type.Integer({ minimum: 100, maximum: 599 }),
      body: Type.Optional(JsonValue),
      headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    },
    strict,
  ),
  Type.Object({ ok: Type.Literal(false), code: Type.String(), message: Type.Optional(Type.String()) }, strict),
]);

/** What else must hold after a move; what is not named is not looked at. A null means that nothing stands there. */
const Expected = Type.Object(
  {
    /** The cards walked, in order. */
    route: Type.Optional(Type.Array(Type.String(), { maxItems: 200 })),
    variables: Type.Optional(Type.Record(Type.String(), JsonValue)),
    /** Results by name: value, or value and category. */
    results: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object({ value: JsonValue, category: Type.Optional(Type.Union([Type.String(), Type.Null()])) }, strict),
      ),
    ),
    fields: Type.Optional(Type.Record(Type.String(), JsonValue)),
    groups: Type.Optional(Type.Array(Type.String())),
    labels: Type.Optional(Type.Array(Type.String())),
    /** Effects other than messages, in order and without ids: calls, letters, tickets, flows begun. */
    effects: Type.Optional(Type.Array(Type.Record(Type.String(), JsonValue), { maxItems: 50 })),
    /** Whether the conversation waits for something, is over, or failed. */
    status: Type.Optional(
      Type.Union([Type.Literal('waiting'), Type.Literal('ended'), Type.Literal('failed'), Type.Literal('none')]),
    ),
  },
  strict,
);
export type Expected = Static<typeof Expected>;

const said = { bot: Bot, expect: Type.Optional(Expected) };

/** One move of a transcript and what the bot must say to it. */
export const TranscriptTurn = Type.Union([
  /** The person says something: words, or a content such as a tapped button. */
  Type.Object({ contact: Type.Union([Type.String(), InboundContent]), ...said }, strict),
  /** Seconds pass. */
  Type.Object({ wait: Type.Number({ exclusiveMinimum: 0, maximum: 366 * 24 * 60 * 60 }), ...said }, strict),
  /** The called webhook answers. */
  Type.Object({ http: HttpAnswer, ...said }, strict),
  /** A letter is sent, or a model answers. */
  Type.Object({ done: DoneOutcome, ...said }, strict),
  /** People have finished with the conversation. */
  Type.Object({ ticketClosed: Type.Literal(true), ...said }, strict),
  /** The flow is begun by hand, by a program or a schedule. */
  Type.Object(
    {
      begin: Type.Object(
        {
          trigger: Type.Optional(Type.String()),
          /** The card it begins at; the flow's start without it. */
          node: Type.Optional(Type.String()),
          variables: Type.Optional(Type.Record(Type.String(), JsonValue)),
        },
        strict,
      ),
      ...said,
    },
    strict,
  ),
]);
export type TranscriptTurn = Static<typeof TranscriptTurn>;

/** A conversation that a flow must produce: documentation, seed data and test at once. */
export const Transcript = Type.Object(
  {
    /** When the conversation begins. */
    now: InstantSchema,
    /** IANA zone for flows that name none; UTC without it. */
    timeZone: Type.Optional(Type.String()),
    /** Words of the way out. */
    exitWords: Type.Optional(Type.Array(Type.String())),
    contact: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Type.String()),
          name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          firstName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          phone: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          language: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          fields: Type.Optional(Type.Record(Type.String(), JsonValue)),
          groups: Type.Optional(Type.Array(Type.String())),
          labels: Type.Optional(Type.Array(Type.String())),
        },
        strict,
      ),
    ),
    globals: Type.Optional(Type.Record(Type.String(), JsonValue)),
    /** The person has written on this channel before. */
    returning: Type.Optional(Type.Boolean()),
    turns: Type.Array(TranscriptTurn, { minItems: 1, maxItems: 1_000 }),
  },
  strict,
);
export type Transcript = Static<typeof Transcript>;
