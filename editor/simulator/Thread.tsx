import {
  IconAlertCircle,
  IconArchive,
  IconBell,
  IconBolt,
  IconCircleCheck,
  IconClock,
  IconDoorExit,
  IconHeadset,
  IconInfoCircle,
  IconNote,
  IconPlayerPlay,
  IconShieldCheck,
  IconUserPlus,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { AskedForm } from '../message/AskedForm.tsx';
import { MessageBubble } from '../message/MessageBubble.tsx';
import { ThreadEvent } from '../message/PhoneFrame.tsx';
import type { Asked, Chosen } from '../message/view.ts';
import type { RunEvent, ThreadItem } from './run.ts';
import { useSimulation } from './simulation.ts';
import { useTeller } from './useTeller.ts';
import { eventText } from './words.ts';

const icons: { [type in RunEvent['type']]: { icon: Icon; tone?: 'bad' | 'wait' } } = {
  clock: { icon: IconClock },
  began: { icon: IconPlayerPlay },
  called: { icon: IconWebhook },
  flagged: { icon: IconBell },
  noted: { icon: IconNote },
  'handed-over': { icon: IconHeadset },
  'ticket-closed': { icon: IconCircleCheck },
  'with-people': { icon: IconHeadset, tone: 'wait' },
  closed: { icon: IconArchive },
  'consent-granted': { icon: IconShieldCheck },
  'consent-withdrawn': { icon: IconShieldCheck },
  'started-someone': { icon: IconUserPlus },
  done: { icon: IconCircleCheck },
  'not-done': { icon: IconBolt, tone: 'wait' },
  nobody: { icon: IconInfoCircle, tone: 'wait' },
  unheard: { icon: IconInfoCircle, tone: 'wait' },
  left: { icon: IconDoorExit },
  ended: { icon: IconCircleCheck },
  expired: { icon: IconClock, tone: 'wait' },
  refused: { icon: IconBolt, tone: 'wait' },
  failed: { icon: IconAlertCircle, tone: 'bad' },
};

/** What was said and what happened, as the persona's phone shows it. */
export function Thread() {
  const items = useSimulation((state) => state.state?.thread);
  return items?.map((item, index) => <Item key={index} item={item} />);
}

function Item({ item }: { item: ThreadItem }) {
  const teller = useTeller();
  const say = useSimulation((state) => state.say);
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!teller) return null;
  if (item.kind === 'event') {
    const { icon: Sign, tone } = icons[item.event.type];
    return (
      <ThreadEvent icon={<Sign aria-hidden />} {...(tone && { tone })}>
        {eventText(teller, item.event)}
      </ThreadEvent>
    );
  }
  const { side, at, content, refused } = item;
  const isBusiness = side === 'business';
  return (
    <>
      <MessageBubble
        content={content}
        side={side}
        at={at}
        timeZone={teller.timeZone}
        state={refused && 'failed'}
        error={refused}
        onChoose={isBusiness ? (chosen: Chosen) => say({ kind: 'choice', ...chosen }) : undefined}
        onAsk={isBusiness ? setAsked : undefined}
      />
      {asked && (
        <AskedForm
          asked={asked}
          onCancel={() => setAsked(null)}
          onSend={(answer) => {
            setAsked(null);
            say(answer);
          }}
        />
      )}
    </>
  );
}
