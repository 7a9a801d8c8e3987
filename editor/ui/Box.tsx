import type { ReactNode } from 'react';
import styles from './Box.module.css';

type Props = {
  title: string;
  /** Beside the title: a count, a link. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A card of a page: a heading and what belongs to it. */
export function Box({ title, aside, children }: Props) {
  return (
    <section className={styles.box} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
