import type { InboundMessage, Json, TraceEntry } from '../../../runtime/contract/index.ts';
import type { Move } from '../../../runtime/engine/index.ts';
import type { TurnTrace } from '../../conversations/service.ts';

/** Why no test can be made of a conversation: `params.reason` of the problem, in words in `tests.from.refused.{reason}`. */
export type Unbuildable =
  | 'no-trace'
  | 'other-flow'
  | 'no-version'
  | 'message-missing'
  | 'answer-missing'
  | 'handed-over-missing'
  | 'refused-message'
  | 'moved'
  | 'too-long'
  | 'differs'
  | 'tells-who';

export class CannotBuild extends Error {
  readonly reason: Unbuildable;
  readonly at: string | undefined;
  constructor(reason: Unbuildable, at?: string) {
    super(reason);
    this.reason = reason;
    this.at = at;
  }
}

/** One thing that happened in a session, and the way that the bot went then. */
export type Happened = { move: Move; way: string[] };

/** Pauses shorter than this are not part of a test, unless something came due in them. */
const shortestPauseMs = 60_000;
const longestWait = 366 * 24 * 60 * 60;
/** A test that is longer than this is no help to anybody. */
const mostMoves = 300;

/** What happened in a session, from its traces and the messages that were heard. Throws `CannotBuild` where a part is missing. */
export function happenedIn(turns: readonly TurnTrace[], messages: ReadonlyMap<string, InboundMessage>): Happened[] {
  const happened: Happened[] = [];
  let before: number | undefined;
  for (const turn of turns) {
    const entries = turn.entries as unknown as TraceEntry[];
    const at = Date.parse(turn.at);
    const kind = turn.input?.kind;
    if (kind === undefined) throw new CannotBuild('no-trace', turn.at);
    const passed = before === undefined ? 0 : at - before;
    const way = wayOf(entries);
    if (kind === 'timeout') happened.push(...waits(Math.max(1, Math.ceil(passed / 1_000)), way));
    else {
      if (passed >= shortestPauseMs) happened.push(...waits(Math.floor(passed / 1_000), []));
      happened.push({ move: moveOf(turn, entries, messages), way });
    }
    if (happened.length > mostMoves) throw new CannotBuild('too-long');
    before = at;
  }
  return happened;
}

/** A long time in several waits; the way belongs to the last. */
function waits(seconds: number, way: string[]): Happened[] {
  const parts: Happened[] = [];
  let left = seconds;
  for (; left > longestWait; left -= longestWait) parts.push({ move: { wait: longestWait }, way: [] });
  return [...parts, { move: { wait: left }, way }];
}

/** The cards that a turn went over, each with the way out that it took. */
export const wayOf = (entries: readonly TraceEntry[]): string[] =>
  entries.map(({ node, port, flow }) => `${flow ? `${flow.id}/` : ''}${node}:${port ?? ''}`);

function moveOf(turn: TurnTrace, entries: readonly TraceEntry[], messages: ReadonlyMap<string, InboundMessage>): Move {
  const { input, at } = turn;
  const heard = (id: string | undefined): Move => {
    const message = id === undefined ? undefined : messages.get(id);
    if (!message) throw new CannotBuild('message-missing', at);
    const { content } = message;
    return { contact: content.kind === 'text' ? content.body : content };
  };
  switch (input?.kind) {
    case 'start': {
      if (input.cut) throw new CannotBuild('handed-over-missing', at);
      if (input.message !== undefined) return heard(input.message);
      const { trigger, node, variables } = input;
      return {
        begin: {
          ...(trigger !== undefined && { trigger }),
          ...(node !== undefined && { node }),
          ...(variables && { variables }),
        },
      };
    }
    case 'message':
      return heard(input.message);
    case 'http':
      return { http: answerOf(entries, at, (status, body) => ({ status, headers: {}, body })) };
    case 'done':
      return { done: answerOf(entries, at, (_status, body) => (body === null ? {} : { value: body })) };
    case 'ticket-closed':
      return { ticketClosed: true };
    case 'delivery-failed':
      throw new CannotBuild('refused-message', at);
    default:
      throw new CannotBuild('moved', at);
  }
}

function answerOf<Part extends object>(
  entries: readonly TraceEntry[],
  at: string,
  part: (status: number, body: Json) => Part,
): ({ ok: true; durationMs: number } & Part) | { ok: false; code: string; message: string } {
  const call = entries.find((entry) => entry.call)?.call;
  if (call?.code !== undefined) return { ok: false, code: call.code, message: call.code };
  if (!call || call.body === undefined) throw new CannotBuild('answer-missing', at);
  return { ok: true, durationMs: 0, ...part(call.status ?? 200, call.body) };
}
