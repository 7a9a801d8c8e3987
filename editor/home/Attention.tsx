import { ActionIcon, Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconBellRinging,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFlagged } from '../app/Flagged.tsx';
import { useMay, useMe } from '../client/me.ts';
import { idOf, statusQuery, useChannels } from '../channels/queries.ts';
import { useFlowNames } from '../explain/use-flow-names.ts';
import { useDismissing, useFlowAlerts } from '../flow-alerts/queries.ts';
import { Box } from '../ui/Box.tsx';
import { useNow } from '../ui/now.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import type { Tone } from '../ui/Status.tsx';
import { When } from '../ui/When.tsx';
import { attentionOf, type Attention as Item } from './attention.ts';
import { useConversationsThat, usePausedFlows } from './queries.ts';
import styles from './Attention.module.css';

/** So many alerts about flows stand here; the others follow as these are dismissed. */
const mostAlerts = 5;

/** What asks for attention now, with the way to it. */
export function Attention() {
  const { t } = useTranslation();
  const now = useNow();
  const me = useMe();
  const channels = useChannels(useMay('channels.read'));
  const flagged = useConversationsThat('flagged');
  const uncertain = useConversationsThat('uncertain');
  const pausedFlows = usePausedFlows();
  const alerts = useFlowAlerts();
  const nameOf = useFlowNames();
  const dismiss = useDismissing();
  const all = useFlagged();
  const checks = useQueries({ queries: (channels.data?.items ?? []).map((channel) => statusQuery(idOf(channel))) });
  // A query that is not asked for want of permission is idle for ever.
  const reading = [channels, flagged, uncertain, pausedFlows].some(({ isLoading }) => isLoading);

  const items = attentionOf(
    {
      botPaused: me?.workspace.botPaused ?? false,
      channels: channels.data?.items ?? [],
      findings: Object.fromEntries(checks.flatMap(({ data }) => (data ? [[data.id, data.findings]] : []))),
      flagged: flagged.data?.items ?? [],
      uncertain: uncertain.data?.items ?? [],
      pausedFlows: pausedFlows.data?.items ?? [],
      stopped: (alerts.data?.items ?? [])
        .slice(0, mostAlerts)
        .map((alert) => ({ ...alert, name: nameOf(alert.flowId) })),
    },
    now,
  );
  const moreFlagged = all.count - (flagged.data?.items.length ?? 0);
  return (
    <Box
      title={t('home.attention.title')}
      aside={moreFlagged > 0 && <Link to="/conversations?show=flagged">{t('home.attention.all')}</Link>}
    >
      {reading && <SkeletonRows rows={2} />}
      {!reading && items.length === 0 && (
        <p className={styles.none}>
          <IconCircleCheck size={18} stroke={1.5} aria-hidden />
          {t('home.attention.none')}
        </p>
      )}
      {!reading && (
        <ul>
          {items.map((item) => (
            <AttentionRow key={item.id} item={item} dismiss={dismiss} />
          ))}
        </ul>
      )}
    </Box>
  );
}

const signs: { [tone in Tone]?: Icon } = { bad: IconCircleX, people: IconBellRinging };

type RowProps = { item: Item; dismiss: ((alertId: string) => void) | undefined };

function AttentionRow({ item: { tone, what, params, why, at, to, action, alert }, dismiss }: RowProps) {
  const { t } = useTranslation();
  const Sign = signs[tone] ?? IconAlertTriangle;
  const title = t(`home.attention.${what}`, params);
  return (
    <li className={styles.row} data-tone={tone}>
      <Sign size={18} stroke={1.5} aria-hidden />
      <p className={styles.words}>
        <b>{title}</b>{' '}
        {why && (
          <span className={styles.why}>
            {why.key === undefined ? why.words : t(why.key, { defaultValue: why.words })}
          </span>
        )}{' '}
        {at !== undefined && (
          <span className={styles.why}>
            {why && '· '}
            <When at={at} />
          </span>
        )}
      </p>
      <span className={styles.ways}>
        <Button
          component={Link}
          to={to}
          size="xs"
          variant="default"
          aria-label={`${t(`home.attention.${action}`)}: ${title}`}
        >
          {t(`home.attention.${action}`)}
        </Button>
        {alert !== undefined && dismiss && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t('alerts.dismiss')}: ${title}`}
            onClick={() => dismiss(alert)}
          >
            <IconX size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </li>
  );
}
