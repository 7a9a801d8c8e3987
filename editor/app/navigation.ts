import { useQuery } from '@tanstack/react-query';
import { IconDeviceMobile, IconHierarchy3, IconHome, IconMessage2, IconPlug, type Icon } from '@tabler/icons-react';
import { aboutQuery } from '../client/about.ts';
import { useMe } from '../client/me.ts';

export type Place = {
  to: string;
  /** Key of its name. */
  label: string;
  icon: Icon;
  /** The key after `g` that goes there. */
  letter: string;
  /** Who may not do this does not see it. */
  may?: string;
  /** Only where the demo's test phone is. */
  demoOnly?: boolean;
  /** At the foot of the rail; behind "more" on a phone. */
  below?: boolean;
};

/** The pages of the frame. A further one is a line here. */
const places: readonly Place[] = [
  { to: '/', label: 'shell.home', icon: IconHome, letter: 'h' },
  { to: '/conversations', label: 'shell.conversations', icon: IconMessage2, letter: 'c', may: 'conversations.read' },
  { to: '/flows', label: 'shell.flows', icon: IconHierarchy3, letter: 'f', may: 'flows.read' },
  {
    to: '/phone',
    label: 'shell.phone',
    icon: IconDeviceMobile,
    letter: 't',
    may: 'conversations.read',
    demoOnly: true,
  },
  { to: '/channels', label: 'shell.channels', icon: IconPlug, letter: 'n', may: 'channels.read', below: true },
];

/** The pages that are here and that this person may use. */
export function usePlaces(): readonly Place[] {
  const me = useMe();
  const { data: about } = useQuery(aboutQuery);
  return places.filter(
    ({ may, demoOnly }) =>
      (may === undefined || me?.permissions.includes(may)) && (demoOnly !== true || about?.demo === true),
  );
}
