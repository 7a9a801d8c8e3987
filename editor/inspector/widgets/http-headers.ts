import { recordsOf, textIn } from '../parts/lists.ts';

export type HeaderItem = { name: string } & ({ text: string } | { secret: string });

export const readHeaders = (value: unknown): HeaderItem[] =>
  recordsOf(value).map((record) => ({
    name: textIn(record, 'name'),
    ...('secret' in record ? { secret: textIn(record, 'secret') } : { text: textIn(record, 'text') }),
  }));

/** A header's name holds letters, digits and a few signs; whatever else is typed is left out. */
export const asHeaderName = (text: string): string => text.replace(/[^A-Za-z0-9!#$%&'*+.^_`|~-]/g, '').slice(0, 100);

/** A secret's name, as the workspace keeps it. */
export const asSecretName = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_-]/g, '')
    .replace(/^[^A-Za-z_]+/, '')
    .slice(0, 64);

/** Names that calls often need. */
export const commonHeaders: readonly string[] = ['Authorization', 'Content-Type', 'Accept', 'X-Api-Key'];
