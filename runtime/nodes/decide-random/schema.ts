import { Type, type Static } from '@sinclair/typebox';
import { PartId } from '../config-parts.ts';

export const mostWays = 20;
export const mostWeight = 1_000;

export const DecideRandomConfig = Type.Object(
  {
    ways: Type.Array(
      Type.Object(
        {
          id: PartId,
          /** The name of the way out. */
          label: Type.String({ maxLength: 80 }),
          /** Its part of all weights is its part of the people; with 0 nobody goes there. */
          weight: Type.Integer({ minimum: 0, maximum: mostWeight }),
        },
        { additionalProperties: false },
      ),
      { maxItems: mostWays },
    ),
    /** The same person always goes the same way; without it every visit is a new draw. */
    sticky: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type DecideRandomConfig = Static<typeof DecideRandomConfig>;
