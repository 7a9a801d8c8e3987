import { Type, type Static } from '@sinclair/typebox';
import { ElementId, Slug } from './ids.ts';
import { Edit } from './edit.ts';
import { JsonValue } from './json.ts';
import { Money } from './money.ts';
import { Transcript } from './transcript.ts';
import { Trigger } from './trigger.ts';

/** The format of flow files that this program writes. Older ones are upgraded when read, newer ones refused. */
export const flowSchemaVersion = 1;

/** What a flow may hold at most; beyond it a file is refused as a whole. */
export const flowLimits = {
  bytes: 4 * 1024 * 1024,
  nodes: 2_000,
  edges: 8_000,
  triggers: 100,
  notes: 500,
  tests: 200,
} as const;

export const FlowNode = Type.Object(
  {
    id: ElementId,
    type: Type.String({ minLength: 1, maxLength: 64 }),
    /** What the designer calls this card; without it its type's label stands there. The engine never reads it. */
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    /** The version of the node type that wrote `config`. */
    version: Type.Integer({ minimum: 1 }),
    config: Type.Record(Type.String(), JsonValue),
  },
  { additionalProperties: false },
);
export type FlowNode = Static<typeof FlowNode>;

export const FlowEdge = Type.Object(
  {
    id: ElementId,
    from: Type.Object({ node: ElementId, port: Type.String({ minLength: 1, maxLength: 200 }) }),
    to: ElementId,
  },
  { additionalProperties: false },
);
export type FlowEdge = Static<typeof FlowEdge>;

export const FlowVariable = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' }),
    type: Type.Union([
      Type.Literal('text'),
      Type.Literal('number'),
      Type.Literal('boolean'),
      Type.Literal('list'),
      Type.Literal('object'),
    ]),
    initial: Type.Optional(JsonValue),
  },
  { additionalProperties: false },
);

/**
 * Where this flow is stopped, below the limits that hold for all (`engineLimits`, the channel's). A day is one of the workspace's time
 * zone. Amounts per contact are exact; those of the whole flow are reserved in blocks and may stop it early, never late.
 */
export const FlowGuards = Type.Object(
  {
    stepsPerTurn: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    visitsWithoutInput: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    messagesPerContactAndDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    messagesPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
    moneyPerContactAndDay: Type.Optional(Money),
    moneyPerDay: Type.Optional(Money),
  },
  { additionalProperties: false },
);
export type FlowGuards = Static<typeof FlowGuards>;

export const FlowSettings = Type.Object(
  {
    /** Where the flow begins; without it at its first node. */
    start: Type.Optional(ElementId),
    /** A waiting session that hears nothing for so long ends quietly; without it after 7 days. */
    expiresAfterMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 525_600 })),
    /** IANA zone for hours and dates of this flow; without it the workspace's. */
    timeZone: Type.Optional(Type.String({ maxLength: 64 })),
    /** While a session of this flow waits, keywords of other flows do not interrupt it. */
    ignoreTriggers: Type.Optional(Type.Boolean()),
    /** What the person is told when the flow fails or is stopped by a limit; without it the workspace's words. */
    failureText: Type.Optional(Type.String({ maxLength: 4_096 })),
    guards: Type.Optional(FlowGuards),
  },
  { additionalProperties: false },
);

/** A conversation that the flow must produce; a red one forbids publishing. */
export const FlowTest = Type.Object(
  { id: ElementId, name: Type.String({ minLength: 1, maxLength: 120 }), transcript: Transcript },
  { additionalProperties: false },
);
export type FlowTest = Static<typeof FlowTest>;

/**
 * Texts in the flow's other languages: language, then node id (`$flow` for the flow's own), then the text's key: its place in config
 * with dots, items of a list by their `id` where they have one (`buttons.b_x1.title`), else by number.
 */
export const Translations = Type.Record(
  Type.String(),
  Type.Record(Type.String(), Type.Record(Type.String(), Type.String({ maxLength: 8_192 }))),
);
export type Translations = Static<typeof Translations>;

/** A flow as a designer's document. Its meaning is nodes, edges, triggers, variables and settings; layout and notes are for the eye. */
export const Flow = Type.Object(
  {
    schemaVersion: Type.Literal(flowSchemaVersion),
    id: Slug,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** BCP 47, the first is the one the texts are written in. */
    languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), { minItems: 1, maxItems: 20 }),
    nodes: Type.Array(FlowNode, { maxItems: flowLimits.nodes }),
    edges: Type.Array(FlowEdge, { maxItems: flowLimits.edges }),
    triggers: Type.Array(Trigger, { maxItems: flowLimits.triggers }),
    variables: Type.Array(FlowVariable, { maxItems: 500 }),
    settings: FlowSettings,
    translations: Type.Optional(Translations),
    tests: Type.Optional(Type.Array(FlowTest, { maxItems: flowLimits.tests })),
    /** Node id to place on the canvas; the engine never reads it. */
    layout: Type.Record(Type.String(), Type.Object({ x: Type.Number(), y: Type.Number() })),
    notes: Type.Array(
      Type.Object(
        {
          id: ElementId,
          text: Type.String({ maxLength: 4_000 }),
          x: Type.Number(),
          y: Type.Number(),
          width: Type.Optional(Type.Number()),
          height: Type.Optional(Type.Number()),
        },
        { additionalProperties: false },
      ),
      { maxItems: flowLimits.notes },
    ),
  },
  { additionalProperties: false },
);
export type Flow = Static<typeof Flow>;

/** What `validateFlow` finds: a value to show at the card, never a throw. An `error` forbids publishing. */
export const Issue = Type.Object({
  code: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  /** In English, for logs and terminals; screens translate `code` with `params`. */
  message: Type.String(),
  node: Type.Optional(Type.String()),
  /** JSON pointer within the flow document. */
  path: Type.Optional(Type.String()),
  params: Type.Optional(Type.Record(Type.String(), JsonValue)),
  /** What mends it, where that is plain: a key of the catalogue (`fixes.{key}`) and the edits. */
  fix: Type.Optional(Type.Object({ key: Type.String(), edits: Type.Array(Edit, { maxItems: 1_000 }) })),
});
export type Issue = Static<typeof Issue>;
export const isError = (issue: Issue): boolean => issue.severity === 'error';
