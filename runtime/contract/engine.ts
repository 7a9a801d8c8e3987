import type { Effect } from './effect.ts';
import type { Instant, Json } from './json.ts';
import type { OutboundContent } from './message.ts';
import type { Flow, Issue } from './flow.ts';
import type { Money } from './money.ts';
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
  /** The workspace's own language, for contacts whose language is not known. */
  language?: string;
  /** Constants of the workspace, as `globals` in expressions. */
  globals?: { [name: string]: Json };
  /** Other flows, for sub-flows and jumps; without it there are none. */
  flows?: FlowLibrary;
  /** What a message is expected to cost now; null when it is free or nobody knows. */
  price?(content: OutboundContent): Money | null;
  limits?: Partial<EngineLimits>;
  /**
   * Why a message must not leave now (window, pause, consent), or null. What is refused is not asked for: the node leaves by its
   * error port with that code. `closing`: the one message that ends a stopped session politely; caps let it pass.
   */
  refuse?(content: OutboundContent, how?: Leaving): Refusal | null;
  /** What the person is told when a flow without words of its own fails or is stopped. */
  failureText?: string;
};

/** How a message would leave. */
export type Leaving = {
  closing: boolean;
  /** The flow it belongs to, after those that wait for that one. */
  flows: readonly string[];
  /** The messages of this turn that go before it. */
  before: readonly SentBefore[];
};
export type SentBefore = { content: OutboundContent; flows: readonly string[] };

/** `stop`: not this message alone, but the flow is at its limit; the session ends politely. */
export type Refusal = { code: string; message: string; stop?: boolean };

/** The flows that a session may go on to. Asked at most once for each in a turn. */
export type FlowLibrary = {
  /** The version that answers people now. */
  published(flowId: string): Promise<{ flow: Flow; version: number } | undefined>;
  version(flowId: string, version: number): Promise<Flow | undefined>;
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
  /** Sub-flows within one another. */
  subflowDepth: number;
};
export const engineLimits: EngineLimits = {
  stepsPerTurn: 100,
  messagesPerTurn: 20,
  visitsWithoutInput: 50,
  sessionBytes: 256 * 1024,
  effectsPerTurn: 50,
  subflowDepth: 10,
};

/** Codes a session can fail with, or an error port can be left with. */
export const engineCodes = {
  stepsPerTurn: 'limit.steps-per-turn',
  messagesPerTurn: 'limit.messages-per-turn',
  visitsWithoutInput: 'limit.visits-without-input',
  sessionBytes: 'limit.session-bytes',
  effectsPerTurn: 'limit.effects-per-turn',
  subflowDepth: 'limit.subflow-depth',
  flowUnknown: 'flow.unknown',
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
  /** Effects of another flow than the session's at the beginning of the turn: a sub-flow, its caller, or the one it went over to. */
  origins: { [effectId: string]: { flowId: string; flowVersion: number } };
  /** The turn's messages in the order of their effects, with the flows that each counts for. */
  sent: SentBefore[];
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
