import QuickLRU from 'quick-lru';
import jsonata from 'jsonata';
import { engineCodes, type Json } from '../../contract/index.ts';
import { Budget, ExpressionError, expressionLimits, isFunctionValue } from './budget.ts';
import type { Evaluation, ExpressionWorld, NativeDefinition } from './evaluation.ts';
import { guarded, nativeNames } from './guards.ts';
import { functionList, functionsByName } from './functions/index.ts';
import { compilePattern, PatternError, type Pattern } from '../pattern.ts';

export { ExpressionError, expressionLimits } from './budget.ts';
export type { ExpressionWorld } from './evaluation.ts';

/** What expressions read: the names at their top and what stands under them. */
export type ExpressionData = { [name: string]: unknown };

/** A piece of a parsed expression. */
export type Piece = {
  type?: string;
  value?: unknown;
  position?: number;
  signature?: unknown;
  tuple?: unknown;
  keepSingletonArray?: unknown;
  group?: { lhs?: [Piece, Piece][] };
  steps?: Piece[];
  expressions?: Piece[];
  predicate?: { expr?: Piece }[];
  stages?: { expr?: Piece }[];
  lhs?: Piece;
  rhs?: Piece;
  condition?: Piece;
  then?: Piece;
  else?: Piece;
  procedure?: Piece;
  arguments?: Piece[];
  body?: Piece;
  /** The text of a name in a path that a bracket follows keeps its kind here. */
  index?: string;
  focus?: string;
};

/** How the result of a piece is used, and so what it costs. */
type Use = { wholly?: boolean; perItem?: number; called?: boolean };

type Frame = { base: object; lookup(name: string): unknown };

type Compiled = {
  expression: jsonata.Expression;
  /** The evaluator would write into what it reads; it is handed a copy. */
  copies: boolean;
};

const entryHook = Symbol.for('jsonata.__evaluate_entry') as unknown as string;
const exitHook = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/** The evaluation that is being started: JSONata reaches its first piece in the same breath. */
let starting: Evaluation | undefined;
/** Evaluations by their base environment, which no expression can name or forge. */
const running = new WeakMap<object, Evaluation>();

function evaluationOf(base: object): Evaluation {
  const evaluation = running.get(base);
  if (!evaluation) throw new ExpressionError(engineCodes.expressionFailed, 'A built-in was called from outside.');
  return evaluation;
}

const cache = new QuickLRU<string, Compiled | ExpressionError>({ maxSize: 1_000 });

/** Parses an expression, at most once while it is remembered. Throws `ExpressionError`. */
function compile(source: string): Compiled {
  let known = cache.get(source);
  if (!known) {
    known = parse(source);
    cache.set(source, known);
  }
  if (known instanceof ExpressionError) {
    const { code, message, position } = known;
    throw new ExpressionError(code, message, position);
  }
  return known;
}

function parse(source: string): Compiled | ExpressionError {
  const refused = (message: string, position?: number, code: string = engineCodes.expressionSyntax) =>
    new ExpressionError(code, message, position);
  if (source.length > expressionLimits.sourceLength)
    return refused(`An expression has at most ${expressionLimits.sourceLength} characters.`);
  const tooDeep = tooDeepAt(source);
  if (tooDeep !== undefined) return refused(`Brackets nest at most ${expressionLimits.brackets} deep.`, tooDeep);

  if (count(source, '.') > expressionLimits.dots || count(source, '%') > expressionLimits.percents)
    return refused('The expression has too many steps to be parsed.');

  let expression: jsonata.Expression;
  try {
    expression = jsonata(source, { sequence: expressionLimits.items });
  } catch (error) {
    const { message, position } = error as { message?: unknown; position?: unknown };
    return refused(
      typeof message === 'string' ? message : 'The expression cannot be parsed.',
      typeof position === 'number' ? Math.min(position, source.length) : undefined,
    );
  }
  const uses = new WeakMap<object, Use>();
  let copies = false;
  try {
    survey(expression.ast() as Piece, uses, (piece) => {
      const makesObject = piece.type === 'unary' && piece.value === '{';
      if (piece.group || makesObject || piece.keepSingletonArray) copies = true;
    });
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  for (const [name, definition] of builtIns()) expression.assign(name, definition);
  expression.assign('eval', undefined);
  expression.assign(entryHook, enter);
  expression.assign(exitHook, (piece: Piece, input: unknown, environment: Frame, result: unknown) =>
    exit(uses.get(piece), piece, input, environment, result),
  );
  return { expression, copies };
}

const count = (source: string, sign: string): number => source.split(sign).length - 1;

/** Where brackets nest too deep; strings count too, since what is a string is the parser's to say. */
function tooDeepAt(source: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    if ('([{'.includes(source[at] ?? '')) depth += 1;
    else if (')]}'.includes(source[at] ?? '') && depth > 0) depth -= 1;
    if (depth > expressionLimits.brackets) return at;
  }
  return undefined;
}

/** What it costs to find out whether an item counts as true. */
const perTruth = 40;

/** Walks the parsed tree: refuses what cannot be bounded, and notes which results are read as a whole. */
function survey(root: Piece, uses: WeakMap<object, Use>, meet: (piece: Piece) => void): void {
  const seen = new WeakSet<object>();
  const waiting: { part: object; depth: number }[] = [{ part: root, depth: 0 }];
  const use = (piece: Piece | undefined, how: Use): void => {
    if (piece) uses.set(piece, { ...uses.get(piece), ...how });
  };
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, depth } = next;
    if (seen.has(part) || part instanceof RegExp) continue;
    seen.add(part);
    const piece = part as Piece;
    if (depth > expressionLimits.treeDepth) throw refusal(piece, 'The expression nests too deep.');
    if (piece.type === 'transform') throw refusal(piece, 'The transform operator | | | is not offered.');
    if (piece.type === 'lambda' && piece.signature) throw refusal(piece, 'Signatures of functions are not offered.');
    if (piece.type === 'regex' && piece.value instanceof RegExp) checkRegex(piece, piece.value);
    if (piece.type === 'binary') checkRange(piece);
    meet(piece);

    if (piece.type === 'binary') {
      const truth = piece.value === 'and' || piece.value === 'or';
      for (const side of [piece.lhs, piece.rhs]) use(side, { wholly: true, ...(truth && { perItem: perTruth }) });
    }
    if (piece.type === 'function' || piece.type === 'partial') use(piece.procedure, { called: true });
    if (piece.type === 'condition') use(piece.condition, { wholly: true, perItem: perTruth });
    if (piece.type === 'path')
      for (const step of piece.steps ?? [])
        use(step, { perItem: step.tuple || (step as { focus?: unknown }).focus ? 500 : 2 });
    if (piece.type === 'unary' && piece.value === '[')
      for (const item of piece.expressions ?? []) use(item, { perItem: 2 + (piece.expressions?.length ?? 0) / 20 });
    for (const { expr } of [...(piece.predicate ?? []), ...(piece.stages ?? [])])
      use(expr, { wholly: true, perItem: perTruth });
    const pairs = piece.group?.lhs ?? (piece.type === 'unary' && piece.value === '{' ? piece.lhs : undefined);
    if (Array.isArray(pairs)) for (const pair of pairs as [Piece, Piece][]) use(pair[0], { perItem: 400 });

    for (const inner of Object.values(part) as unknown[])
      if (typeof inner === 'object' && inner !== null)
        waiting.push({ part: inner, depth: depth + (Array.isArray(inner) ? 0 : 1) });
  }
}

const refusal = (piece: Piece, message: string, code: string = engineCodes.expressionSyntax): ExpressionError =>
  new ExpressionError(code, message, piece.position);

function checkRange({ value, lhs, rhs, position }: Piece): void {
  if (value !== '..' || typeof lhs?.value !== 'number' || typeof rhs?.value !== 'number') return;
  if (rhs.value - lhs.value + 1 > expressionLimits.items)
    throw new ExpressionError(
      engineCodes.expressionBudget,
      `A range has at most ${expressionLimits.items} items.`,
      position,
    );
}

function checkRegex(piece: Piece, regex: RegExp): void {
  try {
    compilePattern(regex.source, { ignoreCase: regex.ignoreCase, multiline: regex.multiline });
  } catch (error) {
    if (error instanceof PatternError) throw refusal(piece, error.message, error.code);
    throw error;
  }
}

function enter(piece: Piece, input: unknown, { base }: Frame): void {
  let evaluation = running.get(base);
  if (!evaluation) {
    if (!starting) throw new ExpressionError(engineCodes.expressionFailed, 'An expression was started from outside.');
    evaluation = starting;
    starting = undefined;
    running.set(base, evaluation);
    (base as { RegexEngine?: unknown }).RegexEngine = regexEngine(evaluation.budget);
  }
  const { budget } = evaluation;
  budget.step();
  // Every path that looks for a parent carries frames along.
  if (piece.type === 'parent') budget.spend(1_500);
  // The evaluator writes and parses a function of its own each time.
  if (piece.type === 'partial') budget.spend(5_000);
  if (piece.type === 'name' ? Array.isArray(input) : piece.type === 'descendant') budget.touch(input);
  else if (piece.type === 'wildcard') {
    budget.touch(input);
    const keys = typeof input === 'object' && input !== null ? Object.keys(input).length : 0;
    budget.spend((keys * keys) / 20);
  }
}

function exit(use: Use | undefined, piece: Piece, input: unknown, { base }: Frame, result: unknown): void {
  if (result === undefined || result === null || typeof result === 'number' || typeof result === 'boolean') return;
  // The evaluator writes into whatever it calls.
  if (use?.called && typeof result === 'object' && !isCallable(result))
    throw new ExpressionError(engineCodes.expressionFailed, 'What is called is no function.', piece.position);
  const { budget } = evaluationOf(base);
  // Names and variables hand on what is there already.
  if (piece.type !== 'variable' && (piece.type !== 'name' || Array.isArray(input))) budget.size(result);
  if (use?.wholly) budget.touch(result);
  if (use?.perItem) budget.spend(use.perItem * (Array.isArray(result) ? result.length : 1));
}

/** A function that JSONata made, and nothing that only looks like one: data is JSON and holds no function. */
function isCallable(value: object): boolean {
  if ('implementation' in value) return typeof value.implementation === 'function';
  return 'environment' in value && typeof (value.environment as { lookup?: unknown } | null)?.lookup === 'function';
}

/** Instructions × characters that a search may cost before it is paid for. */
const largestSearch = 500_000;

/** Stands in for RegExp: linear time by RE2, every search paid for. */
function regexEngine(budget: Budget) {
  return class {
    lastIndex = 0;
    private readonly pattern: Pattern;
    private searched: { text: string; matcher: ReturnType<Pattern['compiled']['matcher']>; reach: number } | undefined;

    constructor({ source, ignoreCase, multiline }: RegExp) {
      this.pattern = compilePattern(source, { ignoreCase, multiline });
    }

    exec(text: string): ((string | undefined)[] & { index: number }) | null {
      if (typeof text !== 'string' || this.lastIndex > text.length) return null;
      budget.step();
      budget.spend(200);
      if (this.searched?.text !== text) {
        budget.spend(text.length / 2);
        const longestSpace = Math.max(0, ...(text.match(/\s{2,}/g) ?? []).map(({ length }) => length));
        this.searched = { text, matcher: this.pattern.compiled.matcher(text), reach: this.pattern.size + longestSpace };
      }
      const { size, looksFar } = this.pattern;
      const from = this.lastIndex;
      const spend = (read: number): void => budget.spend(2 * size * Math.min(read, text.length - from + 1));
      if (looksFar) spend(text.length);
      const { matcher, reach } = this.searched;
      // A pattern that does not look far ends within its budget whatever comes: it is at most once that it finds nothing.
      if (!looksFar && size * (text.length - from) > largestSearch) spend(text.length);
      if (!matcher.find(from)) {
        if (!looksFar) spend(text.length);
        this.lastIndex = 0;
        return null;
      }
      this.lastIndex = matcher.end();
      if (!looksFar) spend(this.lastIndex - from + reach);
      const groups: (string | undefined)[] = [];
      for (let index = 0; index <= matcher.groupCount(); index += 1) groups.push(matcher.group(index) ?? undefined);
      return Object.assign(groups, { index: matcher.start() });
    }
  };
}

let knownBuiltIns: Map<string, NativeDefinition> | undefined;
const knownSignatures = new Map<string, string>();

/**
 * JSONata hands out its built-ins only to a running expression: one that does nothing asks for them, before its first wait. The
 * library's own are made known to it, so that it reads their signatures.
 */
function builtIns(): Map<string, NativeDefinition> {
  if (knownBuiltIns) return knownBuiltIns;
  const natives = new Map<string, NativeDefinition>();
  const probe = jsonata('1');
  for (const { name, signature } of functionList) probe.registerFunction(name, () => undefined, signature);
  probe.assign(entryHook, (_piece: unknown, _input: unknown, environment: Frame) => {
    for (const name of [...nativeNames, ...functionsByName.keys()]) {
      const definition = environment.lookup(name);
      if (definition) natives.set(name, definition as NativeDefinition);
    }
  });
  void probe.evaluate(null);
  natives.delete('eval');
  for (const [name, { signature }] of natives) if (signature) knownSignatures.set(name, signature.definition);
  knownBuiltIns = guarded(natives, evaluationOf);
  return knownBuiltIns;
}

/** Names with dots between them, as most placeholders are. */
const plainPath = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
/** Names that mean something else by themselves. */
const reserved = /\b(and|or|in|true|false|null|function)\b/;

/**
 * What a plain path leads to, without starting JSONata, which costs a hundred times as much. Undefined when it is none, or when a
 * list stands in its way: what a path means there is JSONata's to say.
 */
function plainValue(source: string, data: ExpressionData): { value: unknown } | undefined {
  const path = source.trim();
  if (path.length > 200 || !plainPath.test(path) || reserved.test(path)) return undefined;
  let value: unknown = data;
  for (const name of path.split('.')) {
    if (Array.isArray(value) || typeof value === 'function') return undefined;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return { value: undefined };
    value = (value as { [name: string]: unknown })[name];
  }
  return typeof value === 'object' && value !== null ? undefined : { value };
}

/** Evaluates and returns the value as JSONata has it. Throws `ExpressionError`. */
async function evaluateRaw(source: string, data: ExpressionData, world: ExpressionWorld): Promise<unknown> {
  const plain = plainValue(source, data);
  if (plain) {
    new Budget().size(plain.value);
    return plain.value;
  }
  const { expression, copies } = compile(source);
  const budget = new Budget();
  try {
    starting = { ...world, budget };
    const pending = expression.evaluate(copies ? structuredClone(data) : data);
    starting = undefined;
    const value: unknown = await pending;
    budget.size(value);
    return value;
  } catch (error) {
    throw asExpressionError(error);
  } finally {
    starting = undefined;
    budget.end();
  }
}

function asExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error;
  if (error instanceof PatternError) return new ExpressionError(error.code, error.message);
  if (error instanceof RangeError)
    return new ExpressionError(engineCodes.expressionBudget, 'The expression nests too deep.');
  const { code, message, position } = error as { code?: unknown; message?: unknown; position?: unknown };
  const tooMany = code === 'D2014' || code === 'D2015';
  return new ExpressionError(
    tooMany ? engineCodes.expressionBudget : engineCodes.expressionFailed,
    typeof message === 'string' ? message : 'The expression failed.',
    typeof position === 'number' ? position : undefined,
  );
}

/**
 * Evaluates a JSONata expression within its budget; undefined when it yields nothing (or a function, which is no value). Throws
 * `ExpressionError`: expression.syntax, expression.failed, expression.budget or pattern.invalid.
 */
export async function evaluateExpression(
  source: string,
  data: ExpressionData,
  world: ExpressionWorld,
): Promise<Json | undefined> {
  return asJson(await evaluateRaw(source, data, world));
}

/** A value as plain JSON: no sequences, no functions, no objects without a prototype, no key that would reach one. */
function asJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || isFunctionValue(value)) return undefined;
  if (Array.isArray(value)) return value.flatMap((item: unknown) => (isNothing(item) ? [] : [asJson(item) ?? null]));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      const json = key === '__proto__' ? undefined : asJson(inner);
      return json === undefined ? [] : [[key, json]];
    }),
  );
}

const isNothing = (value: unknown): boolean => value === undefined || isFunctionValue(value);

/** Why an expression cannot be used: its code, words in English and the place in its source. Null when it can. */
export type ExpressionProblem = { code: string; message: string; position: number };

/** The parsed form of an expression that `checkExpression` finds nothing against. Throws `ExpressionError`. */
export const parsedExpression = (source: string): Piece => compile(source).expression.ast() as Piece;

/** The signature of a built-in function as JSONata writes it (`<s-n?:s>`); undefined when there is no such function. */
export function signatureOf(name: string): string | undefined {
  builtIns();
  return knownSignatures.get(name);
}

export function checkExpression(source: string): ExpressionProblem | null {
  try {
    compile(source);
    return null;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { code: error.code, message: error.message, position: error.position ?? 0 };
  }
}
