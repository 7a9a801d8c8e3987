import { AnalyticsBar } from './AnalyticsBar.tsx';
import styles from './Analytics.module.css';
import { useAnalytics } from './analytics.ts';
import { AnalyticsToggle } from './AnalyticsToggle.tsx';

/** Above the list of cards: the way to the figures, or what they are of. */
export function PhoneAnalytics() {
  const on = useAnalytics((state) => state.on);
  if (on) return <AnalyticsBar />;
  return (
    <div className={styles.phone}>
      <AnalyticsToggle inWords />
    </div>
  );
}
