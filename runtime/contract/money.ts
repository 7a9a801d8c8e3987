import { Type, type Static } from '@sinclair/typebox';

/** An amount in millionths of a named currency (ISO 4217): never a float, so that rates such as 0.0002 add up. */
export const Money = Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$' }), micros: Type.Integer() });
export type Money = Static<typeof Money>;
