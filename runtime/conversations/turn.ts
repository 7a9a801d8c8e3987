import {
  asId,
  textOf,
  type ContactId,
  type ContactView,
  type DeliveryError,
  type DomainEvent,
  type Effect,
  type EffectId,
  type Flow,
  type HttpOutcome,
  type InboundMessage,
  type Input,
  type NodeTypes,
  type Session,
} from '../contract/index.ts';
import { advance, chooseTrigger, fold, newSession } from '../engine/index.ts';
import type { ChannelRecord, MailboxEvent, MailboxItem, PublishedFlow, WorkspaceRecord } from '../ports.ts';
import { refusal } from './gate.ts';
import { patched, type ContactRecord, type ConversationState, type OutboxItem } from './state.ts';

/** A waiting session that hears nothing ends after this, unless its flow says otherwise: 7 days. */
const sessionExpiryMinutes = 7 * 24 * 60;
/** How long a timer of a paused flow is put off before it is looked at again. */
const pausedRetryMs = 60_000;

/** What moves a conversation on: a stored input, the answer of a call, a refused message, or time. */
export type TurnInput =
  | { kind: 'item'; item: MailboxItem }
  | { kind: 'http'; effectId: string; outcome: HttpOutcome }
  | { kind: 'refused'; effectId: string; error: DeliveryError }
  | { kind: 'time' };

export type TurnWorld = {
  /** Milliseconds. */
  now: number;
  workspace: WorkspaceRecord;
  channel: ChannelRecord;
  flows: readonly PublishedFlow[];
  flowVersion(flowId: string, version: number): Promise<Flow | undefined>;
  nodeTypes: NodeTypes;
  /** Messages to one contact in a day; Infinity when the cap is off. */
  messagesPerDay: number;
};

/** What the inputs make of a conversation. Pure: nothing has been saved or sent. */
export type Turn = {
  state: ConversationState;
  /** The contact with the turn's changes; its patches stand in the pending events until they are written. */
  contact: ContactRecord;
};

/** Kinds of message that say something to a bot; the others are recorded only. */
const speaks = new Set([
  'text',
  'media',
  'location',
  'contacts',
  'choice',
  'form',
  'order',
  'unsupported',
  'unknown',
  'welcome',
]);

export async function takeTurn(
  state: ConversationState,
  contact: ContactRecord,
  inputs: readonly TurnInput[],
  world: TurnWorld,
): Promise<Turn> {
  const turn = new TurnInProgress(state, contact, world);
  for (const input of inputs) await turn.take(input);
  return turn.result();
}

class TurnInProgress {
  private readonly state: ConversationState;
  private contact: ContactRecord;
  private readonly world: TurnWorld;
  private readonly events: DomainEvent[] = [];
  private readonly traces: ConversationState['pending'][number]['traces'] = [];
  private readonly at: string;
  private ownEffects = 0;

  constructor(state: ConversationState, contact: ContactRecord, world: TurnWorld) {
    this.state = {
      ...state,
      outbox: [...state.outbox],
      consumed: [...state.consumed],
      pending: [...state.pending],
      revision: state.revision + 1,
    };
    this.contact = contact;
    this.world = world;
    this.at = new Date(world.now).toISOString();
    if (state.revision === 0) this.events.push({ type: 'conversation.started' });
  }

  result(): Turn {
    const { state } = this;
    if (this.events.length || this.traces.length) {
      // What the last call made true waits in a lot of this revision already.
      const before = state.pending.find((lot) => lot.revision === state.revision);
      const lot = {
        revision: state.revision,
        at: this.at,
        events: [...(before?.events ?? []), ...this.events],
        traces: this.traces,
      };
      state.pending = [...state.pending.filter((other) => other !== before), lot];
    }
    return { state, contact: this.contact };
  }

  async take(input: TurnInput): Promise<void> {
    switch (input.kind) {
      case 'http':
        this.state.outbox = this.state.outbox.filter((item) => item.effect.id !== input.effectId);
        await this.resume({ kind: 'http', at: this.at, effectId: input.effectId, outcome: input.outcome });
        return;
      case 'refused':
        await this.resume({ kind: 'delivery-failed', at: this.at, effectId: input.effectId, error: input.error });
        return;
      case 'time':
        return this.timeHasCome();
      case 'item':
        this.state.consumed.push(input.item.id);
        return this.takeItem(input.item);
    }
  }

  private async takeItem({ id, event }: MailboxItem): Promise<void> {
    switch (event.kind) {
      case 'message':
        return this.hear(id, event.message);
      case 'start': {
        const flow = this.world.flows.find((candidate) => candidate.flowId === event.flowId);
        if (!flow || this.silent(flow)) return;
        const { trigger, variables, node } = event;
        return this.begin(
          flow,
          { kind: 'start', at: this.at, trigger, variables, ...(node && { node }) },
          event.sessionId,
        );
      }
      case 'status':
        if (event.state === 'failed' && event.effectId && event.error)
          await this.resume({ kind: 'delivery-failed', at: this.at, effectId: event.effectId, error: event.error });
        return;
      case 'preference':
        return this.setConsent(event.state, 'provider', event.kind);
      case 'flag-clearing':
        if (this.state.flagged?.at !== event.flaggedAt) return;
        this.state.flagged = null;
        this.events.push({ type: 'conversation.flag-cleared' });
        return;
      case 'resolution':
        return this.settle(event);
      case 'echo':
        this.events.push({ type: 'message.echoed', message: event.message, inboundId: id });
        return;
      case 'notice':
        return;
    }
  }

  /** A person has said what became of an uncertain message: those behind it need not wait, and it may be sent once more. */
  private async settle({ effectId, outcome, content }: Extract<MailboxEvent, { kind: 'resolution' }>): Promise<void> {
    const { state } = this;
    state.outbox = state.outbox.filter((item) => item.effect.id !== effectId || item.state !== 'uncertain');
    if (outcome === 'delivered') {
      this.events.push({ type: 'message.state-changed', effectId, state: 'delivered' });
      return;
    }
    const error = { code: 'resolved.not-delivered', message: 'A person said that it did not arrive.' };
    this.events.push({ type: 'message.state-changed', effectId, state: 'failed', error });
    if (outcome === 'send-again' && content)
      this.queue({ id: `${effectId}:again`, node: '', kind: 'message.send', content }, {});
    else await this.resume({ kind: 'delivery-failed', at: this.at, effectId, error });
  }

  private async hear(inboundId: string, message: InboundMessage): Promise<void> {
    const { state, world } = this;
    const first = state.lastInboundAt === null;
    const text = textOf(message.content);
    state.lastInboundAt = Math.max(state.lastInboundAt ?? 0, Math.min(Date.parse(message.at), world.now));
    state.lastInboundMessageId = message.id;
    state.preview = { at: this.at, text: text.slice(0, 200) || `[${message.content.kind}]`, direction: 'in' };
    this.events.push({ type: 'message.received', message, inboundId });

    if (message.content.kind === 'text' && this.heardConsent(text)) return;
    if (!speaks.has(message.content.kind) || this.silent() || state.voice.kind !== 'bot') return;

    const { session } = state;
    const current = session && world.flows.find((flow) => flow.flowId === session.flowId);
    if (session?.status === 'waiting') {
      if (current && this.silent(current)) return;
      const definition = await world.flowVersion(session.flowId, session.flowVersion);
      const interrupts = message.content.kind === 'text' && !definition?.settings.ignoreTriggers;
      const winner = interrupts ? this.trigger(text, first, (kind) => kind === 'keyword') : undefined;
      if (!winner) {
        const taken = await this.resume({ kind: 'message', at: this.at, message });
        if (taken !== 'left') return;
      }
    }
    const winner = this.trigger(text, first);
    if (!winner) return;
    await this.begin(winner.flow, {
      kind: 'start',
      at: this.at,
      trigger: { kind: winner.kind, id: winner.triggerId, text },
      ...(winner.node && { node: winner.node }),
      message,
    });
  }

  private trigger(text: string, first: boolean, only: (kind: string) => boolean = () => true) {
    const { world, state } = this;
    const candidates = world.flows
      .filter((flow) => !flow.paused)
      .map(({ flowId, version, flow, paused }) => ({
        flow: { id: flowId, version, triggers: flow.triggers.filter((trigger) => only(trigger.kind)), paused },
      }));
    const { winner } = chooseTrigger(candidates, { text, firstMessage: first, channelId: state.channelId });
    const flow = winner && world.flows.find((candidate) => candidate.flowId === winner.flowId);
    if (!winner || !flow) return undefined;
    return { flow, kind: winner.trigger.kind, triggerId: winner.trigger.id, node: winner.trigger.to };
  }

  /** True when the bot must not speak: all of it, this channel, or this flow is paused. */
  private silent(flow?: PublishedFlow): boolean {
    return this.world.workspace.botPaused || this.world.channel.paused || (flow?.paused ?? false);
  }

  private async begin(
    { flowId, version, flow }: PublishedFlow,
    input: Extract<Input, { kind: 'start' }>,
    sessionId?: string,
  ): Promise<void> {
    const { state } = this;
    if (state.session) this.endSession(state.session, 'replaced');
    state.sessionsBegun += 1;
    const id = sessionId ?? `${state.id}.${state.sessionsBegun}`;
    this.events.push({ type: 'session.started', sessionId: id, flowId, flowVersion: version, trigger: input.trigger });
    await this.run(flow, newSession({ id, flowId, flowVersion: version, at: this.at }), input);
  }

  /** Hands an input to the waiting session, if there is one and it is for its wait. */
  private async resume(input: Input): Promise<'taken' | 'left' | undefined> {
    const { session } = this.state;
    if (session?.status !== 'waiting') return undefined;
    const flow = await this.world.flowVersion(session.flowId, session.flowVersion);
    if (!flow) {
      this.fail(session, {
        code: 'flow.version-missing',
        message: 'The version of the flow that this session began on is gone.',
      });
      return undefined;
    }
    return this.run(flow, session, input);
  }

  private async run(flow: Flow, session: Session, input: Input): Promise<'taken' | 'left' | undefined> {
    const { state, world } = this;
    const origin = { flowId: session.flowId, flowVersion: session.flowVersion, sessionId: session.id };
    const done = await advance(flow, session, input, {
      nodeTypes: world.nodeTypes,
      now: this.at,
      timeZone: world.workspace.timeZone,
      contact: viewOf(this.contact),
      channel: { id: state.channelId, name: world.channel.name },
      conversation: { id: state.id },
      exitWords: world.workspace.exitWords,
      refuse: (content) => {
        const effect: Effect = { id: '', node: '', kind: 'message.send', content };
        return refusal(this.item(effect, origin), state, this.contact, { ...world, now: world.now });
      },
    });
    if (!done.taken) return undefined;
    for (const effect of done.effects) this.perform(effect, origin);
    for (const { name, value, category, node } of done.results)
      this.events.push({
        type: 'result.saved',
        sessionId: session.id,
        flowId: session.flowId,
        node,
        name,
        value,
        ...(category !== undefined && { category }),
      });
    if (done.trace.length) this.traces.push({ ...origin, turn: done.session.turn, entries: done.trace });
    const next = done.session;
    if (next.status === 'waiting') {
      state.session = next;
      const patience = (flow.settings.expiresAfterMinutes ?? sessionExpiryMinutes) * 60_000;
      // A wait that the author made longer than that is meant.
      state.expiresAt = Math.max(world.now + patience, next.wait?.dueAt ? Date.parse(next.wait.dueAt) + 1 : 0);
    } else if (next.status === 'failed') {
      this.fail(next, next.failure ?? { code: 'node.failed', message: '' });
    } else {
      this.endSession(next, done.left ? 'left' : 'end');
    }
    return done.left ? 'left' : 'taken';
  }

  private perform(effect: Effect, origin: Origin): void {
    switch (effect.kind) {
      case 'message.send':
      case 'http.request':
        this.queue(effect, origin);
        return;
      case 'contact.update':
        this.contact = patched(this.contact, effect.patch);
        this.events.push({ type: 'contact.updated', patch: effect.patch });
        return;
      case 'conversation.flag':
        this.state.flagged = { at: this.at, note: effect.note };
        this.events.push({
          type: 'conversation.flagged',
          note: effect.note,
          flowId: origin.flowId ?? '',
          node: effect.node,
        });
        return;
    }
  }

  private item(effect: Effect, { flowId, flowVersion, sessionId }: Origin): OutboxItem {
    return {
      effect,
      state: 'queued',
      notBefore: this.world.now,
      attempts: 0,
      token: this.state.voice.token,
      position: 0,
      ...(flowId !== undefined && { flowId }),
      ...(flowVersion !== undefined && { flowVersion }),
      ...(sessionId !== undefined && { sessionId }),
    };
  }

  /** Puts an effect in the outbox; a message beyond the day's cap is refused here and recorded as such. */
  private queue(effect: Effect, origin: Origin): void {
    const { state, world } = this;
    const position = positionOf(this.at, this.events.length);
    if (effect.kind === 'message.send') {
      const day = this.at.slice(0, 10);
      if (state.today.day !== day) state.today = { day, messages: 0 };
      const { id, content, node } = effect;
      this.events.push({ type: 'message.requested', effectId: id, content, node, position, ...origin });
      if (state.today.messages >= world.messagesPerDay) {
        const error = {
          code: 'limit.messages-per-day',
          message: `More than ${world.messagesPerDay} messages to one contact in a day.`,
        };
        this.events.push({ type: 'message.state-changed', effectId: id, state: 'failed', error });
        return;
      }
      state.today = { day, messages: state.today.messages + 1 };
      state.preview = { at: this.at, text: textOf(content).slice(0, 200) || `[${content.kind}]`, direction: 'out' };
    }
    state.outbox.push({ ...this.item(effect, origin), position });
  }

  /** Opt-out and opt-in: the whole message is one of the workspace's words. Says so to the person. */
  private heardConsent(text: string): boolean {
    const { workspace } = this.world;
    const word = fold(text);
    const isOneOf = (words: readonly string[]) => words.some((candidate) => fold(candidate) === word);
    const out = isOneOf(workspace.optOutWords);
    if (!out && !(isOneOf(workspace.optInWords) && this.contact.consent.marketing?.state === 'withdrawn')) return false;
    this.setConsent(out ? 'withdrawn' : 'granted', 'whatsapp-message', text);
    const texts = out ? workspace.texts.optedOut : workspace.texts.optedIn;
    const language = (this.contact.language ?? workspace.language).slice(0, 2);
    const body = texts[language] ?? texts[workspace.language] ?? Object.values(texts)[0];
    if (body)
      this.queue({ id: this.ownEffectId(), node: '', kind: 'message.send', content: { kind: 'text', body } }, {});
    return true;
  }

  private setConsent(state: 'granted' | 'withdrawn', method: string, text: string): void {
    const consent = {
      state,
      method,
      text,
      businessName: this.world.workspace.businessName,
      source: this.state.channelId,
    };
    this.contact = patched(this.contact, { consent: { marketing: { ...consent, at: this.at } } });
    this.events.push({ type: 'consent.changed', category: 'marketing', ...consent });
  }

  /** For effects that no session asked for: unique because a revision is saved once. */
  private ownEffectId(): EffectId {
    this.ownEffects += 1;
    return asId<EffectId>(`${this.state.id}.r${this.state.revision}.${this.ownEffects}`);
  }

  private async timeHasCome(): Promise<void> {
    const { state, world } = this;
    const { session } = state;
    if (session?.status !== 'waiting') return;
    const flow = world.flows.find((candidate) => candidate.flowId === session.flowId);
    const { wait } = session;
    if (wait?.dueAt && Date.parse(wait.dueAt) <= world.now) {
      if (this.silent(flow)) {
        state.session = { ...session, wait: { ...wait, dueAt: new Date(world.now + pausedRetryMs).toISOString() } };
        return;
      }
      await this.resume({ kind: 'timeout', at: this.at, waitId: wait.id });
    } else if (state.expiresAt !== null && state.expiresAt <= world.now) {
      this.endSession(session, 'expired');
    }
  }

  private endSession({ id, flowId, flowVersion }: Session, reason: 'end' | 'expired' | 'replaced' | 'left'): void {
    this.events.push({ type: 'session.ended', sessionId: id, flowId, flowVersion, reason });
    this.state.session = null;
    this.state.expiresAt = null;
  }

  private fail({ id, flowId, flowVersion }: Session, failure: { code: string; node?: string; message: string }): void {
    this.events.push({ type: 'session.failed', sessionId: id, flowId, flowVersion, ...failure });
    this.state.session = null;
    this.state.expiresAt = null;
  }
}

/** The place of a turn's n-th event in the conversation: after what was heard, in the order it was said. */
const positionOf = (at: string, index: number): number => Date.parse(at) + (index + 1) / 1_000;

type Origin = { flowId?: string; flowVersion?: number; sessionId?: string };

/** A contact as flows see it. */
export const viewOf = ({
  id,
  name,
  phone,
  language,
  fields,
  groups = [],
  labels = [],
}: ContactRecord): ContactView => ({
  id,
  name,
  firstName: name?.trim().split(/\s+/)[0] ?? null,
  phone,
  language,
  fields,
  groups,
  labels,
});

/** A contact nobody has heard of before. */
export const newContact = (
  id: ContactId,
  { workspaceId }: Pick<ContactRecord, 'workspaceId'>,
  names: { aliases: ContactRecord['aliases']; profileName?: string },
  now: string,
): ContactRecord => ({
  id,
  workspaceId,
  name: names.profileName?.trim().slice(0, 200) || null,
  phone: names.aliases.find((alias) => alias.kind === 'phone')?.value ?? null,
  language: null,
  fields: {},
  consent: {},
  aliases: names.aliases,
  createdAt: now,
});
