import { Menu } from '@mantine/core';
import { IconBolt, IconCopy, IconLink, IconPencil, IconTrash, IconUnlink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFlow } from '../flow/store.ts';
import { duplicate, isolate, remove, startHere } from './actions.ts';
import { useCanvas } from './canvas-state.ts';
import { startOf } from './flow-order.ts';
import styles from './Canvas.module.css';

const icon = { 'aria-hidden': true, size: 18, stroke: 1.5 } as const;

/** The menu of a card, one for all of them. */
export function CardMenu() {
  const { t } = useTranslation();
  const menu = useCanvas((state) => state.menu);
  const readOnly = useFlow((state) => state.readOnly);
  const isStart = useFlow(({ flow }) => flow !== null && startOf(flow) === menu?.nodeId);
  const hasEdges = useFlow(
    ({ flow }) => flow?.edges.some(({ from, to }) => from.node === menu?.nodeId || to === menu?.nodeId) ?? false,
  );
  if (!menu || readOnly) return null;
  const { nodeId, at } = menu;
  const close = () => {
    useCanvas.setState({ menu: null });
    document.querySelector<HTMLElement>(`[data-menu-of="${CSS.escape(nodeId)}"]`)?.focus({ preventScroll: true });
  };
  return (
    <Menu opened onChange={(opened) => !opened && close()} position="bottom-end" width={200} returnFocus={false}>
      <Menu.Target>
        <span className={styles.menuPlace} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown onKeyDown={(event) => event.stopPropagation()}>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => useCanvas.setState({ renaming: nodeId })}>
          {t('canvas.menu.rename')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLink {...icon} />}
          rightSection={<kbd className={styles.key}>C</kbd>}
          onClick={() => useCanvas.setState({ connecting: nodeId })}
        >
          {t('canvas.menu.connect')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy {...icon} />}
          rightSection={<kbd className={styles.key}>Ctrl D</kbd>}
          onClick={() => duplicate([nodeId])}
        >
          {t('canvas.menu.duplicate')}
        </Menu.Item>
        {hasEdges && (
          <Menu.Item leftSection={<IconUnlink {...icon} />} onClick={() => isolate(nodeId)}>
            {t('canvas.menu.disconnect')}
          </Menu.Item>
        )}
        {!isStart && (
          <Menu.Item leftSection={<IconBolt {...icon} />} onClick={() => startHere(nodeId)}>
            {t('canvas.menu.start')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash {...icon} />}
          rightSection={<kbd className={styles.key}>{t('canvas.menu.deleteKey')}</kbd>}
          onClick={() => remove([nodeId])}
        >
          {t('canvas.menu.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
