import { Type } from '@sinclair/typebox';

/**
 * One of these texts. Literals and not `enum`: the interpreter that checks flows in the page (`engine/check-schema.ts`) does not look at
 * `enum`.
 */
export const oneOf = <Value extends string>(...values: readonly Value[]) =>
  Type.Unsafe<Value>(Type.Union(values.map((value) => Type.Literal(value))));
