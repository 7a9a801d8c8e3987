import { Menu, type MenuProps } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { MenuButton } from './OnDemand.tsx';
import styles from './BottomBar.module.css';

type Props = Pick<MenuProps, 'position' | 'width' | 'closeOnItemClick' | 'children'> & { button: MenuButton };

/** A menu that opens as it comes, since its button has just been pressed. */
export function OpenedMenu({ button: Button, children, ...menu }: Props) {
  const [opened, setOpened] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The focus comes back here when the menu closes, if the menu sees itself opening.
    target.current?.focus();
    const opening = setTimeout(() => setOpened(true));
    return () => clearTimeout(opening);
  }, []);
  return (
    <Menu {...menu} opened={opened} onChange={setOpened} checkIcon={<IconCheck size={16} stroke={1.5} aria-hidden />}>
      <Menu.Target>
        <Button ref={target} />
      </Menu.Target>
      <Menu.Dropdown className={styles.more}>{children}</Menu.Dropdown>
    </Menu>
  );
}
