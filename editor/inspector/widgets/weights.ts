import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

export type WayItem = { id: string; label: string; weight: number };

export const readWays = (value: unknown): WayItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    label: textIn(record, 'label'),
    weight: typeof record['weight'] === 'number' ? record['weight'] : 0,
  }));

export const newWay = (before: readonly WayItem[], newId?: NewId): WayItem => ({
  id: partId('w', newId),
  label: String.fromCharCode('A'.charCodeAt(0) + before.length),
  weight: before.at(-1)?.weight ?? 1,
});

/** What a way gets of a hundred people, to one decimal. */
export function shareOf(weight: number, ways: readonly WayItem[]): number {
  const all = ways.reduce((sum, way) => sum + way.weight, 0);
  return all === 0 ? 0 : Math.round((weight / all) * 1_000) / 10;
}
