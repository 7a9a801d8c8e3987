/** A JSON object of which nothing is known yet. */
export type Dict = { readonly [key: string]: unknown };

export const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nothing: Dict = Object.freeze({});

/** The object, or an empty one where something else stands. */
export const dict = (value: unknown): Dict => (isDict(value) ? value : nothing);

/** The array, or an empty one where something else stands. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text with something in it. Ids come as strings or as numbers; numbers are taken by their digits. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
};

/** A finite number, also when it comes as a string. */
export const number = (value: unknown): number | undefined => {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
};

/** The first of these that is a text. */
export const firstText = (...values: unknown[]): string | undefined => {
  for (const value of values) {
    const found = text(value);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Drops the fields that are undefined, so that results compare and are stored as what they say. */
export const compact = <T extends object>(value: T): T => {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key];
  return value;
};
