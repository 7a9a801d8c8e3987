import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

export const SendLocationConfig = Type.Object(
  {
    place: Type.Object(
      {
        latitude: Type.Number({ minimum: -90, maximum: 90 }),
        longitude: Type.Number({ minimum: -180, maximum: 180 }),
      },
      { additionalProperties: false },
    ),
    name: Type.Optional(Template(1_000)),
    address: Type.Optional(Template(1_000)),
  },
  { additionalProperties: false },
);
