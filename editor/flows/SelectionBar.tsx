import { ActionIcon, Button, Checkbox } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useMay } from '../client/me.ts';
import {
  archiveFlows,
  duplicateFlows,
  exportFlows,
  pauseFlows,
  restoreFlows,
  resumeFlows,
  type FlowRef,
} from './actions.ts';
import type { FlowRow } from './flow-row.ts';
import styles from './FlowTable.module.css';

type Action = {
  key: string;
  icon: Icon;
  on: FlowRow[];
  act: (t: TFunction, flows: readonly FlowRef[]) => Promise<unknown>;
};

type Props = { chosen: FlowRow[]; all: boolean; onAll: () => void; onClear: () => void };

/** What can be done to the rows that are chosen. Each action takes those that it fits. */
export function SelectionBar({ chosen, all, onAll, onClear }: Props) {
  const { t } = useTranslation();
  const [mayEdit, mayPause, mayArchive] = [useMay('flows.edit'), useMay('flows.pause'), useMay('flows.delete')];
  const here = chosen.filter(({ archivedAt }) => archivedAt === null);
  const published = mayPause ? here.filter(({ activeVersion }) => activeVersion !== null) : [];
  const actions: Action[] = [
    { key: 'duplicate', icon: IconCopy, on: mayEdit ? here : [], act: duplicateFlows },
    { key: 'pause', icon: IconPlayerPause, on: published.filter(({ paused }) => !paused), act: pauseFlows },
    { key: 'resume', icon: IconPlayerPlay, on: published.filter(({ paused }) => paused), act: resumeFlows },
    { key: 'export', icon: IconDownload, on: here, act: exportFlows },
    { key: 'archive', icon: IconArchive, on: mayArchive ? here : [], act: archiveFlows },
    {
      key: 'restore',
      icon: IconArchiveOff,
      on: mayArchive ? chosen.filter(({ archivedAt }) => archivedAt !== null) : [],
      act: restoreFlows,
    },
  ];
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('flows.selected', { count: chosen.length })}>
      <Checkbox
        size="xs"
        color="info"
        checked={all}
        indeterminate={!all}
        onChange={all ? onClear : onAll}
        aria-label={t('flows.chooseAll')}
      />
      <strong>{t('flows.selected', { count: chosen.length })}</strong>
      <div className={styles.barActions}>
        {actions
          .filter(({ on }) => on.length > 0)
          .map(({ key, icon: Sign, on, act }) => (
            <Button
              key={key}
              size="xs"
              variant="subtle"
              color="gray"
              leftSection={<Sign size={16} stroke={1.5} aria-hidden />}
              aria-label={t(`flows.do.${key}`)}
              onClick={() => void act(t, on).then(onClear)}
            >
              <span className={styles.barWord}>{t(`flows.do.${key}`)}</span>
            </Button>
          ))}
      </div>
      <ActionIcon aria-label={t('flows.clearSelection')} onClick={onClear}>
        <IconX size={18} stroke={1.5} aria-hidden />
      </ActionIcon>
    </div>
  );
}
