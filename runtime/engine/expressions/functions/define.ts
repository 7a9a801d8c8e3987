import type { Evaluation } from '../evaluation.ts';

export const functionGroups = ['text', 'numbers', 'dates', 'formats', 'lists', 'phone', 'values'] as const;
export type FunctionGroup = (typeof functionGroups)[number];

/** What a function yields for certain data, and when, where and in which language it does: documentation and test at once. */
export type FunctionExample = {
  expression: string;
  data?: { [name: string]: unknown };
  now?: string;
  timeZone?: string;
  language?: string;
  /** Nothing at all where it is missing. */
  result?: unknown;
};

/** Calls a function that was handed over; what it yields may have to be awaited. */
export type Call = (called: unknown, ...args: unknown[]) => unknown;

/**
 * A function of the library. Its words are keys of the catalogues: `functions.about.{name}` says what it does, `functions.params.{param}`
 * names what it takes.
 */
export type FunctionDefinition = {
  /** Without the `$`. None of JSONata's own. */
  name: string;
  group: FunctionGroup;
  /** As JSONata writes it: `<s-n?:s>`. What does not fit is refused before the function runs. */
  signature: string;
  /** What each parameter is called. `date`, `from` and `to` hold dates. */
  params: readonly string[];
  /** It may yield nothing although all it needs is there. */
  partial?: true;
  /** Work for a character it is given, beside that of reading it; 2 without it. */
  cost?: number;
  /** What a text that is written out in an expression fails to be: `date`. */
  checkLiteral?(index: number, value: string): string | undefined;
  examples: readonly [FunctionExample, ...FunctionExample[]];
  /** A first argument that is missing yields nothing, unless its name in `params` ends with `?`: this is not called then. */
  run(args: readonly unknown[], evaluation: Evaluation, call: Call): unknown;
};

export const defineFunctions = (group: FunctionGroup, functions: Omit<FunctionDefinition, 'group'>[]) =>
  functions.map((definition): FunctionDefinition => ({ ...definition, group }));
