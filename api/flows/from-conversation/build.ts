import type { Flow, Json, NodeTypes, Transcript } from '../../../runtime/contract/index.ts';
import { moved, recordTranscript, runTranscript, startChat, type Move } from '../../../runtime/engine/index.ts';
import { CannotBuild, wayOf, type Happened } from './happened.ts';
import { scrubLevels, Scrubber, tellsWho, wordsIn, type Person, type ScrubLevel } from './scrub.ts';

export type Built = {
  /** The flow that the conversation was with, in the version it ran on, and those that it went into. */
  flows: readonly [Flow, ...Flow[]];
  begin: Pick<Transcript, 'now' | 'timeZone' | 'exitWords' | 'globals' | 'returning'>;
  person: Person & { language: string | null; groups: string[]; labels: string[] };
  happened: readonly Happened[];
};

/** So often a conversation is played to find how little of it must be kept; then all of it is, but what tells who somebody is. */
const mostTries = 40;

/**
 * A test of what happened, without what tells who the person is. As little of their words stays as the flow needs to go the same way:
 * what a choice, a keyword or a rule matched. Throws `CannotBuild`.
 */
export async function builtTest(built: Built, nodeTypes: NodeTypes): Promise<Transcript> {
  const { flows, happened, person } = built;
  const flowWords = wordsIn(flows.map(({ nodes, triggers, translations }) => ({ nodes, triggers, translations })));
  const highest = scrubLevels.length - 1;
  // The first is of what is known of the person; the others are of the moves.
  let levels = Array.from({ length: happened.length + 1 }, () => 0);
  for (let tries = 0; ; tries += 1) {
    const scrubbed = scrubbedBy(
      built,
      levels.map((level) => scrubLevels[level] ?? 'as-said'),
      flowWords,
    );
    const differs = await firstDifference(flows, scrubbed, happened, nodeTypes);
    if (differs === undefined) return recorded(flows, scrubbed, person, nodeTypes);
    const raised = levels.findLastIndex((level, item) => item <= differs + 1 && level < highest);
    if (raised === -1) throw new CannotBuild('differs', happened[differs]?.way[0]);
    levels = tries < mostTries ? levels.with(raised, (levels[raised] ?? 0) + 1) : levels.map(() => highest);
  }
}

type Scrubbed = { begin: Omit<Transcript, 'turns'>; moves: Move[] };

function scrubbedBy(
  { begin, person, happened }: Built,
  levels: readonly ScrubLevel[],
  words: ReadonlySet<string>,
): Scrubbed {
  const scrubber = new Scrubber(person, words);
  const [known = 'as-said', ...ofMoves] = levels;
  const { name, phone, language, fields, groups, labels } = person;
  return {
    begin: {
      ...begin,
      contact: {
        id: 'contact',
        name: name === null ? null : scrubber.name(name),
        phone: phone === null ? null : scrubber.text(phone, 'as-said'),
        language,
        fields: scrubber.json(fields, known) as { [name: string]: Json },
        groups,
        labels,
      },
    },
    moves: happened.map(({ move }, index) => scrubbedMove(scrubber, move, ofMoves[index] ?? 'as-said')),
  };
}

function scrubbedMove(scrubber: Scrubber, move: Move, level: ScrubLevel): Move {
  if ('contact' in move)
    return {
      contact:
        typeof move.contact === 'string' ? scrubber.text(move.contact, level) : scrubber.content(move.contact, level),
    };
  if ('http' in move && move.http.ok) return { http: { ...move.http, body: scrubber.json(move.http.body, level) } };
  if ('done' in move && move.done.ok && move.done.value !== undefined)
    return { done: { ...move.done, value: scrubber.json(move.done.value, level) } };
  if ('begin' in move && move.begin.variables)
    return {
      begin: { ...move.begin, variables: scrubber.json(move.begin.variables, level) as { [name: string]: Json } },
    };
  return move;
}

/** The first move after which the bot goes another way than it went. */
async function firstDifference(
  flows: readonly Flow[],
  { begin: { contact, ...begin }, moves }: Scrubbed,
  happened: readonly Happened[],
  nodeTypes: NodeTypes,
): Promise<number | undefined> {
  const { timeZone, exitWords, globals, returning, now } = begin;
  const chat = startChat(flows, {
    now,
    nodeTypes,
    ...(timeZone !== undefined && { timeZone }),
    ...(exitWords && { exitWords }),
    ...(globals && { globals }),
    ...(returning !== undefined && { returning }),
    ...(contact && { contact }),
  });
  for (const [index, move] of moves.entries()) {
    const before = chat.turns.length;
    try {
      await moved(chat, move);
    } catch {
      // Nothing waits for what happened then.
      return index;
    }
    const way = chat.turns.slice(before).flatMap(({ trace }) => wayOf(trace));
    if (way.join('\n') !== happened[index]?.way.join('\n')) return index;
  }
  return undefined;
}

async function recorded(
  flows: readonly Flow[],
  { begin, moves }: Scrubbed,
  person: Person,
  nodeTypes: NodeTypes,
): Promise<Transcript> {
  const transcript = await recordTranscript(flows, begin, moves, nodeTypes);
  const complete = transcript.turns.length === moves.length && (await runTranscript(flows, transcript, nodeTypes)).ok;
  if (!complete) throw new CannotBuild('differs');
  if (tellsWho(transcript, person)) throw new CannotBuild('tells-who');
  return transcript;
}
