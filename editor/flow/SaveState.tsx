import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArchive,
  IconCheck,
  IconCloudOff,
  IconPencil,
  IconRefresh,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { When } from '../ui/When.tsx';
import type { SaveStatus } from './saving.ts';
import { useFlow } from './store.ts';
import styles from './TopBar.module.css';
import { useUnpublished } from './use-unpublished.ts';

type Sign = { icon: Icon; tone?: 'wait' | 'bad' };
const signs: { [status in Exclude<SaveStatus, 'loading' | 'failed'>]: Sign } = {
  saved: { icon: IconCheck },
  saving: { icon: IconRefresh },
  unsaved: { icon: IconPencil },
  offline: { icon: IconCloudOff, tone: 'wait' },
  refused: { icon: IconAlertTriangle, tone: 'bad' },
  conflict: { icon: IconAlertTriangle, tone: 'wait' },
  gone: { icon: IconArchive, tone: 'wait' },
};

/** Whether the server has what is on the screen. `short` says it by the icon, and in words only where something is wrong. */
export function SaveState({ short }: { short: boolean }) {
  const { t } = useTranslation();
  const status = useFlow((state) => state.status);
  const pending = useFlow((state) => state.pending);
  const savedAt = useFlow((state) => state.savedAt);
  const kept = useFlow((state) => state.kept);
  const unpublished = useUnpublished();
  const readOnly = useFlow((state) => state.readOnly);
  if (status === 'loading' || status === 'failed' || readOnly) return null;
  const { icon: Sign, tone } = kept ? signs[status] : { icon: IconAlertTriangle, tone: 'bad' };
  const offline = pending > 0 ? t('editor.state.offline', { count: pending }) : t('editor.state.offlineNothing');
  const words =
    !kept && pending > 0 ? t('editor.state.notKept') : status === 'offline' ? offline : t(`editor.state.${status}`);
  return (
    <Tooltip label={`${words}. ${t('editor.state.kept')}`} multiline w={260}>
      <output className={styles.state} data-tone={tone} data-status={status} data-testid="save-state">
        <Sign size={16} stroke={1.5} aria-hidden />
        <span className={short && tone === undefined ? styles.hidden : undefined}>
          {words}
          {status === 'saved' && savedAt !== null && !short && (
            <>
              {' '}
              <When at={savedAt} />
            </>
          )}
          {unpublished.any &&
            !short &&
            tone === undefined &&
            ` · ${unpublished.count === null ? t('editor.unpublished') : t('editor.unpublishedCount', { count: unpublished.count })}`}
        </span>
      </output>
    </Tooltip>
  );
}
