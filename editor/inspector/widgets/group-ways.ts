import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

/** `name` is the group's when it was picked: what the way out is called on the canvas. */
export type GroupWay = { id: string; group: string; name: string };

export const readGroupWays = (value: unknown): GroupWay[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    group: textIn(record, 'group'),
    name: textIn(record, 'name'),
  }));

export const newGroupWay = (newId?: NewId): GroupWay => ({ id: partId('g', newId), group: '', name: '' });
