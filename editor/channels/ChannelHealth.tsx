import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClockHour3,
  IconPlayerPause,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Status, type Tone } from '../ui/Status.tsx';
import { useNow } from '../ui/now.ts';
import { healthOf, type Health } from './health.ts';
import type { Channel, Finding } from './queries.ts';

const signs: { [health in Health]: { tone: Tone; icon: Icon } } = {
  works: { tone: 'good', icon: IconCircleCheck },
  check: { tone: 'wait', icon: IconAlertTriangle },
  broken: { tone: 'bad', icon: IconCircleX },
  paused: { tone: 'wait', icon: IconPlayerPause },
  silent: { tone: 'quiet', icon: IconClockHour3 },
};

type Props = {
  channel: Channel;
  /** What the provider said, when it has been asked. */
  findings?: readonly Finding[] | undefined;
};

/** How a channel does, in one word. */
export function ChannelHealth({ channel, findings }: Props) {
  const { t } = useTranslation();
  const health = healthOf(channel, findings, useNow());
  return (
    <Status pill {...signs[health]}>
      {t(`channelPage.health.${health}`)}
    </Status>
  );
}
