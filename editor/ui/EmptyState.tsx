import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

type Props = {
  icon?: Icon;
  /** A drawing in the icon's place. */
  picture?: ReactNode;
  title: string;
  /** What this place is for. */
  children?: ReactNode;
  /** The first step. */
  actions?: ReactNode;
};

/** A screen with nothing to show yet: says what it is for and offers the first step. */
export function EmptyState({ icon: Picture, picture, title, children, actions }: Props) {
  return (
    <div className={styles.empty}>
      {picture ?? (Picture && <Picture size={32} stroke={1.5} className={styles.icon} aria-hidden />)}
      <h2>{title}</h2>
      {children !== undefined && <div className={styles.words}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
