import {
  engineCodes,
  engineLimits,
  errorPort,
  fail,
  textOf,
  type Advanced,
  type ContactView,
  type Effect,
  type EngineLimits,
  type Env,
  type Flow,
  type FlowNode,
  type Input,
  type Instant,
  type Json,
  type NodeContext,
  type Outcome,
  type ResumeInput,
  type Session,
  type TraceEntry,
  type Wait,
  type WaitRequest,
} from '../contract/index.ts';
import { evaluateExpression, ExpressionError, type ExpressionData } from './expression.ts';
import { indexOf, playable, type FlowIndex } from './flow-index.ts';
import { matchPattern, PatternError } from './pattern.ts';
import { seededRandom } from './random.ts';
import { renderTemplate } from './template.ts';
import { fold } from './text.ts';
import { contactData, messageView, patchedContact } from './views.ts';

/** A session that has not begun. */
export const newSession = (begin: { id: string; flowId: string; flowVersion: number; at: Instant }): Session => ({
  id: begin.id,
  flowId: begin.flowId,
  flowVersion: begin.flowVersion,
  startedAt: begin.at,
  status: 'new',
  turn: 0,
  node: null,
  wait: null,
  nodeState: null,
  variables: {},
  results: {},
  trigger: {},
  message: null,
  webhook: null,
  visits: {},
});

/**
 * Runs a session on an input until it waits, ends or fails. Pure: the same flow, session, input and env give the same answer, and none
 * of them is changed. Async only because expressions are. An input that is not for the session's present wait is not taken.
 */
export async function advance(flow: Flow, session: Session, input: Input, env: Env): Promise<Advanced> {
  const index = indexOf(flow);
  if (!isFor(index, session, input))
    return { session, effects: [], trace: [], contact: env.contact, results: [], taken: false };
  return new Turn(flow, index, session, env).take(input);
}

function isFor(index: FlowIndex, { id, status, wait, node }: Session, input: Input): boolean {
  if (input.kind === 'start') return status === 'new';
  if (status !== 'waiting' || !wait || node === null) return false;
  switch (input.kind) {
    case 'message':
      // The answer of a call is on its way; words meanwhile are no reason to give it up.
      return wait.for !== 'http';
    case 'timeout':
      return input.waitId === wait.id;
    case 'http':
      return wait.for === 'http' && input.effectId === wait.effectId;
    case 'delivery-failed':
      return isSince(id, wait.firstEffectId, input.effectId) && index.next(node, errorPort.id) !== undefined;
  }
}

/** True when an effect of this session is `first` or came after it. */
function isSince(sessionId: string, first: string | undefined, effectId: string): boolean {
  const [from, asked] = [first, effectId].map((id) =>
    id?.startsWith(`${sessionId}.`)
      ? id
          .slice(sessionId.length + 1)
          .split('.')
          .map(Number)
      : undefined,
  );
  if (!from || !asked || asked.length !== 2 || asked.some((part) => !Number.isInteger(part))) return false;
  const [fromTurn = 0, fromIndex = 0] = from;
  const [turn = 0, index = 0] = asked;
  return turn > fromTurn || (turn === fromTurn && index >= fromIndex);
}

/** One turn under way. What it changes is its own; the session is put together at the end. */
class Turn {
  private readonly flow: Flow;
  private readonly index: FlowIndex;
  private readonly before: Session;
  private readonly env: Env;
  private readonly limits: EngineLimits;
  private readonly random: () => number;
  private readonly turn: number;

  private contact: ContactView;
  private variables: Session['variables'];
  private results: Session['results'];
  private trigger: Session['trigger'];
  private message: Session['message'];
  private webhook: Session['webhook'];
  private visits: Session['visits'];

  private readonly effects: Effect[] = [];
  private readonly trace: TraceEntry[] = [];
  private readonly saved: Advanced['results'] = [];
  private steps = 0;
  private messages = 0;

  constructor(flow: Flow, index: FlowIndex, session: Session, env: Env) {
    this.flow = flow;
    this.index = index;
    this.before = session;
    this.env = env;
    this.limits = { ...engineLimits, ...env.limits };
    this.turn = session.turn + 1;
    this.random = seededRandom(env.seed ?? `${session.id}.${this.turn}`);
    this.contact = env.contact;
    this.variables = session.variables;
    this.results = session.results;
    this.trigger = session.trigger;
    this.message = session.message;
    this.webhook = session.webhook;
    this.visits = session.visits;
  }

  async take(input: Input): Promise<Advanced> {
    if (input.kind === 'start') return this.run(this.begin(input));
    if (input.kind === 'message') {
      this.message = messageView(input.message.content);
      this.visits = {};
      if (this.isWayOut(input)) {
        const node = this.index.nodes.get(this.before.node ?? '');
        if (node) this.note(node, input, { values: { exitWord: textOf(input.message.content).slice(0, 100) } });
        return { ...this.done(this.ended()), left: true };
      }
    }
    return this.run(this.before.node ?? undefined, input);
  }

  private begin(input: Extract<Input, { kind: 'start' }>): string | undefined {
    this.trigger = input.trigger;
    if (input.message) this.message = messageView(input.message.content);
    const initial = this.flow.variables.flatMap(({ name, initial: value }): [string, Json][] =>
      value === undefined ? [] : [[name, value]],
    );
    this.variables = { ...Object.fromEntries(initial), ...input.variables };
    return input.node ?? this.flow.settings.start ?? this.flow.nodes[0]?.id;
  }

  private isWayOut({ message: { content } }: Extract<Input, { kind: 'message' }>): boolean {
    if (this.before.wait?.for !== 'message' || content.kind !== 'text') return false;
    const said = fold(content.body);
    return said !== '' && this.env.exitWords.some((word) => fold(word) === said);
  }

  /** Walks from a node until the session waits, ends or fails. With an input the first node is resumed, else entered. */
  private async run(from: string | undefined, resumedBy?: ResumeInput): Promise<Advanced> {
    let at = from;
    let input = resumedBy;
    let firstEffectId = resumedBy && this.before.wait?.firstEffectId;
    while (at !== undefined) {
      const node = this.index.nodes.get(at);
      if (!node)
        return this.done(
          this.failed({ code: engineCodes.nodeUnknown, node: at, message: `There is no node "${at}".` }),
        );
      const stopped = this.countStep(node, input === undefined);
      if (stopped) return this.done(this.failed({ ...stopped, node: node.id }));

      let outcome = await this.outcomeOf(node, input);
      const refused = this.refusal(outcome);
      if (refused) outcome = fail(refused.code, refused.message);
      const effectIds = this.nextEffectIds(outcome);
      firstEffectId ??= effectIds[0];
      const tooMuch = this.apply(node, outcome, effectIds);

      const port = outcome.kind === 'leave' ? outcome.port : outcome.kind === 'fail' ? errorPort.id : undefined;
      const next = port === undefined ? undefined : this.index.next(node.id, port);
      const problem = outcome.kind === 'fail' ? { code: outcome.code, message: outcome.message } : undefined;
      this.note(node, input, {
        ...(port !== undefined && (next !== undefined || !problem) && { port }),
        ...(outcome.values && { values: shortened(outcome.values) }),
        ...(effectIds.length && { effects: effectIds }),
        ...(tooMuch ? { problem: tooMuch } : problem && { problem }),
      });

      if (tooMuch) return this.done(this.failed({ ...tooMuch, node: node.id }));
      if (outcome.kind === 'wait')
        return this.done(this.waiting(node, outcome.state, this.waitOf(outcome.wait, firstEffectId)));
      if (problem && next === undefined) return this.done(this.failed({ ...problem, node: node.id }));
      at = next;
      input = undefined;
      firstEffectId = undefined;
    }
    return this.done(this.ended());
  }

  private countStep({ id }: FlowNode, entered: boolean): { code: string; message: string } | undefined {
    this.steps += 1;
    if (this.steps > this.limits.stepsPerTurn)
      return { code: engineCodes.stepsPerTurn, message: `More than ${this.limits.stepsPerTurn} steps in a turn.` };
    if (!entered) return undefined;
    const visits = (Object.hasOwn(this.visits, id) ? (this.visits[id] ?? 0) : 0) + 1;
    this.visits = { ...this.visits, [id]: visits };
    if (visits <= this.limits.visitsWithoutInput) return undefined;
    return {
      code: engineCodes.visitsWithoutInput,
      message: `More than ${this.limits.visitsWithoutInput} visits of a card without a word from the person.`,
    };
  }

  private async outcomeOf(node: FlowNode, input: ResumeInput | undefined): Promise<Outcome> {
    const found = playable(node, this.env.nodeTypes);
    if (!found)
      return fail(engineCodes.nodeUnknown, `This program cannot play "${node.type}", version ${node.version}.`);
    const { nodeType, config } = found;
    const ctx = this.context(input ? this.before.nodeState : null);
    try {
      if (!input) return await nodeType.enter(config, ctx);
      if (!nodeType.resume) return fail(engineCodes.nodeFailed, `"${node.type}" does not wait.`);
      return await nodeType.resume(config, input, ctx);
    } catch (error) {
      if (error instanceof ExpressionError || error instanceof PatternError) return fail(error.code, error.message);
      return fail(engineCodes.nodeFailed, error instanceof Error ? error.message : 'The card failed.');
    }
  }

  private context(state: Json): NodeContext {
    const { now } = this.env;
    const world = { now, random: this.random };
    const data = this.data();
    return {
      now,
      random: this.random,
      timeZone: this.flow.settings.timeZone ?? this.env.timeZone,
      state,
      render: (text) => renderTemplate(text, data, world),
      evaluate: (expression) => evaluateExpression(expression, data, world),
      match: matchPattern,
      contact: this.contact,
    };
  }

  /** What expressions read. */
  private data(): ExpressionData {
    const { channel, conversation } = this.env;
    return {
      contact: contactData(this.contact),
      variables: this.variables,
      results: this.results,
      trigger: this.trigger,
      ...(this.message && { message: this.message }),
      ...(this.webhook && { webhook: this.webhook }),
      channel,
      conversation,
      flow: { id: this.flow.id, name: this.flow.name },
    };
  }

  private refusal({ effects }: Outcome): { code: string; message: string } | null {
    for (const effect of effects) {
      const refused = effect.kind === 'message.send' ? this.env.refuse?.(effect.content) : null;
      if (refused) return refused;
    }
    return null;
  }

  private nextEffectIds({ effects }: Outcome): string[] {
    return effects.map((_effect, index) => this.effectId(this.effects.length + index));
  }

  private effectId(index: number): string {
    return `${this.before.id}.${this.turn}.${index}`;
  }

  /** Takes over what a node asked for and changed; tells of the limit that stopped it. */
  private apply(
    { id: node }: FlowNode,
    { effects, changes }: Outcome,
    ids: readonly string[],
  ): { code: string; message: string } | undefined {
    if (changes.variables) this.variables = { ...this.variables, ...changes.variables };
    if (changes.webhook) this.webhook = changes.webhook;
    for (const [name, { value, category }] of Object.entries(changes.results ?? {})) {
      const kept = { value, ...(category !== undefined && { category }) };
      this.results = { ...this.results, [name]: { ...kept, at: this.env.now, node } };
      this.saved.push({ name, ...kept, node });
    }
    for (const [index, effect] of effects.entries()) {
      if (this.effects.length >= this.limits.effectsPerTurn)
        return {
          code: engineCodes.effectsPerTurn,
          message: `More than ${this.limits.effectsPerTurn} effects in a turn.`,
        };
      if (effect.kind === 'message.send') {
        if (this.messages >= this.limits.messagesPerTurn)
          return {
            code: engineCodes.messagesPerTurn,
            message: `More than ${this.limits.messagesPerTurn} messages in a turn.`,
          };
        this.messages += 1;
      }
      this.effects.push({ id: ids[index] ?? '', node, ...effect });
      if (effect.kind === 'contact.update') this.contact = patchedContact(this.contact, effect.patch);
    }
    return undefined;
  }

  private waitOf({ for: what, timeoutSeconds, until }: WaitRequest, firstEffectId: string | undefined): Wait {
    const seconds = timeoutSeconds ?? (what === 'time' ? 0 : undefined);
    const dueAt =
      until ?? (seconds === undefined ? undefined : new Date(Date.parse(this.env.now) + seconds * 1_000).toISOString());
    const call = this.effects.findLast(({ kind }) => kind === 'http.request')?.id ?? this.before.wait?.effectId;
    return {
      id: `${this.before.id}.${this.turn}`,
      for: what,
      ...(dueAt !== undefined && { dueAt }),
      ...(what === 'http' && call !== undefined && { effectId: call }),
      ...(firstEffectId !== undefined && { firstEffectId }),
    };
  }

  private note(node: FlowNode, input: ResumeInput | undefined, more: Partial<TraceEntry>): void {
    this.trace.push({
      at: this.env.now,
      node: node.id,
      type: node.type,
      action: input ? 'resume' : 'enter',
      ...more,
    });
  }

  /** The session without a place in the flow. */
  private still(): Omit<Session, 'status'> {
    const { id, flowId, flowVersion, startedAt } = this.before;
    return {
      id,
      flowId,
      flowVersion,
      startedAt,
      turn: this.turn,
      node: null,
      wait: null,
      nodeState: null,
      variables: this.variables,
      results: this.results,
      trigger: this.trigger,
      message: this.message,
      webhook: this.webhook,
      visits: {},
    };
  }

  private ended = (): Session => ({ ...this.still(), status: 'ended' });

  private waiting = (node: FlowNode, nodeState: Json, wait: Wait): Session => ({
    ...this.still(),
    status: 'waiting',
    node: node.id,
    wait,
    nodeState,
    visits: this.visits,
  });

  /** Ends the session for a reason that is stored, and tells the person when the flow has words for it. */
  private failed(failure: { code: string; node?: string; message: string }): Session {
    const body = this.flow.settings.failureText;
    const content = body ? { kind: 'text' as const, body } : undefined;
    if (content && !this.env.refuse?.(content))
      this.effects.push({
        id: this.effectId(this.effects.length),
        node: failure.node ?? '',
        kind: 'message.send',
        content,
      });
    return { ...this.still(), status: 'failed', failure: { ...failure, message: failure.message.slice(0, 1_000) } };
  }

  private done(session: Session): Advanced {
    return {
      session: this.isTooLarge(session) ? this.tooLarge(session) : session,
      effects: this.effects,
      trace: this.trace,
      contact: this.contact,
      results: this.saved,
      taken: true,
    };
  }

  private isTooLarge(session: Session): boolean {
    const text = JSON.stringify(session);
    const { sessionBytes } = this.limits;
    return text.length > sessionBytes || (text.length * 3 > sessionBytes && bytesOf(text) > sessionBytes);
  }

  /** What this turn would have kept is dropped, so that what is stored fits. */
  private tooLarge({ node, failure }: Session): Session {
    const { variables, results, webhook } = this.before;
    const failed = failure
      ? { ...this.still(), status: 'failed' as const, failure }
      : this.failed({
          code: engineCodes.sessionBytes,
          message: `The session holds more than ${this.limits.sessionBytes} bytes.`,
          ...(node !== null && { node }),
        });
    return { ...failed, variables, results, webhook, message: null };
  }
}

/** Bytes of a text as UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** 1 KB of each value is enough to understand a turn. */
function shortened(values: { [name: string]: Json }): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Json] => {
      if (typeof value === 'string') return [name, value.length > 1_024 ? `${value.slice(0, 1_023)}…` : value];
      const text = JSON.stringify(value);
      return [name, text.length > 1_024 ? `${text.slice(0, 1_023)}…` : value];
    }),
  );
}
