import { engineCodes } from '../../contract/index.ts';

/**
 * Where an expression is stopped. A step is an evaluation of one piece of it or a call of a built-in function; work is counted in
 * units of about 10 ns, so that the whole stays below 50 ms.
 */
export const expressionLimits = {
  sourceLength: 4_096,
  brackets: 64,
  /** The parser takes time by the square of these. */
  dots: 1_000,
  percents: 64,
  /** Depth of the parsed tree, for nesting that needs no bracket (`- - - 1`). */
  treeDepth: 500,
  steps: 10_000,
  items: 10_000,
  /** Characters of a text that an expression makes. */
  textLength: 256 * 1024,
  /** A list or object as it would be written out, shared parts counted each time. */
  valueSize: 1024 * 1024,
  valueDepth: 300,
  work: 2_000_000,
} as const;

/** What a step costs beside the data it touches. */
const workPerStep = 100;

/** An expression that failed. `code` is stable; `position` counts characters from the start of its source. */
export class ExpressionError extends Error {
  readonly code: string;
  readonly position: number | undefined;
  constructor(code: string, message: string, position?: number) {
    super(message.slice(0, 300));
    this.name = 'ExpressionError';
    this.code = code;
    this.position = position;
  }
}

/** True for JSONata's function values: native definitions, lambdas and JavaScript functions. */
export const isFunctionValue = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' &&
    value !== null &&
    ((value as { _jsonata_function?: unknown })._jsonata_function === true ||
      (value as { _jsonata_lambda?: unknown })._jsonata_lambda === true));

/** Counts what one evaluation costs and ends it when that is too much. The same expression on the same data always costs the same. */
export class Budget {
  private steps = 0;
  private work = 0;
  private over = false;
  private readonly sizes = new Map<object, number>();

  /** Nothing more may run: branches that JSONata left behind end at their next step. */
  end(): void {
    this.over = true;
  }

  step(): void {
    this.steps += 1;
    if (this.steps > expressionLimits.steps) this.exceeded('The expression takes too many steps.');
    this.spend(workPerStep);
  }

  spend(work: number): void {
    this.work += work;
    if (this.over || this.work > expressionLimits.work) this.exceeded('The expression takes too long.');
  }

  exceeded(message: string): never {
    this.over = true;
    throw new ExpressionError(engineCodes.expressionBudget, message);
  }

  text(length: number): void {
    if (length > expressionLimits.textLength) this.exceeded('The expression makes too long a text.');
  }

  items(length: number): void {
    if (length > expressionLimits.items) this.exceeded('The expression makes too long a list.');
  }

  /** Pays for touching all of a value. */
  touch(value: unknown): void {
    this.spend(1 + this.size(value) / 8);
  }

  /** The length of a value as JSON, about. Ends the evaluation when the value is too large or too deep. */
  size(value: unknown, depth = 0): number {
    if (typeof value === 'string') {
      this.text(value.length);
      return value.length + 2;
    }
    if (typeof value !== 'object' || value === null || isFunctionValue(value)) return 8;
    const known = this.sizes.get(value);
    if (known !== undefined) return known;
    if (depth > expressionLimits.valueDepth) this.exceeded('The expression makes too deep a value.');
    let size = 8;
    let parts = 0;
    if (Array.isArray(value)) {
      // The rows of a join are the evaluator's own; their parts are counted where they come out.
      const rows = (value as { tupleStream?: unknown }).tupleStream === true;
      parts = value.length;
      if (rows) size += 8 * parts;
      else for (const item of value) size += 1 + this.size(item, depth + 1);
    } else {
      for (const key in value) {
        parts += 1;
        size += key.length + 4 + this.size((value as { [key: string]: unknown })[key], depth + 1);
      }
    }
    this.spend(4 + parts * 2);
    if (size > expressionLimits.valueSize) this.exceeded('The expression makes too large a value.');
    this.sizes.set(value, size);
    return size;
  }
}
