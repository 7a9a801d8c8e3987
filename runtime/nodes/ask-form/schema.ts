import { Type, type Static } from '@sinclair/typebox';
import { askFields } from '../asking.ts';
import { Assignment, Name, Template } from '../config-parts.ts';
import { HeaderConfig } from '../message-parts.ts';

const strict = { additionalProperties: false };

export const AskFormConfig = Type.Object(
  {
    ...askFields,
    header: Type.Optional(HeaderConfig),
    footer: Type.Optional(Template(1_000)),
    /** The label of the button that opens the form. */
    button: Template(1_000),
    /** The provider's id of the form. */
    formId: Template(1_000),
    /** The first screen; without it the form's own. */
    screen: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    /** What that screen begins with, by the names it knows. */
    data: Type.Optional(Type.Array(Assignment, { maxItems: 50 })),
    /** Opens the form as it stands unpublished, for trying it out. */
    draft: Type.Optional(Type.Boolean()),
    /** Which answers of the form go into which variables. */
    answers: Type.Optional(
      Type.Array(Type.Object({ name: Name, field: Type.String({ minLength: 1, maxLength: 200 }) }, strict), {
        maxItems: 100,
      }),
    ),
  },
  strict,
);
export type AskFormConfig = Static<typeof AskFormConfig>;
