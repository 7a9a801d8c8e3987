import { useQuery } from '@tanstack/react-query';
import { IconDeviceMobile, IconHome, IconMessage2, IconPlug, IconSettings, type Icon } from '@tabler/icons-react';
import { call } from '../client/http.ts';
import { useMay, useMe } from '../client/me.ts';
import { FlowIcon } from '../ui/FlowIcon.tsx';

export type Place = {
  to: string;
  /** Key of its name. */
  label: string;
  icon: Icon;
  /** The key after `g` that goes there. */
  letter: string;
  /** Who may not do this does not see it. */
  may?: string;
  /** Only where there is a stand-in for WhatsApp. */
  phone?: boolean;
  /** At the foot of the rail; behind "more" on a phone. */
  below?: boolean;
};

/** How many pages a phone's bar has room for. */
export const barPlaces = 4;

/** The pages of the frame. A further one is a line here. */
const places: readonly Place[] = [
  { to: '/', label: 'shell.home', icon: IconHome, letter: 'h' },
  { to: '/conversations', label: 'shell.conversations', icon: IconMessage2, letter: 'c', may: 'conversations.read' },
  { to: '/flows', label: 'shell.flows', icon: FlowIcon, letter: 'f', may: 'flows.read' },
  {
    to: '/phone',
    label: 'shell.phone',
    icon: IconDeviceMobile,
    letter: 't',
    may: 'conversations.read',
    phone: true,
  },
  { to: '/channels', label: 'shell.channels', icon: IconPlug, letter: 'n', may: 'channels.read', below: true },
  { to: '/settings', label: 'shell.settings', icon: IconSettings, letter: 's', may: 'definitions.read', below: true },
];

const testPhoneQuery = { queryKey: ['test-phone'], queryFn: () => call('GET /test-phone', {}), staleTime: Infinity };

/** Whether this person may write to a channel as a customer, without a phone. */
export function useHasTestPhone(): boolean {
  const may = useMay('channels.edit');
  return useQuery({ ...testPhoneQuery, enabled: may }).data?.available === true;
}

/** The pages that are here and that this person may use. */
export function usePlaces(): readonly Place[] {
  const me = useMe();
  const hasPhone = useHasTestPhone();
  return places.filter(
    ({ may, phone }) => (may === undefined || me?.permissions.includes(may)) && (phone !== true || hasPhone),
  );
}
