import type { Decision, Json, TraceEntry } from '../../../runtime/contract/index.ts';
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

export type Turn = {
  turn: number;
  at: string;
  flowId: string;
  flowVersion: number;
  entries: TraceEntry[];
  decision?: Decision | undefined;
};

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

/** What set a turn off. */
export type Cause<Message> = { kind: 'message'; message: Message } | { kind: 'answer' | 'time' | 'unknown' };

/** Our clock and the provider's may differ by so much; the provider's counts whole seconds. */
const clocksMs = 2_000;

/** What set a turn off, as far as cards and messages tell: an answer, time that passed, or the person's message just before it. */
export function causeOf<Message extends { direction: 'in' | 'out'; at: string; echo?: boolean }>(
  turn: Turn,
  turns: readonly Turn[],
  messages: readonly Message[],
): Cause<Message> {
  const first = turn.entries[0];
  if (first?.action === 'resume') {
    if (first.type === 'call-webhook') return { kind: 'answer' };
    if (first.type === 'wait-for' || first.port === 'timeout') return { kind: 'time' };
  }
  const at = Date.parse(turn.at);
  const before = turns.findLast(({ turn: number }) => number < turn.turn)?.at;
  const since = before === undefined ? 0 : Date.parse(before) - clocksMs;
  const said = messages.filter((message) => {
    const saidAt = Date.parse(message.at);
    return message.direction === 'in' && message.echo !== true && saidAt >= since && saidAt <= at + clocksMs;
  });
  const message = said.findLast((one) => Date.parse(one.at) <= at) ?? said[0];
  return message ? { kind: 'message', message } : { kind: 'unknown' };
}
