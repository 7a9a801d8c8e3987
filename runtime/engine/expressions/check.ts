import { engineCodes } from '../../contract/index.ts';
import { checkExpression, parsedExpression, signatureOf, type ExpressionProblem } from './expression.ts';
import { Inference, type Finding, type KnownFunctions, type Missing } from './types.ts';
import { nativeNames } from './guards.ts';
import { readSignature, type Signature } from './function-signature.ts';
import { functionsByName } from './functions/index.ts';
import type { Scope } from './scope.ts';
import { rootTypeOf } from './scope-types.ts';
import { hasPlaceholder, secretPath, templateParts } from './template.ts';
import { kindsOf, masks, mayBeAbsent, present, type ValueType } from './value-types.ts';

/**
 * What is wrong with an expression or a text, in words of English; screens translate `code` with `params`. `position` and `length` are
 * characters of what was checked.
 */
export type ScopeProblem = Finding;

export type TemplateOptions = {
  /** `{{ secrets.name }}` may stand here: the text leaves to another system. */
  secrets?: boolean;
  /** Nothing catches a value that is missing: say where one may be. */
  fallbacks?: boolean;
};

/** JSONata's own that may yield nothing although all they need is there. */
const partial = new Set(
  'lookup single reduce sift filter max min average toMillis parseInteger match number error merge keys spread each'.split(
    ' ',
  ),
);

const functions: KnownFunctions = {
  signature(name) {
    const source = functionsByName.get(name)?.signature ?? signatureOf(name);
    return source === undefined ? undefined : readSignature(source);
  },
  partial: (name) => functionsByName.get(name)?.partial ?? partial.has(name),
  names: () => [...functionsByName.keys(), ...nativeNames.filter((name) => name !== 'eval')],
  literal: (name, index, value) => functionsByName.get(name)?.checkLiteral?.(index, value),
};

/** What a function takes and yields: one of the library or of JSONata's own. Undefined when there is no such function. */
export const functionSignature = (name: string): Signature | undefined => functions.signature(name);

type Checked = { problems: readonly Finding[]; type: ValueType | null; missing: readonly Missing[] };

const cache = new WeakMap<Scope, Map<string, Checked>>();
/** Expressions remembered of one scope; a flow's texts hold fewer. */
const mostRemembered = 2_000;

function checked(source: string, scope: Scope): Checked {
  let known = cache.get(scope);
  if (!known || known.size > mostRemembered) cache.set(scope, (known = new Map()));
  let found = known.get(source);
  if (!found) known.set(source, (found = check(source, scope)));
  return found;
}

function check(source: string, scope: Scope): Checked {
  const problem = checkExpression(source);
  if (problem) return { problems: [syntax(problem, source.length)], type: null, missing: [] };
  const inference = new Inference(source, rootTypeOf(scope), functions);
  const type = inference.of(parsedExpression(source));
  return { problems: inference.findings, type, missing: inference.missing };
}

const syntax = ({ code, message, position }: ExpressionProblem, length: number): Finding => ({
  code,
  severity: 'error',
  message,
  position: Math.max(0, Math.min(position, length) - 1),
  length: 1,
  params: { reason: message },
});

/** Everything that is wrong with an expression: its syntax, or its names and types. Empty when nothing is. */
export const checkExpressionIn = (source: string, scope: Scope): readonly ScopeProblem[] =>
  source.trim() === '' ? [] : checked(source, scope).problems;

/** What an expression may yield; null when it cannot be parsed. */
export const typeOfExpression = (source: string, scope: Scope): ValueType | null => checked(source, scope).type;

/** The same for every `{{ }}` of a text, and what of it could not be shown. */
export function checkTemplateIn(text: string, scope: Scope, options: TemplateOptions = {}): ScopeProblem[] {
  if (!hasPlaceholder(text)) return [];
  const { parts, closed } = templateParts(text);
  return parts.flatMap((part, index): ScopeProblem[] => {
    if ('words' in part) return [];
    const { expression, position } = part;
    if (!closed && index === parts.length - 1) {
      const message = 'A {{ is not closed by }}.';
      const params = { reason: message };
      return [
        { code: engineCodes.expressionSyntax, severity: 'error', message, position: position - 2, length: 2, params },
      ];
    }
    return placeholderProblems(expression, scope, options).map((problem) => ({
      ...problem,
      position: position + problem.position,
    }));
  });
}

function placeholderProblems(source: string, scope: Scope, { secrets, fallbacks }: TemplateOptions): Finding[] {
  const secret = secrets ? secretPath.exec(source)?.[1] : undefined;
  const whole = wholeOf(source);
  if (secret !== undefined) {
    if (!scope.secrets || scope.secrets.includes(secret)) return [];
    const message = `There is no secret "${secret}".`;
    return [{ code: 'expression.unknown-secret', severity: 'warning', message, ...whole, params: { name: secret } }];
  }
  const { problems, type, missing } = checked(source, scope);
  if (problems.length > 0 || !type) return [...problems];
  const shown = shownOf(type);
  if (shown === 0 && type.mask & present) {
    const found = kindsOf(type).join(' ');
    const message = `This cannot be shown in a text: it is ${found}.`;
    const severity = type.guessed ? ('warning' as const) : ('error' as const);
    return [{ code: 'expression.not-shown', severity, message, ...whole, params: { found } }];
  }
  if (!fallbacks || !mayBeAbsent(type)) return [];
  const cause = missing[0] ?? { name: source.trim().slice(0, 60), ...whole };
  const { name, position, length } = cause;
  const message = `"${name}" may be missing, and nothing says what to show then.`;
  return [{ code: 'expression.no-fallback', severity: 'warning', message, position, length, params: { name } }];
}

/** The kinds of a value that a text can show; those of a list's items for a list. */
function shownOf({ mask, item }: ValueType): number {
  const plain = mask & (masks.text | masks.number | masks.boolean);
  if (!(mask & masks.list)) return plain;
  return plain | (item ? item.mask & (masks.text | masks.number | masks.boolean) : present);
}

function wholeOf(source: string): { position: number; length: number } {
  const position = source.length - source.trimStart().length;
  return { position, length: Math.max(1, source.trim().length) };
}
