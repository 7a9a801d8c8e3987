import type { Flow, NodeTypes, OutboundContent, Transcript } from '../../runtime/contract/index.ts';
import {
  moveOf,
  recordTranscript,
  startChat,
  type Chat,
  type ChatTurn,
  type Move,
} from '../../runtime/engine/index.ts';
import { same } from '../flow/edit-parts.ts';
import type { Move as Made } from '../simulator/run.ts';

/** A transcript, or why there can be none: `tests.save.{refused}`. */
export type Recording = { transcript: Transcript } | { refused: 'nothing' | 'refusal' | 'window' };

type Simulated = {
  flow: Flow;
  /** The flows that it goes into. */
  library: readonly Flow[];
  begin: Omit<Transcript, 'turns'>;
  moves: readonly Made[];
  turns: readonly ChatTurn[];
};

/** The longest wait that a transcript takes at once, in seconds. */
const longestWait = 366 * 24 * 60 * 60;

/** What was done in the simulator as a test: it must say what was seen. */
export async function recordingOf(simulated: Simulated, nodeTypes: NodeTypes): Promise<Recording> {
  const { flow, library, begin, moves, turns } = simulated;
  if (turns.length === 0) return { refused: 'nothing' };
  if (moves.some(({ kind }) => kind === 'refuse')) return { refused: 'refusal' };
  const flows = [flow, ...library];
  const transcript = await recordTranscript(flows, begin, await playable(flows, begin, moves, nodeTypes), nodeTypes);
  const seen = turns.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.kind === 'message.send' ? [effect.content] : [])),
  );
  return same(transcript.turns.flatMap(said), seen) ? { transcript } : { refused: 'window' };
}

/** What the flow does to a test's moves now, as the test. Moves that nothing waits for any more fall away with what comes after them. */
export async function recordedAnew(
  flow: Flow,
  library: readonly Flow[],
  { turns, ...begin }: Transcript,
  nodeTypes: NodeTypes,
): Promise<Transcript | undefined> {
  const transcript = await recordTranscript([flow, ...library], begin, turns.map(moveOf), nodeTypes);
  return transcript.turns.length === 0 ? undefined : transcript;
}

/** What the bot says in a turn, as messages. */
export const said = ({ bot }: Transcript['turns'][number]): OutboundContent[] =>
  bot.map((one) => (typeof one === 'string' ? { kind: 'text', body: one } : one));

/** The simulator's moves as those of a transcript: moments become stretches of time, cut where a call had to be answered in between. */
async function playable(
  flows: readonly Flow[],
  { now, timeZone, exitWords, contact, returning }: Omit<Transcript, 'turns'>,
  made: readonly Made[],
  nodeTypes: NodeTypes,
): Promise<Move[]> {
  const chat = startChat(flows, {
    now,
    nodeTypes,
    ...(timeZone !== undefined && { timeZone }),
    ...(exitWords && { exitWords }),
    ...(contact && { contact }),
    ...(returning !== undefined && { returning }),
  });
  const moves: Move[] = [];
  let heldUntil: string | null = null;
  const passUntil = async (at: string) => {
    const before = Date.parse(chat.now);
    heldUntil = (await stoppedByCall(chat, at)) ? at : null;
    for (let left = (Date.parse(chat.now) - before) / 1_000; left > 0; left -= longestWait)
      moves.push({ wait: Math.min(left, longestWait) });
  };
  for (const move of made) {
    switch (move.kind) {
      case 'say':
        moves.push({ contact: move.content.kind === 'text' ? move.content.body : move.content });
        await chat.hear(move.content);
        break;
      case 'begin':
        moves.push({ begin: { node: move.node } });
        await chat.begin(move.node);
        break;
      case 'until':
        await passUntil(move.at);
        break;
      case 'answer':
        if (!chat.call) break;
        moves.push({ http: move.outcome });
        await chat.answerHttp(move.outcome);
        if (heldUntil !== null && !chat.call) await passUntil(heldUntil);
        break;
      case 'done':
        if (chat.session?.wait?.for !== 'effect') break;
        moves.push({ done: move.outcome });
        await chat.answerDone(move.outcome);
        break;
      case 'ticket-closed':
        if (!chat.handedOver) break;
        moves.push({ ticketClosed: true });
        await chat.closeTicket();
        break;
      case 'refuse':
        break;
    }
  }
  return moves;
}

/** Lets time pass, but no further than a call that comes up on the way. */
async function stoppedByCall(chat: Chat, at: string): Promise<boolean> {
  const end = Date.parse(at);
  for (let { due } = chat; due && Date.parse(due.at) <= end; { due } = chat) {
    await chat.passUntil(due.at);
    if (chat.call) return true;
  }
  await chat.passUntil(at);
  return false;
}
