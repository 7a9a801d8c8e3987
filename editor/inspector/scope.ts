import type { Flow, FormField } from '../../runtime/contract/index.ts';
import { scopeOf as namesOf, type Listed, type Scope, type WorkspaceNames } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

export { bodyScope, type Listed, type Scope } from '../../runtime/engine/index.ts';

/** The names that a flow's texts and expressions can use. */
export const scopeOf = (flow: Flow, workspace?: WorkspaceNames): Scope => namesOf(flow, nodeTypes, workspace);

/** One thing that can stand in a text: what is written, and under which heading it is offered. */
export type Placeholder = { expression: string; group: 'variables' | 'results' | 'contact' | 'message' | 'webhook' };

/** Which names a field offers. */
export const listedAs = (names: FormField['names']): Listed =>
  names === 'results' || names === 'fields' ? names : 'variables';
/** What can be put into a text, the author's own names first. */
export const placeholdersOf = ({ variables, results, fields, ofBody }: Scope): Placeholder[] =>
  ofBody
    ? []
    : [
        ...variables.map((name) => ({ expression: `variables.${name}`, group: 'variables' as const })),
        ...results.map((name) => ({ expression: `results.${name}.value`, group: 'results' as const })),
        ...['firstName', 'name', 'phone', 'language'].map((name) => ({
          expression: `contact.${name}`,
          group: 'contact' as const,
        })),
        ...fields.map((name) => ({ expression: `contact.fields.${name}`, group: 'contact' as const })),
        { expression: 'message.text', group: 'message' },
        { expression: 'webhook.status', group: 'webhook' },
        { expression: 'webhook.body', group: 'webhook' },
      ];

const knownLabels = new Set([
  'contact.name',
  'contact.firstName',
  'contact.phone',
  'contact.language',
  'message.text',
  'webhook.status',
  'webhook.body',
]);

/** How an expression is called where there is little room: by the name it reads, with what stands in when that is missing. */
export function labelOf(expression: string, t: (key: string) => string): string {
  const source = expression.trim();
  const fallback = /^(\S+)\s*(?:\?\?|\?:)\s*(?:'([^']*)'|"([^"]*)")$/.exec(source);
  if (fallback) return `${labelOf(fallback[1] ?? '', t)} / ${fallback[2] ?? fallback[3] ?? ''}`;
  if (knownLabels.has(source)) return t(`inspector.names.${source}`);
  const named = /^(?:variables|contact\.fields)\.([A-Za-z_]\w*)$/.exec(source);
  const result = /^results\.([A-Za-z_]\w*)(?:\.value)?$/.exec(source);
  return named?.[1] ?? result?.[1] ?? (source.length > 40 ? `${source.slice(0, 39)}…` : source);
}

/** Whatever people type as a name, as a name that expressions can read: `Código postal` → `Codigo_postal`. */
export function asName(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/[^A-Za-z0-9_]+/g, '_');
  return plain.replace(/^(?=\d)/, '_').slice(0, 64);
}
