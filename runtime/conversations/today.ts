import { localTime } from '../engine/dates/zone.ts';
import type { Instant } from '../contract/index.ts';
import type { WorkspaceRecord } from '../ports.ts';
import type { ConversationState, Today } from './state.ts';

type Turn = { at: Instant; world: { workspace: Pick<WorkspaceRecord, 'timeZone'> } };

/** The day of the workspace's zone that the turn falls on. */
export const dayOf = ({ at, world: { workspace } }: Turn): string =>
  localTime(at, workspace.timeZone)?.date ?? at.slice(0, 10);

/** What has left on that day; nothing when the conversation's counts are of another day. */
export function todayOf(draft: Turn & { state: Pick<ConversationState, 'today'> }): Today {
  const day = dayOf(draft);
  const { today } = draft.state;
  return today.day === day ? today : { day, messages: 0 };
}
