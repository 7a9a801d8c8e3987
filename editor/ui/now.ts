import { useEffect, useState } from 'react';

/** One clock for all times on the screen. */
const watchers = new Set<(now: number) => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** The time in milliseconds, renewed every 20 seconds while somebody looks. */
export function useNow(): number {
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
