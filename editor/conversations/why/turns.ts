import type { Json, TraceEntry } from '../../../runtime/contract/index.ts';
import { isRecord } from './values.ts';

/** A card's part in a turn, as the store keeps it: what is not of that form is left out. */
export function entriesOf(raw: readonly Json[]): TraceEntry[] {
  return raw.flatMap((entry) => (isEntry(entry) ? [entry] : []));
}

function isEntry(entry: unknown): entry is TraceEntry {
  if (!isRecord(entry)) return false;
  const { at, node, type, action } = entry;
  return [at, node, type].every((part) => typeof part === 'string') && (action === 'enter' || action === 'resume');
}

/** The session that a message of the bot was sent in: an effect's id is session, turn and place. */
export const sessionOf = (messageId: string): string | undefined => /^(.+)\.\d+\.\d+$/.exec(messageId)?.[1];

export type Turn = { turn: number; at: string; flowId: string; flowVersion: number; entries: TraceEntry[] };

/**
 * How long a card had waited, in milliseconds, when a turn went on at it; undefined where it did not go on, or when nothing is known of
 * the turn in which the waiting began.
 */
export function waitedBefore(turns: readonly Turn[], turn: Turn, entry: TraceEntry): number | undefined {
  if (entry.action !== 'resume') return undefined;
  const earlier = turns.filter(({ turn: number }) => number < turn.turn).flatMap(({ entries }) => entries);
  const began = earlier.findLast(({ node }) => node === entry.node);
  return began && Math.max(0, Date.parse(turn.at) - Date.parse(began.at));
}

/** The values a card computed, without those that the words beside them already say. */
export function shownValues({ values = {} }: TraceEntry): [name: string, value: Json][] {
  return Object.entries(values).filter(([name]) => name !== 'port' && name !== 'exitWord' && name !== 'answer');
}

/** What the person said that set a turn off: their last message between the turn before and this one. */
export function heardIn<Message extends { direction: 'in' | 'out'; at: string; echo?: boolean }>(
  turn: Turn,
  turns: readonly Turn[],
  messages: readonly Message[],
): Message | undefined {
  const before = turns.findLast(({ turn: number }) => number < turn.turn)?.at ?? '';
  // The provider's clock counts whole seconds, and may be somewhat ahead of ours.
  const latest = Date.parse(turn.at) + 2_000;
  const found = messages.findLast(
    ({ direction, at, echo }) => direction === 'in' && echo !== true && Date.parse(at) <= latest,
  );
  if (!found || (before !== '' && Date.parse(found.at) + 2_000 < Date.parse(before))) return undefined;
  return found;
}
