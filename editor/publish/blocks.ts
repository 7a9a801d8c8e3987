import type { SaveStatus } from '../flow/store.ts';

/** Why the draft cannot be published now: `publish.blocked.{reason}`. */
export type Block = { reason: string; count: number };

type State = {
  status: SaveStatus;
  mayPublish: boolean;
  /** What there is to look at is here. */
  isRead: boolean;
  /** It is what answers people already. */
  unchanged: boolean;
  errors: number;
  /** Tests of the flow's own that are red. */
  red: number;
  /** Cards whose people are to be moved nobody knows where. */
  astray: number;
};

/** The first thing that stands in the way of publishing; null when nothing does. Nothing unsaved is ever published. */
export function blockedBy({ status, mayPublish, isRead, unchanged, errors, red, astray }: State): Block | null {
  const block = (reason: string, count = 0): Block => ({ reason, count });
  if (!mayPublish) return block('forbidden');
  if (status === 'unsaved' || status === 'saving' || status === 'loading') return block('saving');
  if (status !== 'saved') return block(status);
  if (errors > 0) return block('errors', errors);
  if (red > 0) return block('tests', red);
  if (unchanged) return block('unchanged');
  if (!isRead) return block('checking');
  return astray > 0 ? block('astray', astray) : null;
}
