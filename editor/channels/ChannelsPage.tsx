import { Button } from '@mantine/core';
import { IconPlug, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { useMay } from '../client/me.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { When } from '../ui/When.tsx';
import { ChannelHealth } from './ChannelHealth.tsx';
import { ConnectDialog } from './ConnectDialog.tsx';
import { useChannels, type Channel } from './queries.ts';
import styles from './ChannelsPage.module.css';

/** Every connected number; the only one is shown at once. `?new` opens the dialog that connects another. */
export function Component() {
  const { t } = useTranslation();
  const mayEdit = useMay('channels.edit');
  const [address, setAddress] = useSearchParams();
  const connecting = address.has('new');
  const { data, error, refetch } = useChannels();
  const [only] = data?.items ?? [];
  if (only && data?.items.length === 1 && !connecting) return <Navigate to={`/channels/${only.id}`} replace />;

  const connect = (
    <Button leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />} onClick={() => setAddress({ new: '' })}>
      {t('channelPage.connect')}
    </Button>
  );
  const isEmpty = data?.items.length === 0;
  return (
    <Page title={t('shell.channels')} main={mayEdit && !isEmpty ? connect : undefined}>
      {isEmpty && (
        <EmptyState icon={IconPlug} title={t('channelPage.empty')} actions={mayEdit && connect}>
          {t('channelPage.emptyHow')}
        </EmptyState>
      )}
      {error && !data && (
        <EmptyState
          icon={IconPlug}
          title={t('channelPage.unread')}
          actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
        >
          {problemText(t, error)}
        </EmptyState>
      )}
      {!data && !error && (
        <div className={styles.box}>
          <SkeletonRows rows={3} />
        </div>
      )}
      {data && !isEmpty && <ChannelTable channels={data.items} />}
      {connecting && mayEdit && <ConnectDialog onClose={() => setAddress({}, { replace: true })} />}
    </Page>
  );
}

function ChannelTable({ channels }: { channels: Channel[] }) {
  const { t } = useTranslation();
  return (
    <div className={styles.box}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('channelPage.name')}</th>
            <th>{t('channelPage.state')}</th>
            <th>{t('channelPage.lastWebhook')}</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel.id}>
              <td>
                <Link to={`/channels/${channel.id}`}>{channel.name}</Link>
              </td>
              <td>
                <ChannelHealth channel={channel} />
              </td>
              <td>{channel.lastWebhookAt === null ? t('channelPage.never') : <When at={channel.lastWebhookAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
