import { cardWidth, entryY, farHeight, type CardShape } from './card-size.ts';
import { routeLines, type Line, type Rect, type Route } from './routing.ts';
import type { CanvasNode, LineEdge } from './to-react-flow.ts';

/** Cards and their ways out as they stand on the ground, in the flow's own measure. */
export type Scene = {
  cards: ReadonlyMap<string, Rect>;
  /** By card: how far below its top each way out stands. */
  ports: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Only heads are drawn: all ways out leave from the middle of the head. */
  far: boolean;
};

/** Lines begin and end at the rim of the handles. */
const rim = 6;

export function sceneOf(nodes: readonly CanvasNode[], shapes: ReadonlyMap<string, CardShape>, far: boolean): Scene {
  const cards = new Map<string, Rect>();
  const ports = new Map<string, ReadonlyMap<string, number>>();
  for (const node of nodes) {
    if (node.type !== 'card') continue;
    const { id, position } = node;
    const shape = shapes.get(id) ?? node.data.guess;
    cards.set(id, { id, x: position.x, y: position.y, width: cardWidth, height: shape.height });
    ports.set(id, shape.ports);
  }
  return { cards, ports, far };
}

export function linesOf(edges: readonly LineEdge[], { cards, ports, far }: Scene): Line[] {
  return edges.flatMap(({ id, source, sourceHandle, target }): Line[] => {
    const [from, to] = [cards.get(source), cards.get(target)];
    if (!from || !to) return [];
    const leaves = far ? farHeight / 2 : (ports.get(source)?.get(sourceHandle ?? '') ?? from.height - rim);
    const enters = far ? farHeight / 2 : entryY;
    return [
      {
        id,
        source,
        from: [from.x + from.width + rim, from.y + leaves],
        target,
        to: [to.x - rim, to.y + enters],
      },
    ];
  });
}

/** Up to so many edges are led anew whenever something changed; of more only those that the change touches. */
const fewEdges = 400;

export type DrawnLines = { scene: Scene; routes: ReadonlyMap<string, Route> };

/**
 * The ways of all edges. While somebody drags (`hasty`), and always in large flows, only edges of cards that changed are led anew, and when
 * cards are `dropped` also those that they now cover.
 */
export function drawLines(
  edges: readonly LineEdge[],
  scene: Scene,
  before: DrawnLines,
  { hasty = false, dropped = new Set() }: { hasty?: boolean; dropped?: ReadonlySet<string> } = {},
): ReadonlyMap<string, Route> {
  const lines = linesOf(edges, scene);
  const cards = [...scene.cards.values()].map((card) => (scene.far ? { ...card, height: farHeight } : card));
  const anew = before.routes.size === 0 || before.scene.far !== scene.far;
  if (anew || (!hasty && lines.length <= fewEdges)) return settled(routeLines(lines, cards), before.routes);
  const ends = new Map(linesOf(edges, before.scene).map((line) => [line.id, line]));
  const changed = hasty
    ? []
    : [...scene.cards.values()].filter(
        (card) => dropped.has(card.id) || !sameRect(card, before.scene.cards.get(card.id)),
      );
  return routeLines(lines, cards, {
    before: before.routes,
    isStale: (line) =>
      !sameEnds(line, ends.get(line.id)) ||
      changed.some((card) => covers(card, before.routes.get(line.id)?.points ?? [])),
  });
}

const sameRect = (one: Rect, other: Rect | undefined): boolean =>
  one.x === other?.x && one.y === other.y && one.height === other.height;

const sameEnds = (one: Line, other: Line | undefined): boolean =>
  one.target === other?.target &&
  one.from[0] === other.from[0] &&
  one.from[1] === other.from[1] &&
  one.to[0] === other.to[0] &&
  one.to[1] === other.to[1];

const covers = ({ x, y, width, height }: Rect, points: Route['points']): boolean =>
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

/** Routes that came out as they were stay the same objects, so that their edges are not drawn again. */
function settled(routes: Map<string, Route>, before: ReadonlyMap<string, Route>): Map<string, Route> {
  for (const [id, route] of routes) {
    const was = before.get(id);
    if (was && was.points.join(' ') === route.points.join(' ')) routes.set(id, was);
  }
  return routes;
}
