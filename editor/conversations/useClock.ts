import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useZone } from '../ui/time.ts';
import type { Clock } from './times.ts';

/** The workspace's zone, the language of the screen and a present that moves on every half minute. */
export function useClock(): Clock {
  const { i18n } = useTranslation();
  const timeZone = useZone(({ zone }) => zone);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return { locale: i18n.language, timeZone, now };
}
