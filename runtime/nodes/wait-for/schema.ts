import { Type } from '@sinclair/typebox';
import { longestWaitSeconds } from '../config-parts.ts';

export const WaitForConfig = Type.Object(
  { durationSeconds: Type.Integer({ minimum: 1, maximum: longestWaitSeconds }) },
  { additionalProperties: false },
);
