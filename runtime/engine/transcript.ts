import { Type, type Static } from '@sinclair/typebox';
import {
  InboundContent,
  InstantSchema,
  JsonValue,
  OutboundContent,
  type Flow,
  type HttpOutcome,
  type NodeTypes,
} from '../contract/index.ts';
import { schemaProblems, type SchemaProblem } from './check-schema.ts';
import { moved, startChat, type Move } from './replay.ts';

/** What the bot must say to a move, in order. A string is a text message. */
const Bot = Type.Array(Type.Union([Type.String(), OutboundContent]), { maxItems: 100 });

const strict = { additionalProperties: false };

/** The answer of a called webhook as a transcript writes it: what seldom matters may be left out. */
const HttpAnswer = Type.Union([
  Type.Object(
    {
      ok: Type.Literal(true),
      status: Type.Integer({ minimum: 100, maximum: 599 }),
      body: Type.Optional(JsonValue),
      headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    },
    strict,
  ),
  Type.Object({ ok: Type.Literal(false), code: Type.String(), message: Type.Optional(Type.String()) }, strict),
]);

/** One move of a transcript and what the bot must say to it. */
export const TranscriptTurn = Type.Union([
  /** The person says something: words, or a content such as a tapped button. */
  Type.Object({ contact: Type.Union([Type.String(), InboundContent]), bot: Bot }, strict),
  /** Seconds pass. */
  Type.Object({ wait: Type.Number({ exclusiveMinimum: 0, maximum: 366 * 24 * 60 * 60 }), bot: Bot }, strict),
  Type.Object({ http: HttpAnswer, bot: Bot }, strict),
]);
export type TranscriptTurn = Static<typeof TranscriptTurn>;

/** A conversation that a flow must produce: documentation, seed data and test at once (`NAME.transcript.json` beside `NAME.flow.json`). */
export const Transcript = Type.Object(
  {
    /** When the conversation begins. */
    now: InstantSchema,
    /** IANA zone for flows that name none; UTC without it. */
    timeZone: Type.Optional(Type.String()),
    /** Words of the way out. */
    exitWords: Type.Optional(Type.Array(Type.String())),
    contact: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Type.String()),
          name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          firstName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          phone: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          language: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          fields: Type.Optional(Type.Record(Type.String(), JsonValue)),
        },
        strict,
      ),
    ),
    turns: Type.Array(TranscriptTurn, { minItems: 1, maxItems: 1_000 }),
  },
  strict,
);
export type Transcript = Static<typeof Transcript>;

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
  { now, timeZone, exitWords, contact, turns }: Transcript,
  nodeTypes: NodeTypes,
): Promise<TranscriptRun> {
  const chat = startChat(flows, {
    now,
    nodeTypes,
    ...(timeZone !== undefined && { timeZone }),
    ...(exitWords && { exitWords }),
    ...(contact && { contact }),
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
