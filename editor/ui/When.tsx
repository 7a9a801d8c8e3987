import { useTranslation } from 'react-i18next';
import { useNow } from './now.ts';
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
