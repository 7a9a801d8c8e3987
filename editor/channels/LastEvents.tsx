import { useTranslation } from 'react-i18next';
import { Box } from '../ui/Box.tsx';
import { When } from '../ui/When.tsx';
import { textOf } from './settings-form.ts';
import type { Channel } from './queries.ts';
import styles from './ChannelPage.module.css';

/** What the channel last heard and what last went wrong. */
export function LastEvents({ channel: { lastWebhookAt, lastSentAt, lastError, settings } }: { channel: Channel }) {
  const { t } = useTranslation();
  return (
    <Box title={t('channelPage.last')}>
      <dl className={`${styles.card} ${styles.facts}`}>
        <dt>{t('channelPage.lastWebhook')}</dt>
        <dd>{lastWebhookAt === null ? t('channelPage.never') : <When at={lastWebhookAt} />}</dd>
        <dt>{t('channelPage.lastSent')}</dt>
        <dd>{lastSentAt === null ? t('channelPage.never') : <When at={lastSentAt} />}</dd>
        <dt>{t('channelPage.lastError')}</dt>
        <dd>{lastError === null ? t('channelPage.none') : <When at={lastError.at} />}</dd>
        {lastError && (
          <dd className={styles.error} data-mended={lastError.mended || undefined}>
            {t(`failures.${lastError.code}`, { defaultValue: lastError.message })}{' '}
            {lastError.mended && t('channelPage.mended')}
          </dd>
        )}
        <dt>{t('channelPage.phoneNumberId')}</dt>
        <dd>{textOf(settings.phoneNumberId)}</dd>
        <dt>{t('channelPage.wabaId')}</dt>
        <dd>{textOf(settings.wabaId)}</dd>
      </dl>
    </Box>
  );
}
