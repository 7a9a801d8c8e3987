import { templateParts } from '../../../runtime/engine/index.ts';

const quoted = (text: string): string => JSON.stringify(text);

/** A text with `{{ }}` as the expression that yields the same. */
export function asExpression(text: string): string {
  const { parts, closed } = templateParts(text);
  if (!closed || parts.length === 0) return quoted(text);
  const pieces = parts.map((part) => ('words' in part ? quoted(part.words) : part.expression.trim()));
  return pieces.length === 1
    ? (pieces[0] ?? '')
    : pieces.map((piece, at) => (isWords(parts[at]) ? piece : `(${piece})`)).join(' & ');
}

const isWords = (part: object | undefined): boolean => part !== undefined && 'words' in part;

/** An expression as a text that shows what it yields. */
export function asText(expression: string): string {
  const source = expression.trim();
  if (source === '') return '';
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === 'string') return value;
  } catch {
    // No plain words.
  }
  return `{{ ${source} }}`;
}

/** A source of a value: words with `{{ }}`, or an expression that keeps numbers and lists as they are. */
export type Source = { kind: 'text'; text: string } | { kind: 'expression'; expression: string };

export function readSource(value: unknown): Source {
  if (typeof value === 'object' && value !== null) {
    if ('expression' in value && typeof value.expression === 'string')
      return { kind: 'expression', expression: value.expression };
    if ('text' in value && typeof value.text === 'string') return { kind: 'text', text: value.text };
  }
  return { kind: 'text', text: '' };
}

/** The same value, said the other way. */
export function turned(source: Source, kind: Source['kind']): { text: string } | { expression: string } {
  if (kind === 'text') return { text: source.kind === 'text' ? source.text : asText(source.expression) };
  return { expression: source.kind === 'expression' ? source.expression : asExpression(source.text) };
}
