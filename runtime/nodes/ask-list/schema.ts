import { Type, type Static } from '@sinclair/typebox';
import { askFields } from '../asking.ts';
import { PartId, Template } from '../config-parts.ts';

export const AskListConfig = Type.Object(
  {
    ...askFields,
    header: Type.Optional(Template(1_000)),
    footer: Type.Optional(Template(1_000)),
    /** The label of the button that opens the list. */
    button: Template(1_000),
    sections: Type.Array(
      Type.Object(
        {
          title: Type.Optional(Template(1_000)),
          rows: Type.Array(
            Type.Object(
              { id: PartId, title: Template(1_000), description: Type.Optional(Template(1_000)) },
              { additionalProperties: false },
            ),
            { maxItems: 50 },
          ),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20 },
    ),
  },
  { additionalProperties: false },
);
export type AskListConfig = Static<typeof AskListConfig>;
