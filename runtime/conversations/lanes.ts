import type { PairLimit } from '../channels/pace.ts';
import type { ChannelId } from '../contract/index.ts';

/** *conversation*: bot answers and agents. *bulk*: campaigns and scheduled sends, only from what the first leaves. */
export type Lane = 'conversation' | 'bulk';

export type LaneRates = {
  /** Messages a second at the provider's ceiling for the number. */
  conversationPerSecond: number;
  bulkPerSecond: number;
};

type Bucket = { tokens: number; at: number };

/**
 * The send speed of each channel number, as buckets that hold one second's worth. With several workers each takes its share of
 * the rate: the sum never exceeds it, and no message waits for a reservation in the store.
 */
export function createLanes(workersAlive: () => number) {
  const buckets = new Map<string, Bucket>();

  const refill = (key: string, perSecond: number, now: number): Bucket => {
    const capacity = Math.max(1, perSecond);
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    buckets.set(key, bucket);
    return bucket;
  };

  return {
    /** Takes a token and returns 0, or returns in how many milliseconds there will be one. */
    take(channelId: ChannelId, lane: Lane, rates: LaneRates, now: number): number {
      const share = Math.max(1, workersAlive());
      const ceiling = rates.conversationPerSecond / share;
      const all = refill(channelId, ceiling, now);
      if (all.tokens < 1) return Math.ceil(((1 - all.tokens) / ceiling) * 1_000);
      if (lane === 'bulk') {
        const bulkRate = Math.min(rates.bulkPerSecond / share, ceiling);
        const bulk = refill(`${channelId}/bulk`, bulkRate, now);
        if (bulk.tokens < 1) return Math.ceil(((1 - bulk.tokens) / bulkRate) * 1_000);
        bulk.tokens -= 1;
      }
      all.tokens -= 1;
      return 0;
    },
  };
}
export type Lanes = ReturnType<typeof createLanes>;

/** The pair bucket after taking one message, or how long to wait for one. */
export function takePair(
  pair: { tokens: number; at: number } | null,
  limit: PairLimit,
  now: number,
): { pair: { tokens: number; at: number }; waitMs: number } {
  const before = pair ?? { tokens: limit.burst, at: now };
  const tokens = Math.min(limit.burst, before.tokens + Math.max(0, now - before.at) / (limit.refillSeconds * 1_000));
  if (tokens < 1) return { pair: { tokens, at: now }, waitMs: Math.ceil((1 - tokens) * limit.refillSeconds * 1_000) };
  return { pair: { tokens: tokens - 1, at: now }, waitMs: 0 };
}
