import { Type } from '@sinclair/typebox';
import { Name, Template } from '../config-parts.ts';

export const AiReplyConfig = Type.Object(
  {
    /** What the model is told of its task, of the business and of what it must not say. */
    instructions: Template(20_000),
    /** What it answers to; without it the person's last words. */
    question: Type.Optional(Template()),
    maximumCharacters: Type.Integer({ minimum: 1, maximum: 4_096 }),
    /** The answer is kept and not sent. */
    silent: Type.Optional(Type.Boolean()),
    resultName: Type.Optional(Name),
    variableName: Type.Optional(Name),
  },
  { additionalProperties: false },
);
