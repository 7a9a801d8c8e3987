export type Rect = { id: string; x: number; y: number; width: number; height: number };
type Point = readonly [x: number, y: number];

const cell = 320;
/** Lines keep so far from a card that they pass. */
const margin = 5;

/** Cards by where they are, so that a line is compared with the few it comes near. */
export class Obstacles {
  private readonly cells = new Map<number, Rect[]>();

  constructor(cards: Iterable<Rect>) {
    for (const card of cards)
      for (const key of keysIn(
        card.x - margin,
        card.y - margin,
        card.x + card.width + margin,
        card.y + card.height + margin,
      )) {
        const found = this.cells.get(key);
        if (found) found.push(card);
        else this.cells.set(key, [card]);
      }
  }

  near(left: number, top: number, right: number, bottom: number): Set<Rect> {
    const found = new Set<Rect>();
    for (const key of keysIn(left, top, right, bottom)) for (const card of this.cells.get(key) ?? []) found.add(card);
    return found;
  }

  /** How many cards a straight piece runs behind; one that lies in several cells counts as often. */
  behind(from: Point, to: Point): number {
    const [left, right] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
    const [top, bottom] = from[1] < to[1] ? [from[1], to[1]] : [to[1], from[1]];
    let count = 0;
    // By hand: this is asked a hundred thousand times for a large flow.
    for (let column = Math.floor(left / cell); column <= Math.floor(right / cell); column += 1)
      for (let row = Math.floor(top / cell); row <= Math.floor(bottom / cell); row += 1) {
        const cards = this.cells.get(keyOf(column, row));
        if (!cards) continue;
        for (const card of cards)
          if (
            left < card.x + card.width + margin &&
            right > card.x - margin &&
            top < card.y + card.height + margin &&
            bottom > card.y - margin
          )
            count += 1;
      }
    return count;
  }
}

const keyOf = (column: number, row: number): number => column * 1_000_003 + row;

function* keysIn(left: number, top: number, right: number, bottom: number): Iterable<number> {
  for (let column = Math.floor(left / cell); column <= Math.floor(right / cell); column += 1)
    for (let row = Math.floor(top / cell); row <= Math.floor(bottom / cell); row += 1) yield keyOf(column, row);
}

type Piece = { at: number; from: number; to: number; net: string };

/** Pieces of lines closer together than this look like one. */
const apart = 6;
const band = 8;

/** Pieces that lines already take. Lines to the same card are one net and may share. */
export class Occupied {
  private readonly upright = new Map<number, Piece[]>();
  private readonly level = new Map<number, Piece[]>();
  private readonly lanesInto = new Map<string, number>();
  private readonly levels = new Map<string, Set<number>>();

  add(points: readonly Point[], net: string): void {
    for (let index = 1; index < points.length; index += 1) {
      const [a, b] = [points[index - 1], points[index]];
      if (!a || !b) continue;
      const isUpright = a[0] === b[0];
      const at = isUpright ? a[0] : a[1];
      const [from, to] = isUpright ? [a[1], b[1]] : [a[0], b[0]];
      const piece = { at, from: Math.min(from, to), to: Math.max(from, to), net };
      const pieces = isUpright ? this.upright : this.level;
      const key = Math.floor(at / band);
      const found = pieces.get(key);
      if (found) found.push(piece);
      else pieces.set(key, [piece]);
      if (!isUpright && index > 1 && index < points.length - 1) {
        const levels = this.levels.get(net);
        if (levels) levels.add(at);
        else this.levels.set(net, new Set([at]));
      }
    }
    const beforeLast = points.at(-2);
    if (beforeLast && points.length > 2) this.lanesInto.set(net, beforeLast[0]);
  }

  /** Where lines come down to a card, when some do, within reach of its entry. */
  laneInto(net: string, entryX: number): number | undefined {
    const x = this.lanesInto.get(net);
    return x !== undefined && x < entryX && entryX - x <= 64 ? x : undefined;
  }

  /** Heights at which lines to a card cross from one side to the other. */
  corridorsTo(net: string): Iterable<number> {
    return this.levels.get(net) ?? [];
  }

  /** How far a straight piece runs exactly along one of its own net. */
  shared(from: Point, to: Point, net: string): number {
    const { at, low, high, pieces } = this.lying(from, to);
    let longest = 0;
    for (const piece of pieces.get(Math.floor(at / band)) ?? [])
      if (piece.net === net && piece.at === at)
        longest = Math.max(longest, Math.min(piece.to, high) - Math.max(piece.from, low));
    return longest;
  }

  /** How much a straight piece would lie upon pieces of other nets: one for each, and one more for every 200 px. */
  overlap(from: Point, to: Point, net: string): number {
    const { at, low, high, pieces } = this.lying(from, to);
    const key = Math.floor(at / band);
    let count = 0;
    for (let near = key - 1; near <= key + 1; near += 1)
      for (const piece of pieces.get(near) ?? [])
        if (piece.net !== net && Math.abs(piece.at - at) < apart && piece.from < high && piece.to > low)
          count += 1 + (Math.min(piece.to, high) - Math.max(piece.from, low)) / 200;
    return count;
  }

  private lying(from: Point, to: Point) {
    const isUpright = from[0] === to[0];
    const [a, b] = isUpright ? [from[1], to[1]] : [from[0], to[0]];
    return {
      at: isUpright ? from[0] : from[1],
      low: Math.min(a, b),
      high: Math.max(a, b),
      pieces: isUpright ? this.upright : this.level,
    };
  }
}
