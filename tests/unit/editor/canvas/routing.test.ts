import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { handhold, pathOf, routeLines, type Line, type Point, type Rect } from '../../../../editor/canvas/routing.ts';

const card = (id: string, x: number, y: number, height = 200): Rect => ({ id, x, y, width: 264, height });

/** From 100 px below the top of one card to the entry of another. */
const line = (source: Rect, target: Rect, down = 100): Line => ({
  id: `${source.id}-${target.id}-${down}`,
  source: source.id,
  from: [source.x + source.width + 6, source.y + down],
  target: target.id,
  to: [target.x - 6, target.y + 16],
});

const routeOf = (lines: Line[], cards: Rect[]): readonly Point[][] => {
  const routes = routeLines(lines, cards);
  return lines.map(({ id }) => [...(routes.get(id)?.points ?? [])]);
};

const runsBehind = (points: readonly Point[], { x, y, width, height }: Rect): boolean =>
  points.some((point, index) => {
    const last = points[index - 1];
    if (!last) return false;
    return (
      Math.min(last[0], point[0]) < x + width &&
      Math.max(last[0], point[0]) > x &&
      Math.min(last[1], point[1]) < y + height &&
      Math.max(last[1], point[1]) > y
    );
  });

const isSquare = (points: readonly Point[]): boolean =>
  points.every((point, index) => {
    const last = points[index - 1];
    return !last || last[0] === point[0] || last[1] === point[1];
  });

test('a line to the next column turns twice, in the gap between the columns', () => {
  const [a, b] = [card('a', 0, 0), card('b', 336, 150)];
  const [points] = routeOf([line(a, b)], [a, b]);
  expect(points).toEqual([
    [270, 100],
    [306, 100],
    [306, 166],
    [330, 166],
  ]);
});

test('a line to a card at the same height is straight', () => {
  const [a, b] = [card('a', 0, 0), card('b', 336, 84)];
  expect(routeOf([line(a, b)], [a, b])).toEqual([
    [
      [270, 100],
      [330, 100],
    ],
  ]);
});

test('lines that reach the same card share their last stretch', () => {
  const [a, b] = [card('a', 0, 0), card('b', 336, 150)];
  const [one, other] = routeOf([line(a, b, 60), line(a, b, 120)], [a, b]);
  expect(one?.slice(-2)).toEqual(other?.slice(-2));
});

test('lines to different cards keep apart in the gap that they share', () => {
  const cards = [card('a', 0, 0, 300), card('b', 336, 0), card('c', 336, 400)];
  const [a, b, c] = cards;
  if (!a || !b || !c) throw new Error('Three cards were made.');
  const [up, down] = routeOf([line(a, b, 250), line(a, c, 100)], cards);
  expect(Math.abs((up?.[1]?.[0] ?? 0) - (down?.[1]?.[0] ?? 0))).toBeGreaterThanOrEqual(6);
});

test('a line that skips a card goes over or under it', () => {
  const cards = [card('a', 0, 0), card('b', 336, 0), card('c', 672, 0)];
  const [a, b, c] = cards;
  if (!a || !b || !c) throw new Error('Three cards were made.');
  const [points] = routeOf([line(a, c)], cards);
  expect(cards.filter((each) => runsBehind(points ?? [], each))).toEqual([]);
});

test('a line back to an earlier card, or to its own, goes around', () => {
  const [a, b] = [card('a', 0, 0), card('b', 336, 0)];
  for (const points of routeOf([line(b, a), line(a, a)], [a, b])) {
    expect([a, b].filter((each) => runsBehind(points, each))).toEqual([]);
    expect(points.length).toBeGreaterThanOrEqual(6);
  }
});

test('every way begins and ends where it should, at right angles, and in a spacious flow behind no card', () => {
  const places = fc.uniqueArray(fc.record({ column: fc.nat(5), row: fc.nat(4) }), {
    minLength: 2,
    maxLength: 14,
    selector: ({ column, row }) => `${column} ${row}`,
  });
  fc.assert(
    fc.property(places, fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 12 }), (found, pairs) => {
      const cards = found.map(({ column, row }, index) => card(`n${index}`, column * 360, row * 280, 180));
      const lines = pairs.flatMap(([from, to], index): Line[] => {
        const [source, target] = [cards[from % cards.length], cards[to % cards.length]];
        return source && target ? [{ ...line(source, target, 40 + (index % 5) * 24), id: `e${index}` }] : [];
      });
      const routes = routeLines(lines, cards);
      for (const { id, from, to } of lines) {
        const points = routes.get(id)?.points ?? [];
        expect(points[0]).toEqual(from);
        expect(points.at(-1)).toEqual(to);
        expect(isSquare(points)).toBe(true);
        expect(cards.filter((each) => runsBehind(points, each))).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test('while a card is dragged the ways of all other edges stay the very same', () => {
  const cards = [card('a', 0, 0), card('b', 336, 0), card('c', 0, 400), card('d', 336, 400)];
  const [a, b, c, d] = cards;
  if (!a || !b || !c || !d) throw new Error('Four cards were made.');
  const lines = [line(a, b), line(c, d)];
  const before = routeLines(lines, cards);
  const moved = { ...b, y: 60 };
  const after = routeLines([line(a, moved), line(c, d)], [a, moved, c, d], {
    before,
    isStale: ({ target }) => target === 'b',
  });
  expect(after.get('c-d-100')).toBe(before.get('c-d-100'));
  expect(after.get('a-b-100')?.points.at(-1)).toEqual([330, 76]);
});

test('a drawn line has corners of 12 px, less where a piece is shorter', () => {
  const points: Point[] = [
    [0, 0],
    [30, 0],
    [30, 10],
    [60, 10],
  ];
  expect(pathOf({ points })).toBe('M0 0L25 0Q30 0 30 5L30 5Q30 10 35 10L60 10');
  expect(
    pathOf({
      points: [
        [0, 0],
        [40, 0],
        [40, 40],
      ],
    }),
  ).toBe('M0 0L28 0Q40 0 40 12L40 40');
});

test('an edge offers its buttons in the middle of its longest piece', () => {
  const points: Point[] = [
    [0, 0],
    [20, 0],
    [20, 100],
    [40, 100],
  ];
  expect(handhold({ points })).toEqual([20, 50]);
});
