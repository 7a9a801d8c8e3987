import { Type } from '@sinclair/typebox';

/** The card to go on at; empty until one is picked. */
export const JumpConfig = Type.Object({ node: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
