import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './Skeleton.module.css';

/** Rows of a list that is on its way, of the height that they will have. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div aria-busy>
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_row, index) => (
        <div key={index} className={styles.row}>
          <Skeleton width={`${40 - ((index * 7) % 20)}%`} />
          <Skeleton width="12%" />
        </div>
      ))}
    </div>
  );
}

/** A line of text that is on its way. */
export const Skeleton = ({ width = '100%' }: { width?: string }) => (
  <span className={styles.line} style={{ width }} aria-hidden />
);
