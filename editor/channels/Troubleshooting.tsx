import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Box } from '../ui/Box.tsx';
import styles from './ChannelPage.module.css';

/** How many steps each question's help has; `channelPage.trouble.{question}.{step}` is its text. */
const questions = { cannotSend: 4, nothingArrives: 4, noReceipts: 3, personMissing: 4 } as const;

/** What usually goes wrong, and what to do about it. */
export function Troubleshooting({ onSettings }: { onSettings: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Box title={t('channelPage.trouble.title')}>
      {Object.entries(questions).map(([question, steps]) => (
        <details key={question} className={styles.question}>
          <summary>
            <IconChevronRight size={18} stroke={1.5} aria-hidden />
            {t(`channelPage.trouble.${question}.title`)}
          </summary>
          <ol className={styles.steps}>
            {Array.from({ length: steps }, (_step, index) => (
              <li key={index}>{t(`channelPage.trouble.${question}.${index + 1}`)}</li>
            ))}
          </ol>
        </details>
      ))}
      {onSettings && (
        <div className={styles.foot}>
          <Button variant="default" onClick={onSettings}>
            {t('channelPage.settings')}
          </Button>
        </div>
      )}
    </Box>
  );
}
