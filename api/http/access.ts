import type { UserId, WorkspaceId } from '../../runtime/contract/index.ts';

export const roles = ['owner', 'admin', 'designer', 'marketer', 'supervisor', 'agent', 'analyst'] as const;
export type Role = (typeof roles)[number];

const everyone = roles;
const administrators = ['owner', 'admin'] as const;

/** Who may do what: the one place where that is decided. A role that is not named may not. */
export const access = {
  'flows.read': everyone,
  'flows.edit': [...administrators, 'designer'],
  'flows.publish': [...administrators, 'designer'],
  'flows.pause': [...administrators, 'designer', 'supervisor'],
  'flows.delete': [...administrators, 'designer'],
  'workspace.read': everyone,
  'workspace.edit': administrators,
  'workspace.pause': [...administrators, 'supervisor'],
  'conversations.read': [...administrators, 'supervisor', 'agent', 'analyst'],
  'conversations.resolve': [...administrators, 'supervisor', 'agent'],
  'messages.resolve': [...administrators, 'supervisor', 'agent'],
  'contacts.read': [...administrators, 'marketer', 'supervisor', 'agent', 'analyst'],
  'inputs.read': [...administrators, 'designer', 'supervisor'],
  'files.read': [...administrators, 'designer', 'marketer', 'supervisor', 'agent'],
  'channels.read': [...administrators, 'designer', 'supervisor', 'analyst'],
  'channels.pause': [...administrators, 'supervisor'],
  'channels.edit': administrators,
  'triggers.fire': [...administrators, 'designer'],
  'triggers.secrets': administrators,
  'definitions.read': everyone,
  'definitions.edit': [...administrators, 'designer', 'marketer', 'supervisor'],
  'globals.edit': [...administrators, 'designer'],
  'tickets.close': [...administrators, 'supervisor', 'agent'],
  'secrets.read': [...administrators, 'designer'],
  'secrets.write': administrators,
  'keys.manage': administrators,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof access;

/** Whoever calls: a person who has signed in, a program with an API key, or a caller of `/hooks` with a trigger's secret. */
export type Principal = {
  kind: 'user' | 'key' | 'trigger';
  /** For logs and for "who did this": never what was shown to prove it. */
  id: string;
  workspaceId: WorkspaceId;
  role: Role;
  /** Narrows what the role allows. */
  scopes?: readonly Permission[];
  userId?: UserId;
};

export function mayDo({ role, scopes }: Pick<Principal, 'role' | 'scopes'>, permission: Permission): boolean {
  if (scopes && !scopes.includes(permission)) return false;
  return (access[permission] as readonly Role[]).includes(role);
}

/** Everything that somebody may do, for screens. */
export const permissionsOf = (principal: Pick<Principal, 'role' | 'scopes'>): Permission[] =>
  (Object.keys(access) as Permission[]).filter((permission) => mayDo(principal, permission));
