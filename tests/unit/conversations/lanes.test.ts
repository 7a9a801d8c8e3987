import { describe, expect, test } from '@jest/globals';
import { asId, type ChannelId } from '../../../runtime/contract/index.ts';
import { createLanes, takePair } from '../../../runtime/conversations/lanes.ts';

const channel = asId<ChannelId>('shop');
const rates = { conversationPerSecond: 10, bulkPerSecond: 2 };

/** How many messages a lane lets go at one instant. */
const burst = (take: () => number): number => {
  let count = 0;
  while (count < 1_000 && take() === 0) count += 1;
  return count;
};

describe('send lanes', () => {
  test('let a second’s worth go at once and then wait for the next token', () => {
    const lanes = createLanes(() => 1);
    expect(burst(() => lanes.take(channel, 'conversation', rates, 0))).toBe(10);
    expect(lanes.take(channel, 'conversation', rates, 0)).toBe(100);
    expect(lanes.take(channel, 'conversation', rates, 100)).toBe(0);
  });

  test('share the rate between the workers alive', () => {
    const lanes = createLanes(() => 2);
    expect(burst(() => lanes.take(channel, 'conversation', rates, 0))).toBe(5);
  });

  test('give bulk only what the conversation lane leaves', () => {
    const lanes = createLanes(() => 1);
    expect(burst(() => lanes.take(channel, 'conversation', rates, 0))).toBe(10);
    expect(lanes.take(channel, 'bulk', rates, 0)).toBeGreaterThan(0);
    expect(burst(() => lanes.take(channel, 'bulk', rates, 1_000))).toBe(2);
    expect(burst(() => lanes.take(channel, 'conversation', rates, 1_000))).toBe(8);
  });

  test('keep numbers apart', () => {
    const lanes = createLanes(() => 1);
    burst(() => lanes.take(channel, 'conversation', rates, 0));
    expect(lanes.take(asId<ChannelId>('other'), 'conversation', rates, 0)).toBe(0);
  });
});

describe('the pair limit', () => {
  const limit = { burst: 3, refillSeconds: 6 };

  test('lets a burst go to one person, then one every six seconds', () => {
    let pair: { tokens: number; at: number } | null = null;
    const at = (now: number) => {
      const taken = takePair(pair, limit, now);
      pair = taken.pair;
      return taken.waitMs;
    };
    expect([at(0), at(0), at(0), at(0)]).toEqual([0, 0, 0, 6_000]);
    expect(at(3_000)).toBe(3_000);
    expect(at(6_000)).toBe(0);
  });

  test('never holds more than the burst, and a clock that goes back gives nothing', () => {
    expect(takePair({ tokens: 3, at: 0 }, limit, 1_000_000).pair.tokens).toBe(2);
    expect(takePair({ tokens: 0, at: 10_000 }, limit, 0).waitMs).toBe(6_000);
  });
});
