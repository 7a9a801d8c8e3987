import { Type, type Static } from '@sinclair/typebox';
import { Name, PartId, Template } from '../config-parts.ts';

/** A way out that the model may choose. */
export const AiCategory = Type.Object(
  {
    id: PartId,
    /** What the category is called, for people and for the model. */
    label: Type.String({ maxLength: 80 }),
    /** When it is the right one, in words or by examples, one a line. */
    examples: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);
export type AiCategory = Static<typeof AiCategory>;

export const DecideAiConfig = Type.Object(
  {
    /** What is sorted; without it the person's last words. */
    question: Type.Optional(Template()),
    categories: Type.Array(AiCategory, { maxItems: 30 }),
    /** What helps to decide: what the business does, what words mean here. */
    instructions: Type.Optional(Template(4_096)),
    resultName: Type.Optional(Name),
  },
  { additionalProperties: false },
);
export type DecideAiConfig = Static<typeof DecideAiConfig>;
