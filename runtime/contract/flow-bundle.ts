import { Type, type Static } from '@sinclair/typebox';
import { JsonValue } from './json.ts';

const strict = { additionalProperties: false };
const Definition = Type.Intersect([Type.Object({ id: Type.String() }), Type.Record(Type.String(), JsonValue)]);
const Definitions = Type.Optional(Type.Array(Definition, { maxItems: 1_000 }));
const Names = Type.Optional(Type.Array(Type.String(), { maxItems: 1_000 }));

/** A flow with what it needs elsewhere. Of secrets only the names travel; templates, forms and catalogues are the provider's. */
export const FlowBundle = Type.Object(
  {
    format: Type.Literal('cauce-flow-bundle'),
    version: Type.Literal(1),
    flow: JsonValue,
    /** The flows that it goes into, and those that they go into. */
    flows: Type.Array(JsonValue, { maxItems: 100 }),
    needs: Type.Object(
      {
        groups: Definitions,
        labels: Definitions,
        fields: Definitions,
        queues: Definitions,
        globals: Definitions,
        secrets: Names,
        templates: Names,
        forms: Names,
        catalogues: Names,
      },
      strict,
    ),
  },
  strict,
);
export type FlowBundle = Static<typeof FlowBundle>;
