import { IconClockPause, IconDoorExit, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Analytics.module.css';
import { compact, useAnalytics, usePlaced } from './analytics.ts';

/** Who came to a card, who waits there, and who went no further. */
export function CardFigure({ node, inList = false }: { node: string; inList?: boolean }) {
  const { t, i18n } = useTranslation();
  const on = useAnalytics((state) => state.on);
  const measure = useAnalytics((state) => state.measure);
  const known = usePlaced(({ placed }) => placed !== null);
  const card = usePlaced(({ placed }) => placed?.cards.get(node));
  if (!on || !known) return null;
  const { visits = 0, people = 0, waiting = 0 } = card ?? {};
  const lost = card ? (['expired', 'failed', 'left'] as const).filter((how) => card[how].people > 0) : [];
  const of = (how: (typeof lost)[number]) => card?.[how][measure === 'people' ? 'people' : 'times'] ?? 0;
  const gone = lost.reduce((sum, how) => sum + of(how), 0);
  const came = measure === 'people' ? people : visits;
  return (
    <span className={inList ? styles.inList : styles.onCard} data-testid={`figures-${node}`}>
      <Figure icon={<IconUsers />} words={t(`analytics.card.${measure}`, { count: came })}>
        {compact(came, i18n.language)}
      </Figure>
      {waiting > 0 && (
        <Figure tone="wait" icon={<IconClockPause />} words={t('analytics.card.waiting', { count: waiting })}>
          {compact(waiting, i18n.language)}
        </Figure>
      )}
      {gone > 0 && (
        <Figure
          tone="bad"
          icon={<IconDoorExit />}
          words={lost.map((how) => t(`analytics.card.${how}`, { count: of(how) })).join(' · ')}
        >
          {compact(gone, i18n.language)}
        </Figure>
      )}
    </span>
  );
}

function Figure({
  icon,
  words,
  tone,
  children,
}: {
  icon: ReactNode;
  words: string;
  tone?: 'wait' | 'bad';
  children: ReactNode;
}) {
  return (
    <span className={styles.figure} data-tone={tone} title={words}>
      <span aria-hidden>{icon}</span>
      <span aria-hidden>{children}</span>
      <span className={styles.words}>{words}</span>
    </span>
  );
}
