import { Type } from '@sinclair/typebox';
import { Expression, PartId } from '../config-parts.ts';

export const DecideExpressionConfig = Type.Object(
  {
    cases: Type.Array(
      Type.Object(
        {
          id: PartId,
          /** The name of the way out. */
          label: Type.String({ maxLength: 80 }),
          expression: Expression,
        },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
  },
  { additionalProperties: false },
);
