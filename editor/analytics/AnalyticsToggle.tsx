import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChartArrowsVertical } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFlow } from '../flow/store.ts';
import { toggleAnalytics, useAnalytics } from './analytics.ts';

/** Lays the figures over the flow, or takes them away. */
export function AnalyticsToggle({
  inWords = false,
  className = '',
}: {
  inWords?: boolean;
  className?: string | undefined;
}) {
  const { t } = useTranslation();
  const on = useAnalytics((state) => state.on);
  const isOpen = useFlow((state) => state.flow !== null);
  const icon = <IconChartArrowsVertical size={18} stroke={1.5} aria-hidden />;
  if (inWords)
    return (
      <Button className={className} variant="default" leftSection={icon} onClick={toggleAnalytics}>
        {t('analytics.open')}
      </Button>
    );
  return (
    <Tooltip label={t('analytics.open')}>
      <ActionIcon
        className={className}
        variant={on ? 'light' : 'subtle'}
        aria-label={t('analytics.open')}
        aria-pressed={on}
        disabled={!isOpen}
        data-testid="analytics-toggle"
        onClick={toggleAnalytics}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
