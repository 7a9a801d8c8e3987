import type { Flow, FlowNode, NodeTypes } from '../../runtime/contract/index.ts';

export type Point = { x: number; y: number };
export type Size = { width: number; height: number };
/** How large a card is drawn; what the canvas has measured, else a guess. */
export type SizeOf = (node: FlowNode) => Size;

export const cardWidth = 264;
export const gap = { x: 72, y: 32 };
/** New cards stand on the canvas's grid. */
const grid = 8;

const snapped = (value: number): number => Math.round(value / grid) * grid;

/** A card's size as far as its config tells it: head, what the customer sees, a row for each way out. */
export const guessedSize =
  (nodeTypes: NodeTypes): SizeOf =>
  ({ type, config }) => {
    const nodeType = nodeTypes.get(type);
    if (!nodeType) return { width: cardWidth, height: 64 };
    let height = 32;
    try {
      const seen = nodeType.editor.preview(config);
      height += seen ? 56 + Math.ceil(JSON.stringify(seen).length / 40) * 18 : 32;
      height += nodeType.ports(config).length * 28;
    } catch {
      // A config that its type cannot read is drawn as a head and a note.
      height += 32;
    }
    return { width: cardWidth, height: Math.min(height, 640) };
  };

type Box = Point & Size;
const overlaps = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width + gap.x / 3 &&
  other.x < one.x + one.width + gap.x / 3 &&
  one.y < other.y + other.height + gap.y / 2 &&
  other.y < one.y + one.height + gap.y / 2;

/** The place nearest below the wished one where a card of this size covers no other. */
export function freePlace(flow: Flow, wished: Point, size: Size, sizeOf: SizeOf): Point {
  const taken = flow.nodes.flatMap((node): Box[] => {
    const at = flow.layout[node.id];
    return at ? [{ ...at, ...sizeOf(node) }] : [];
  });
  const box = { x: snapped(wished.x), y: snapped(wished.y), ...size };
  // Each turn goes below a card that was in the way, so there are at most as many turns as cards.
  for (let turn = 0; turn <= taken.length; turn += 1) {
    const inTheWay = taken.find((other) => overlaps(box, other));
    if (!inTheWay) break;
    box.y = Math.ceil((inTheWay.y + inTheWay.height + gap.y) / grid) * grid;
  }
  return { x: box.x, y: box.y };
}

/** Where a card goes that nobody gave a place: right of the one it follows, else right of all. */
export function placeAfter(flow: Flow, nodeId: string | undefined, size: Size, sizeOf: SizeOf): Point {
  const before = flow.nodes.find(({ id }) => id === nodeId);
  const at = before && flow.layout[before.id];
  if (before && at) return freePlace(flow, { x: at.x + sizeOf(before).width + gap.x, y: at.y }, size, sizeOf);
  const edges = flow.nodes.flatMap((node) => {
    const place = flow.layout[node.id];
    return place ? [{ right: place.x + sizeOf(node).width, y: place.y }] : [];
  });
  if (edges.length === 0) return { x: 0, y: 0 };
  const furthest = edges.reduce((one, other) => (other.right > one.right ? other : one));
  return freePlace(flow, { x: furthest.right + gap.x, y: furthest.y }, size, sizeOf);
}
