import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconRefresh, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChannelId } from '../../runtime/contract/index.ts';
import { Box } from '../ui/Box.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { toMend } from './health.ts';
import { statusQuery, type Finding } from './queries.ts';
import styles from './ChannelPage.module.css';

const signs: { [severity in Finding['severity']]: Icon } = {
  error: IconCircleX,
  warning: IconAlertTriangle,
  ok: IconCircleCheck,
};

/** What is right and wrong with a channel's connection, and how to mend it. */
export function ChannelCheck({ channelId }: { channelId: ChannelId }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useQuery(statusQuery(channelId));
  const findings = data ? [...toMend(data.findings), ...data.findings.filter(({ severity }) => severity === 'ok')] : [];
  return (
    <Box
      title={t('channelPage.connection')}
      aside={
        <Button
          size="xs"
          variant="default"
          loading={isFetching}
          leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
          onClick={() => void refetch()}
        >
          {t('channelPage.check')}
        </Button>
      }
    >
      {error && (
        <p className={styles.finding} data-severity="error" role="alert">
          <IconCircleX size={18} stroke={1.5} aria-hidden />
          {problemText(t, error)}
        </p>
      )}
      {!data && !error && <SkeletonRows rows={4} />}
      <ul>
        {findings.map((finding) => (
          <FindingRow key={finding.code} finding={finding} />
        ))}
      </ul>
    </Box>
  );
}

function FindingRow({ finding: { code, severity, detail, mend } }: { finding: Finding }) {
  const { t } = useTranslation();
  const Sign = signs[severity];
  return (
    <li className={styles.finding} data-severity={severity}>
      <Sign size={18} stroke={1.5} aria-hidden />
      <div>
        <p>{t(`channels.findings.${code}`, { detail: detail ?? '', defaultValue: detail ?? code })}</p>
        {severity !== 'ok' && (
          <p className={styles.mend}>{t(`channelPage.mend.${code}`, { defaultValue: mend ?? '' })}</p>
        )}
      </div>
    </li>
  );
}
