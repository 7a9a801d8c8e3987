import { IconUser } from '@tabler/icons-react';
import { initials } from './people.ts';
import styles from './Avatar.module.css';

export function Avatar({ name }: { name: string | null }) {
  return (
    <span className={styles.avatar} aria-hidden>
      {initials(name) ?? <IconUser size={18} stroke={1.5} />}
    </span>
  );
}
