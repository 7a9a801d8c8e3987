import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core';
import { IconChartBar, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../ui/now.ts';
import { problemText } from '../ui/problem-text.ts';
import { useZone } from '../ui/time.ts';
import styles from './Analytics.module.css';
import {
  periods,
  toggleAnalytics,
  useAnalytics,
  useFigures,
  usePlaced,
  type Measure,
  type Period,
} from './analytics.ts';
import { Results } from './Results.tsx';

/** Which figures lie over the flow, and those that belong to no card. */
export function AnalyticsBar() {
  const on = useAnalytics((state) => state.on);
  return on ? <Shown /> : null;
}

function Shown() {
  const { t, i18n } = useTranslation();
  const zone = useZone((state) => state.zone);
  const { measure, days, version, results } = useAnalytics();
  const { placed, isPending, error, refetch } = useFigures(zone, useNow());
  useEffect(() => {
    usePlaced.setState({ placed });
    return () => usePlaced.setState({ placed: null });
  }, [placed]);
  const figures = placed?.figures;
  const versions = [...new Set([...(figures?.versions ?? []), ...(version === null ? [] : [version])])];
  const said = new Intl.NumberFormat(i18n.language);
  const sum = (how: 'started' | 'ended' | 'failed' | 'expired') =>
    figures?.days.reduce((total, day) => total + day[how], 0) ?? 0;
  return (
    <section className={styles.bar} aria-label={t('analytics.title')} data-testid="analytics">
      <div className={styles.choices}>
        <SegmentedControl
          size="xs"
          aria-label={t('analytics.measure')}
          value={measure}
          onChange={(value) => useAnalytics.setState({ measure: value as Measure })}
          data={(['people', 'passes'] as const).map((value) => ({ value, label: t(`analytics.${value}`) }))}
        />
        <Select
          size="xs"
          className={styles.choice}
          aria-label={t('analytics.period')}
          allowDeselect={false}
          value={String(days)}
          onChange={(value) => useAnalytics.setState({ days: Number(value) as Period })}
          data={periods.map((value) => ({
            value: String(value),
            label: value === 1 ? t('analytics.today') : t('analytics.lastDays', { count: value }),
          }))}
        />
        <Select
          size="xs"
          className={styles.choice}
          aria-label={t('analytics.version')}
          allowDeselect={false}
          value={String(version ?? '')}
          onChange={(value) => useAnalytics.setState({ version: value ? Number(value) : null })}
          data={[
            { value: '', label: t('analytics.allVersions') },
            ...versions.toReversed().map((value) => ({
              value: String(value),
              label: t('analytics.oneVersion', { version: value }),
            })),
          ]}
        />
        <Button
          size="xs"
          variant={results ? 'light' : 'default'}
          leftSection={<IconChartBar size={16} stroke={1.5} aria-hidden />}
          aria-expanded={results}
          onClick={() => useAnalytics.setState({ results: !results })}
        >
          {t('analytics.results.title')}
        </Button>
        <ActionIcon aria-label={t('analytics.close')} onClick={toggleAnalytics}>
          <IconX size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </div>
      <p className={styles.summary} aria-live="polite">
        {error ? (
          <>
            {problemText(t, error)}{' '}
            <Button size="compact-xs" variant="default" onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
          </>
        ) : isPending || !figures ? (
          t('common.loading')
        ) : figures.people === 0 ? (
          t('analytics.none')
        ) : (
          (
            [
              ['peopleIn', figures.people],
              ['started', sum('started')],
              ['ended', sum('ended')],
              ['expired', sum('expired')],
              ['failed', sum('failed')],
            ] as const
          )
            .filter(([how, count], index) => index < 3 || count > 0 || how === 'started')
            .map(([how, count]) => t(`analytics.summary.${how}`, { count, figure: said.format(count) }))
            .join(' · ')
        )}
      </p>
      {results && figures && <Results figures={figures} />}
    </section>
  );
}
