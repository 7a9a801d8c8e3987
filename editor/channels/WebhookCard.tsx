import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Box } from '../ui/Box.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { idOf, statusQuery, type Channel } from './queries.ts';
import styles from './ChannelPage.module.css';

/** What Meta wants to know so that messages come here. */
export function WebhookCard({ channel, mayEdit }: { channel: Channel; mayEdit: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(statusQuery(idOf(channel)));
  if (error && !data) return null;
  return (
    <Box title={t('channelPage.webhook')}>
      <div className={styles.card}>
        <p className={styles.quiet}>{t('channelPage.webhookHow')}</p>
        {data ? <Address {...data} mayEdit={mayEdit} /> : <SkeletonRows rows={2} />}
      </div>
    </Box>
  );
}

type AddressProps = { webhookUrl: string; verifyToken: string | null; mayEdit: boolean };

function Address({ webhookUrl, verifyToken, mayEdit }: AddressProps) {
  const { t } = useTranslation();
  return (
    <>
      <CopyField label={t('channelPage.webhookAddress')} value={webhookUrl} />
      {!webhookUrl.startsWith('https://') && <p className={styles.quiet}>{t('channelPage.webhookLocal')}</p>}
      {verifyToken !== null && <CopyField label={t('channelPage.verifyToken')} value={verifyToken} />}
      {verifyToken === null && !mayEdit && <p className={styles.quiet}>{t('channelPage.tokenHidden')}</p>}
    </>
  );
}
