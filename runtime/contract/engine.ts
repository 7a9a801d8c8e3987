import type { Effect } from './effect.ts';
import type { Instant, Json } from './json.ts';
import type { OutboundContent } from './message.ts';
import type { Issue } from './flow.ts';
import type { ContactView, NodeTypes } from './node-type.ts';
import type { Session } from './session.ts';
import type { TraceEntry } from './trace.ts';

/** The world as one turn sees it: everything `advance` may depend on besides flow, session and input. */
export type Env = {
  nodeTypes: NodeTypes;
  now: Instant;
  /** Seeds `random`: the same seed replays the same choices. By default session id and turn. */
  seed?: string;
  /** IANA zone used when the flow names none. */
  timeZone: string;
  contact: ContactView;
  channel: { id: string; name: string };
  conversation: { id: string };
  /** Words of the way out, lower case ("menú", "salir"); they end the session in every ask. */
  exitWords: readonly string[];
  limits?: Partial<EngineLimits>;
  /**
   * Why a message must not leave now (window, pause, consent), or null. What is refused is not asked for: the node leaves by its
   * error port with that code.
   */
  refuse?(content: OutboundContent): { code: string; message: string } | null;
};

/**
 * Where a runaway flow is stopped; each has a stable code. DESIGN: limits of a turn.
 */
export type EngineLimits = {
  stepsPerTurn: number;
  messagesPerTurn: number;
  visitsWithoutInput: number;
  sessionBytes: number;
  effectsPerTurn: number;
};
export const engineLimits: EngineLimits = {
  stepsPerTurn: 100,
  messagesPerTurn: 20,
  visitsWithoutInput: 50,
  sessionBytes: 256 * 1024,
  effectsPerTurn: 50,
};

/** Codes a session can fail with, or an error port can be left with. */
export const engineCodes = {
  stepsPerTurn: 'limit.steps-per-turn',
  messagesPerTurn: 'limit.messages-per-turn',
  visitsWithoutInput: 'limit.visits-without-input',
  sessionBytes: 'limit.session-bytes',
  effectsPerTurn: 'limit.effects-per-turn',
  unresolved: 'expression.unresolved',
  expressionFailed: 'expression.failed',
  expressionBudget: 'expression.budget',
  expressionSyntax: 'expression.syntax',
  patternInvalid: 'pattern.invalid',
  nodeUnknown: 'node.unknown',
  nodeFailed: 'node.failed',
} as const;

/** What a turn made of the session. Nothing has happened yet: saving it and performing the effects is the runtime's part. */
export type Advanced = {
  session: Session;
  effects: Effect[];
  trace: TraceEntry[];
  /** The contact with this turn's patches applied, for whatever runs next in the same save. */
  contact: ContactView;
  /** Results saved in this turn, for reports. */
  results: { name: string; value: Json; category?: string; node: string }[];
  /** False when the input was not for this session's wait (too late, or another's): then session is the one handed in. */
  taken: boolean;
  /** The person used a word of the way out. */
  left?: boolean;
};

/** Tells whether a channel would take a message, by its limits. Pure; the channel's adapter provides it. Paths relative to the content. */
export type CheckContent = (content: OutboundContent, at: Instant) => Omit<Issue, 'node'>[];
