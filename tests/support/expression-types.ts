import type { ScopeProblem } from '../../runtime/engine/index.ts';
import { kindsOf, mayBeAbsent, type ValueType } from '../../runtime/engine/expressions/value-types.ts';

/** A type in a few letters: `list<text>?` is a list of texts or nothing, `~` is only what an author said. */
export function spelt(type: ValueType | null): string {
  if (!type) return 'none';
  const kinds = kindsOf(type);
  const item = type.item ? `<${spelt(type.item)}>` : '';
  return `${kinds.length === 7 ? 'any' : kinds.join('|')}${item}${mayBeAbsent(type) ? '?' : ''}${type.guessed ? '~' : ''}`;
}

/** A finding as tables write it: its code without `expression.`. */
export type Told = [code: string, severity: string, position: number, length: number, message: string, params: object];

export const findingsOf = (found: readonly ScopeProblem[]): Told[] =>
  found.map(({ code, severity, position, length, message, params }) => [
    code.replace('expression.', ''),
    severity,
    position,
    length,
    message,
    params,
  ]);
