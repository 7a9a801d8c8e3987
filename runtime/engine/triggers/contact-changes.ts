import type { ContactChange, Json } from '../../contract/index.ts';

type Facts = { fields: { [name: string]: Json }; groups?: readonly string[]; labels?: readonly string[] };

/** What is different in a contact: fields first, then groups, then labels. */
export function contactChanges(before: Facts, after: Facts): ContactChange[] {
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]);
  const fields = [...names].filter(
    (name) => JSON.stringify(before.fields[name]) !== JSON.stringify(after.fields[name]),
  );
  const missing = (from: readonly string[] = [], of: readonly string[] = []) => from.filter((id) => !of.includes(id));
  return [
    ...fields.map((field): ContactChange => ({ what: 'field', field, value: after.fields[field] ?? null })),
    ...missing(after.groups, before.groups).map((group): ContactChange => ({ what: 'group-joined', group })),
    ...missing(before.groups, after.groups).map((group): ContactChange => ({ what: 'group-left', group })),
    ...missing(after.labels, before.labels).map((label): ContactChange => ({ what: 'label-added', label })),
    ...missing(before.labels, after.labels).map((label): ContactChange => ({ what: 'label-removed', label })),
  ];
}
