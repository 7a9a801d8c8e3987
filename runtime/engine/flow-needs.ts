import type { Flow, NodeTypes, Reference } from '../contract/index.ts';

/** Kinds of things outside a flow that it may name. */
export type NeedKind = Reference['kind'] | 'global';
export type Needs = { [kind in NeedKind]?: string[] };

/** Names in templates and expressions: what stands after `globals.` and the like. */
const written: readonly [kind: NeedKind, pattern: RegExp][] = [
  ['global', /\bglobals\.([A-Za-z_][A-Za-z0-9_]*)/g],
  ['field', /\bcontact\.fields\.([A-Za-z_][A-Za-z0-9_]*)/g],
  ['secret', /\bsecrets\.([A-Za-z_][A-Za-z0-9_]*)/g],
];

/** What flows name that is not in them: by their cards, their triggers and in their texts; by kind, each once, in order. */
export function flowNeeds(flows: readonly Flow[], nodeTypes: NodeTypes): Needs {
  const found = new Map<NeedKind, Set<string>>();
  const need = (kind: NeedKind, id: string) => {
    if (id !== '') found.set(kind, (found.get(kind) ?? new Set()).add(id));
  };
  for (const { nodes, triggers } of flows) {
    for (const { type, config } of nodes)
      for (const { kind, id } of nodeTypes.get(type)?.references?.(config) ?? []) need(kind, id);
    for (const trigger of triggers) {
      for (const id of [...(trigger.groups?.only ?? []), ...(trigger.groups?.never ?? [])]) need('group', id);
      if (trigger.kind === 'keyword' && trigger.joinGroup !== undefined) need('group', trigger.joinGroup);
    }
    const texts = JSON.stringify([nodes, triggers]);
    for (const [kind, pattern] of written) for (const [, id = ''] of texts.matchAll(pattern)) need(kind, id);
  }
  return Object.fromEntries([...found].map(([kind, ids]) => [kind, [...ids].toSorted()]));
}
