import { Menu } from '@mantine/core';
import { IconCheck, IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { FlaggedBadge, useFlagged } from './Flagged.tsx';
import { HelpItems } from './HelpMenu.tsx';
import { PersonItems } from './PersonMenu.tsx';
import { usePlaces } from './navigation.ts';
import styles from './BottomBar.module.css';

/** The way to every page on a phone: four entries and the rest. */
export function BottomBar() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const flagged = useFlagged();
  const places = usePlaces();
  const [first, rest] = [places.slice(0, 4), places.slice(4)];
  const inRest = rest.some(({ to }) => pathname.startsWith(to));
  return (
    <nav className={styles.bar} aria-label={t('shell.pages')}>
      {first.map(({ to, label, icon: Picture }) => (
        <NavLink key={to} to={to} end={to === '/'} className={styles.entry}>
          <Picture size={22} stroke={1.5} aria-hidden />
          <span className={styles.name}>{t(`${label}Short`)}</span>
          {to === '/conversations' && (
            <>
              <FlaggedBadge className={styles.badge} />
              {flagged.count > 0 && (
                <span className={styles.hidden}>{t('shell.flagged', { count: flagged.count })}</span>
              )}
            </>
          )}
        </NavLink>
      ))}
      <Menu
        position="top-end"
        width={272}
        closeOnItemClick={false}
        checkIcon={<IconCheck size={16} stroke={1.5} aria-hidden />}
      >
        <Menu.Target>
          <button type="button" className={styles.entry} data-current={inRest || undefined}>
            <IconDots size={22} stroke={1.5} aria-hidden />
            <span className={styles.name}>{t('shell.more')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown className={styles.more}>
          {rest.map(({ to, label, icon: Picture }) => (
            <Menu.Item
              key={to}
              component={Link}
              to={to}
              closeMenuOnClick
              leftSection={<Picture size={18} stroke={1.5} aria-hidden />}
            >
              {t(label)}
            </Menu.Item>
          ))}
          <HelpItems />
          <Menu.Divider />
          <PersonItems />
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
