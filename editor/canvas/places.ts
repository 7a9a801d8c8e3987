import type { Flow } from '../../runtime/contract/index.ts';
import { cardWidth } from './card-size.ts';
import { flowOrder } from './flow-order.ts';

export type Place = { x: number; y: number };

const column = cardWidth + 80;
const row = 320;

/** Where every card stands: as its flow says, and for cards that it gives no place, in rows under the others. */
export function placesOf(flow: Flow): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  let bottom = -row;
  for (const [id, place] of Object.entries(flow.layout)) {
    places.set(id, place);
    bottom = Math.max(bottom, place.y);
  }
  if (flow.nodes.every(({ id }) => places.has(id))) return places;
  const without = flowOrder(flow).filter((id) => !places.has(id));
  without.forEach((id, index) =>
    places.set(id, { x: (index % 8) * column, y: bottom + row * (1 + Math.floor(index / 8)) }),
  );
  return places;
}
