import {
  Transcript,
  type Flow,
  type HttpOutcome,
  type NodeTypes,
  type OutboundContent,
  type TranscriptTurn,
} from '../contract/index.ts';
import { schemaProblems, type SchemaProblem } from './check-schema.ts';
import { moved, startChat, type Move } from './replay.ts';

/** What is wrong with the form of a transcript; empty when it can be run. */
export const transcriptProblems = (value: unknown): SchemaProblem[] => schemaProblems(Transcript, value);

export type PlayedTurn = { move: Move; expected: OutboundContent[]; said: OutboundContent[]; ok: boolean };

export type TranscriptRun = {
  ok: boolean;
  turns: PlayedTurn[];
  /** `turn` counts from 0; `path` is a JSON pointer into the bot's messages of that turn; absent values are undefined. */
  firstDifference?: { turn: number; path: string; expected: unknown; said: unknown };
  /** The flow failed, when it did: its code, card and words. */
  failure?: { code: string; node?: string; message: string };
};

/** Plays a transcript and compares what the bot says. After the first difference nothing more is played. */
export async function runTranscript(
  flows: Flow | readonly Flow[],
  { now, timeZone, exitWords, contact, globals, returning, turns }: Transcript,
  nodeTypes: NodeTypes,
): Promise<TranscriptRun> {
  const chat = startChat(flows, {
    now,
    nodeTypes,
    ...(timeZone !== undefined && { timeZone }),
    ...(exitWords && { exitWords }),
    ...(contact && { contact }),
    ...(globals && { globals }),
    ...(returning !== undefined && { returning }),
  });
  const played: PlayedTurn[] = [];
  for (const [index, turn] of turns.entries()) {
    const move = moveOf(turn);
    const expected = turn.bot.map((said) => (typeof said === 'string' ? { kind: 'text' as const, body: said } : said));
    const awaited = !('http' in move) || chat.call !== null;
    const said = awaited ? await moved(chat, move) : [];
    const path = awaited ? differenceOf(expected, said) : '';
    played.push({ move, expected, said, ok: path === undefined });
    if (path === undefined) continue;
    const failure = chat.session?.failure;
    return {
      ok: false,
      turns: played,
      firstDifference: {
        turn: index,
        path,
        expected: awaited ? at(expected, path) : 'a call that waits for this answer',
        said: awaited ? at(said, path) : null,
      },
      ...(failure && { failure }),
    };
  }
  return { ok: true, turns: played };
}

function moveOf(turn: TranscriptTurn): Move {
  if ('contact' in turn) return { contact: turn.contact };
  if ('wait' in turn) return { wait: turn.wait };
  if ('done' in turn) return { done: turn.done };
  if ('ticketClosed' in turn) return { ticketClosed: true };
  if ('begin' in turn) return { begin: turn.begin };
  const { http } = turn;
  const outcome: HttpOutcome = http.ok
    ? { ok: true, status: http.status, headers: http.headers ?? {}, body: http.body ?? null, durationMs: 0 }
    : { ok: false, code: http.code, message: http.message ?? http.code };
  return { http: outcome };
}

/** Where two JSON values first differ; undefined when they are equal. */
function differenceOf(expected: unknown, said: unknown, path = ''): string | undefined {
  if (Object.is(expected, said)) return undefined;
  if (typeof expected !== 'object' || typeof said !== 'object' || expected === null || said === null) return path;
  if (Array.isArray(expected) !== Array.isArray(said)) return path;
  for (const name of new Set([...Object.keys(expected), ...Object.keys(said)])) {
    const inner = differenceOf(
      (expected as { [name: string]: unknown })[name],
      (said as { [name: string]: unknown })[name],
      `${path}/${name}`,
    );
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('/').slice(1))
    found = typeof found === 'object' && found !== null ? (found as { [name: string]: unknown })[name] : undefined;
  return found;
}
