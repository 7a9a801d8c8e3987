import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../runtime/engine/random.ts';
import { drawnWay } from '../../../runtime/nodes/decide-random/draw.ts';

const people = Array.from({ length: 6_000 }, (_, index) => `flow card contact-${index}`);
const none = (): number => {
  throw new Error('what sticks to a person is no new draw');
};
const ways = (...weights: number[]) => weights.map((weight, index) => ({ id: `w_${index}`, weight }));
const waysOf = (drawn: ReturnType<typeof ways>) => people.map((person) => drawnWay(drawn, person, none)?.id);
const shares = (ids: readonly (string | undefined)[], of: number) =>
  Array.from({ length: of }, (_, index) => ids.filter((id) => id === `w_${index}`).length / ids.length);

/** More than four standard deviations of 6,000 draws at a half. */
const near = 0.026;
const expectNear = (found: number[], wanted: number[]) =>
  wanted.forEach((share, index) => expect(Math.abs((found[index] ?? 0) - share)).toBeLessThan(near));

describe('a way that sticks to a person', () => {
  test.each([
    [
      [50, 50],
      [0.5, 0.5],
    ],
    [
      [1, 1],
      [0.5, 0.5],
    ],
    [
      [90, 10],
      [0.9, 0.1],
    ],
    [
      [1, 2, 3, 4],
      [0.1, 0.2, 0.3, 0.4],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    [
      [99, 1],
      [0.99, 0.01],
    ],
  ])('shares people by the weights %j', (weights, wanted) => {
    expectNear(shares(waysOf(ways(...weights)), weights.length), wanted);
  });

  test('is always the same for one person, one card and one flow', () => {
    const first = waysOf(ways(30, 70));
    expect(waysOf(ways(30, 70))).toEqual(first);
    const other = people.map((person) => drawnWay(ways(30, 70), person.replace('card', 'other'), none)?.id);
    const same = other.filter((id, index) => id === first[index]).length / people.length;
    expect(Math.abs(same - 0.58)).toBeLessThan(near);
  });

  test('changes only for as many as the shares change, and only to the way that got more', () => {
    const before = waysOf(ways(50, 50));
    const after = waysOf(ways(50, 60));
    const moved = before.flatMap((id, index) => (id === after[index] ? [] : [[id, after[index]]]));
    expect(new Set(moved.map(([from, to]) => `${from} ${to}`))).toEqual(new Set(['w_0 w_1']));
    expect(Math.abs(moved.length / people.length - (60 / 110 - 0.5))).toBeLessThan(near);
  });

  test('is left only by those whom a new way takes', () => {
    const before = waysOf(ways(1, 1));
    const after = waysOf(ways(1, 1, 1));
    const targets = before.flatMap((id, index) => (id === after[index] ? [] : [after[index]]));
    expect(new Set(targets)).toEqual(new Set(['w_2']));
    expectNear(shares(after, 3), [1 / 3, 1 / 3, 1 / 3]);
  });
});

describe('a new draw', () => {
  test('shares by the weights', () => {
    const random = seededRandom('draw');
    const drawn = people.map(() => drawnWay(ways(1, 3, 0), undefined, random)?.id);
    expectNear(shares(drawn, 3), [0.25, 0.75, 0]);
  });

  test('takes the way in whose part the number lies', () => {
    const at = (number: number) => drawnWay(ways(1, 3), undefined, () => number)?.id;
    expect([0, 0.2499, 0.25, 0.9999].map(at)).toEqual(['w_0', 'w_0', 'w_1', 'w_1']);
  });
});
