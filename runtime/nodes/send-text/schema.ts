import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

export const SendTextConfig = Type.Object(
  {
    body: Template(),
    /** Shows a preview of the first link in the text. */
    previewUrl: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
