import { Type, type Static } from '@sinclair/typebox';
import { Assignment, Template } from '../config-parts.ts';

/** Whoever has a number, or a contact by its id; both may hold `{{ }}`. */
const Who = Type.Union([
  Type.Object({ phone: Template(1_000) }, { additionalProperties: false }),
  Type.Object({ contactId: Template(1_000) }, { additionalProperties: false }),
]);

export const StartSomeoneConfig = Type.Object(
  {
    who: Who,
    /** The flow's id; empty until one is picked. */
    flow: Type.String({ maxLength: 64 }),
    /** Variables of that flow, each computed here. */
    inputs: Type.Optional(Type.Array(Assignment, { maxItems: 50 })),
  },
  { additionalProperties: false },
);
export type StartSomeoneConfig = Static<typeof StartSomeoneConfig>;
