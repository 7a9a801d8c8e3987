import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../client/me.ts';
import { ChannelHealth } from '../channels/ChannelHealth.tsx';
import { idOf, statusQuery, useChannels, type Channel } from '../channels/queries.ts';
import { Box } from '../ui/Box.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { When } from '../ui/When.tsx';
import styles from './ChannelList.module.css';

/** How each channel does. */
export function ChannelList() {
  const { t } = useTranslation();
  const mayRead = useMay('channels.read');
  const mayEdit = useMay('channels.edit');
  const { data } = useChannels(mayRead);
  if (!mayRead) return null;
  return (
    <Box title={t('shell.channels')} aside={<Link to="/channels">{t('home.channels.all')}</Link>}>
      {!data && <SkeletonRows rows={1} />}
      {data?.items.length === 0 && (
        <p className={styles.none}>
          {t('home.channels.none')} {mayEdit && <Link to="/channels?new">{t('channelPage.connect')}</Link>}
        </p>
      )}
      <ul>
        {data?.items.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} />
        ))}
      </ul>
    </Box>
  );
}

function ChannelRow({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const { data: status } = useQuery(statusQuery(idOf(channel)));
  return (
    <li className={styles.row}>
      <Link className={styles.name} to={`/channels/${channel.id}`}>
        {channel.name}
      </Link>
      <ChannelHealth channel={channel} findings={status?.findings} />
      <p className={styles.last}>
        {channel.lastWebhookAt === null ? (
          t('home.channels.silent')
        ) : (
          <>
            {t('channelPage.lastWebhook')}: <When at={channel.lastWebhookAt} />
          </>
        )}
      </p>
    </li>
  );
}
