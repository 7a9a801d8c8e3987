/** The list with one item moved to another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** The place whose middle is nearest to a height, given where each item begins and ends. */
export function nearest(spans: readonly { top: number; bottom: number }[], y: number): number {
  const distances = spans.map(({ top, bottom }) => Math.abs((top + bottom) / 2 - y));
  return distances.indexOf(Math.min(...distances));
}

export type Parsed = { [name: string]: unknown };
/** The objects of a list, whatever else a foreign file may hold there. */
export const recordsOf = (value: unknown): Parsed[] => (Array.isArray(value) ? value.filter(isRecord) : []);

export const isRecord = (value: unknown): value is Parsed =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textIn = (record: Parsed, name: string): string => (typeof record[name] === 'string' ? record[name] : '');
