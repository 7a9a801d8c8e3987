import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';
import { ProductSection } from '../products.ts';

export const SendProductListConfig = Type.Object(
  {
    catalogId: Template(1_000),
    header: Template(1_000),
    body: Template(),
    footer: Type.Optional(Template(1_000)),
    sections: Type.Array(ProductSection, { maxItems: 20 }),
  },
  { additionalProperties: false },
);
