import { expect, test } from '@jest/globals';
import { createFleet } from '../../../runtime/conversations/fleet.ts';
import type { FleetMember, FleetStore } from '../../../runtime/ports.ts';

const storeOf = (members: FleetMember[]): FleetStore => ({
  beat: (self) => Promise.resolve({ members: [...members, self], storeNow: Date.now() }),
  leave: () => Promise.resolve(),
  clear: () => Promise.resolve(),
});

const worker = (id: string): FleetMember => ({ id, roles: ['worker'] });
const ids = Array.from({ length: 1_000 }, (_, index) => `demo:c${index}`);

test('every conversation is exactly one worker’s, and about evenly', async () => {
  const fleets = await Promise.all(
    ['a', 'b', 'c'].map(async (id) => {
      const fleet = createFleet(worker(id), storeOf(['a', 'b', 'c'].filter((other) => other !== id).map(worker)));
      await fleet.beat();
      return fleet;
    }),
  );
  const shares = fleets.map((fleet) => ids.filter((id) => fleet.isMine(id)));
  expect(shares.flat().toSorted()).toEqual(ids.toSorted());
  for (const share of shares) expect(share.length).toBeGreaterThan(250);
});

test('a process that only serves the web owns no conversation and is not counted as a worker', async () => {
  const fleet = createFleet(worker('a'), storeOf([{ id: 'w', roles: ['web'] }]));
  await fleet.beat();
  expect([fleet.workersAlive(), fleet.isAlone(), ids.every((id) => fleet.isMine(id))]).toEqual([1, false, true]);
});

test('alone, everything is mine', async () => {
  const fleet = createFleet(worker('a'), storeOf([]));
  await fleet.beat();
  expect([fleet.isAlone(), fleet.isMine('demo:c1')]).toEqual([true, true]);
});
