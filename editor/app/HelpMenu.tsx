import { Menu } from '@mantine/core';
import { IconBook2, IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Keys } from '../ui/Keys.tsx';
import { openDialog } from './Dialogs.tsx';
import { OpenedMenu } from './OpenedMenu.tsx';
import { HelpButton } from './RailButtons.tsx';

export default function HelpMenu() {
  return (
    <OpenedMenu button={HelpButton} position="right-end" width={248}>
      <HelpItems />
    </OpenedMenu>
  );
}

export function HelpItems() {
  const { t } = useTranslation();
  return (
    <>
      <Menu.Item
        component={Link}
        to="/help"
        closeMenuOnClick
        leftSection={<IconBook2 size={18} stroke={1.5} aria-hidden />}
      >
        {t('shell.whatIsThis')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconKeyboard size={18} stroke={1.5} aria-hidden />}
        rightSection={<Keys keys="?" />}
        closeMenuOnClick
        onClick={() => openDialog('keys')}
      >
        {t('shell.keys')}
      </Menu.Item>
    </>
  );
}
