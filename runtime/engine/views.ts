import {
  patchedFields,
  patchedSet,
  textOf,
  type ContactPatch,
  type ContactView,
  type InboundContent,
  type Json,
} from '../contract/index.ts';

/** A message's raw parts longer than this are left out of the session. */
const longestRaw = 16 * 1024;

/** What a person sent, as expressions see it: `text`, `kind` and the fields of its kind. */
export function messageView(content: InboundContent): { [name: string]: Json } {
  const view: { [name: string]: Json } = { text: textOf(content), kind: content.kind };
  for (const [name, value] of Object.entries(content) as [string, Json | undefined][]) {
    if (value === undefined || name === 'kind' || name === 'text') continue;
    if (typeof value === 'object' && JSON.stringify(value).length > longestRaw) continue;
    view[name] = value;
  }
  if (content.kind === 'choice') view['choiceId'] = content.id;
  return view;
}

/** A contact as expressions see it: what is unknown is missing, so that `??` finds it. */
export function contactData({ fields, ...known }: ContactView): { [name: string]: unknown } {
  const data: { [name: string]: unknown } = { fields };
  for (const [name, value] of Object.entries(known)) if (value !== null) data[name] = value;
  return data;
}

/** A contact after a patch; a null removes a field. */
export function patchedContact(contact: ContactView, patch: ContactPatch): ContactView {
  return {
    ...contact,
    fields: patchedFields(contact.fields, patch),
    ...(patch.name !== undefined && { name: patch.name, firstName: firstNameOf(patch.name) }),
    ...(patch.language !== undefined && { language: patch.language }),
    ...(patch.groups && { groups: patchedSet(contact.groups, patch.groups) }),
    ...(patch.labels && { labels: patchedSet(contact.labels, patch.labels) }),
  };
}

const firstNameOf = (name: string): string | null => name.trim().split(/\s+/)[0] || null;
