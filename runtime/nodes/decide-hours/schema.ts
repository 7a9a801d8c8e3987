import { Type } from '@sinclair/typebox';
import { Schedule } from '../../contract/index.ts';

export const DecideHoursConfig = Type.Object(
  {
    schedule: Schedule,
    /** IANA zone; without it the flow's. */
    timeZone: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);
