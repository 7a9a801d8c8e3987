import { Type } from '@sinclair/typebox';
import { oneOf } from '../../contract/index.ts';
import { Template } from '../config-parts.ts';

export const RecordConsentConfig = Type.Object(
  {
    state: oneOf('granted', 'withdrawn'),
    /** What the person was shown and answered to, kept as proof. */
    text: Template(),
  },
  { additionalProperties: false },
);
