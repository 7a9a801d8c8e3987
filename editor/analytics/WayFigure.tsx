import { useTranslation } from 'react-i18next';
import styles from './Analytics.module.css';
import { compact, portKey, useAnalytics, usePlaced } from './analytics.ts';

/** How many took a way out, in the list. */
export function WayFigure({ node, port }: { node: string; port: string }) {
  const { t, i18n } = useTranslation();
  const on = useAnalytics((state) => state.on);
  const measure = useAnalytics((state) => state.measure);
  const known = usePlaced(({ placed }) => placed !== null);
  const count = usePlaced(({ placed }) => placed?.ports.get(portKey(node, port))?.[measure] ?? 0);
  if (!on || !known) return null;
  const words = t(`analytics.${measure}Count`, { count });
  return (
    <span className={styles.way} title={words}>
      <span aria-hidden>{compact(count, i18n.language)}</span>
      <span className={styles.words}>{words}</span>
    </span>
  );
}
