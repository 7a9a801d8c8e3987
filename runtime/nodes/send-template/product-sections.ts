import type { Json } from '../../contract/index.ts';
import { productLines, type ProductLine } from './values.ts';

/** The sections of products that stand at a place, also while they are still lines of text. */
export function sectionsIn(value: Json | undefined): ProductLine[] {
  if (typeof value === 'string') return productLines(value);
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return [];
    const { title, productIds } = each;
    return [
      {
        title: typeof title === 'string' ? title : '',
        productIds: Array.isArray(productIds) ? productIds.filter((id) => typeof id === 'string') : [],
      },
    ];
  });
}
