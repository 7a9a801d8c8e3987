import {
  IconArrowsSplit,
  IconBell,
  IconCircleCheck,
  IconClock,
  IconDeviceFloppy,
  IconHelp,
  IconHourglass,
  IconListDetails,
  IconMapPin,
  IconMathFunction,
  IconMessage,
  IconMessageQuestion,
  IconPhoto,
  IconSquareCheck,
  IconUserEdit,
  IconVariable,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import type { NodeGroup } from '../../runtime/contract/index.ts';
import styles from './NodeIcon.module.css';

/** The icons that node types name (`editor.icon`). A further one is a line here. */
export const nodeIcons: { readonly [name: string]: Icon } = {
  'arrows-split': IconArrowsSplit,
  bell: IconBell,
  'circle-check': IconCircleCheck,
  clock: IconClock,
  'device-floppy': IconDeviceFloppy,
  hourglass: IconHourglass,
  'list-details': IconListDetails,
  'map-pin': IconMapPin,
  'math-function': IconMathFunction,
  message: IconMessage,
  'message-question': IconMessageQuestion,
  photo: IconPhoto,
  'square-check': IconSquareCheck,
  'user-edit': IconUserEdit,
  variable: IconVariable,
  webhook: IconWebhook,
};

/** A node type's icon in the hue of its group. */
export function NodeIcon({ icon, group, size = 18 }: { icon: string; group: NodeGroup | null; size?: number }) {
  const Drawn = nodeIcons[icon] ?? IconHelp;
  return <Drawn aria-hidden size={size} stroke={1.5} className={styles.icon} data-group={group ?? 'unknown'} />;
}
