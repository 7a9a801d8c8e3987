import type { LineOf, MessageOf } from '../queries.ts';

/** A line of the thread. `ends` is set on the last message that one card sent in one turn: below it stands where it came from. */
export type ThreadItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: MessageOf; ends: boolean }
  /** What happened beside messages. */
  | { kind: 'line'; key: string; line: LineOf };

/** The turn that a message of the bot was sent in: an effect's id is session, turn and place. */
export function turnOf(messageId: string): number | undefined {
  const turn = /\.(\d+)\.\d+$/.exec(messageId)?.[1];
  return turn === undefined ? undefined : Number(turn);
}

const stepOf = ({ id, origin }: MessageOf): string | undefined =>
  origin?.sessionId === undefined ? undefined : [origin.sessionId, turnOf(id), origin.node].join(' ');

/** The day that an instant falls on in a zone, as text that equals only that of the same day. */
export const dayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return (at: string | number): string => format.format(new Date(at));
};

/** How many of the messages stand before a line: those of its turn that were asked for before it, or those that came before its time. */
function placeOf({ at, after }: LineOf, messages: readonly MessageOf[]): number {
  const asked = after === undefined ? -1 : messages.findLastIndex(({ id }) => id === after);
  if (asked >= 0) return asked + 1;
  const time = Date.parse(at);
  const later = messages.findIndex((message) => {
    const own = Date.parse(message.at);
    // What a turn says follows what it was said upon.
    return own > time || (own === time && message.direction === 'out');
  });
  return later < 0 ? messages.length : later;
}

/**
 * Messages and what happened beside them, the oldest first; a new day begins with its own line. `complete`: no older messages are to
 * be had. Until then nothing stands before the first one, since nobody knows what was said in between.
 */
export function threadItems(
  messages: readonly MessageOf[],
  dayOf: (at: string) => string,
  lines: readonly LineOf[] = [],
  complete = true,
): ThreadItem[] {
  const items: ThreadItem[] = [];
  const byPlace = new Map<number, LineOf[]>();
  for (const line of lines) {
    const place = placeOf(line, messages);
    byPlace.set(place, [...(byPlace.get(place) ?? []), line]);
  }
  let day: string | undefined;
  const beginDay = (at: string) => {
    const own = dayOf(at);
    if (own !== day) items.push({ kind: 'day', key: `day ${own}`, at });
    day = own;
  };
  for (let place = 0; place <= messages.length; place += 1) {
    for (const line of place > 0 || complete ? (byPlace.get(place) ?? []) : []) {
      beginDay(line.at);
      items.push({ kind: 'line', key: line.id, line });
    }
    const message = messages[place];
    if (message === undefined) break;
    beginDay(message.at);
    const step = stepOf(message);
    const next = messages[place + 1];
    const ends = step !== undefined && (next === undefined || stepOf(next) !== step);
    items.push({ kind: 'message', key: message.id, message, ends });
  }
  return items;
}

/** How many messages came after the one that was last seen; all of them when that one is not there. */
export function newSince(messages: readonly { id: string }[], lastSeen: string | undefined): number {
  const place = messages.findLastIndex(({ id }) => id === lastSeen);
  return messages.length - 1 - place;
}
