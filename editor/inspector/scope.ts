import type { Flow, FormField } from '../../runtime/contract/index.ts';
import { scopeOf as namesOf, type Listed, type Scope, type WorkspaceNames } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

export { bodyScope, type Listed, type Scope } from '../../runtime/engine/index.ts';

/** The names that a flow's texts and expressions can use. */
export const scopeOf = (flow: Flow, workspace?: WorkspaceNames): Scope => namesOf(flow, nodeTypes, workspace);

/** The headings under which names are offered, in their order. */
export const placeholderGroups = [
  'variables',
  'results',
  'contact',
  'message',
  'webhook',
  'globals',
  'conversation',
  'secrets',
] as const;
export type PlaceholderGroup = (typeof placeholderGroups)[number];

/** One thing that can stand in a text: what is written, and under which heading it is offered. */
export type Placeholder = { expression: string; group: PlaceholderGroup };

/** Which names a field offers. */
export const listedAs = (names: FormField['names']): Listed =>
  names === 'results' || names === 'fields' ? names : 'variables';
/** What can be put into a text, the author's own names first. */
export const placeholdersOf = ({ variables, results, fields, globals, ofBody }: Scope): Placeholder[] =>
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
        ...['groups', 'labels'].map((name) => ({ expression: `contact.${name}`, group: 'contact' as const })),
        ...['text', 'kind', 'latitude', 'longitude', 'address', 'caption', 'filename', 'fileId'].map((name) => ({
          expression: `message.${name}`,
          group: 'message' as const,
        })),
        ...['status', 'body', 'ok', 'code'].map((name) => ({
          expression: `webhook.${name}`,
          group: 'webhook' as const,
        })),
        ...(globals ?? []).map((name) => ({ expression: `globals.${name}`, group: 'globals' as const })),
        ...['channel.name', 'flow.name', 'conversation.id', 'trigger.kind', 'trigger.text', 'subflow'].map(
          (expression) => ({ expression, group: 'conversation' as const }),
        ),
      ];

const knownLabels = new Set([
  'contact.name',
  'contact.firstName',
  'contact.phone',
  'contact.language',
  'contact.groups',
  'contact.labels',
  'message.text',
  'message.kind',
  'message.latitude',
  'message.longitude',
  'message.address',
  'message.caption',
  'message.filename',
  'message.fileId',
  'webhook.status',
  'webhook.body',
  'webhook.ok',
  'webhook.code',
  'channel.name',
  'flow.name',
  'conversation.id',
  'trigger.kind',
  'trigger.text',
]);

/** How an expression is called where there is little room: by the name it reads, with what stands in when that is missing. */
export function labelOf(expression: string, t: (key: string) => string): string {
  const source = expression.trim();
  const fallback = /^(\S+)\s*(?:\?\?|\?:)\s*(?:'([^']*)'|"([^"]*)")$/.exec(source);
  if (fallback) return `${labelOf(fallback[1] ?? '', t)} / ${fallback[2] ?? fallback[3] ?? ''}`;
  if (knownLabels.has(source)) return t(`inspector.names.${source}`);
  const named = /^(?:variables|contact\.fields|globals)\.([A-Za-z_]\w*)$/.exec(source);
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
