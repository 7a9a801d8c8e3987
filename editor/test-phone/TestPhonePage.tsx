import { Button, Select } from '@mantine/core';
import { IconDeviceMobileOff, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../client/me.ts';
import { useMessages } from '../conversations/queries.ts';
import { Trouble } from '../conversations/Trouble.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { Status } from '../ui/Status.tsx';
import { Beside } from './Beside.tsx';
import { Phone } from './Phone.tsx';
import type { Persona } from './people.ts';
import { usePeople } from './usePeople.ts';
import { useConversationOf, useTestPhone } from './usePhone.ts';
import { Who } from './Who.tsx';
import styles from './TestPhonePage.module.css';

/** Write to a channel as a customer would: the whole way there and back, and nothing leaves this machine. */
export function Component() {
  const { t } = useTranslation();
  return (
    <Page
      title={t('testPhone.title')}
      flush
      subtitle={
        <Status tone="good" icon={IconShieldCheck}>
          {t('testPhone.stays')}
        </Status>
      }
    >
      <Body />
    </Page>
  );
}

function Body() {
  const { t } = useTranslation();
  const may = useMay('channels.edit');
  const found = useTestPhone(may);
  if (!may) return <Unavailable reason="not-allowed" />;
  if (found.isPending) return <SkeletonRows />;
  if (found.isError && !found.data) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const { available, channels, reason = 'no-stand-in' } = found.data;
  if (!available || channels.length === 0) return <Unavailable reason={reason} />;
  return <Ready channels={channels} label={t('testPhone.channel')} />;
}

function Unavailable({ reason }: { reason: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconDeviceMobileOff}
      title={t(`testPhone.unavailable.${reason}.title`, { defaultValue: t('testPhone.unavailable.no-stand-in.title') })}
      actions={
        reason === 'no-channel' && (
          <Button component={Link} to="/channels">
            {t('testPhone.unavailable.channels')}
          </Button>
        )
      }
    >
      {t(`testPhone.unavailable.${reason}.text`, { defaultValue: t('testPhone.unavailable.no-stand-in.text') })}
    </EmptyState>
  );
}

function Ready({ channels, label }: { channels: { id: string; name: string }[]; label: string }) {
  const { people, persona, choose, add } = usePeople();
  const [channelId, setChannelId] = useState(channels[0]?.id);
  const channel = channels.find(({ id }) => id === channelId) ?? channels[0];
  if (!channel) return null;
  return (
    <div className={styles.layout}>
      <div className={styles.side}>
        <Who people={people} persona={persona} onChoose={choose} onAdd={add} />
        {channels.length > 1 && (
          <Select
            label={label}
            data={channels.map(({ id, name }) => ({ value: id, label: name }))}
            value={channel.id}
            onChange={(id) => id !== null && setChannelId(id)}
          />
        )}
      </div>
      <Chat key={`${channel.id} ${persona.phone}`} channel={channel} persona={persona} />
    </div>
  );
}

function Chat({ channel, persona }: { channel: { id: string; name: string }; persona: Persona }) {
  const { data: row } = useConversationOf(channel.id, persona.phone);
  const { data } = useMessages(row?.id);
  const messages = data?.pages.flatMap(({ items }) => items).toReversed() ?? [];
  return (
    <>
      <div className={styles.phone}>
        <Phone channel={channel} persona={persona} messages={messages} />
      </div>
      {row && <Beside conversationId={row.id} messages={messages} />}
    </>
  );
}
