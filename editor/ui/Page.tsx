import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import styles from './Page.module.css';

export type PageTab = { to: string; label: string; count?: number };

type Props = {
  title: string;
  /** The address of the page above this one. */
  back?: string;
  /** A few quiet words beside the title. */
  subtitle?: ReactNode;
  /** Pages of the same thing. */
  tabs?: PageTab[];
  /** Second actions and filters. */
  actions?: ReactNode;
  /** The one main action: at the top right, at the bottom on a phone. */
  main?: ReactNode;
  /** The body reaches the edges, and scrolls by its own parts. */
  flush?: boolean;
  children: ReactNode;
};

/** A page: a header of 56 px, and a body that scrolls. The title is the document's, too. */
export function Page({ title, back, subtitle, tabs, actions, main, flush = false, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('common.documentTitle', { title });
  }, [t, title]);
  const { pathname } = useLocation();
  const tabList = useRef<HTMLElement>(null);
  // Where there are more tabs than room, the one that is open is seen.
  useEffect(() => {
    tabList.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        {back !== undefined && (
          <ActionIcon component={Link} to={back} aria-label={t('common.back')}>
            <IconArrowLeft size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        )}
        <h1 className={styles.title}>{title}</h1>
        {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
        {tabs && (
          <nav ref={tabList} className={styles.tabs} aria-label={title}>
            {tabs.map(({ to, label, count }) => (
              <NavLink key={to} to={to} end>
                {label}
                {count !== undefined && <span className={styles.count}>{count}</span>}
              </NavLink>
            ))}
          </nav>
        )}
        <div className={styles.actions}>{actions}</div>
        {main !== undefined && <div className={styles.main}>{main}</div>}
      </header>
      <div className={styles.body} data-flush={flush || undefined} data-main={main !== undefined || undefined}>
        {children}
      </div>
    </div>
  );
}
