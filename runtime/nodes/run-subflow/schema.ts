import { Type } from '@sinclair/typebox';
import { Assignment } from '../config-parts.ts';

const Assignments = Type.Array(Assignment, { maxItems: 50 });

export const RunSubflowConfig = Type.Object(
  {
    /** The flow's id; empty until one is picked. */
    flow: Type.String({ maxLength: 64 }),
    /** Variables that the other flow begins with, each computed here. */
    inputs: Type.Optional(Assignments),
    /** The other flow is gone over to: it does not come back here. */
    stay: Type.Boolean(),
    /** Variables of this flow, computed when the other one has ended; its own stand in `subflow`. */
    outputs: Type.Optional(Assignments),
  },
  { additionalProperties: false },
);
