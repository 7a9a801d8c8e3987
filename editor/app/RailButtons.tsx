import { IconDots, IconHelpCircle } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useMe } from '../client/me.ts';
import { barPlaces, usePlaces } from './navigation.ts';
import barStyles from './BottomBar.module.css';
import styles from './Rail.module.css';

type Props = ComponentProps<'button'>;

export function HelpButton(props: Props) {
  const { t } = useTranslation();
  return (
    <button {...props} type="button" className={styles.entry} aria-label={t('shell.help')} title={t('shell.help')}>
      <IconHelpCircle size={18} stroke={1.5} aria-hidden />
    </button>
  );
}

export function PersonButton(props: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const name = me?.name ?? me?.email ?? '';
  const label = t('shell.account', { name });
  return (
    <button {...props} type="button" className={styles.entry} aria-label={label} title={label}>
      <span className={styles.avatar} aria-hidden>
        {initials(name)}
      </span>
    </button>
  );
}

export function MoreButton(props: Props) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isHere = usePlaces()
    .slice(barPlaces)
    .some(({ to }) => pathname.startsWith(to));
  return (
    <button {...props} type="button" className={barStyles.entry} data-here={isHere || undefined}>
      <IconDots size={22} stroke={1.5} aria-hidden />
      <span className={barStyles.name}>{t('shell.more')}</span>
    </button>
  );
}

/** The first letters of a name's first and last word. */
function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^./u.exec(word ?? '')?.[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
