import { Type } from '@sinclair/typebox';
import { Assignment, Template } from '../config-parts.ts';

export const UpdateContactConfig = Type.Object(
  {
    name: Type.Optional(Template(1_000)),
    /** BCP 47: `es`, `pt-BR`. */
    language: Type.Optional(Template(1_000)),
    fields: Type.Optional(Type.Array(Assignment, { maxItems: 50 })),
  },
  { additionalProperties: false },
);
