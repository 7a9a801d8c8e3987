import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

export const SendCatalogueConfig = Type.Object(
  {
    body: Template(),
    footer: Type.Optional(Template(1_000)),
    /** The product whose picture stands above; without it the catalogue's first. */
    thumbnailProductId: Type.Optional(Template(1_000)),
  },
  { additionalProperties: false },
);
