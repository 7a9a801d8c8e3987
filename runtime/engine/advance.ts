import {
  engineCodes,
  engineLimits,
  errorPort,
  fail,
  textOf,
  type Advanced,
  type ContactPatch,
  type ContactView,
  type Effect,
  type EffectRequest,
  type EngineLimits,
  type Env,
  type Flow,
  type FlowNode,
  type Frame,
  type Input,
  type Instant,
  type Json,
  type NodeContext,
  type Outcome,
  type Refusal,
  type ResumeInput,
  type Session,
  type TraceEntry,
  type Wait,
  type WaitRequest,
} from '../contract/index.ts';
import { evaluateExpression, ExpressionError, type ExpressionData } from './expressions/expression.ts';
import { indexOf, playable, type FlowIndex } from './flow-index.ts';
import { isFor } from './input-for.ts';
import { languageChain, localizedNode, localizedSetting } from './languages/localize.ts';
import { matchPattern, PatternError } from './pattern.ts';
import { seededRandom } from './random.ts';
import { renderTemplate, renderWithSecrets } from './expressions/template.ts';
import { fold, isLongerThan } from './text.ts';
import { callOf, inputOf, shortened } from './turn-trace.ts';
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
    return { session, effects: [], origins: {}, sent: [], trace: [], contact: env.contact, results: [], taken: false };
  return new Turn(flow, index, session, env).take(input);
}

/** One turn under way. What it changes is its own; the session is put together at the end. */
class Turn {
  /** Where it stands: the session's flow, until a sub-flow begins or ends. */
  private flow: Flow;
  private flowVersion: number;
  private index: FlowIndex;
  private stack: readonly Frame[];
  /** Of a sub-flow that has just ended, for the card that began it. */
  private subflow: Session['variables'] | undefined;
  private languages: readonly [string, ...string[]];
  private readonly before: Session;
  private readonly env: Env;
  private limits: EngineLimits;
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
  private readonly origins: Advanced['origins'] = {};
  private readonly sent: Advanced['sent'] = [];
  private readonly trace: TraceEntry[] = [];
  private readonly saved: Advanced['results'] = [];
  private steps = 0;
  private messages = 0;

  constructor(flow: Flow, index: FlowIndex, session: Session, env: Env) {
    this.flow = flow;
    this.index = index;
    this.before = session;
    this.env = env;
    this.flowVersion = session.flowVersion;
    this.stack = session.stack ?? [];
    this.languages = languageChain(flow, env.contact.language, env.language);
    this.limits = limitsOf(flow, env);
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
    if (input.kind === 'move') {
      this.flowVersion = input.version;
      // What the other version begins with and this session has never heard of.
      this.variables = { ...initialVariables(this.flow), ...this.variables };
      return this.run(input.node);
    }
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
    this.variables = { ...initialVariables(this.flow), ...input.variables };
    return input.node ?? startOf(this.flow);
  }

  private isWayOut({ message: { content } }: Extract<Input, { kind: 'message' }>): boolean {
    if (this.before.wait?.for !== 'message' || content.kind !== 'text') return false;
    const said = fold(content.body);
    return said !== '' && this.env.exitWords.some((word) => fold(word) === said);
  }

  /**
   * Walks from a node until the session waits, ends or fails. With an input the first node is resumed, else entered. Where a flow ends
   * that another one has begun, that one goes on.
   */
  private async run(from: string | undefined, resumedBy?: ResumeInput): Promise<Advanced> {
    let at = from;
    let input = resumedBy;
    let firstEffectId = resumedBy && this.before.wait?.firstEffectId;
    for (;;) {
      if (at === undefined) {
        if (this.stack.length === 0) return this.done(this.ended());
        const caller = await this.comeBack();
        if (!caller) return this.done(this.lost());
        at = caller.node;
        input = { kind: 'returned', at: this.env.now };
      }
      const node = this.index.nodes.get(at);
      if (!node) {
        const message = `There is no node "${at}".`;
        return this.done(this.failed({ code: engineCodes.nodeUnknown, node: at, message }));
      }
      const stopped = this.countStep(node, input === undefined);
      if (stopped) return this.done(this.failed({ ...stopped, node: node.id, stopped: true }));

      let outcome = await this.outcomeOf(node, input);
      this.subflow = undefined;
      const { refused, effects: allowed } = this.gate(outcome);
      outcome = { ...outcome, effects: allowed };
      if (refused?.stop) {
        this.note(node, input, { problem: { code: refused.code, message: refused.message } });
        return this.done(this.failed({ code: refused.code, message: refused.message, node: node.id, stopped: true }));
      }
      if (refused) outcome = fail(refused.code, refused.message);
      const effectIds = this.nextEffectIds(outcome);
      firstEffectId ??= effectIds[0];
      const tooMuch = this.apply(node, outcome, effectIds);
      const went = tooMuch ? {} : await this.way(node, outcome);

      if (went.failure) outcome = went.failure;
      const port = outcome.kind === 'leave' ? outcome.port : outcome.kind === 'fail' ? errorPort.id : undefined;
      const next = went.to;
      const problem = outcome.kind === 'fail' ? { code: outcome.code, message: outcome.message } : undefined;
      this.note(node, input, {
        ...(port !== undefined && (next !== undefined || !problem) && { port }),
        ...(next !== undefined && { to: next }),
        ...(outcome.values && { values: shortened(outcome.values) }),
        ...(effectIds.length && { effects: effectIds }),
        ...this.costOf(effectIds),
        ...(tooMuch ? { problem: tooMuch } : problem && { problem }),
      });

      if (tooMuch) return this.done(this.failed({ ...tooMuch, node: node.id, stopped: true }));
      if (outcome.kind === 'wait')
        return this.done(this.waiting(node, outcome.state, this.waitOf(outcome.wait, firstEffectId)));
      input = undefined;
      firstEffectId = undefined;
      at = next;
      if (problem && next === undefined) {
        if (this.stack.length === 0) return this.done(this.failed({ ...problem, node: node.id }));
        const caller = await this.comeBack();
        if (!caller) return this.done(this.lost());
        at = caller.node;
        input = { kind: 'returned', at: this.env.now, failure: problem };
      }
      if (went.into) this.goInto(went.into);
    }
  }

  /** Where a node's outcome leads: a node of this flow, or one of another flow that is gone into. */
  private async way(
    { id }: FlowNode,
    outcome: Outcome,
  ): Promise<{ to?: string | undefined; into?: Entry; failure?: Outcome & { kind: 'fail' } }> {
    const failed = (code: string, message: string) => ({
      to: this.index.next(id, errorPort.id),
      failure: fail(code, message) as Outcome & { kind: 'fail' },
    });
    switch (outcome.kind) {
      case 'leave':
        return { to: this.index.next(id, outcome.port) };
      case 'fail':
        return { to: this.index.next(id, errorPort.id) };
      case 'jump':
        if (this.index.nodes.has(outcome.node)) return { to: outcome.node };
        return failed(engineCodes.nodeUnknown, `There is no node "${outcome.node}".`);
      case 'call':
      case 'switch': {
        const depth = this.stack.length + 1;
        if (outcome.kind === 'call' && depth > this.limits.subflowDepth)
          return failed(engineCodes.subflowDepth, `More than ${this.limits.subflowDepth} flows within one another.`);
        const found = await this.env.flows?.published(outcome.flowId);
        const start = found && startOf(found.flow);
        if (!found || start === undefined)
          return failed(engineCodes.flowUnknown, `There is no published flow "${outcome.flowId}".`);
        const entry = { ...found, variables: outcome.variables };
        return { to: start, into: outcome.kind === 'call' ? { ...entry, from: id } : entry };
      }
      default:
        return {};
    }
  }

  private goInto({ flow, version, variables, from }: Entry): void {
    if (from !== undefined) {
      const { id: flowId } = this.flow;
      this.stack = [...this.stack, { flowId, flowVersion: this.flowVersion, node: from, variables: this.variables }];
    }
    this.standIn(flow, version);
    this.variables = { ...initialVariables(flow), ...variables };
  }

  /** Takes the flow that waits for this one off the stack and stands in it again; undefined when there is none. */
  private async comeBack(): Promise<Frame | undefined> {
    const frame = this.stack.at(-1);
    if (!frame) return undefined;
    const flow = await this.env.flows?.version(frame.flowId, frame.flowVersion);
    if (!flow) return undefined;
    this.stack = this.stack.slice(0, -1);
    this.subflow = this.variables;
    this.standIn(flow, frame.flowVersion);
    this.variables = frame.variables;
    return frame;
  }

  private lost(): Session {
    const { flowId = '', flowVersion = 0 } = this.stack.at(-1) ?? {};
    const message = `Version ${flowVersion} of the flow "${flowId}", which waited for this one, is gone.`;
    return this.failed({ code: engineCodes.flowUnknown, message });
  }

  private standIn(flow: Flow, version: number): void {
    this.flow = flow;
    this.flowVersion = version;
    this.index = indexOf(flow);
    this.languages = languageChain(flow, this.contact.language, this.env.language);
    this.limits = limitsOf(flow, this.env);
  }

  private countStep({ id }: FlowNode, entered: boolean): { code: string; message: string } | undefined {
    this.steps += 1;
    if (this.steps > this.limits.stepsPerTurn)
      return { code: engineCodes.stepsPerTurn, message: `More than ${this.limits.stepsPerTurn} steps in a turn.` };
    if (!entered) return undefined;
    // A sub-flow may have cards of the same names.
    const key = this.stack.length > 0 ? `${this.flow.id} ${id}` : id;
    const visits = (Object.hasOwn(this.visits, key) ? (this.visits[key] ?? 0) : 0) + 1;
    this.visits = { ...this.visits, [key]: visits };
    if (visits <= this.limits.visitsWithoutInput) return undefined;
    return {
      code: engineCodes.visitsWithoutInput,
      message: `More than ${this.limits.visitsWithoutInput} visits of a card without a word from the person.`,
    };
  }

  private async outcomeOf(node: FlowNode, input: ResumeInput | undefined): Promise<Outcome> {
    const found = playable(localizedNode(this.flow, node, this.languages), this.env.nodeTypes);
    if (!found)
      return fail(engineCodes.nodeUnknown, `This program cannot play "${node.type}", version ${node.version}.`);
    const { nodeType, config } = found;
    const ctx = this.context(node.id, input && input.kind !== 'returned' ? this.before.nodeState : null);
    try {
      if (!input) return await nodeType.enter(config, ctx);
      if (!nodeType.resume) return fail(engineCodes.nodeFailed, `"${node.type}" does not wait.`);
      return await nodeType.resume(config, input, ctx);
    } catch (error) {
      if (error instanceof ExpressionError || error instanceof PatternError) return fail(error.code, error.message);
      return fail(engineCodes.nodeFailed, error instanceof Error ? error.message : 'The card failed.');
    }
  }

  private context(node: string, state: Json): NodeContext {
    const { now } = this.env;
    const timeZone = this.flow.settings.timeZone ?? this.env.timeZone;
    const [language] = this.languages;
    const world = { now, random: this.random, timeZone, language };
    const data = this.data();
    return {
      now,
      random: this.random,
      timeZone,
      state,
      render: (text) => renderTemplate(text, data, world),
      renderWithSecrets: (text) => renderWithSecrets(text, data, world),
      evaluate: (expression) => evaluateExpression(expression, data, world),
      match: matchPattern,
      contact: this.contact,
      node,
      language,
      flow: { id: this.flow.id, name: this.flow.name },
      turnId: `${this.before.id}.${this.turn}`,
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
      ...(this.subflow && { subflow: this.subflow }),
      globals: this.env.globals ?? {},
      channel,
      conversation,
      flow: { id: this.flow.id, name: this.flow.name },
    };
  }

  /** Why the outcome's messages must not leave, and what is left of its effects without the optional ones that must not. */
  private gate({ effects }: Outcome): { refused: Refusal | null; effects: EffectRequest[] } {
    const allowed: EffectRequest[] = [];
    const flows = this.flowsHere();
    const before = [...this.sent];
    for (const effect of effects) {
      const refused =
        effect.kind === 'message.send'
          ? this.env.refuse?.(effect.content, { closing: false, flows, before: [...before] })
          : null;
      if (refused && (refused.stop || !('optional' in effect))) return { refused, effects };
      if (refused) continue;
      allowed.push(effect);
      if (effect.kind === 'message.send') before.push({ content: effect.content, flows });
    }
    return { refused: null, effects: allowed };
  }

  /** The flow it stands in, after those that wait for that one. */
  private flowsHere(): string[] {
    return [...this.stack.map(({ flowId }) => flowId), this.flow.id];
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
    if (changes.message) this.message = changes.message;
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
        this.sent.push({ content: effect.content, flows: this.flowsHere() });
      }
      const id = ids[index] ?? '';
      this.effects.push({ id, node, ...bare(effect) });
      if (this.flow.id !== this.before.flowId || this.flowVersion !== this.before.flowVersion)
        this.origins[id] = { flowId: this.flow.id, flowVersion: this.flowVersion };
      if (effect.kind === 'contact.update') this.patchContact(effect.patch);
    }
    return undefined;
  }

  private patchContact(patch: ContactPatch): void {
    this.contact = patchedContact(this.contact, patch);
    if (patch.language !== undefined)
      this.languages = languageChain(this.flow, this.contact.language, this.env.language);
  }

  private costOf(effectIds: readonly string[]): Partial<TraceEntry> {
    const { price } = this.env;
    if (!price || effectIds.length === 0) return {};
    const costs = this.effects.flatMap((effect) =>
      effect.kind === 'message.send' && effectIds.includes(effect.id) ? (price(effect.content) ?? []) : [],
    );
    const [first] = costs;
    if (!first) return {};
    return { cost: { currency: first.currency, micros: costs.reduce((sum, { micros }) => sum + micros, 0) } };
  }

  private waitOf({ for: what, timeoutSeconds, until }: WaitRequest, firstEffectId: string | undefined): Wait {
    const seconds = timeoutSeconds ?? (what === 'time' ? 0 : undefined);
    const dueAt =
      until ?? (seconds === undefined ? undefined : new Date(Date.parse(this.env.now) + seconds * 1_000).toISOString());
    const call = this.effects.findLast(({ kind }) => answered[what]?.includes(kind))?.id ?? this.before.wait?.effectId;
    return {
      id: `${this.before.id}.${this.turn}`,
      for: what,
      ...(dueAt !== undefined && { dueAt }),
      since: this.env.now,
      ...((what === 'http' || what === 'effect') && call !== undefined && { effectId: call }),
      ...(firstEffectId !== undefined && { firstEffectId }),
    };
  }

  private note(node: FlowNode, input: ResumeInput | undefined, more: Partial<TraceEntry>): void {
    const since = input && input.kind !== 'returned' ? this.before.wait?.since : undefined;
    this.trace.push({
      at: this.env.now,
      node: node.id,
      type: node.type,
      action: input ? 'resume' : 'enter',
      ...(this.flow.id !== this.rootFlow && { flow: { id: this.flow.id, version: this.flowVersion } }),
      ...(input && { input: inputOf(input) }),
      ...callOf(input),
      ...(since !== undefined && { waitedMs: Date.parse(this.env.now) - Date.parse(since) }),
      ...more,
    });
  }

  /** Every message has a step that says why: the one that failed, or one of its own where the session was stopped before a card. */
  private noteLastWords({ code, message, node }: NonNullable<Session['failure']>, effectId: string): void {
    const problem = { code, message };
    const last = this.trace.at(-1);
    if (last && (node === undefined || last.node === node))
      this.trace[this.trace.length - 1] = { ...last, effects: [...(last.effects ?? []), effectId], problem };
    else
      this.trace.push({
        at: this.env.now,
        node: node ?? '',
        type: this.index.nodes.get(node ?? '')?.type ?? '',
        action: 'enter',
        ...(this.flow.id !== this.rootFlow && { flow: { id: this.flow.id, version: this.flowVersion } }),
        effects: [effectId],
        problem,
      });
  }

  /** The flow that the session was begun with. */
  private get rootFlow(): string {
    return this.before.stack?.[0]?.flowId ?? this.before.flowId;
  }

  /** The session without a place in the flow. */
  private still(): Omit<Session, 'status'> {
    const { id, startedAt } = this.before;
    return {
      id,
      flowId: this.flow.id,
      flowVersion: this.flowVersion,
      ...(this.stack.length > 0 && { stack: [...this.stack] }),
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

  /** Ends the session for a reason that is stored, and tells the person. */
  private failed(failure: NonNullable<Session['failure']>): Session {
    const body = localizedSetting(this.flow, 'failureText', this.languages) ?? this.env.failureText;
    const content = body ? { kind: 'text' as const, body } : undefined;
    const flows = this.flowsHere();
    if (content && !this.env.refuse?.(content, { closing: true, flows, before: this.sent })) {
      this.sent.push({ content, flows });
      const id = this.effectId(this.effects.length);
      this.effects.push({ id, node: failure.node ?? '', kind: 'message.send', content });
      this.noteLastWords(failure, id);
    }
    return { ...this.still(), status: 'failed', failure: { ...failure, message: failure.message.slice(0, 1_000) } };
  }

  private done(session: Session): Advanced {
    return {
      session: this.isTooLarge(session) ? this.tooLarge(session) : session,
      effects: this.effects,
      origins: this.origins,
      sent: this.sent,
      trace: this.trace,
      contact: this.contact,
      results: this.saved,
      taken: true,
    };
  }

  private isTooLarge(session: Session): boolean {
    return isLongerThan(JSON.stringify(session), this.limits.sessionBytes);
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

/** A flow that is gone into; `from` is the card that waits for it to end. */
type Entry = { flow: Flow; version: number; variables: Session['variables']; from?: string };

/** The card where a flow begins. */
export const startOf = (flow: Flow): string | undefined => flow.settings.start ?? flow.nodes[0]?.id;

const initialVariables = (flow: Flow): Session['variables'] =>
  Object.fromEntries(
    flow.variables.flatMap(({ name, initial }): [string, Json][] => (initial === undefined ? [] : [[name, initial]])),
  );

/** A flow's own guards lower the limits that hold for all, and never raise them. */
function limitsOf({ settings: { guards = {} } }: Flow, { limits }: Env): EngineLimits {
  const all = { ...engineLimits, ...limits };
  return {
    ...all,
    stepsPerTurn: Math.min(all.stepsPerTurn, guards.stepsPerTurn ?? Infinity),
    visitsWithoutInput: Math.min(all.visitsWithoutInput, guards.visitsWithoutInput ?? Infinity),
  };
}

/** Which effects' outcomes a wait is for. */
const answered: { [what in Wait['for']]?: readonly Effect['kind'][] } = {
  http: ['http.request'],
  effect: ['email.send', 'ai.ask'],
};

function bare(effect: EffectRequest): EffectRequest {
  if (!('optional' in effect)) return effect;
  const { optional: _optional, ...rest } = effect;
  return rest;
}
