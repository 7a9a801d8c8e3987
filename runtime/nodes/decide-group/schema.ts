import { Type } from '@sinclair/typebox';
import { PartId } from '../config-parts.ts';

export const DecideGroupConfig = Type.Object(
  {
    /** From top to bottom: the first group that the person is in is the way out. */
    groups: Type.Array(
      Type.Object(
        {
          id: PartId,
          /** The group's id. */
          group: Type.String({ maxLength: 100 }),
          /** What it was called when it was chosen: the name of the way out. */
          name: Type.String({ maxLength: 120 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 50 },
    ),
  },
  { additionalProperties: false },
);
