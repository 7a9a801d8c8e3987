import { Type } from '@sinclair/typebox';
import { Name, Template } from '../config-parts.ts';
import { Rules } from '../rules.ts';

export const DecideRulesConfig = Type.Object(
  {
    /** The text that is looked at; without it the person's last message. */
    subject: Type.Optional(Template()),
    rules: Rules,
    /** Saves the text with the category that was found. */
    resultName: Type.Optional(Name),
  },
  { additionalProperties: false },
);
