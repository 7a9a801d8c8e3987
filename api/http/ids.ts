import { Type } from '@sinclair/typebox';

/** Ids that the program and providers make: letters, digits and the signs of base64 and of our separators. */
export const OpaqueId = <Id extends string = string>(description: string) =>
  Type.Unsafe<Id>(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.:=+/~-]{0,499}$', description }));
