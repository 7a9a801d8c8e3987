import { Menu } from '@mantine/core';
import { IconBook2, IconHelpCircle, IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Keys } from '../ui/Keys.tsx';
import { openDialog } from './Dialogs.tsx';
import styles from './Rail.module.css';

export function HelpMenu() {
  const { t } = useTranslation();
  return (
    <Menu position="right-end" width={248}>
      <Menu.Target>
        <button type="button" className={styles.entry} aria-label={t('shell.help')} title={t('shell.help')}>
          <IconHelpCircle size={18} stroke={1.5} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <HelpItems />
      </Menu.Dropdown>
    </Menu>
  );
}

export function HelpItems() {
  const { t } = useTranslation();
  return (
    <>
      <Menu.Item component={Link} to="/help" leftSection={<IconBook2 size={18} stroke={1.5} aria-hidden />}>
        {t('shell.whatIsThis')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconKeyboard size={18} stroke={1.5} aria-hidden />}
        rightSection={<Keys keys="?" />}
        onClick={() => openDialog('keys')}
      >
        {t('shell.keys')}
      </Menu.Item>
    </>
  );
}
