/** What a list shows, and how many rows are new or have moved up since its order was held. */
export type Ordered<Row> = { rows: Row[]; waiting: number };

/**
 * The rows in the order that was held, with their newest content, so that nothing moves under the pointer. Rows that came with a further
 * page stand at the end; those that belong higher up wait, and are counted.
 */
export function inHeldOrder<Row extends { id: string }>(held: readonly Row[], fresh: readonly Row[]): Ordered<Row> {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const known = new Set(held.map(({ id }) => id));
  const lastKnown = fresh.findLastIndex(({ id }) => known.has(id));
  const further = fresh.slice(lastKnown + 1);
  const freshPlaces = new Map(fresh.map(({ id }, place) => [id, place]));
  let lowest = -1;
  // A row has moved up when one that stood above it now stands below.
  let waiting = fresh.slice(0, lastKnown + 1).filter(({ id }) => !known.has(id)).length;
  for (const { id } of held) {
    const place = freshPlaces.get(id);
    if (place === undefined) continue;
    if (place < lowest) waiting += 1;
    else lowest = place;
  }
  return { rows: [...held.map((row) => byId.get(row.id) ?? row), ...further], waiting };
}
