import { Type } from '@sinclair/typebox';
import { Name, Template, ValueSource } from '../config-parts.ts';

export const SaveResultConfig = Type.Object(
  {
    resultName: Name,
    value: ValueSource,
    /** Groups results in reports. */
    category: Type.Optional(Template(1_000)),
  },
  { additionalProperties: false },
);
