import { localTime } from '../engine/dates/zone.ts';
import type { Draft } from './draft.ts';
import type { Today } from './state.ts';

/** The day of the workspace's zone that the turn falls on. */
export const dayOf = ({ at, world: { workspace } }: Pick<Draft, 'at' | 'world'>): string =>
  localTime(at, workspace.timeZone)?.date ?? at.slice(0, 10);

/** What has left on that day; nothing when the conversation's counts are of another day. */
export function todayOf(draft: Draft): Today {
  const day = dayOf(draft);
  const { today } = draft.state;
  return today.day === day ? today : { day, messages: 0 };
}
