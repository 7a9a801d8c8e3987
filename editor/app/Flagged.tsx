import { useQuery } from '@tanstack/react-query';
import { call } from '../client/http.ts';
import { useMay } from '../client/me.ts';
import styles from './Flagged.module.css';

/** More than these are not counted: "99+". */
const most = 99;

/** Conversations that people are asked to look at. */
export function useFlagged(): { count: number; more: boolean } {
  const { data } = useQuery({
    queryKey: ['conversations', { flagged: true, limit: most }],
    queryFn: () => call('GET /conversations', { query: { flagged: true, limit: most } }),
    enabled: useMay('conversations.read'),
  });
  return { count: data?.items.length ?? 0, more: (data?.nextCursor ?? null) !== null };
}

/** Their number, where it is not said in words. */
export function FlaggedBadge({ className }: { className: string | undefined }) {
  const { count, more } = useFlagged();
  if (count === 0) return null;
  return (
    <span className={`${styles.badge} ${className ?? ''}`} aria-hidden>
      {count}
      {more && '+'}
    </span>
  );
}
