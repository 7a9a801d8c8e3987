import type { Flow, FlowNode, FormField, NodeTypes } from '../../runtime/contract/index.ts';
import { nodeTypes as registry } from '../../runtime/nodes/index.ts';

/** The names that a flow's texts and expressions can use. */
export type Scope = {
  variables: string[];
  results: string[];
  /** Fields of contacts that this flow names. */
  fields: string[];
  /** Expressions read the body of a call and nothing else. */
  ofBody?: true;
};

/** What the expressions of a webhook trigger can name: its body is not known here. */
export const bodyScope: Scope = { variables: [], results: [], fields: [], ofBody: true };

/** One thing that can stand in a text: what is written, and under which heading it is offered. */
export type Placeholder = { expression: string; group: 'variables' | 'results' | 'contact' | 'message' | 'webhook' };

/** What names are kept of. */
export type Listed = 'variables' | 'results' | 'fields';
/** Which names a field offers. */
export const listedAs = (names: FormField['names']): Listed =>
  names === 'results' || names === 'fields' ? names : 'variables';
type Found = { [kind in Listed]: Set<string> };
const isRecord = (value: unknown): value is { [name: string]: unknown } => typeof value === 'object' && value !== null;

/** Every variable, result and contact field that a flow declares, fills or reads, by name. */
export function scopeOf(flow: Flow, nodeTypes: NodeTypes = registry): Scope {
  const found: Found = { variables: new Set(), results: new Set(), fields: new Set() };
  for (const { name } of flow.variables) found.variables.add(name);
  for (const trigger of flow.triggers)
    if (trigger.kind === 'webhook') for (const name of Object.keys(trigger.variables ?? {})) found.variables.add(name);
  for (const node of flow.nodes)
    for (const field of nodeTypes.get(node.type)?.editor.form ?? []) addNames(found, field, node);
  const sorted = (names: Set<string>) => [...names].filter((name) => name !== '').toSorted();
  return { variables: sorted(found.variables), results: sorted(found.results), fields: sorted(found.fields) };
}

const listKinds: { [widget in FormField['widget']]?: Listed } = {
  assignments: 'variables',
  'response-values': 'variables',
  'field-values': 'fields',
};

function addNames(found: Found, { key, widget, names }: FormField, { config }: FlowNode): void {
  const value = config[key];
  if (widget === 'variable-name' && typeof value === 'string') found[listedAs(names)].add(value);
  const kind = listKinds[widget];
  if (kind && Array.isArray(value))
    for (const item of value) if (isRecord(item) && typeof item['name'] === 'string') found[kind].add(item['name']);
}

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
