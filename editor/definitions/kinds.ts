import { IconBraces, IconForms, IconKey, IconStack2, IconTag, IconUsersGroup, type Icon } from '@tabler/icons-react';

/** What a workspace defines once and flows name, as the API lists it. */
export type DefinitionKind = 'groups' | 'labels' | 'fields' | 'globals' | 'queues';
export type Kind = DefinitionKind | 'secrets';

/** The permission that making, changing and deleting one asks for, and its sign. */
export const kinds: { [kind in Kind]: { edit: string; icon: Icon; read?: string } } = {
  groups: { edit: 'definitions.edit', icon: IconUsersGroup },
  labels: { edit: 'definitions.edit', icon: IconTag },
  fields: { edit: 'definitions.edit', icon: IconForms },
  globals: { edit: 'globals.edit', icon: IconBraces },
  secrets: { edit: 'secrets.write', read: 'secrets.read', icon: IconKey },
  queues: { edit: 'definitions.edit', icon: IconStack2 },
};

export const tabs = ['groups', 'labels', 'fields', 'globals', 'secrets', 'queues', 'texts'] as const;
export type Tab = (typeof tabs)[number];

export const isTab = (text: string | undefined): text is Tab => tabs.some((tab) => tab === text);
