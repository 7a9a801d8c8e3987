import { Type } from '@sinclair/typebox';
import { Assignment } from '../config-parts.ts';

export const SetVariableConfig = Type.Object(
  { assignments: Type.Array(Assignment, { maxItems: 50 }) },
  { additionalProperties: false },
);
