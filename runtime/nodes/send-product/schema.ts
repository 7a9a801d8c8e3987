import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

export const SendProductConfig = Type.Object(
  {
    catalogId: Template(1_000),
    /** The product's id in the catalogue, as the business gave it. */
    productId: Template(1_000),
    body: Type.Optional(Template()),
    footer: Type.Optional(Template(1_000)),
  },
  { additionalProperties: false },
);
