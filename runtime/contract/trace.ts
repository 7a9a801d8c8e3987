import type { Instant, Json } from './json.ts';
import type { Money } from './money.ts';

/** Answers and variables are kept in traces up to so many characters as JSON. */
export const keptInTrace = 4_096;

/** Whether a value is small enough for a trace to keep it. */
export const isKept = (value: Json): boolean => JSON.stringify(value).length <= keptInTrace;

/** What moved a session on in a turn, enough to do it again. */
export type TurnInput = {
  kind: string;
  /** The person's message: the provider's id. */
  message?: string;
  /** Of a beginning: what kind of trigger it was, the card, and what was handed over where that is small. */
  trigger?: string;
  node?: string;
  variables?: { [name: string]: Json };
  /** What was handed over is too large to keep. */
  cut?: true;
};

/** What one node did in one turn; "why?" is answered from these. Everything in it comes from flow, session, input and env alone. */
export type TraceEntry = {
  at: Instant;
  node: string;
  type: string;
  action: 'enter' | 'resume';
  /** The flow that the node belongs to, where it is not the one that the session was begun with. */
  flow?: { id: string; version: number };
  /** What moved the node on: the kind of input and, of a message, its first words. */
  input?: { kind: string; text?: string };
  /** The port it left by; absent while it waits or when the session ended here. */
  port?: string;
  /** The node it went on to; absent when the port leads nowhere. */
  to?: string;
  /** Values it computed, shortened to 1 KB each; secrets never. */
  values?: { [name: string]: Json };
  effects?: string[];
  /** The call whose answer this is: method and address without secrets, or `email`, `ai`. `body`: the answer, where it is small enough to keep. */
  call?: { what: string; status?: number; code?: string; durationMs?: number; body?: Json };
  /** How long the node had waited when this input came, in milliseconds. */
  waitedMs?: number;
  /** What its messages are expected to cost. */
  cost?: Money;
  problem?: { code: string; message: string };
};
