import { IconAbc, IconInbox, IconUserPlus, IconWebhook, type Icon } from '@tabler/icons-react';
import type { Trigger } from '../../runtime/contract/index.ts';

export const triggerIcons: { readonly [kind in Trigger['kind']]: Icon } = {
  keyword: IconAbc,
  'new-conversation': IconUserPlus,
  unhandled: IconInbox,
  webhook: IconWebhook,
};
