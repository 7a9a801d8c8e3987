import { engineCodes } from '../../../contract/index.ts';
import { ExpressionError, isFunctionValue, type Budget } from '../budget.ts';

/** What JSONata has checked already, as the type it is. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
export const asNumber = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
export const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Stops the expression: what it was handed cannot be meant. */
export function refuse(message: string): never {
  throw new ExpressionError(engineCodes.expressionFailed, message);
}

/** A whole number within bounds; anything else stops the expression. */
export function wholeNumber(value: unknown, least: number, most: number, what: string, otherwise?: number): number {
  const number = value === undefined && otherwise !== undefined ? otherwise : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most)
    refuse(`${what} is a whole number from ${least} to ${most}.`);
  return number;
}

/** A text to show of a value in a list; nothing of what cannot be shown. */
export function shownText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : undefined;
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** The texts of a list, paid for before anything is made of them. `extra` is what is added to each. */
export function shownTexts(value: unknown, budget: Budget, extra = 0): string[] {
  const items = asList(value);
  budget.items(items.length);
  let length = 0;
  const texts: string[] = [];
  for (const item of items) {
    const shown = shownText(item);
    if (shown === undefined) continue;
    length += shown.length + extra;
    budget.text(length);
    texts.push(shown);
  }
  budget.spend(items.length * 60 + length);
  return texts;
}

/** What stands under a name in an object; never what its prototype has. Names may have dots between them. */
export function under(value: unknown, name: string): unknown {
  let at = value;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || isFunctionValue(at) || Array.isArray(at)) return undefined;
    at = Object.hasOwn(at, part) ? (at as { [key: string]: unknown })[part] : undefined;
  }
  return at;
}
