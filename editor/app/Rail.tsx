import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { FlaggedBadge, useFlagged } from './Flagged.tsx';
import { Mark } from './Mark.tsx';
import { usePlaces, type Place } from './navigation.ts';
import { OnDemand } from './OnDemand.tsx';
import { HelpButton, PersonButton } from './RailButtons.tsx';
import styles from './Rail.module.css';

const HelpMenu = lazy(() => import('./HelpMenu.tsx'));
const PersonMenu = lazy(() => import('./PersonMenu.tsx'));

/** The way to every page, at the left of a large screen. */
export function Rail() {
  const { t } = useTranslation();
  const places = usePlaces();
  const above = places.filter(({ below }) => !below);
  const below = places.filter((place) => place.below);
  return (
    <nav className={styles.rail} aria-label={t('shell.pages')}>
      <Link className={styles.mark} to="/" aria-label={t('shell.product')}>
        <Mark />
      </Link>
      {above.map((place) => (
        <Entry key={place.to} place={place} />
      ))}
      <span className={styles.gap} />
      {below.map((place) => (
        <Entry key={place.to} place={place} />
      ))}
      <OnDemand button={HelpButton} menu={HelpMenu} />
      <OnDemand button={PersonButton} menu={PersonMenu} />
    </nav>
  );
}

function Entry({ place: { to, label, icon: Picture } }: { place: Place }) {
  const { t } = useTranslation();
  const flagged = useFlagged();
  const isInbox = to === '/conversations';
  return (
    <NavLink
      title={t(label)}
      className={styles.entry}
      to={to}
      end={to === '/'}
      aria-label={
        isInbox && flagged.count > 0 ? t('shell.flaggedNamed', { name: t(label), count: flagged.count }) : t(label)
      }
    >
      <Picture size={18} stroke={1.5} aria-hidden />
      {isInbox && <FlaggedBadge className={styles.badge} />}
    </NavLink>
  );
}
