import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRobot } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '../client/me.ts';
import { Box } from '../ui/Box.tsx';
import { Status } from '../ui/Status.tsx';
import { useBotPause } from './queries.ts';
import styles from './ChannelPage.module.css';

/** The whole bot, on every channel: whether it answers, and how to silence it. */
export function BotCard() {
  const { t } = useTranslation();
  const paused = useMe()?.workspace.botPaused ?? false;
  const mayPause = useMay('workspace.pause');
  const setPaused = useBotPause();
  return (
    <Box
      title={t('channelPage.bot')}
      aside={
        <Status pill tone={paused ? 'wait' : 'bot'} icon={paused ? IconPlayerPause : IconRobot}>
          {t(paused ? 'channelPage.botIsPaused' : 'channelPage.botAnswers')}
        </Status>
      }
    >
      <div className={styles.card}>
        <p className={styles.quiet}>{t('channelPage.botHow')}</p>
        {mayPause && (
          <div>
            <Button
              variant="default"
              leftSection={
                paused ? (
                  <IconPlayerPlay size={18} stroke={1.5} aria-hidden />
                ) : (
                  <IconPlayerPause size={18} stroke={1.5} aria-hidden />
                )
              }
              onClick={() => setPaused(!paused)}
            >
              {t(paused ? 'channelPage.resumeBot' : 'channelPage.pauseBot')}
            </Button>
          </div>
        )}
      </div>
    </Box>
  );
}
