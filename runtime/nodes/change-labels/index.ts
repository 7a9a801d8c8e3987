import { membershipNode } from '../memberships.ts';

export const changeLabels = membershipNode({
  type: 'change-labels',
  icon: 'tags',
  reference: 'label',
  patch: 'labels',
});
