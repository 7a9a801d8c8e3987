import { engineCodes, type Json, type SecretText } from '../../contract/index.ts';
import {
  checkExpression,
  evaluateExpression,
  ExpressionError,
  type ExpressionData,
  type ExpressionProblem,
  type ExpressionWorld,
} from './expression.ts';

/** A piece of a text with `{{ }}`: words as they stand, or an expression and where it begins. */
export type TemplatePart = { words: string } | { expression: string; position: number };

/**
 * Takes a text apart. `}}` inside a string, a comment, a regular expression or `{ }` of the expression does not end it. An expression
 * that is not closed is the last part and has no end: `closed` is false.
 */
export function templateParts(text: string): { parts: TemplatePart[]; closed: boolean } {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    if (open > at) parts.push({ words: text.slice(at, open) });
    const end = endOfExpression(text, open + 2);
    parts.push({ expression: text.slice(open + 2, end ?? text.length), position: open + 2 });
    if (end === undefined) return { parts, closed: false };
    at = end + 2;
  }
  if (at < text.length) parts.push({ words: text.slice(at) });
  return { parts, closed: true };
}

function endOfExpression(text: string, from: number): number | undefined {
  let braces = 0;
  let before = '';
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '}' && braces === 0 && text[at + 1] === '}') return at;
    if (sign === '{') braces += 1;
    else if (sign === '}') braces = Math.max(0, braces - 1);
    else if (sign === '"' || sign === "'" || sign === '`') at = skip(text, at, sign, sign !== '`');
    else if (sign === '/' && text[at + 1] === '*') at = (text.indexOf('*/', at + 2) + 1 || text.length) as number;
    else if (sign === '/' && (before === '' || '(,:=[{?&|~>;'.includes(before))) at = skip(text, at, '/', true);
    if (sign.trim() !== '') before = sign;
  }
  return undefined;
}

/** Where a quoted piece ends; its opening sign stands at `from`. Not closed before `}}` ends the text: nowhere. */
function skip(text: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (escapes && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** True when a text holds anything to fill. */
export const hasPlaceholder = (text: string): boolean => text.includes('{{');

/**
 * Fills the `{{ }}` of a text. Numbers are written with 15 significant digits, a point and no exponent; truth as `true` and `false`; the items of a
 * list with ", " between. Nothing, null, an object or a function is unresolved: `{{ contact.name ?? 'amigo' }}` says what to take
 * when a value is missing, `?:` also when it is empty, null, zero or false. Throws `ExpressionError`.
 */
export async function renderTemplate(text: string, data: ExpressionData, world: ExpressionWorld): Promise<string> {
  if (!hasPlaceholder(text)) return text;
  const { parts, closed } = templateParts(text);
  if (!closed) throw new ExpressionError(engineCodes.expressionSyntax, 'A {{ is not closed by }}.');
  let shown = '';
  for (const part of parts) {
    if ('words' in part) {
      shown += part.words;
      continue;
    }
    const words = spoken(await evaluateExpression(part.expression, data, world));
    if (words === undefined)
      throw new ExpressionError(engineCodes.unresolved, `{{${part.expression}}} has no value that can be shown.`);
    shown += words;
  }
  return shown;
}

/** The one form in which a secret may stand. */
export const secretPath = /^\s*secrets\.([A-Za-z_][A-Za-z0-9_]*)\s*$/;

/**
 * The same, but `{{ secrets.name }}` stays a name, which is resolved only when a call is made. Secrets are nowhere else: an expression
 * that does anything with them yields nothing.
 */
export async function renderWithSecrets(
  text: string,
  data: ExpressionData,
  world: ExpressionWorld,
): Promise<SecretText> {
  const { parts } = templateParts(text);
  const pieces: (string | { secret: string })[] = [];
  let plain = '';
  for (const part of parts) {
    const secret = 'expression' in part ? secretPath.exec(part.expression)?.[1] : undefined;
    if (secret === undefined) {
      plain += 'words' in part ? part.words : `{{${part.expression}}}`;
      continue;
    }
    pieces.push(await renderTemplate(plain, data, world), { secret });
    plain = '';
  }
  const rest = await renderTemplate(pieces.length === 0 ? text : plain, data, world);
  return pieces.length === 0 ? rest : [...pieces, rest].filter((piece) => piece !== '');
}

function spoken(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item) => (Array.isArray(item) ? undefined : spoken(item)));
  return items.every((item) => item !== undefined) ? items.join(', ') : undefined;
}

/** A number in digits: 15 significant ones, as JSONata writes it, and no exponent. */
export function plainNumber(value: number): string {
  const digits = String(Number(value.toPrecision(15)));
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(digits);
  if (!found) return digits === '-0' ? '0' : digits;
  const [, sign = '', first = '', rest = '', power = '0'] = found;
  const exponent = Number(power);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`;
  return `${sign}${first}${rest.padEnd(exponent, '0')}`;
}

/** Why a text with `{{ }}` cannot be filled, with the place in the text; null when it can be tried. */
export function checkTemplate(text: string): ExpressionProblem | null {
  if (!hasPlaceholder(text)) return null;
  const { parts, closed } = templateParts(text);
  for (const part of parts) {
    if ('words' in part) continue;
    if (!closed && part === parts.at(-1))
      return {
        code: engineCodes.expressionSyntax,
        message: 'A {{ is not closed by }}.',
        position: part.position - 2,
      };
    const problem = checkExpression(part.expression);
    if (problem) return { ...problem, position: part.position + problem.position };
  }
  return null;
}
