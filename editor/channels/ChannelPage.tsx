import { Button, Menu, ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconPlug, IconPlus, IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '../client/me.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { BotCard } from './BotCard.tsx';
import { ChannelCheck } from './ChannelCheck.tsx';
import { ChannelHealth } from './ChannelHealth.tsx';
import { LastEvents } from './LastEvents.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';
import { Troubleshooting } from './Troubleshooting.tsx';
import { WebhookCard } from './WebhookCard.tsx';
import { channelQuery, idOf, statusQuery, useChannelPause, useChannels, type Channel } from './queries.ts';
import styles from './ChannelPage.module.css';

/** One number: how it does, how Meta reaches it, and what to do when something does not work. */
export function Component() {
  const { t } = useTranslation();
  const { channelId = '' } = useParams();
  const { data: channel, error, refetch } = useQuery(channelQuery(idOf({ id: channelId })));
  const several = (useChannels().data?.items.length ?? 0) > 1;
  if (channel) return <Shown channel={channel} several={several} />;
  return (
    <Page title={t('shell.channels')} back="/channels">
      {error ? (
        <EmptyState
          icon={IconPlug}
          title={t('channelPage.unread')}
          actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
        >
          {problemText(t, error)}
        </EmptyState>
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Page>
  );
}

function Shown({ channel, several }: { channel: Channel; several: boolean }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const mayPause = useMay('channels.pause');
  const mayEdit = useMay('channels.edit');
  const setPaused = useChannelPause(channel);
  const PauseSign = channel.paused ? IconPlayerPlay : IconPlayerPause;
  const { data: status } = useQuery(statusQuery(idOf(channel)));
  return (
    <Page
      title={channel.name}
      {...(several && { back: '/channels' })}
      subtitle={<ChannelHealth channel={channel} findings={status?.findings} />}
      actions={
        <>
          {mayPause && (
            <Button
              variant="default"
              leftSection={<PauseSign size={18} stroke={1.5} aria-hidden />}
              onClick={() => setPaused(!channel.paused)}
            >
              {t(channel.paused ? 'channelPage.resume' : 'channelPage.pause')}
            </Button>
          )}
          {mayEdit && <More onSettings={() => setEditing(true)} />}
        </>
      }
    >
      <div className={styles.grid}>
        <div>
          <ChannelCheck channelId={idOf(channel)} />
          <Troubleshooting onSettings={mayEdit ? () => setEditing(true) : undefined} />
        </div>
        <div>
          <WebhookCard channel={channel} mayEdit={mayEdit} />
          <LastEvents channel={channel} />
          <BotCard />
        </div>
      </div>
      {editing && <SettingsDialog channel={channel} onClose={() => setEditing(false)} />}
    </Page>
  );
}

function More({ onSettings }: { onSettings: () => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('channelPage.more')}>
          <IconDots size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconSettings size={18} stroke={1.5} aria-hidden />} onClick={onSettings}>
          {t('channelPage.settings')}
        </Menu.Item>
        <Menu.Item component={Link} to="/channels?new" leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />}>
          {t('channelPage.connectAnother')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
