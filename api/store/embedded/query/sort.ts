import { compare, type Document, isObject } from '../bson/order.ts';
import { safeInteger } from '../bson/numbers.ts';
import { sortValue } from '../bson/path.ts';
import { badValue, located, shown } from './refuse.ts';

/** A compiled sort: what each document sorts by is worked out once, the comparisons are on that. */
export interface Sorter {
  keyOf: (document: Document) => unknown[];
  compareKeys: (a: unknown[], b: unknown[]) => number;
}

/**
 * Compiles a sort specification.
 *
 * @throws StoreError 15975 for a direction other than 1 and -1, 2 for `$meta`.
 */
export function compileSorter(spec: Document): Sorter {
  const fields = Object.keys(spec).map((path) => ({ path, direction: readDirection(spec[path]) }));
  return {
    keyOf: (document) => fields.map(({ path, direction }) => sortValue(document, path, direction)),
    compareKeys(a, b) {
      for (let at = 0; at < fields.length; at += 1) {
        const order = compare(a[at], b[at]);
        if (order !== 0) return order * fields[at]!.direction;
      }
      return 0;
    },
  };
}

/** The order of two documents under a sort specification; errors as `compileSorter`. */
export function compileSort(spec: Document): (a: Document, b: Document) => number {
  const { keyOf, compareKeys } = compileSorter(spec);
  return (a, b) => compareKeys(keyOf(a), keyOf(b));
}

/** The documents in order, ties as they came; the input is left alone. */
export function sorted(documents: readonly Document[], { keyOf, compareKeys }: Sorter): Document[] {
  const keyed = documents.map((document) => ({ document, key: keyOf(document) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ document }) => document);
}

function readDirection(value: unknown): 1 | -1 {
  const direction = safeInteger(value);
  if (direction === 1 || direction === -1) return direction;
  if (isObject(value)) throw badValue(`sorting by ${shown(value)} is not supported by the embedded store`);
  throw located(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
}
