import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatInstant, formatWhen, useZone } from './time.ts';

/** A time as people say it: by language and the workspace's zone, relative within a day, and kept true while it is shown. */
export function When({ at, className }: { at: string | number | Date; className?: string | undefined }) {
  const { i18n } = useTranslation();
  const zone = useZone((state) => state.zone);
  const now = useNow();
  const instant = new Date(at).getTime();
  return (
    <time
      className={className}
      dateTime={new Date(instant).toISOString()}
      title={formatInstant(instant, i18n.language, zone)}
    >
      {formatWhen(instant, now, i18n.language, zone)}
    </time>
  );
}

/** One clock for all times on the screen. */
const watchers = new Set<(now: number) => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    watchers.add(setNow);
    ticking ??= setInterval(() => {
      for (const tell of watchers) tell(Date.now());
    }, 20_000);
    return () => {
      watchers.delete(setNow);
      if (watchers.size > 0) return;
      clearInterval(ticking);
      ticking = undefined;
    };
  }, []);
  return now;
}
