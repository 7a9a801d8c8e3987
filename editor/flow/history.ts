import type { Edit, EditConflict, Flow } from '../../runtime/contract/index.ts';
import { applyAll, invert } from '../../runtime/engine/index.ts';
import { joined } from './joining.ts';

/** What one undo takes back. */
export type Step = { edits: Edit[]; group?: string; at: number };
export type History = { done: Step[]; undone: Step[] };

export const noHistory: History = { done: [], undone: [] };

/** As many steps as anybody goes back; older ones are forgotten. */
const mostSteps = 300;
/** Edits of one group (typing, dragging) that follow one another within this time are one step. */
const joinMs = 1_000;

/** The history after something was done. `now` in milliseconds. */
export function recorded(
  { done }: History,
  edits: readonly Edit[],
  { group, now }: { group?: string | undefined; now: number },
): History {
  const last = done.at(-1);
  if (last && group !== undefined && last.group === group && now - last.at <= joinMs) {
    const together = joined(last.edits, edits);
    const earlier = done.slice(0, -1);
    return { done: together.length > 0 ? [...earlier, { edits: together, group, at: now }] : earlier, undone: [] };
  }
  const step = { edits: [...edits], ...(group !== undefined && { group }), at: now };
  return { done: [...done, step].slice(-mostSteps), undone: [] };
}

/** A step that cannot be taken back, or done again, since somebody changed that place; it leaves the history. */
export type Lost = { history: History; lost: EditConflict };
export type Moved = { history: History; edits: Edit[]; flow: Flow };

/** Takes the last step back: all of it or nothing. Null when there is none. */
export function undone({ done, undone: ahead }: History, flow: Flow): Moved | Lost | null {
  const step = done.at(-1);
  if (!step) return null;
  const edits = step.edits.toReversed().map(invert);
  const result = applyAll(flow, edits);
  const left = done.slice(0, -1);
  if ('conflict' in result) return { history: { done: left, undone: ahead }, lost: result.conflict };
  return { history: { done: left, undone: [...ahead, settled(step)] }, edits, flow: result.flow };
}

/** Does again what was taken back last. */
export function redone({ done, undone: ahead }: History, flow: Flow): Moved | Lost | null {
  const step = ahead.at(-1);
  if (!step) return null;
  const result = applyAll(flow, step.edits);
  const left = ahead.slice(0, -1);
  if ('conflict' in result) return { history: { done, undone: left }, lost: result.conflict };
  return { history: { done: [...done, settled(step)], undone: left }, edits: step.edits, flow: result.flow };
}

/** A step that nothing joins any more. */
const settled = ({ edits, at }: Step): Step => ({ edits, at });
