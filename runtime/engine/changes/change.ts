import type { Json } from '../../contract/index.ts';

/**
 * One difference between two flows, as data. `changes.{code}` of the catalogues words it. `node` is the card it is about; a card in
 * `params` is `{ name, type, text }` (`CardNamed`).
 */
export type Change = { code: string; node?: string; params: { [name: string]: Json } };
