import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../client/http.ts';
import { Box } from '../ui/Box.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble } from '../ui/undo.ts';
import { makeVerifyToken, useMadeTokens } from './verify-token.ts';
import { idOf, type Channel } from './queries.ts';
import styles from './ChannelPage.module.css';

/** What Meta wants to know so that messages come here. */
export function WebhookCard({ channel, mayEdit }: { channel: Channel; mayEdit: boolean }) {
  const { t } = useTranslation();
  const id = idOf(channel);
  const address = `${location.origin}/webhooks/whatsapp/${id}`;
  const token = useMadeTokens((tokens) => tokens[id]);
  const change = useMutation({
    mutationFn: async (verifyToken: string) => {
      await call('PATCH /channels/:channelId', { params: { channelId: id }, body: { settings: { verifyToken } } });
      return verifyToken;
    },
    onSuccess: (verifyToken) => useMadeTokens.setState({ [id]: verifyToken }),
    onError: (error) => showTrouble(problemText(t, error)),
  });
  const isReachable = address.startsWith('https://');
  return (
    <Box title={t('channelPage.webhook')}>
      <div className={styles.card}>
        <p className={styles.quiet}>{t('channelPage.webhookHow')}</p>
        <CopyField label={t('channelPage.webhookAddress')} value={address} />
        {!isReachable && <p className={styles.quiet}>{t('channelPage.webhookLocal')}</p>}
        {token === undefined ? (
          <>
            <p className={styles.quiet}>{t('channelPage.tokenHidden')}</p>
            {mayEdit && (
              <div>
                <Button variant="default" loading={change.isPending} onClick={() => change.mutate(makeVerifyToken())}>
                  {t('channelPage.newToken')}
                </Button>
              </div>
            )}
          </>
        ) : (
          <>
            <CopyField label={t('channelPage.verifyToken')} value={token} />
            <p className={styles.quiet}>{t('channelPage.tokenOnce')}</p>
          </>
        )}
      </div>
    </Box>
  );
}
