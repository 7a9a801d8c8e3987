import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './ConversationList.module.css';

export function RowSkeletons() {
  const { t } = useTranslation();
  return (
    <div className={styles.holder} aria-busy>
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      {Array.from({ length: 9 }, (_none, index) => (
        <div key={index} className={styles.row} aria-hidden>
          <Skeleton circle height={36} width={36} animate={false} />
          <span className={styles.lines}>
            <Skeleton height={12} width={`${40 + ((index * 17) % 30)}%`} animate={false} />
            <Skeleton height={12} width={`${55 + ((index * 23) % 40)}%`} mt="sm" animate={false} />
          </span>
        </div>
      ))}
    </div>
  );
}
