import { compare, type Document, emptyArray, isObject } from './order.ts';

const splits = new Map<string, readonly string[]>();
const REMEMBERED_PATHS = 4096; // an application has some hundreds; the bound is against generated ones

/** The parts of a dotted path; split once, since the same few paths come with every statement. */
export function splitPath(path: string): readonly string[] {
  let parts = splits.get(path);
  if (parts === undefined) {
    parts = path.split('.');
    if (splits.size >= REMEMBERED_PATHS) splits.clear();
    splits.set(path, parts);
  }
  return parts;
}

/** A field of a document, undefined when absent; what every JavaScript object inherits is no field. */
export function getField(document: Document, key: string): unknown {
  const value = document[key];
  return typeof value === 'function' || key === '__proto__' ? ownField(document, key) : value;
}

function ownField(document: Document, key: string): unknown {
  return Object.hasOwn(document, key) ? document[key] : undefined;
}

/** Sets a field as data, also one named `__proto__`. */
export function putField(document: Document, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(document, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    document[key] = value;
  }
}

/** The array position a path part names, or -1: decimal digits without a leading zero. */
export function arrayIndex(part: string): number {
  const first = part.charCodeAt(0);
  if (first < 48 || first > 57 || part.length > 10) return -1;
  return /^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : -1;
}

/**
 * Every value an index holds for a path: through arrays, element by element; an empty array and an absent field give
 * `undefined`. Whatever value the matcher can meet at a path is among these (the planner rests on that), except whole
 * arrays.
 */
export function indexValues(document: Document, path: string): unknown[] {
  const parts = splitPath(path);
  if (parts.length === 1) {
    const value = getField(document, path);
    if (!Array.isArray(value)) return [value];
    return value.length === 0 ? [undefined] : value;
  }
  const found: unknown[] = [];
  collectIndexed(document, parts, 0, found);
  return found;
}

function collectIndexed(value: unknown, parts: readonly string[], at: number, found: unknown[]): void {
  const next = isObject(value) ? getField(value, parts[at]!) : undefined;
  collectIndexedFrom(next, parts, at + 1, found);
}

function collectIndexedFrom(value: unknown, parts: readonly string[], at: number, found: unknown[]): void {
  if (!Array.isArray(value)) {
    if (at === parts.length) found.push(value);
    else collectIndexed(value, parts, at, found);
    return;
  }
  if (value.length === 0) {
    found.push(undefined);
  } else if (at === parts.length) {
    for (const element of value) found.push(element);
  } else {
    const position = arrayIndex(parts[at]!);
    if (position >= 0 && position < value.length) collectIndexedFrom(value[position], parts, at + 1, found);
    const named = found.length;
    for (const element of value) {
      if (position < 0 || isObject(element)) collectIndexed(element, parts, at, found);
    }
    if (found.length === named && (position < 0 || position >= value.length)) found.push(undefined);
  }
}

/** Whether a path meets an array in the document, at its end or on the way: such a document makes an index multikey. */
export function meetsArray(document: Document, path: string): boolean {
  let value: unknown = document;
  for (const part of splitPath(path)) {
    if (!isObject(value)) return false;
    value = getField(value, part);
    if (Array.isArray(value)) return true;
  }
  return false;
}

/** Whether anything is stored at a path (null and [] count): what a sparse index asks and `$exists` answers. */
export function pathExists(document: Document, path: string): boolean {
  return someValue(document, splitPath(path), 0, isPresent, false);
}

function isPresent(value: unknown): boolean {
  return value !== undefined;
}

/**
 * Every value the matcher meets at a path: an array at the end gives its elements and itself, arrays on the way are
 * entered one level, a numeric part is both a position and a field name. Absent gives `undefined`; an array on the way
 * that holds nothing to enter gives nothing at all.
 */
export function matchValues(document: Document, path: string): unknown[] {
  const found: unknown[] = [];
  someValue(document, splitPath(path), 0, (value) => found.push(value) < 0, true);
  return found;
}

/**
 * Whether some value at the path passes, by the rules of `matchValues`.
 *
 * @param elements whether an array at the end offers its elements too (comparisons), or only itself ($size, $exists)
 */
export function someValue(
  document: Document,
  parts: readonly string[],
  at: number,
  test: (value: unknown) => boolean,
  elements: boolean,
): boolean {
  const value = getField(document, parts[at]!);
  if (at === parts.length - 1) {
    if (elements && Array.isArray(value)) {
      for (const element of value) if (test(element)) return true;
    }
    return test(value);
  }
  if (isObject(value)) return someValue(value, parts, at + 1, test, elements);
  if (Array.isArray(value)) return someInArray(value, parts, at + 1, test, elements);
  return test(undefined);
}

function someInArray(
  array: unknown[],
  parts: readonly string[],
  at: number,
  test: (value: unknown) => boolean,
  elements: boolean,
): boolean {
  const position = arrayIndex(parts[at]!);
  for (let index = 0; index < array.length; index += 1) {
    const element = array[index];
    if (isObject(element) && someValue(element, parts, at, test, elements)) return true;
    if (index !== position) continue;
    if (at === parts.length - 1) {
      if (test(element)) return true;
    } else if (isObject(element)) {
      if (someValue(element, parts, at + 1, test, elements)) return true;
    } else if (Array.isArray(element) && someInArray(element, parts, at + 1, test, elements)) return true;
  }
  return false;
}

/**
 * The first array a path meets and the index of its first element that makes the condition hold.
 *
 * @param onElement the test for an element of an array at the path's end
 * @param onValue the test for what lies at the path within an element, with the meaning of `someValue`
 */
export function locate(
  document: Document,
  parts: readonly string[],
  onElement: (value: unknown) => boolean,
  onValue: (value: unknown) => boolean,
  elements: boolean,
): { path: string; index: number } | undefined {
  let value: unknown = document;
  for (let at = 0; at < parts.length; at += 1) {
    if (!isObject(value)) return undefined;
    value = getField(value, parts[at]!);
    if (!Array.isArray(value)) continue;
    const last = at === parts.length - 1;
    const index = value.findIndex((element) =>
      last ? onElement(element) : isObject(element) && someValue(element, parts, at + 1, onValue, elements),
    );
    return index < 0 ? undefined : { path: parts.slice(0, at + 1).join('.'), index };
  }
  return undefined;
}

/**
 * What a document sorts by: the smallest value at the path when ascending, the largest when descending; null when
 * absent; an empty array comes before null.
 */
export function sortValue(document: Document, path: string, direction: 1 | -1): unknown {
  const parts = splitPath(path);
  if (parts.length === 1) {
    const value = getField(document, path);
    return Array.isArray(value) ? extreme(value, direction) : (value ?? null);
  }
  const found: unknown[] = [];
  collectSorted(document, parts, 0, found);
  return found.length === 1 ? (found[0] ?? null) : extreme(found, direction);
}

function collectSorted(value: unknown, parts: readonly string[], at: number, found: unknown[]): void {
  if (Array.isArray(value)) {
    if (value.length === 0 && at === parts.length) found.push(emptyArray);
    else if (value.length === 0) found.push(undefined);
    else if (at === parts.length) found.push(...value);
    else {
      const position = arrayIndex(parts[at]!);
      if (position >= 0) collectSorted(value[position], parts, at + 1, found);
      else for (const element of value) collectSorted(isObject(element) ? element : undefined, parts, at, found);
    }
  } else if (at === parts.length) found.push(value);
  else collectSorted(isObject(value) ? getField(value, parts[at]!) : undefined, parts, at + 1, found);
}

function extreme(values: unknown[], direction: 1 | -1): unknown {
  if (values.length === 0) return emptyArray;
  let best: unknown = values[0] ?? null;
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] ?? null;
    if (compare(value, best) * direction < 0) best = value;
  }
  return best;
}
