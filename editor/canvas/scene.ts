import { cardWidth, entryY, farHeight, type CardShape } from './card-size.ts';
import { routeLines, type Line, type Rect, type Route } from './routing.ts';
import type { CanvasNode, LineEdge } from './to-react-flow.ts';

/** Cards and their ways out as they stand on the ground, in the flow's own measure. */
export type Scene = {
  cards: ReadonlyMap<string, Rect>;
  /** By card: how far below its top each way out stands. */
  ports: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** Lines begin and end at the rim of the handles. */
const rim = 6;

/** From afar a card is its head, and all its ways out leave from the middle of it. */
export function sceneOf(nodes: readonly CanvasNode[], shapes: ReadonlyMap<string, CardShape>, far: boolean): Scene {
  const cards = new Map<string, Rect>();
  const ports = new Map<string, ReadonlyMap<string, number>>();
  for (const node of nodes) {
    if (node.type !== 'card') continue;
    const { id, position } = node;
    const shape = shapes.get(id) ?? node.data.guess;
    cards.set(id, { id, x: position.x, y: position.y, width: cardWidth, height: far ? farHeight : shape.height });
    if (!far) ports.set(id, shape.ports);
  }
  return { cards, ports };
}

export function linesOf(edges: readonly LineEdge[], { cards, ports }: Scene): Line[] {
  const far = ports.size === 0;
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

/** The ways of all edges, with `moved` only of those at cards that moved. */
export function drawLines(
  edges: readonly LineEdge[],
  scene: Scene,
  before: ReadonlyMap<string, Route>,
  moved?: ReadonlySet<string>,
): ReadonlyMap<string, Route> {
  const lines = linesOf(edges, scene);
  if (!moved) return settled(routeLines(lines, scene.cards.values()), before);
  return routeLines(lines, scene.cards.values(), {
    before,
    isStale: ({ source, target }) => moved.has(source) || moved.has(target),
  });
}

/** Routes that came out as they were stay the same objects, so that their edges are not drawn again. */
function settled(routes: Map<string, Route>, before: ReadonlyMap<string, Route>): Map<string, Route> {
  for (const [id, route] of routes) {
    const was = before.get(id);
    if (was && was.points.join(' ') === route.points.join(' ')) routes.set(id, was);
  }
  return routes;
}
