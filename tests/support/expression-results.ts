import { evaluateExpression, ExpressionError, type ExpressionWorld } from '../../runtime/engine/index.ts';

/** An expression, what becomes of it, and what differs from the usual world. */
export type Row = [source: string, result: unknown, world?: Partial<ExpressionWorld>];

const usual = { now: '2026-01-05T09:00:00.000Z', random: () => 0.5 };

/** What stands in place of a value when an expression is stopped. */
export const refused = (code: string, message: string): object => ({ code, message });

/** The value of an expression, or why there is none. */
export async function resultOf(
  source: string,
  data: { [name: string]: unknown },
  world: Partial<ExpressionWorld> = {},
): Promise<unknown> {
  try {
    return await evaluateExpression(source, data, { ...usual, ...world });
  } catch (error) {
    if (error instanceof ExpressionError) return refused(error.code, error.message);
    throw error;
  }
}
