import { Schema, type Connection } from 'mongoose';
import type { UpdateStatement } from './bulk-update.ts';
import type { Alias } from '../../runtime/channels/channel.ts';
import type { ContactId, Json, WorkspaceId } from '../../runtime/contract/index.ts';
import { aliasIdOf } from '../../runtime/conversations/identity.ts';
import type { ContactRecord } from '../../runtime/conversations/state.ts';
import type { RecordRequest } from '../../runtime/ports.ts';

export type ContactDocument = {
  _id: string;
  workspaceId: string;
  name: string | null;
  /** Lower case, for prefix search. */
  nameKey: string | null;
  phone: string | null;
  language: string | null;
  fields: { [name: string]: Json };
  /** Ids; absent in documents from before there were any. */
  groups?: string[];
  labels?: string[];
  consent: ContactRecord['consent'];
  aliases: Alias[];
  createdAt: Date;
  mergedInto?: string;
  /** The revision of the last patch of each channel's conversation: an older one that comes late changes nothing. */
  applied?: { [channelId: string]: number };
  /** The same for what patches took out of groups and labels, which is a statement of its own. */
  appliedSets?: { [channelId: string]: number };
};

export const contactSchema = new Schema<ContactDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    name: String,
    nameKey: String,
    phone: String,
    language: String,
    fields: Schema.Types.Mixed,
    groups: { type: [String], default: undefined },
    labels: { type: [String], default: undefined },
    consent: Schema.Types.Mixed,
    aliases: Schema.Types.Mixed,
    createdAt: Date,
    mergedInto: String,
    applied: Schema.Types.Mixed,
    appliedSets: Schema.Types.Mixed,
  },
  { collection: 'contacts', versionKey: false, autoIndex: false, minimize: false },
);
// The list, newest first.
contactSchema.index({ workspaceId: 1, createdAt: -1, _id: 1 }, { name: 'list' });
// Search by the beginning of a number or a name.
contactSchema.index({ workspaceId: 1, phone: 1 }, { name: 'phone' });
contactSchema.index({ workspaceId: 1, nameKey: 1 }, { name: 'name' });
// Audiences: everybody in a group, everybody with a label, in an order to go through them by.
contactSchema.index({ workspaceId: 1, groups: 1, _id: 1 }, { name: 'groups' });
contactSchema.index({ workspaceId: 1, labels: 1, _id: 1 }, { name: 'labels' });

export type AliasDocument = { _id: string; workspaceId: string; contactId: string };

/** `_id` is `workspace:kind:key`: a name belongs to one contact on any cluster. */
export const aliasSchema = new Schema<AliasDocument>(
  { _id: { type: String, required: true }, workspaceId: String, contactId: String },
  { collection: 'aliases', versionKey: false, autoIndex: false },
);
// The names of a contact, for merging and erasure.
aliasSchema.index({ workspaceId: 1, contactId: 1 }, { name: 'contact' });

export const nameKeyOf = (name: string | null): string | null =>
  name === null ? null : name.toLowerCase().slice(0, 200);

export const contactFromDocument = (document: ContactDocument): ContactRecord => ({
  id: document._id as ContactId,
  workspaceId: document.workspaceId as WorkspaceId,
  name: document.name,
  phone: document.phone,
  language: document.language,
  fields: document.fields,
  ...(document.groups && { groups: document.groups }),
  ...(document.labels && { labels: document.labels }),
  consent: document.consent,
  aliases: document.aliases,
  createdAt: document.createdAt.toISOString(),
  ...(document.mergedInto !== undefined && { mergedInto: document.mergedInto as ContactId }),
});

/** What the first save of a new contact writes beside the conversation; a repeat changes nothing. */
export function contactWrites(
  contact: ContactRecord | undefined,
  contactId: ContactId,
  workspaceId: WorkspaceId,
  names: readonly Alias[],
) {
  const aliases: UpdateStatement[] = names.map((alias) => ({
    q: { _id: aliasIdOf(workspaceId, alias) },
    u: { $setOnInsert: { workspaceId, contactId } },
    upsert: true,
  }));
  const contacts: UpdateStatement[] = [];
  if (contact) {
    const { id, createdAt, mergedInto: _mergedInto, ...rest } = contact;
    const document = { ...rest, nameKey: nameKeyOf(contact.name), createdAt: new Date(createdAt) };
    contacts.push({ q: { _id: id }, u: { $setOnInsert: document }, upsert: true });
  } else if (names.length > 0) {
    const phone = names.find(({ kind }) => kind === 'phone')?.value;
    contacts.push({
      q: { _id: contactId, workspaceId },
      u: { $addToSet: { aliases: { $each: [...names] } }, ...(phone && { $set: { phone } }) },
    });
  }
  return { aliases, contacts };
}

/**
 * A contact's patch: absolute values, and nothing if a later turn of the same conversation has written already. What leaves a set and
 * what joins it cannot be one statement; each has its own revision, so that either may be repeated or come late.
 */
export function patchWrites({
  workspaceId,
  contactId,
  channelId,
  revision,
  patch,
}: NonNullable<RecordRequest['contact']>): UpdateStatement[] {
  const set: { [path: string]: unknown } = { [`applied.${channelId}`]: revision };
  const unset: { [path: string]: '' } = {};
  if (patch.name !== undefined) Object.assign(set, { name: patch.name, nameKey: nameKeyOf(patch.name) });
  if (patch.language !== undefined) set['language'] = patch.language;
  for (const [name, value] of Object.entries(patch.fields ?? {})) {
    if (value === null) unset[`fields.${name}`] = '';
    else set[`fields.${name}`] = value;
  }
  for (const [category, consent] of Object.entries(patch.consent ?? {})) set[`consent.${category}`] = consent;
  const sets = { groups: patch.groups, labels: patch.labels };
  const which = (member: boolean) =>
    Object.entries(sets).flatMap(([name, changes]): [string, string[]][] => {
      const ids = Object.keys(changes ?? {}).filter((id) => changes?.[id] === member);
      return ids.length > 0 ? [[name, ids]] : [];
    });
  const added = which(true).map(([name, ids]) => [name, { $each: ids }]);
  const taken = which(false).map(([name, ids]) => [name, { $in: ids }]);
  const statement = (guard: string, u: UpdateStatement['u']): UpdateStatement => ({
    q: { _id: contactId, workspaceId, [`${guard}.${channelId}`]: { $not: { $gte: revision } } },
    u,
  });
  return [
    ...(patch.groups || patch.labels
      ? [
          statement('appliedSets', {
            $set: { [`appliedSets.${channelId}`]: revision },
            ...(taken.length > 0 && { $pull: Object.fromEntries(taken) }),
          }),
        ]
      : []),
    statement('applied', {
      $set: set,
      ...(Object.keys(unset).length > 0 && { $unset: unset }),
      ...(added.length > 0 && { $addToSet: Object.fromEntries(added) }),
    }),
  ];
}

export const contactCollections = (connection: Connection) => ({
  contacts: connection.collection<ContactDocument>('contacts'),
  aliases: connection.collection<AliasDocument>('aliases'),
});
