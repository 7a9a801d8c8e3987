import { membershipNode } from '../memberships.ts';

export const changeGroups = membershipNode({
  type: 'change-groups',
  icon: 'users-group',
  reference: 'group',
  patch: 'groups',
});
