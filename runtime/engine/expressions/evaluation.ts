import type { Instant } from '../../contract/index.ts';
import type { Budget } from './budget.ts';

/** What an expression may know of the world. Without a zone it is UTC, without a language Spanish. */
export type ExpressionWorld = { now: Instant; random: () => number; timeZone?: string; language?: string };

/** One evaluation, as the built-in functions see it. */
export type Evaluation = ExpressionWorld & {
  budget: Budget;
  /** Time zones whose clocks were asked already. */
  zones?: Set<string>;
};

/** `this` of a built-in function. */
export type Focus = {
  environment: { base: object };
  input?: unknown;
  createSequence(...first: unknown[]): unknown[];
};
type Implementation = (this: Focus, ...args: unknown[]) => unknown;

/** A built-in function as JSONata keeps it. */
export type NativeDefinition = {
  _jsonata_function: true;
  implementation: Implementation;
  signature?: { definition: string; validate(args: unknown[], context: unknown): unknown[] };
};
