import type { Persona } from '../../editor/simulator/persona.ts';
import { Run, type Move, type ThreadItem } from '../../editor/simulator/run.ts';
import type {
  Flow,
  InboundContent,
  OutboundContent,
  Transcript,
  TranscriptTurn,
} from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

export const simulatedPhone = '+5491100000001';

/** The simulator's run of a transcript's conversation, before its first move. */
export function simulationOf(
  flow: Flow,
  { now, timeZone, exitWords, contact }: Transcript,
  library: readonly Flow[] = [],
): Run {
  const persona: Persona = {
    id: 'own',
    name: contact?.name ?? '',
    phone: contact?.phone ?? simulatedPhone,
    language: contact?.language ?? '',
    returning: false,
    fields: contact?.fields ?? {},
  };
  return new Run(flow, {
    now,
    nodeTypes,
    persona,
    library,
    ...(timeZone !== undefined && { timeZone }),
    ...(exitWords && { exitWords }),
  });
}

export const contentOf = (said: string | InboundContent): InboundContent =>
  typeof said === 'string' ? { kind: 'text', body: said } : said;

/** A transcript's move as the simulator makes it. */
export function simulatedMove(turn: TranscriptTurn, now: string): Move {
  if ('contact' in turn) return { kind: 'say', content: contentOf(turn.contact) };
  if ('wait' in turn) return { kind: 'until', at: new Date(Date.parse(now) + turn.wait * 1_000).toISOString() };
  if ('done' in turn) return { kind: 'done', outcome: turn.done };
  if ('ticketClosed' in turn) return { kind: 'ticket-closed' };
  if ('begin' in turn) return { kind: 'begin', ...turn.begin };
  const { http } = turn;
  return {
    kind: 'answer',
    outcome: http.ok
      ? { ok: true, status: http.status, headers: http.headers ?? {}, body: http.body ?? null, durationMs: 0 }
      : { ok: false, code: http.code, message: http.message ?? http.code },
  };
}

/** What the bot has said in a thread. */
export const botSaid = (thread: readonly ThreadItem[]): OutboundContent[] =>
  thread.flatMap((item) =>
    item.kind === 'message' && item.side === 'business' ? [item.content as OutboundContent] : [],
  );
