import { Type, type Static } from '@sinclair/typebox';
import { PartId, Template } from '../config-parts.ts';

const strict = { additionalProperties: false };

/** An address card whose texts may hold `{{ }}`. */
export const CardConfig = Type.Object(
  {
    id: PartId,
    name: Template(1_000),
    phones: Type.Optional(Type.Array(Type.Object({ phone: Template(1_000) }, strict), { maxItems: 20 })),
    emails: Type.Optional(Type.Array(Type.Object({ email: Template(1_000) }, strict), { maxItems: 20 })),
    organisation: Type.Optional(Template(1_000)),
    title: Type.Optional(Template(1_000)),
  },
  strict,
);
export type CardConfig = Static<typeof CardConfig>;

export const SendContactConfig = Type.Object({ contacts: Type.Array(CardConfig, { maxItems: 300 }) }, strict);
