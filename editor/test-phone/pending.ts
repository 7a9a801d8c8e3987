import type { BodyOf } from '../client/http.ts';

export type PhoneContent = BodyOf<'POST /test-phone/messages'>['content'];

/** What was written and is not in the conversation yet. `id` is the message's own once it was taken. */
export type Pending = {
  key: number;
  content: PhoneContent;
  at: string;
  state: 'sending' | 'taken' | 'refused';
  id?: string;
  error?: unknown;
};

/** Those that the conversation does not show yet. */
export const stillPending = (pending: readonly Pending[], arrived: ReadonlySet<string>): Pending[] =>
  pending.filter(({ id }) => id === undefined || !arrived.has(id));

/** How long an answer may take before somebody wonders. */
export const patienceMs = 8_000;

/**
 * Whether the bot is still expected to answer: the person spoke last. `wondering` when it takes longer than an answer takes.
 */
export function botState(
  last: { direction: 'in' | 'out'; at: string } | undefined,
  isPending: boolean,
  now: number,
): 'quiet' | 'thinking' | 'wondering' {
  if (isPending) return 'thinking';
  if (last?.direction !== 'in') return 'quiet';
  return now - Date.parse(last.at) < patienceMs ? 'thinking' : 'wondering';
}
