import {
  Transcript,
  type Expected,
  type Flow,
  type HttpOutcome,
  type Json,
  type NodeTypes,
  type OutboundContent,
  type TranscriptTurn,
} from '../contract/index.ts';
import { pointerPart, schemaProblems, type SchemaProblem } from './check-schema.ts';
import { moved, startChat, type Chat, type Move } from './replay.ts';

/** What is wrong with the form of a transcript; empty when it can be run. */
export const transcriptProblems = (value: unknown): SchemaProblem[] => schemaProblems(Transcript, value);

export type PlayedTurn = {
  move: Move;
  expected: OutboundContent[];
  said: OutboundContent[];
  /** What else was to be seen after the move. */
  seen: Expected;
  ok: boolean;
};

export type TranscriptRun = {
  ok: boolean;
  turns: PlayedTurn[];
  /**
   * `turn` counts from 0; `path` is a JSON pointer: `/bot/0/body` into what the bot says, `/expect/route/1` into what else must hold;
   * absent values are undefined. `node` is the card that the bot stood at.
   */
  firstDifference?: { turn: number; path: string; expected: unknown; said: unknown; node?: string };
  /** The flow failed, when it did: its code, card and words. */
  failure?: { code: string; node?: string; message: string };
  /** It was stopped before its last turn. */
  cutOff?: true;
};

const chatOf = (
  flows: Flow | readonly Flow[],
  { now, timeZone, exitWords, contact, globals, returning }: Omit<Transcript, 'turns'>,
  nodeTypes: NodeTypes,
): Chat =>
  startChat(flows, {
    now,
    nodeTypes,
    ...(timeZone !== undefined && { timeZone }),
    ...(exitWords && { exitWords }),
    ...(contact && { contact }),
    ...(globals && { globals }),
    ...(returning !== undefined && { returning }),
  });

/**
 * Plays a transcript and compares what the bot says and what else must hold. After the first difference nothing more is played, nor
 * after `goOn`, which is asked before every turn, has said no.
 */
export async function runTranscript(
  flows: Flow | readonly Flow[],
  { turns, ...begin }: Transcript,
  nodeTypes: NodeTypes,
  { goOn }: { goOn?: () => boolean | Promise<boolean> } = {},
): Promise<TranscriptRun> {
  const chat = chatOf(flows, begin, nodeTypes);
  const played: PlayedTurn[] = [];
  for (const [index, turn] of turns.entries()) {
    if (goOn && !(await goOn())) return { ok: false, turns: played, cutOff: true };
    const move = moveOf(turn);
    const expected = turn.bot.map((said) => (typeof said === 'string' ? { kind: 'text' as const, body: said } : said));
    const lacking = whatIsLacking(chat, move);
    const before = chat.turns.length;
    const said = lacking === undefined ? await moved(chat, move) : [];
    const seen = seenSince(chat, before);
    const path = lacking === undefined ? differenceOfTurn({ bot: expected, expect: turn.expect }, said, seen) : '/bot';
    played.push({ move, expected, said, seen, ok: path === undefined });
    if (path === undefined) continue;
    const failure = chat.session?.failure;
    const node = failure?.node ?? chat.session?.node ?? chat.turns.at(-1)?.trace.at(-1)?.node;
    return {
      ok: false,
      turns: played,
      firstDifference: {
        turn: index,
        path,
        expected: lacking ?? at({ bot: expected, expect: turn.expect }, path),
        said: lacking === undefined ? at({ bot: said, expect: seen }, path) : null,
        ...(node !== undefined && { node }),
      },
      ...(failure && { failure }),
    };
  }
  return { ok: true, turns: played };
}

/** Plays moves and writes down everything that could be seen: a transcript that this flow plays as written. */
export async function recordTranscript(
  flows: Flow | readonly Flow[],
  begin: Omit<Transcript, 'turns'>,
  moves: readonly Move[],
  nodeTypes: NodeTypes,
): Promise<Transcript> {
  const chat = chatOf(flows, begin, nodeTypes);
  const turns: TranscriptTurn[] = [];
  for (const move of moves) {
    if (whatIsLacking(chat, move) !== undefined) break;
    const before = chat.turns.length;
    const bot = (await moved(chat, move)).map((content) =>
      content.kind === 'text' && content.previewUrl === undefined ? content.body : content,
    );
    turns.push({ ...turnOf(move), bot, expect: seenSince(chat, before) });
  }
  return { ...begin, turns };
}

const turnOf = (move: Move) => {
  if (!('http' in move) || !move.http.ok) return move;
  const { status, body, headers } = move.http;
  const few = Object.keys(headers).length > 0 && { headers };
  return { http: { ok: true as const, status, body, ...few } };
};

/** What a move needs and the conversation does not wait for. */
function whatIsLacking(chat: Chat, move: Move): string | undefined {
  const waitsFor = chat.session?.status === 'waiting' ? chat.session.wait?.for : undefined;
  if ('http' in move && waitsFor !== 'http') return 'a call that waits for this answer';
  if ('done' in move && waitsFor !== 'effect') return 'an effect that is waited for';
  if ('ticketClosed' in move && !chat.handedOver) return 'a conversation that people have';
  return undefined;
}

/** Everything that may be expected after a move, of the turns since then. */
function seenSince(chat: Chat, before: number): Expected {
  const turns = chat.turns.slice(before);
  const { session, contact } = chat;
  return {
    route: turns.flatMap(({ trace }) => trace.map(({ node, flow }) => (flow ? `${flow.id}/${node}` : node))),
    variables: session?.variables ?? {},
    results: Object.fromEntries(
      Object.entries(session?.results ?? {}).map(([name, { value, category }]) => [
        name,
        { value, ...(category !== undefined && { category }) },
      ]),
    ),
    fields: contact.fields,
    groups: [...contact.groups],
    labels: [...contact.labels],
    effects: turns.flatMap(({ effects }) =>
      effects.flatMap((effect) => {
        if (effect.kind === 'message.send') return [];
        const { id: _id, node: _node, ...rest } = effect;
        return [rest as unknown as { [name: string]: Json }];
      }),
    ),
    status: session && session.status !== 'new' ? session.status : 'none',
  };
}

/** Of the values by name only those that are named count; lists count as a whole. */
function differenceOfTurn(
  { bot, expect = {} }: { bot: OutboundContent[]; expect?: Expected | undefined },
  said: OutboundContent[],
  seen: Expected,
): string | undefined {
  const inBot = differenceOf(bot, said, '/bot');
  if (inBot !== undefined) return inBot;
  for (const [part, wanted] of Object.entries(expect)) {
    const found = seen[part as keyof Expected];
    const named = part === 'variables' || part === 'results' || part === 'fields';
    if (!named) {
      const path = differenceOf(wanted, found, `/expect/${part}`);
      if (path !== undefined) return path;
      continue;
    }
    for (const [name, value] of Object.entries(wanted as { [name: string]: Json })) {
      const there = (found as { [name: string]: Json } | undefined)?.[name] ?? null;
      const path = differenceOf(value, there, `/expect/${part}/${pointerPart(name)}`);
      if (path !== undefined) return path;
    }
  }
  return undefined;
}

/** What happens in a turn, without what is expected of it. */
export function moveOf(turn: TranscriptTurn): Move {
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
      `${path}/${pointerPart(name)}`,
    );
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const part of path.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found = typeof found === 'object' && found !== null ? (found as { [name: string]: unknown })[name] : undefined;
  }
  return found;
}
