import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import styles from './SidePane.module.css';

/** What stands at the right of a conversation: beside it on wide screens, over it on narrower ones, alone on a phone. */
export function SidePane({ title, closeTo, children }: { title: string; closeTo: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <aside className={styles.pane} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <ActionIcon
          component={Link}
          to={closeTo}
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('common.close')}
        >
          <IconArrowLeft className={styles.back} size={18} stroke={1.5} aria-hidden />
          <IconX className={styles.close} size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </header>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
