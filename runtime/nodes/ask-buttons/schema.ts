import { Type, type Static } from '@sinclair/typebox';
import { askFields } from '../asking.ts';
import { PartId, Template } from '../config-parts.ts';

export const AskButtonsConfig = Type.Object(
  {
    ...askFields,
    /** What stands above the text: words or a file at a public https address. */
    header: Type.Optional(
      Type.Union([
        Type.Object({ kind: Type.Literal('text'), text: Template(1_000) }, { additionalProperties: false }),
        Type.Object(
          {
            kind: Type.Union([Type.Literal('image'), Type.Literal('video'), Type.Literal('document')]),
            link: Template(2_000),
          },
          { additionalProperties: false },
        ),
      ]),
    ),
    footer: Type.Optional(Template(1_000)),
    buttons: Type.Array(Type.Object({ id: PartId, title: Template(1_000) }, { additionalProperties: false }), {
      maxItems: 20,
    }),
  },
  { additionalProperties: false },
);
export type AskButtonsConfig = Static<typeof AskButtonsConfig>;
