import type { MessageOf } from '../queries.ts';

/** A line of the thread. `ends` is set on the last message that one card sent in one turn: below it stands where it came from. */
export type ThreadItem =
  { kind: 'day'; key: string; at: string } | { kind: 'message'; key: string; message: MessageOf; ends: boolean };

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

/** Messages, the oldest first, as lines: a new day begins with its own. */
export function threadItems(messages: readonly MessageOf[], dayOf: (at: string) => string): ThreadItem[] {
  const items: ThreadItem[] = [];
  let day: string | undefined;
  for (const [index, message] of messages.entries()) {
    const own = dayOf(message.at);
    if (own !== day) items.push({ kind: 'day', key: `day ${own}`, at: message.at });
    day = own;
    const step = stepOf(message);
    const next = messages[index + 1];
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
