import type { Flow, Json } from '../../runtime/contract/index.ts';

export type Variable = Flow['variables'][number];
export const variableTypes = ['text', 'number', 'boolean', 'list', 'object'] as const satisfies Variable['type'][];

/** What a variable begins with, as it is written in its field. */
export function initialText({ type, initial }: Variable): string {
  if (initial === undefined) return '';
  return type === 'text' && typeof initial === 'string' ? initial : JSON.stringify(initial);
}

/** The value that was written for a variable of a type: none when empty, and `wrong` when it is of another kind. */
export function initialFrom(type: Variable['type'], text: string): { value: Json | undefined } | { wrong: true } {
  if (text === '' || (type !== 'text' && text.trim() === '')) return { value: undefined };
  if (type === 'text') return { value: text };
  try {
    const value = JSON.parse(type === 'number' ? text.replace(',', '.') : text) as Json;
    return fits(type, value) ? { value } : { wrong: true };
  } catch {
    return { wrong: true };
  }
}

function fits(type: Variable['type'], value: Json): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

/** The variable as one of another type; what it begins with stays where it can be read as that. */
export function withType(variable: Variable, type: Variable['type']): Variable {
  const { initial: _before, ...rest } = variable;
  const read = initialFrom(type, initialText(variable));
  return { ...rest, type, ...('value' in read && read.value !== undefined && { initial: read.value }) };
}

const languageForm = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** Languages by their codes, as a flow names them; undefined when none is left. */
export function languagesFrom(codes: readonly string[]): string[] | undefined {
  const kept = codes.map((code) => code.trim().replace('_', '-')).filter((code) => languageForm.test(code));
  return kept.length === 0 ? undefined : [...new Set(kept)].slice(0, 20);
}
