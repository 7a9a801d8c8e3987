import type { Flow, FlowNode, FormField, NodeTypes } from '../../contract/index.ts';

/** What kind of value a variable was declared to hold. */
export type VariableType = Flow['variables'][number]['type'];

/** The names that a flow's texts and expressions can use. */
export type Scope = {
  variables: readonly string[];
  results: readonly string[];
  /** Fields of contacts: those that this flow names and those of the workspace. */
  fields: readonly string[];
  /** What variables were declared to be. */
  types?: { readonly [variable: string]: VariableType };
  /** True when `fields` are all there are. */
  allFields?: boolean;
  /** Constants of the workspace; without them any name may be one. */
  globals?: readonly string[];
  /** Names of secrets; without them any name may be one. */
  secrets?: readonly string[];
  /** Expressions read the body of a call and nothing else. */
  ofBody?: true;
};

/** What a workspace has beside its flows, as far as it is known. */
export type WorkspaceNames = {
  fields?: readonly string[];
  globals?: readonly string[];
  secrets?: readonly string[];
};

/** What the expressions of a webhook trigger can name: its body is not known here. */
export const bodyScope: Scope = { variables: [], results: [], fields: [], ofBody: true };

/** What names are kept of. */
export type Listed = 'variables' | 'results' | 'fields';
type Found = { [kind in Listed]: Set<string> };

/** Every variable, result and contact field that a flow declares, fills or reads, by name, with what the workspace adds. */
export function scopeOf(flow: Flow, nodeTypes: NodeTypes, workspace: WorkspaceNames = {}): Scope {
  const found: Found = { variables: new Set(), results: new Set(), fields: new Set(workspace.fields) };
  for (const { name } of flow.variables) found.variables.add(name);
  for (const trigger of flow.triggers) {
    if (trigger.kind === 'webhook') for (const name of Object.keys(trigger.variables ?? {})) found.variables.add(name);
    if (trigger.kind === 'date-field') found.fields.add(trigger.field);
    if (trigger.kind === 'contact-changed' && trigger.change.what === 'field') found.fields.add(trigger.change.field);
  }
  for (const node of flow.nodes)
    for (const field of nodeTypes.get(node.type)?.editor.form ?? []) addNames(found, field, node);
  const sorted = (names: Set<string>) => [...names].filter((name) => name !== '').toSorted();
  return {
    variables: sorted(found.variables),
    results: sorted(found.results),
    fields: sorted(found.fields),
    types: Object.fromEntries(flow.variables.map(({ name, type }) => [name, type])),
    ...(workspace.fields && { allFields: true }),
    ...(workspace.globals && { globals: workspace.globals }),
    ...(workspace.secrets && { secrets: workspace.secrets }),
  };
}

const listKinds: { [widget in FormField['widget']]?: Listed } = {
  assignments: 'variables',
  'response-values': 'variables',
  'form-answers': 'variables',
  'field-values': 'fields',
};

const isRecord = (value: unknown): value is { [name: string]: unknown } => typeof value === 'object' && value !== null;

const isListed = (names: string): names is Listed => names === 'variables' || names === 'results' || names === 'fields';

function addNames(found: Found, { key, widget, names = 'variables' }: FormField, { config }: FlowNode): void {
  let value: unknown = config;
  for (const part of key.split('.')) value = isRecord(value) ? value[part] : undefined;
  if (widget === 'variable-name' && typeof value === 'string' && isListed(names)) found[names].add(value);
  const kind = names === 'inputs' ? undefined : listKinds[widget];
  if (kind && Array.isArray(value))
    for (const item of value) if (isRecord(item) && typeof item['name'] === 'string') found[kind].add(item['name']);
}
