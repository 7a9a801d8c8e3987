import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { FlaggedBadge, useFlagged } from './Flagged.tsx';
import { barPlaces, usePlaces } from './navigation.ts';
import { OnDemand } from './OnDemand.tsx';
import { MoreButton } from './RailButtons.tsx';
import styles from './BottomBar.module.css';

const MoreMenu = lazy(() => import('./MoreMenu.tsx'));

/** The way to every page on a phone: four entries and the rest. */
export function BottomBar() {
  const { t } = useTranslation();
  const flagged = useFlagged();
  const first = usePlaces().slice(0, barPlaces);
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
      <OnDemand button={MoreButton} menu={MoreMenu} />
    </nav>
  );
}
