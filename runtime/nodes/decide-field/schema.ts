import { Type, type Static } from '@sinclair/typebox';
import { Name } from '../config-parts.ts';
import { Rules } from '../rules.ts';

export const DecideFieldConfig = Type.Object(
  {
    /** What is looked at of the contact. Whoever is known by a user name alone has no phone: `empty` holds. */
    of: Type.Union([Type.Literal('field'), Type.Literal('name'), Type.Literal('phone'), Type.Literal('language')]),
    /** Which field. */
    field: Type.Optional(Name),
    rules: Rules,
    /** Saves the value with the category that was found. */
    resultName: Type.Optional(Name),
  },
  { additionalProperties: false },
);
export type DecideFieldConfig = Static<typeof DecideFieldConfig>;
