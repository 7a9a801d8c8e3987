/** How often one number may write to one person: `burst` at once, then one back every `refillSeconds`. */
export type PairLimit = { burst: number; refillSeconds: number };

/** How fast and how much a channel number may send; every adapter's settings use these names. */
export type Pace = {
  conversationPerSecond: number;
  bulkPerSecond: number;
  pairLimit: PairLimit | null;
  /** Infinity when the cap is off. */
  messagesPerContactAndDay: number;
  markRead: boolean;
  typing: boolean;
};

/** The pace that a channel's settings ask for. What they leave out is DESIGN's default: 80 a second, 10 a minute, 200 a day. */
export function paceOf(settings: { [key: string]: unknown }): Pace {
  const given = settings as {
    conversationPerSecond?: number;
    bulkPerSecond?: number;
    bulkPerMinute?: number;
    pairLimit?: 'off' | PairLimit;
    messagesPerContactAndDay?: 'off' | number;
    markRead?: boolean;
    typing?: boolean;
  };
  const { pairLimit = { burst: 45, refillSeconds: 6 }, messagesPerContactAndDay: cap = 200 } = given;
  return {
    conversationPerSecond: given.conversationPerSecond ?? 80,
    bulkPerSecond: given.bulkPerSecond ?? (given.bulkPerMinute ?? 10) / 60,
    pairLimit: pairLimit === 'off' ? null : pairLimit,
    messagesPerContactAndDay: cap === 'off' ? Infinity : cap,
    markRead: given.markRead ?? false,
    typing: given.typing ?? false,
  };
}
