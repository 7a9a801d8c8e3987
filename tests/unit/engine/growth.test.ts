import { expect, test } from '@jest/globals';
import type { Flow, Session } from '../../../runtime/contract/index.ts';
import { advance, newSession } from '../../../runtime/engine/index.ts';
import { envOf, flowOf, said, start, testNow } from '../../support/engine.ts';

/** A circle of questions. */
const circle = (size: number): Flow =>
  flowOf(
    Object.fromEntries(
      Array.from({ length: size }, (_, index): [string, [string, { text: string }, string]] => [
        `n${index}`,
        ['question', { text: 'x' }, `n${(index + 1) % size}`],
      ]),
    ),
  );

async function millisecondsFor(flow: Flow, turns: number): Promise<number> {
  const env = envOf();
  let session: Session = newSession({ id: 's', flowId: 'test', flowVersion: 1, at: testNow });
  ({ session } = await advance(flow, session, start(), env));
  const before = process.cpuUsage();
  for (let turn = 0; turn < turns; turn += 1) ({ session } = await advance(flow, session, said('hola'), env));
  const { user, system } = process.cpuUsage(before);
  expect(session.turn).toBe(turns + 1);
  return (user + system) / 1_000;
}

/** The least of several ratios: repeated until it is clearly below, since a busy machine must not decide. */
async function leastRatio(below: number, one: () => Promise<number>, other: () => Promise<number>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 15 && least >= below; round += 1)
    least = Math.min(least, (await one()) / (await other()));
  return least;
}

test('a step in a flow of 2,000 cards costs about what one in a flow of 10 costs', async () => {
  const [small, large] = [circle(10), circle(2_000)];
  await millisecondsFor(small, 200);
  const ratio = await leastRatio(
    1.5,
    () => millisecondsFor(large, 200),
    () => millisecondsFor(small, 200),
  );
  expect(ratio).toBeLessThan(1.5);
});

test('a conversation of a thousand turns costs no more at its end than at its beginning', async () => {
  const flow = circle(10);
  await millisecondsFor(flow, 200);
  const ratio = await leastRatio(
    2,
    async () => (await millisecondsFor(flow, 1_000)) / 5,
    () => millisecondsFor(flow, 200),
  );
  expect(ratio).toBeLessThan(2);
});
