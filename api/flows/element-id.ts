import { randomBytes } from 'node:crypto';

/** The id of a new part of a flow, as the editor makes them. */
export const elementIdOf = (prefix: string): string =>
  `${prefix}_${Array.from(randomBytes(10), (byte) => (byte % 36).toString(36)).join('')}`;
