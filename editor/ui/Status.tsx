import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Status.module.css';

/** What a colour may mean; `tokens.css` says which is which. */
export type Tone = 'brand' | 'good' | 'wait' | 'bad' | 'info' | 'bot' | 'people' | 'quiet';

type Props = {
  tone: Tone;
  icon: Icon;
  /** On its own soft ground. */
  pill?: boolean;
  children: ReactNode;
};

/** A state as an icon and a word in its meaning's colour. */
export function Status({ tone, icon: Sign, pill = false, children }: Props) {
  return (
    <span className={styles.status} data-tone={tone} data-pill={pill || undefined}>
      <Sign size={16} stroke={1.5} aria-hidden />
      {children}
    </span>
  );
}
