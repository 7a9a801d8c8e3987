import type { Json } from '../../../runtime/contract/index.ts';

export const isRecord = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shownCharacters = 400;

/** A value as one line: text as it is, the rest as JSON; long ones are cut. */
export function valueText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
