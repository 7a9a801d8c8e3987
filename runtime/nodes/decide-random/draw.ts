import { seededRandom } from '../../engine/random.ts';

type Way = { id: string; weight: number };

/**
 * One of the ways, each as often as its part of all weights; undefined when none has a weight. For one `key` it is always the same.
 * Then a way draws as many numbers as its weight, and the largest wins: more weight only adds draws to that way, and less takes some of
 * its own away, so that no more people change their way than the shares do.
 */
export function drawnWay<Each extends Way>(
  ways: readonly Each[],
  key: string | undefined,
  random: () => number,
): Each | undefined {
  if (key === undefined) {
    let left = random() * ways.reduce((sum, { weight }) => sum + weight, 0);
    return ways.find(({ weight }) => (left -= weight) < 0);
  }
  let winner: Each | undefined;
  let most = -1;
  for (const way of ways) {
    const draw = seededRandom(`${key} ${way.id}`);
    for (let drawn = 0; drawn < way.weight; drawn += 1) {
      const number = draw();
      if (number <= most) continue;
      most = number;
      winner = way;
    }
  }
  return winner;
}
