import {
  textOf,
  type Flow,
  type InboundContent,
  type Instant,
  type Json,
  type Wait,
} from '../../runtime/contract/index.ts';
import type { ChatTurn } from '../../runtime/engine/replay.ts';

/** What made a card go on. */
export type StepCause =
  | { kind: 'entered' }
  | { kind: 'said'; words: string; tapped: boolean; contentKind: InboundContent['kind'] }
  | { kind: 'time' }
  | { kind: 'answered'; status: number | null; code?: string }
  | { kind: 'refused'; code: string };

/** What the card did then. */
export type StepEnd =
  | { kind: 'left'; port: string }
  | { kind: 'waits'; for: Wait['for']; until?: Instant }
  /** It asked once more. */
  | { kind: 'again' }
  | { kind: 'ended' }
  | { kind: 'failed' };

/** One line of the way through a flow. */
export type Step = {
  key: string;
  at: Instant;
  node: string;
  type: string;
  cause: StepCause;
  end: StepEnd;
  values?: { [name: string]: Json };
  problem?: { code: string; message: string };
  /** The session stands here. */
  current: boolean;
};

/** How a session began: the trigger's words, or by hand. */
export type Begin = { key: string; at: Instant; trigger: string; words: string };

export type PathItem = { begin: Begin } | { step: Step };

/** The way of a run, card by card. A card that waited and was answered is one line. */
export function pathOf(turns: readonly ChatTurn[]): PathItem[] {
  const items: PathItem[] = [];
  for (const [index, turn] of turns.entries()) {
    const { input, session } = turn;
    if (input.kind === 'start')
      items.push({
        begin: {
          key: `${index}`,
          at: input.at,
          trigger: typeof input.trigger['kind'] === 'string' ? input.trigger['kind'] : '',
          words: input.message ? textOf(input.message.content) : '',
        },
      });
    for (const [place, entry] of turn.trace.entries()) {
      const last = place === turn.trace.length - 1;
      const step: Step = {
        key: `${index}.${place}`,
        at: entry.at,
        node: entry.node,
        type: entry.type,
        cause: entry.action === 'resume' ? causeOf(turn) : { kind: 'entered' },
        end: endOf(turn, entry.port, last, entry.action),
        ...(entry.values && { values: entry.values }),
        ...(entry.problem && { problem: entry.problem }),
        current: index === turns.length - 1 && last && session.status === 'waiting',
      };
      const before = items.at(-1);
      if (entry.action === 'resume' && before && 'step' in before && isAnswered(before.step, step)) items.pop();
      items.push({ step });
    }
  }
  return items;
}

const isAnswered = (waiting: Step, next: Step): boolean =>
  waiting.node === next.node && waiting.cause.kind === 'entered' && waiting.end.kind === 'waits' && !waiting.problem;

function causeOf({ input }: ChatTurn): StepCause {
  switch (input.kind) {
    case 'start':
      return { kind: 'entered' };
    case 'timeout':
      return { kind: 'time' };
    case 'delivery-failed':
      return { kind: 'refused', code: input.error.code };
    case 'http': {
      const { outcome } = input;
      return { kind: 'answered', ...(outcome.ok ? { status: outcome.status } : { status: null, code: outcome.code }) };
    }
    case 'done': {
      const { outcome } = input;
      return { kind: 'answered', status: null, ...(!outcome.ok && { code: outcome.code }) };
    }
    case 'ticket-closed':
    case 'move':
      return { kind: 'entered' };
    case 'message': {
      const { content } = input.message;
      return { kind: 'said', words: textOf(content), tapped: content.kind === 'choice', contentKind: content.kind };
    }
  }
}

function endOf({ session }: ChatTurn, port: string | undefined, last: boolean, action: 'enter' | 'resume'): StepEnd {
  if (port !== undefined) return { kind: 'left', port };
  if (session.failure && last) return { kind: 'failed' };
  const { wait } = session;
  if (!last || !wait) return { kind: 'ended' };
  if (action === 'resume' && wait.for === 'message') return { kind: 'again' };
  return { kind: 'waits', for: wait.for, ...(wait.dueAt !== undefined && { until: wait.dueAt }) };
}

/** What went wrong on the way: cards that left by their error port and sessions that failed. */
export const problemsOf = (items: readonly PathItem[]): Step[] =>
  items.flatMap((item) => ('step' in item && item.step.problem ? [item.step] : []));

/** What a flow means, apart from where its cards lie and what they are called. */
export const meaningOf = ({ nodes, edges, triggers, variables, settings }: Flow): string =>
  JSON.stringify([
    nodes.map(({ id, type, version, config }) => [id, type, version, config]),
    edges,
    triggers,
    variables,
    settings,
  ]);
