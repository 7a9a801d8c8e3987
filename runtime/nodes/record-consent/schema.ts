import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

export const RecordConsentConfig = Type.Object(
  {
    state: Type.Unsafe<'granted' | 'withdrawn'>(Type.String({ enum: ['granted', 'withdrawn'] })),
    /** What the person was shown and answered to, kept as proof. */
    text: Template(),
  },
  { additionalProperties: false },
);
