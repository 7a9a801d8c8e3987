import type { ContactId, ContactView } from '../contract/index.ts';
import type { ContactRecord } from './state.ts';

/** A contact as flows see it. */
export const viewOf = ({
  id,
  name,
  phone,
  language,
  fields,
  groups = [],
  labels = [],
}: ContactRecord): ContactView => ({
  id,
  name,
  firstName: name?.trim().split(/\s+/)[0] ?? null,
  phone,
  language,
  fields,
  groups,
  labels,
});

/** A contact nobody has heard of before. */
export const newContact = (
  id: ContactId,
  { workspaceId }: Pick<ContactRecord, 'workspaceId'>,
  names: { aliases: ContactRecord['aliases']; profileName?: string },
  now: string,
): ContactRecord => ({
  id,
  workspaceId,
  name: names.profileName?.trim().slice(0, 200) || null,
  phone: names.aliases.find((alias) => alias.kind === 'phone')?.value ?? null,
  language: null,
  fields: {},
  consent: {},
  aliases: names.aliases,
  createdAt: now,
});
