import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../client/me.ts';
import { archiveFlows, duplicateFlows, exportFlows, pauseFlows, restoreFlows, resumeFlows } from './actions.ts';

type Props = {
  flow: { id: string; name: string; paused: boolean; activeVersion: number | null; archivedAt?: string | null };
  onDuplicated?: ((flowId: string) => void) | undefined;
  onArchived?: (() => void) | undefined;
};

const icon = { size: 18, stroke: 1.5, 'aria-hidden': true } as const;

/** What can be done with a flow as a whole. Everything but the export can be taken back. */
export function FlowMenu({ flow, onDuplicated, onArchived }: Props) {
  const { t } = useTranslation();
  const [mayEdit, mayPause, mayArchive] = [useMay('flows.edit'), useMay('flows.pause'), useMay('flows.delete')];
  const isArchived = Boolean(flow.archivedAt);
  const canPause = mayPause && flow.activeVersion !== null && !isArchived;
  const duplicate = async () => {
    const [id] = await duplicateFlows(t, [flow]);
    if (id !== undefined) onDuplicated?.(id);
  };
  const archive = async () => {
    const done = await archiveFlows(t, [flow]);
    if (done.length > 0) onArchived?.();
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t('flows.menuOf', { name: flow.name })}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {canPause && flow.paused && (
          <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => void resumeFlows(t, [flow])}>
            {t('flows.do.resume')}
          </Menu.Item>
        )}
        {canPause && !flow.paused && (
          <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pauseFlows(t, [flow])}>
            {t('flows.do.pause')}
          </Menu.Item>
        )}
        {mayEdit && !isArchived && (
          <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void duplicate()}>
            {t('flows.do.duplicate')}
          </Menu.Item>
        )}
        {!isArchived && (
          <Menu.Item leftSection={<IconDownload {...icon} />} onClick={() => void exportFlows(t, [flow])}>
            {t('flows.do.export')}
          </Menu.Item>
        )}
        {mayArchive && !isArchived && (
          <Menu.Item leftSection={<IconArchive {...icon} />} onClick={() => void archive()}>
            {t('flows.do.archive')}
          </Menu.Item>
        )}
        {mayArchive && isArchived && (
          <Menu.Item leftSection={<IconArchiveOff {...icon} />} onClick={() => void restoreFlows(t, [flow])}>
            {t('flows.do.restore')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
