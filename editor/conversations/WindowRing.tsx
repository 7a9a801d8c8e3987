import { VisuallyHidden } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { windowLeft, windowWords } from './window.ts';
import styles from './WindowRing.module.css';

type Props = { openUntil: string | null; now: number; words?: boolean };

/** How much of the 24 hours is left: a ring that empties, amber when time is short, a lock when it is shut. */
export function WindowRing({ openUntil, now, words = false }: Props) {
  const { t } = useTranslation();
  const left = windowLeft(openUntil, now);
  const { key, values } = windowWords(left);
  const name = t(key, values);
  return (
    <span className={styles.window} data-state={left.state} title={words ? undefined : name}>
      {left.state === 'shut' ? (
        <IconLock size={16} stroke={1.5} aria-hidden />
      ) : (
        <svg viewBox="0 0 18 18" aria-hidden>
          <circle cx="9" cy="9" r="7" />
          <circle cx="9" cy="9" r="7" pathLength="100" strokeDasharray={`${Math.ceil(left.share * 100)} 100`} />
        </svg>
      )}
      {words ? name : <VisuallyHidden>{name}</VisuallyHidden>}
    </span>
  );
}
