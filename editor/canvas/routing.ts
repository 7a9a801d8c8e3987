import { Occupied, Obstacles, type Rect } from './routing-index.ts';

export type Point = readonly [x: number, y: number];
export type { Rect } from './routing-index.ts';

/** An edge to draw: from a way out at the right edge of a card to the entry at the left edge of another. */
export type Line = { id: string; source: string; from: Point; target: string; to: Point };
export type Route = { readonly points: readonly Point[] };

/** How far a lane stands from the card it leads to, and from its neighbour. */
const stub = 24;
const lane = 8;
const corridor = 16;
/** How many corridors above and below are tried before the least bad way is taken. */
const corridorsTried = 28;

const cost = { bend: 12, overlap: 400, behind: 100_000 } as const;
/** What a stretch together with lines to the same card saves of its length. */
const shareSaves = 0.6;

/**
 * Ways for edges: right angles, in the gaps between cards, behind one only when there is no other way within reach. Edges that reach the
 * same card share their last stretch; others keep apart. With `kept`, only stale edges and new ones are led anew: the others
 * keep the very same route.
 */
export function routeLines(
  lines: readonly Line[],
  cards: Iterable<Rect>,
  kept?: { before: ReadonlyMap<string, Route>; isStale: (line: Line) => boolean },
): Map<string, Route> {
  const obstacles = new Obstacles(cards);
  const occupied = new Occupied();
  const routes = new Map<string, Route>();
  const anew: Line[] = [];
  for (const line of lines) {
    const route = kept?.before.get(line.id);
    if (!route || kept?.isStale(line)) {
      anew.push(line);
      continue;
    }
    routes.set(line.id, route);
    occupied.add(route.points, line.target);
  }
  // Short ways first: they have the least choice.
  const ordered = anew.map((line) => ({ line, length: lengthOf([line.from, line.to]) }));
  ordered.sort((one, other) => one.length - other.length);
  for (const { line } of ordered) {
    const points = wayOf(line, obstacles, occupied);
    routes.set(line.id, { points });
    occupied.add(points, line.target);
  }
  return routes;
}

/** Where a line may run up or down beside a card's edge: the place that lines to the same card took, then others beside it. */
function lanes(from: number, towards: 1 | -1, room: number, shared?: number): number[] {
  const found = [stub, stub - lane, stub + lane, stub + 2 * lane, lane + 2]
    .filter((distance) => distance < room)
    .map((distance) => from + towards * distance);
  return shared === undefined ? found : [shared, ...found];
}

function wayOf(line: Line, obstacles: Obstacles, occupied: Occupied): Point[] {
  const { from, to, target } = line;
  const [x1, y1] = from;
  const [x2, y2] = to;
  const priceOf = (points: readonly Point[], enough = Infinity): number => {
    let price = 0;
    for (let index = 1; index < points.length && price < enough; index += 1) {
      const [a, b] = [points[index - 1], points[index]];
      if (!a || !b) continue;
      const length = Math.abs(b[0] - a[0]) + Math.abs(b[1] - a[1]);
      price += length - occupied.shared(a, b, target) * shareSaves + cost.bend;
      price += obstacles.behind(a, b) * cost.behind;
      price += occupied.overlap(a, b, target) * cost.overlap;
    }
    return price;
  };
  let best: { points: readonly Point[]; price: number } | undefined;
  const consider = (points: readonly Point[]): void => {
    const price = priceOf(points, best?.price);
    if (!best || price < best.price) best = { points, price };
  };

  const shared = occupied.laneInto(target, x2);
  if (y1 === y2 && x1 <= x2) consider([from, to]);
  if (x2 - x1 >= 2 * lane) {
    const beforeTarget = lanes(x2, -1, x2 - x1, shared !== undefined && shared > x1 ? shared : undefined);
    for (const x of new Set([...beforeTarget, ...lanes(x1, 1, x2 - x1), (x1 + x2) / 2])) {
      consider([from, [x, y1], [x, y2], to]);
    }
  }
  const least = Math.abs(x2 - x1) + Math.abs(y2 - y1) + 3 * cost.bend;
  if (best && best.price <= least + cost.overlap / 2) return clean(best.points);

  // Over or under the cards in between: first the corridor, then the lanes at its ends.
  const [left, right] = [x1 + stub, x2 - stub];
  let middle = { y: (y1 + y2) / 2, price: Infinity };
  for (const y of [...occupied.corridorsTo(target), ...corridors(line, obstacles)]) {
    const price = priceOf([from, [left, y1], [left, y], [right, y], [right, y2], to], middle.price);
    if (price < middle.price) middle = { y, price };
  }
  let atSource = { x: left, price: Infinity };
  for (const x of lanes(x1, 1, Infinity)) {
    const price = priceOf([from, [x, y1], [x, middle.y], [right, middle.y]], atSource.price);
    if (price < atSource.price) atSource = { x, price };
  }
  for (const x of lanes(x2, -1, Infinity, shared))
    consider([from, [atSource.x, y1], [atSource.x, middle.y], [x, middle.y], [x, y2], to]);
  return clean(best?.points ?? [from, to]);
}

/** Heights between cards at which a line may cross from one side to the other, the nearest first. */
function corridors({ from, to, source }: Line, obstacles: Obstacles): number[] {
  const [low, high] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  const detour = (y: number): number => Math.max(0, low - y) + Math.max(0, y - high);
  const [left, right] = [Math.min(from[0], to[0]) - stub, Math.max(from[0], to[0]) + stub];
  const heights = new Set<number>([from[1], to[1], (low + high) / 2]);
  for (const card of obstacles.near(left, low - 800, right, high + 800)) {
    for (const distance of [corridor, corridor - lane, corridor + lane]) {
      heights.add(card.y - distance);
      heights.add(card.y + card.height + distance);
    }
    // Pills stand above the cards that triggers begin at.
    if (card.id === source) heights.add(card.y - 3 * corridor);
  }
  return [...heights].sort((one, other) => detour(one) - detour(other)).slice(0, corridorsTried);
}

const lengthOf = (points: readonly Point[]): number =>
  points.reduce((sum, [x, y], index) => {
    const last = points[index - 1];
    return last ? sum + Math.abs(x - last[0]) + Math.abs(y - last[1]) : 0;
  }, 0);

/** Without corners that are none. */
function clean(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [last, beforeLast] = [kept.at(-1), kept.at(-2)];
    if (last && last[0] === point[0] && last[1] === point[1]) continue;
    const straight =
      last &&
      beforeLast &&
      ((last[0] === point[0] && beforeLast[0] === point[0]) || (last[1] === point[1] && beforeLast[1] === point[1]));
    if (straight) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** An SVG path along a route, its corners rounded (12 px, less where a piece is shorter). `reach` makes both ends longer. */
export function pathOf({ points }: Route, reach = 0, radius = 12): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first[0] - reach} ${first[1]}`;
  let last = first;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (!next) {
      path += `L${point[0] + reach} ${point[1]}`;
      return;
    }
    const bend = Math.min(radius, lengthOf([last, point]) / 2, lengthOf([point, next]) / 2);
    const towards = (other: Point): string =>
      `${point[0] + Math.sign(other[0] - point[0]) * bend} ${point[1] + Math.sign(other[1] - point[1]) * bend}`;
    path += `L${towards(last)}Q${point[0]} ${point[1]} ${towards(next)}`;
    last = point;
  });
  return path;
}

/** The middle of a route's longest piece that has room for something to click: where an edge offers its buttons. */
export function handhold({ points }: Route): Point {
  let best = { length: -1, at: points[0] ?? ([0, 0] as const) };
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (!a || !b) continue;
    const length = lengthOf([a, b]);
    if (length > best.length) best = { length, at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] };
  }
  return best.at;
}
