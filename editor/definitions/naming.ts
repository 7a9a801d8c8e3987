import { slugPattern } from '../../runtime/contract/index.ts';
import { slugOf } from '../ui/slug.ts';
import type { Kind } from './kinds.ts';

/** Kinds that expressions write as a name; the others have ids with dashes. */
const writtenAsName: ReadonlySet<Kind> = new Set<Kind>(['fields', 'globals', 'secrets']);

const slug = new RegExp(slugPattern);
const name = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** The id that a name proposes; empty while the name has neither letters nor digits. */
export function proposedId(kind: Kind, called: string): string {
  const proposed = slugOf(called, '');
  if (!writtenAsName.has(kind) || proposed === '') return proposed;
  const joined = proposed.replaceAll('-', '_');
  return (/^\d/.test(joined) ? `_${joined}` : joined).slice(0, 64);
}

/** A proposed id that nothing else of the kind has. */
export function freeId(kind: Kind, called: string, taken: ReadonlySet<string>): string {
  const proposed = proposedId(kind, called);
  if (proposed === '') return '';
  const sign = writtenAsName.has(kind) ? '_' : '-';
  let id = proposed;
  for (let count = 2; taken.has(id); count += 1) id = `${proposed.slice(0, 60)}${sign}${count}`;
  return id;
}

export type IdProblem = 'missing' | 'slug' | 'name' | 'taken';

/** What is wrong with an id; undefined when nothing is. */
export function idProblem(kind: Kind, id: string, taken: ReadonlySet<string>): IdProblem | undefined {
  if (id === '') return 'missing';
  if (writtenAsName.has(kind) ? !name.test(id) : !slug.test(id)) return writtenAsName.has(kind) ? 'name' : 'slug';
  return taken.has(id) ? 'taken' : undefined;
}

/** What stands before the name in an expression. */
const roots: { [kind in Kind]?: string } = { fields: 'contact.fields', globals: 'globals', secrets: 'secrets' };

/** How a flow's text writes it; undefined for what only cards pick. A name with a dash is quoted. */
export function writtenAs(kind: Kind, id: string): string | undefined {
  const root = roots[kind];
  if (root === undefined) return undefined;
  return `{{ ${root}.${name.test(id) ? id : `\`${id}\``} }}`;
}
