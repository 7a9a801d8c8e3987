import { ActionIcon, Button } from '@mantine/core';
import { IconHandStop, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { cardName } from '../canvas/actions.ts';
import { goTo } from '../flow/going.ts';
import styles from '../flow/Notices.module.css';
import { useFlow } from '../flow/store.ts';
import { When } from '../ui/When.tsx';
import { useDismissing, useFlowAlerts } from './queries.ts';

/** More than these push the flow off the screen; the others follow as these are dismissed. */
const mostShown = 2;

/** Above a flow: by which of its limits it was stopped, and where. */
export function StoppedNotices() {
  const { t } = useTranslation();
  const { data } = useFlowAlerts();
  const dismiss = useDismissing();
  const flow = useFlow((state) => state.flow);
  if (!flow) return null;
  const alerts = data?.items.filter(({ flowId }) => flowId === flow.id) ?? [];
  return alerts.slice(0, mostShown).map(({ id, code, message, node, count, lastAt }) => {
    const isThere = node !== undefined && flow.nodes.some((card) => card.id === node);
    return (
      <output key={id} className={styles.notice} data-tone="wait">
        <IconHandStop size={18} stroke={1.5} aria-hidden />
        <p>
          <b>{t('alerts.stopped', { count })}</b> {t(`failures.${code}`, { defaultValue: message })}{' '}
          {isThere && t('alerts.at', { card: cardName(flow, node) })} <When at={lastAt} />
        </p>
        {isThere && (
          <Button size="xs" variant="default" onClick={() => goTo({ kind: 'node', id: node, path: '' })}>
            {t('alerts.card')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          onClick={() => goTo({ kind: 'settings', path: '/settings/guards/messagesPerContactAndDay' })}
        >
          {t('alerts.limits')}
        </Button>
        {dismiss && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('alerts.dismiss')} onClick={() => dismiss(id)}>
            <IconX size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        )}
      </output>
    );
  });
}
