import { Type, type Static } from '@sinclair/typebox';
import type { NodeContext, Reference } from '../contract/index.ts';
import { hasPlaceholder } from '../engine/expressions/template.ts';
import { emptyText, PartId, repeatedIds, Template, type ConfigIssue } from './config-parts.ts';
import { itemsIn, itemsWritten } from './message-parts.ts';

/** Products under a title: their ids one on each line, or a `{{ }}` that yields a list of them. */
export const ProductSection = Type.Object(
  { id: PartId, title: Type.Optional(Template(1_000)), products: Template() },
  { additionalProperties: false },
);
export type ProductSection = Static<typeof ProductSection>;

/** The catalogue that a card names, unless it is computed. */
export const catalogueReference = (id: string, path = '/catalogId'): Reference[] =>
  id.trim() === '' || hasPlaceholder(id) ? [] : [{ kind: 'catalogue', id: id.trim(), path }];

type Section = { title?: string; productIds: string[] };

/** The sections with their texts filled; one that turned out without products is left out. */
export async function filledSections(sections: readonly ProductSection[], ctx: NodeContext): Promise<Section[]> {
  const filled: Section[] = [];
  for (const { title, products } of sections) {
    const productIds = itemsIn(await ctx.render(products));
    if (productIds.length === 0) continue;
    filled.push({ ...(title && { title: await ctx.render(title) }), productIds });
  }
  return filled;
}

/** The sections as they are written, for previews. */
export const writtenSections = (sections: readonly ProductSection[]): Section[] =>
  sections.map(({ title, products }) => ({ ...(title && { title }), productIds: itemsWritten(products) }));

/** Without sections, sections without products, and several without titles: WhatsApp would not show them. */
export function checkSections(sections: readonly ProductSection[], path: string): ConfigIssue[] {
  const none: ConfigIssue = { code: 'products.none', severity: 'error', message: 'There are no products yet.', path };
  if (sections.length === 0) return [none];
  return [
    ...repeatedIds(sections, (index) => `${path}/${index}`),
    ...sections.flatMap(({ title = '', products }, index): ConfigIssue[] => [
      ...(sections.length > 1 ? emptyText(title, `${path}/${index}/title`) : []),
      ...(itemsWritten(products).length === 0 ? [{ ...none, path: `${path}/${index}/products` }] : []),
    ]),
  ];
}
