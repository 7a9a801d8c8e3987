import { itemsWritten } from '../../../runtime/nodes/message-parts.ts';
import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

/** Products under a title, as the form edits them. */
export type ProductSectionItem = { id: string; title?: string; products: string };

export const readProductSections = (value: unknown): ProductSectionItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    ...(typeof record['title'] === 'string' && { title: record['title'] }),
    products: textIn(record, 'products'),
  }));

export const newProductSection = (newId?: NewId): ProductSectionItem => ({ id: partId('s', newId), products: '' });

/** The provider limits the products of the whole message. A `{{ }}` counts as one: how many it yields is not known. */
export const countProducts = (sections: readonly ProductSectionItem[]): number =>
  sections.reduce((sum, { products }) => sum + itemsWritten(products).length, 0);
