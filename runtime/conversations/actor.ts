import type { Alias, Channel, SendOutcome } from '../channels/channel.ts';
import { paceOf } from '../channels/pace.ts';
import {
  type ChannelId,
  type ContactId,
  type ConversationId,
  type DeliveryError,
  type DomainEvent,
  type Instant,
  type NodeTypes,
  type OutboundContent,
  type WorkspaceId,
} from '../contract/index.ts';
import type {
  ChannelRecord,
  ChannelSource,
  ConversationStore,
  FlowSource,
  InboundStore,
  Loaded,
  Logger,
  MessageStore,
  MessageUpdate,
  Meters,
  PublishedFlow,
  RecordRequest,
  SaveRequest,
  SaveResult,
  WorkspaceRecord,
} from '../ports.ts';
import type { Alerts } from './alerts.ts';
import type { DayBudgets } from './budgets.ts';
import { refusal } from './gate.ts';
import type { Identities } from './identity.ts';
import { takePair, type Lanes } from './lanes.ts';
import { ownStoreWork, withPending } from './own-store.ts';
import {
  isCall,
  knownAnswer,
  lostAnswer,
  mayRepeat,
  retryInMs,
  type CallAnswer,
  type CallEffect,
} from './outside-calls.ts';
import { providerTimeoutMs, type Performer } from './perform.ts';
import type { StartElsewhere } from './start-elsewhere.ts';
import { policyWaits } from './policies.ts';
import {
  conversationIdOf,
  doneKeptMs,
  dueAtOf,
  evidenceMs,
  isSettled,
  newConversation,
  type ContactRecord,
  type ConversationState,
  type OutboxItem,
  type PendingLot,
} from './state.ts';
import { newContact } from './contact.ts';
import { takeTurn, type TurnInput } from './turn.ts';

/** A lease lasts so long and is renewed by every mark (DESIGN: leases). */
export const leaseMs = 10_000;
/** A lease is renewed so often while a call runs. */
const renewMs = 4_000;
/** Kept between the latest answer of the provider and the end of the lease; a save that took longer is marked anew. */
const leaseMarginMs = 500;
/** An uncertain message holds those behind it at most so long (DESIGN: order). */
const uncertainHoldMs = 30_000;
/** After media, the next message waits until `sent` or so long: a picture is slower than the text after it. */
const mediaHoldMs = 5_000;
/** How long another process's lease is waited for before looking again. */
const leaseRetryMs = 100;
/** A channel that is not there may come back. */
const channelRetryMs = 4_000;
/** Inputs taken in one save at most; also bounds the outbox to about what DESIGN allows (50 effects outstanding). */
const inputsPerTurn = 20;
const outboxMax = 50;
/** A remembered document is trusted so long; the guard finds out if it was wrong. */
const snapshotMs = 1_000;
/** First delay of a retried send; doubles each time, at most a minute. */
const backoffMs = 1_000;

export type ActorDeps = {
  /** This process, as leases name it. */
  me: string;
  conversations: ConversationStore;
  inbound: Pick<InboundStore, 'stillWaiting'>;
  messages: MessageStore;
  flows: FlowSource;
  channels: ChannelSource;
  identities: Identities;
  performer: Performer;
  channelTypes: ReadonlyMap<string, Channel>;
  /** Caps of flows for the whole day. */
  budgets: DayBudgets;
  /** Who is to know of flows that a guard has stopped. */
  alerts: Pick<Alerts, 'raise'>;
  startElsewhere: StartElsewhere;
  lanes: Lanes;
  nodeTypes: NodeTypes;
  meters: Meters;
  log: Logger;
  now(): number;
  /** Hands inputs to another conversation: the right one, or the surviving one after a merge. */
  forward(target: ActorTarget, inputs: TurnInput[]): void;
  /** Something waits to be copied out or cleared. */
  settle(actor: Actor): void;
  /** Runs the actor again after so many milliseconds. */
  wakeIn(actor: Actor, milliseconds: number): void;
  /** These inbound documents need nobody any more. */
  release(inboundIds: string[]): void;
};

export type ActorTarget = { id: ConversationId; workspaceId: WorkspaceId; channelId: ChannelId; aliases: Alias[] };

/** What was last read or saved of a conversation, with the world it lives in. */
type Snapshot = {
  state: ConversationState;
  contact: ContactRecord;
  workspace: WorkspaceRecord;
  flows: PublishedFlow[];
  channel: ChannelRecord;
  newContact: ContactRecord | undefined;
  newAliases: Alias[];
  readAt: number;
  /** The state says more than the store: outcomes of calls that the next save carries. */
  unsaved: boolean;
};

/**
 * One conversation in this process: its inputs one after the other, each step in three trips after the insert (load, save,
 * record). Two processes may do the same conversation at once; the guarded save lets one of them.
 */
export class Actor {
  readonly id: ConversationId;
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  private aliases: Alias[] = [];
  private readonly deps: ActorDeps;
  private readonly inbox: TurnInput[] = [];
  private snapshot: Snapshot | null = null;
  /** Own-store work that no record has carried yet. */
  private unrecorded: RecordRequest[] = [];
  /** Lots up to this revision are in the event log, and what they consumed is marked done. */
  private copiedThrough = 0;
  private consumedCopied = new Set<string>();
  /** Contacts merged into this one, to be told of with the next save. */
  private merged: ContactId[] = [];
  running = false;
  /** Inputs wait for something that `wakeIn` will end: another's lease, a full outbox, a store that does not answer. */
  private blocked = false;
  private offers = 0;
  /** The wait that was last handed to a newer version's policy. */
  private policyTriedAt: string | null = null;
  /** The store said that it was due, and nothing has been saved since. */
  private calledDue = false;

  constructor({ id, workspaceId, channelId }: ActorTarget, deps: ActorDeps) {
    this.id = id;
    this.workspaceId = workspaceId;
    this.channelId = channelId;
    this.deps = deps;
  }

  offer(inputs: readonly TurnInput[], aliases: readonly Alias[], isDue = false): void {
    this.calledDue ||= isDue;
    this.offers += 1;
    this.blocked = false;
    this.inbox.push(...inputs);
    if (aliases.length) this.aliases = [...aliases];
  }

  get hasInputs(): boolean {
    return this.inbox.length > 0 && !this.blocked;
  }

  get isIdle(): boolean {
    return !this.running && this.inbox.length === 0 && (this.snapshot === null || isSettled(this.snapshot.state));
  }

  /** What the tidy copies out: lots not yet in the log and the inbound documents they consumed. */
  toCopy(): { lots: PendingLot[]; consumed: string[]; revision: number; state: ConversationState } | null {
    if (!this.snapshot) return null;
    const { state } = this.snapshot;
    const lots = state.pending.filter((lot) => lot.revision > this.copiedThrough && lot.revision <= state.revision);
    const consumed = state.consumed.filter((id) => !this.consumedCopied.has(id));
    return { lots, consumed, revision: state.revision, state };
  }

  /** The tidy has copied everything up to `revision`: the next save leaves it out. */
  copied(revision: number, consumed: readonly string[]): void {
    this.copiedThrough = Math.max(this.copiedThrough, revision);
    for (const id of consumed) this.consumedCopied.add(id);
  }

  /** Saves a conversation that rests: nothing pending, no lease unless a call is marked. Does nothing while it runs. */
  async clear(): Promise<void> {
    if (this.running || this.inbox.length > 0 || !this.snapshot) return;
    this.running = true;
    try {
      const { state } = this.snapshot;
      const next = this.withoutCopied({ ...state, revision: state.revision + 1, lease: null });
      const same = next.pending.length === state.pending.length && next.consumed.length === state.consumed.length;
      if (state.lease === null && same && !this.snapshot.unsaved && !this.calledInVain) return;
      if (await this.save(next, true)) this.wakeWhenDue();
    } finally {
      this.running = false;
    }
    if (this.inbox.length) this.deps.wakeIn(this, 0);
    else this.settleLater();
  }

  /** Lots and consumed inputs still to be copied out; an outbox alone has its own due time. */
  private settleLater(): void {
    const state = this.snapshot?.state;
    const unsettled = state && (state.pending.length > 0 || state.consumed.length > 0 || state.lease !== null);
    if (unsettled || this.calledInVain) this.deps.settle(this);
  }

  /** It was made due by a hint and has nothing to do: saving it takes the hint away. */
  private get calledInVain(): boolean {
    if (!this.calledDue || !this.snapshot) return false;
    const dueAt = dueAtOf(this.snapshot.state);
    return dueAt === null || dueAt > this.deps.now();
  }

  /** Runs until nothing is left that can be done now. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.blocked = false;
    try {
      let offers: number;
      do offers = this.offers;
      while (await this.step());
      this.blocked = this.offers === offers;
      this.wakeWhenDue();
    } catch (error) {
      this.deps.log.error({ conversationId: this.id, error }, 'a conversation step failed; it is tried again');
      this.snapshot = null;
      this.blocked = true;
      this.deps.wakeIn(this, 1_000);
    } finally {
      this.running = false;
    }
    this.settleLater();
  }

  /** One save and at most one call. False when nothing can be done now. */
  private async step(): Promise<boolean> {
    const { deps } = this;
    if (!this.snapshot || (!this.snapshot.unsaved && deps.now() - this.snapshot.readAt > snapshotMs)) {
      if (!(await this.load())) return false;
    }
    const snapshot = this.snapshot;
    if (!snapshot) return false;
    const now = deps.now();
    const before = snapshot.state;
    const inputs = await this.withoutStale(this.takeInputs(snapshot, now), snapshot.readAt);
    const due = before.outbox[0] !== undefined && before.outbox[0].notBefore <= now;
    if (inputs.length === 0 && !due) return this.flushRecords();

    const world = await this.worldAt(snapshot, now);
    let next: ConversationState;
    let { contact } = snapshot;
    if (inputs.length > 0) {
      const turn = await takeTurn(before, contact, inputs, world);
      ({ state: next, contact } = turn);
    } else {
      next = { ...before, revision: before.revision + 1, outbox: [...before.outbox], pending: [...before.pending] };
    }
    const marked = await this.markFirst(next, contact, world);
    if (inputs.length === 0 && !marked && next.outbox.length === before.outbox.length) {
      // Only the speed limit has spoken: nothing worth a save, but worth remembering.
      snapshot.state = { ...before, outbox: next.outbox };
      return false;
    }
    next = this.withoutCopied(next);
    next.lease = { by: deps.me, until: now + leaseMs };
    const lot = next.pending.findLast((candidate) => candidate.revision === next.revision);

    const firstSave = snapshot.newContact;
    if (!(await this.save(next))) {
      this.inbox.unshift(...inputs.filter(({ kind }) => kind !== 'time' && kind !== 'policy'));
      return this.inbox.length > 0;
    }
    this.snapshot = {
      ...snapshot,
      state: next,
      contact,
      newContact: undefined,
      newAliases: [],
      readAt: deps.now(),
      unsaved: false,
    };
    if (firstSave || snapshot.newAliases.length)
      deps.identities.learn(this.workspaceId, this.aliases, before.contactId);
    if (inputs.length) {
      deps.meters.step();
      deps.performer.markRead(
        next,
        snapshot.channel,
        inputs.some(isMessage) && before.lastInboundMessageId !== next.lastInboundMessageId,
      );
    }
    if (lot) this.unrecorded.push(...ownStoreWork(next, [lot]));
    if (marked && deps.now() < now + leaseMs - providerTimeoutMs - leaseMarginMs) await this.perform(marked, inputs);
    else if (marked) this.change({ outbox: [{ ...marked, state: 'queued' }, ...next.outbox.slice(1)] });
    await this.flushRecords();
    return true;
  }

  /** Inputs for the next turn: what has come, less what an earlier save took; then time, since input comes before a timer. */
  private takeInputs({ state, ...world }: Snapshot, now: number): TurnInput[] {
    const room = state.outbox.length < outboxMax / 2 ? inputsPerTurn : 0;
    const taken: string[] = [];
    const inputs = this.inbox.splice(0, room).filter((input) => {
      if (input.kind !== 'item' || !isTaken(state, input.item.id)) return true;
      taken.push(input.item.id);
      return false;
    });
    if (taken.length) this.deps.release(taken);
    const { session, expiresAt } = state;
    const waitDue = session?.wait?.dueAt !== undefined && Date.parse(session.wait.dueAt) <= now;
    if (session?.status === 'waiting' && (waitDue || (expiresAt !== null && expiresAt <= now)))
      inputs.push({ kind: 'time' });
    else if (policyWaits(state, { now, ...world }) && this.policyTriedAt !== session?.wait?.id) {
      // A policy whose version cannot be read is not tried again and again.
      this.policyTriedAt = session?.wait?.id ?? null;
      inputs.push({ kind: 'policy' });
    }
    return inputs;
  }

  /**
   * Drops what others took before the conversation was read. Evidence that is younger than `done` is kept needs no question: what was
   * taken since then is in the document.
   */
  private async withoutStale(inputs: TurnInput[], readAt: number): Promise<TurnInput[]> {
    const doubtful = inputs.flatMap((input) =>
      input.kind === 'item' && readAt - input.item.seenAt > evidenceMs ? [input.item.id] : [],
    );
    if (doubtful.length === 0) return inputs;
    const waiting = await this.deps.inbound.stillWaiting(doubtful);
    return inputs.filter(
      (input) => input.kind !== 'item' || waiting.has(input.item.id) || !doubtful.includes(input.item.id),
    );
  }

  private async worldAt({ workspace, channel, flows }: Snapshot, now: number) {
    return {
      now,
      workspace,
      channel,
      flows,
      flowVersion: async (flowId: string, version: number) =>
        flows.find((flow) => flow.flowId === flowId && flow.version === version)?.flow ??
        (await this.deps.flows.version(this.workspaceId, flowId, version)),
      nodeTypes: this.deps.nodeTypes,
      messagesPerDay: paceOf(channel.settings).messagesPerContactAndDay,
      price: (content: OutboundContent, about: { phone: string | null; windowOpen: boolean; at: Instant }) =>
        this.deps.channelTypes.get(channel.type)?.price?.(content, about, channel.settings) ?? null,
      budgets: this.deps.budgets,
    };
  }

  /**
   * Marks the first item of the outbox as `sending`, if it may leave now; those that may not are refused and recorded. Returns
   * the marked item: whoever saves it may make its call.
   */
  private async markFirst(
    next: ConversationState,
    contact: ContactRecord,
    world: { now: number; workspace: WorkspaceRecord; channel: ChannelRecord; flows: PublishedFlow[] },
  ): Promise<OutboxItem | null> {
    const { now, channel } = world;
    for (let first = next.outbox[0]; first && first.notBefore <= now; first = next.outbox[0]) {
      if (first.state === 'uncertain') {
        next.outbox.shift();
        continue;
      }
      const because = refusal(first, next, contact, world);
      if (because) {
        next.outbox.shift();
        this.refuse(next, first, because, now);
        continue;
      }
      if (first.effect.kind === 'message.send') {
        const waitMs = this.speedLimit(next, channel, now);
        if (waitMs > 0) {
          next.outbox[0] = { ...first, notBefore: now + waitMs };
          return null;
        }
      }
      const marked: OutboxItem = { ...first, state: 'sending', attempts: first.attempts + 1 };
      next.outbox[0] = marked;
      return marked;
    }
    return null;
  }

  private speedLimit(next: ConversationState, channel: ChannelRecord, now: number): number {
    const { pairLimit, ...rates } = paceOf(channel.settings);
    const pair = pairLimit ? takePair(next.pair, pairLimit, now) : null;
    if (pair && pair.waitMs > 0) return pair.waitMs;
    const waitMs = this.deps.lanes.take(this.channelId, 'conversation', rates, now);
    if (waitMs === 0 && pair) next.pair = pair.pair;
    return waitMs;
  }

  /** Adds a refusal to the lot of this save, and tells the session. */
  private refuse(next: ConversationState, { effect }: OutboxItem, error: DeliveryError, now: number): void {
    if (effect.kind !== 'message.send') return;
    addEvent(next.pending, next.revision, now, {
      type: 'message.state-changed',
      effectId: effect.id,
      state: 'failed',
      error,
    });
    this.inbox.push({ kind: 'refused', effectId: effect.id, error });
  }

  /** Changes what the next save will write. */
  private change(part: Partial<ConversationState>): void {
    if (!this.snapshot) return;
    this.snapshot.state = { ...this.snapshot.state, ...part };
    this.snapshot.unsaved = true;
  }

  /** Notes what a call made true; it is saved with the next revision, since this one's lot may be in the log already. */
  private happened(event: DomainEvent): void {
    if (!this.snapshot) return;
    const { state } = this.snapshot;
    const pending = [...state.pending];
    addEvent(pending, state.revision + 1, this.deps.now(), event);
    this.change({ pending });
  }

  /** Makes the marked call and puts its outcome where it belongs. */
  private async perform(item: OutboxItem, inputs: readonly TurnInput[]): Promise<void> {
    const { effect } = item;
    const { snapshot } = this;
    if (!snapshot) return;
    if (effect.kind === 'message.send') {
      const outcome = await this.deps.performer.send(effect, snapshot.state, snapshot.contact, snapshot.channel);
      this.sent(item, outcome);
      if (outcome.kind === 'accepted') this.meter(inputs);
    } else if (isCall(effect)) {
      this.called(item, effect, await this.renewing(this.deps.performer.call(effect, snapshot.state)));
    } else if (effect.kind === 'flow.start') {
      const event = await this.renewing(this.deps.startElsewhere(effect, item, snapshot.state));
      this.happened(event);
      this.change({ outbox: snapshot.state.outbox.slice(1) });
    }
  }

  /** Keeps the lease while a call runs that may outlast it. Who loses it all the same goes on: the call is out. */
  private async renewing<Result>(call: Promise<Result>): Promise<Result> {
    let renewal: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      const { snapshot, deps } = this;
      if (!snapshot) return;
      const { state } = snapshot;
      const next = { ...state, revision: state.revision + 1, lease: { by: deps.me, until: deps.now() + leaseMs } };
      renewal = deps.conversations.save({ next, newAliases: [] }).then(
        (result) => {
          if (result === 'saved' && this.snapshot === snapshot)
            snapshot.state = { ...snapshot.state, revision: next.revision, lease: next.lease };
        },
        (error: unknown) => deps.log.warn({ conversationId: this.id, error }, 'a lease could not be renewed'),
      );
    }, renewMs);
    try {
      return await call;
    } finally {
      clearInterval(timer);
      await renewal; // The next save builds on its revision.
    }
  }

  private meter(inputs: readonly TurnInput[]): void {
    for (const input of inputs)
      if (input.kind === 'item' && input.item.event.kind === 'message')
        this.deps.meters.answered(this.deps.now() - input.item.order / 4_096);
  }

  private sent(item: OutboxItem, outcome: SendOutcome): void {
    const { snapshot, deps } = this;
    if (!snapshot || item.effect.kind !== 'message.send') return;
    const now = deps.now();
    const at = new Date(now).toISOString();
    const { effect } = item;
    const rest = snapshot.state.outbox.slice(1);
    switch (outcome.kind) {
      case 'accepted':
        deps.channels.note(this.channelId, { sentAt: at });
        this.recordMessage(item, at, { state: 'accepted', providerMessageId: outcome.providerMessageId });
        if (effect.content.kind === 'media' && rest[0])
          rest[0] = { ...rest[0], notBefore: now + mediaHoldMs, behind: effect.id };
        this.change({ outbox: rest });
        return;
      case 'uncertain':
        this.recordMessage(item, at, { state: 'uncertain', error: outcome.error });
        this.happened({ type: 'message.state-changed', effectId: effect.id, state: 'uncertain', error: outcome.error });
        this.change({ outbox: hold(item, rest, now) });
        return;
      case 'refused': {
        const { retry, error } = outcome;
        deps.channels.note(this.channelId, { error: { at, code: error.code, message: error.message } });
        if (retry.after === 'backoff' && item.attempts < retry.attempts) {
          const delay = Math.max(retry.atLeastMs, Math.min(60_000, backoffMs * 2 ** (item.attempts - 1)));
          this.change({ outbox: [{ ...item, state: 'queued', notBefore: now + delay }, ...rest] });
          return;
        }
        this.recordMessage(item, at, { state: 'failed', error });
        this.happened({ type: 'message.state-changed', effectId: effect.id, state: 'failed', error });
        this.change({ outbox: rest });
        this.inbox.push({ kind: 'refused', effectId: effect.id, error });
      }
    }
  }

  private called(item: OutboxItem, effect: CallEffect, answer: CallAnswer): void {
    const { snapshot, deps } = this;
    if (!snapshot) return;
    const delay = retryInMs(effect, answer, item.attempts);
    if (delay === null) {
      this.inbox.unshift(knownAnswer(effect, answer));
      return;
    }
    const [, ...rest] = snapshot.state.outbox;
    this.change({ outbox: [{ ...item, state: 'queued', notBefore: deps.now() + delay }, ...rest] });
  }

  private recordMessage(
    item: OutboxItem,
    at: Instant,
    what: { state: 'accepted' | 'uncertain' | 'failed'; providerMessageId?: string; error?: DeliveryError },
  ): void {
    if (item.effect.kind !== 'message.send' || !this.snapshot) return;
    const { workspaceId, id: conversationId, contactId, channelId } = this.snapshot.state;
    const { content, id, node } = item.effect;
    const { flowId, flowVersion, sessionId, position } = item;
    const origin = {
      node,
      ...(flowId && { flowId }),
      ...(flowVersion && { flowVersion }),
      ...(sessionId && { sessionId }),
    };
    const update: MessageUpdate = {
      id,
      workspaceId,
      conversationId,
      contactId,
      channelId,
      direction: 'out',
      at,
      position,
      content,
      origin,
      attempts: item.attempts,
      ...what,
    };
    // The lot's own "requested" row says less of the same message: one write does.
    for (const request of this.unrecorded) request.messages = request.messages.filter((message) => message.id !== id);
    this.unrecorded.push({ messages: [update] });
  }

  /** The fourth trip. Repeats until it has worked: what it writes is absolute, and the outbox must not be cleared before. */
  private async flushRecords(): Promise<false> {
    const requests = this.unrecorded.filter(
      ({ messages, contact, alerts }) => messages.length > 0 || contact || alerts,
    );
    this.unrecorded = [];
    if (requests.length === 0) return false;
    for (let delay = 100; ; delay = Math.min(5_000, delay * 2)) {
      try {
        await Promise.all(
          requests.flatMap((request) => [
            this.deps.messages.record(request),
            ...(request.alerts ?? []).map((alert) => this.deps.alerts.raise(alert)),
          ]),
        );
        return false;
      } catch (error) {
        this.deps.log.warn({ conversationId: this.id, error }, 'recording failed; trying again');
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }

  private withoutCopied(next: ConversationState): ConversationState {
    const at = this.deps.now();
    const done = next.done.filter((one) => at - one.at < doneKeptMs);
    const consumed = next.consumed.filter((id) => {
      if (!this.consumedCopied.delete(id)) return true;
      done.push({ id, at });
      return false;
    });
    return { ...next, pending: next.pending.filter((lot) => lot.revision > this.copiedThrough), consumed, done };
  }

  /** The third trip. False when nothing was saved: the document is read again, or forgotten if the person was erased. */
  private async save(next: ConversationState, resting = false): Promise<boolean> {
    const { snapshot } = this;
    if (!snapshot) return false;
    const request: SaveRequest = {
      next,
      newAliases: snapshot.newAliases,
      ...(snapshot.newContact && { newContact: snapshot.newContact }),
    };
    const result = resting ? await this.deps.conversations.clear(request) : await this.saveSurely(request);
    if (result === 'saved') {
      this.calledDue = false;
      snapshot.state = next;
      snapshot.newContact = undefined;
      snapshot.unsaved = false;
      return true;
    }
    this.deps.meters.guardLost();
    this.snapshot = null;
    this.unrecorded = [];
    this.consumedCopied.clear();
    this.copiedThrough = 0;
    if (result === 'erased') {
      this.deps.release(this.inbox.splice(0).flatMap((input) => (input.kind === 'item' ? [input.item.id] : [])));
    }
    return false;
  }

  /** A save whose answer got lost is looked up: our revision under our lease can only be ours. */
  private async saveSurely(request: SaveRequest): Promise<SaveResult> {
    for (let delay = 100; ; delay = Math.min(5_000, delay * 2)) {
      try {
        return await this.deps.conversations.save(request);
      } catch (error) {
        this.deps.log.warn({ conversationId: this.id, error }, 'a save was not answered; looking what became of it');
        await new Promise((resolve) => setTimeout(resolve, delay));
        const found = await this.read().catch(() => null);
        if (found?.conversation?.revision === request.next.revision) {
          if (found.conversation.lease?.by !== this.deps.me) return 'lost';
          if (!found.contact && request.newContact) await this.deps.conversations.save(request); // For the contact alone.
          return 'saved';
        }
        if (found && (found.conversation?.revision ?? 0) > request.next.revision) return 'lost';
      }
    }
  }

  private read(): Promise<Loaded> {
    const { workspaceId, channelId, aliases, id } = this;
    return this.deps.conversations.load({ workspaceId, channelId, aliases, conversationId: id });
  }

  /** The second trip. False when there is nothing to do here: the inputs belong elsewhere, or somebody else is at it. */
  private async load(): Promise<boolean> {
    const { deps } = this;
    const [loaded, channel] = await Promise.all([this.read(), deps.channels.byId(this.channelId)]);
    if (!channel) {
      deps.log.warn({ conversationId: this.id }, 'the channel is gone; its inputs wait');
      deps.wakeIn(this, channelRetryMs);
      return false;
    }
    const rightId = conversationIdOf(this.channelId, loaded.contactId);
    const mergedInto = loaded.conversation?.mergedInto ?? loaded.contact?.mergedInto;
    if (loaded.others.length > 0) return this.merge(loaded);
    if (rightId !== this.id || mergedInto) {
      if (mergedInto && !(await this.retire(loaded, mergedInto))) return false;
      const id = mergedInto ? conversationIdOf(this.channelId, mergedInto) : rightId;
      deps.forward(
        { id, workspaceId: this.workspaceId, channelId: this.channelId, aliases: this.aliases },
        this.inbox.splice(0),
      );
      return false;
    }
    const now = deps.now();
    if (loaded.contact) deps.identities.learn(this.workspaceId, loaded.contact.aliases, loaded.contactId);
    else if (this.aliases.length === 0) {
      deps.release(this.inbox.splice(0).flatMap((input) => (input.kind === 'item' ? [input.item.id] : [])));
      return false;
    }
    const { lease } = loaded.conversation ?? { lease: null };
    if (lease && lease.by !== deps.me && lease.until > now) {
      deps.wakeIn(this, leaseRetryMs);
      return false;
    }
    const at = new Date(now).toISOString();
    const profileName = this.profileName();
    const fresh = loaded.contact
      ? undefined
      : newContact(
          loaded.contactId,
          { workspaceId: this.workspaceId },
          { aliases: this.aliases, ...(profileName && { profileName }) },
          at,
        );
    const contact = loaded.contact ?? fresh;
    if (!contact) return false;
    const state =
      loaded.conversation ??
      newConversation(
        { id: this.id, workspaceId: this.workspaceId, channelId: this.channelId, contactId: loaded.contactId },
        at,
      );
    const flows = await deps.flows.published(this.workspaceId, loaded.workspace.flowsRevision);
    // A document read while our own work was still to be recorded says less than we know.
    if (this.unrecorded.length === 0) this.unrecorded.push(...ownStoreWork(state, state.pending));
    this.snapshot = {
      state,
      contact: withPending(withNames(contact, loaded.newAliases), state.pending),
      workspace: loaded.workspace,
      flows,
      channel,
      newContact: fresh,
      newAliases: loaded.newAliases,
      readAt: now,
      unsaved: false,
    };
    for (const from of this.merged.splice(0)) this.happened({ type: 'contact.merged', from });
    await this.recover();
    return true;
  }

  /** Names of several contacts came in one update: they are one person. The first keeps the conversation. */
  private async merge({ contactId, others }: Loaded): Promise<false> {
    const { deps, workspaceId, channelId } = this;
    for (const other of others) {
      await deps.conversations.mergeContacts(workspaceId, contactId, other);
      deps.forward({ id: conversationIdOf(channelId, other), workspaceId, channelId, aliases: [] }, []);
      this.merged.push(other);
    }
    deps.wakeIn(this, 0);
    return false;
  }

  /** The contact went over into another one: its conversation ends and forwards its inputs. False while somebody is at it. */
  private async retire({ conversation }: Loaded, mergedInto: ContactId): Promise<boolean> {
    if (!conversation || conversation.mergedInto) return true;
    const { lease, outbox, revision } = conversation;
    if (outbox.length > 0 || (lease && lease.by !== this.deps.me && lease.until > this.deps.now())) {
      this.deps.wakeIn(this, leaseRetryMs);
      return false;
    }
    const next = { ...conversation, revision: revision + 1, mergedInto, session: null, expiresAt: null, lease: null };
    return (await this.deps.conversations.save({ next, newAliases: [] })) === 'saved';
  }

  private profileName(): string | undefined {
    for (const input of this.inbox)
      if (input.kind === 'item' && input.item.event.kind === 'message' && input.item.event.profileName)
        return input.item.event.profileName;
    return undefined;
  }

  /** Items found `sending` were begun by somebody who is gone: known by now, or uncertain; calls that may be repeated are. */
  private async recover(): Promise<void> {
    const { snapshot, deps } = this;
    const abandoned = snapshot?.state.outbox.filter((item) => item.state === 'sending') ?? [];
    if (!snapshot || abandoned.length === 0) return;
    const now = deps.now();
    const at = new Date(now).toISOString();
    const states = await deps.messages.states(abandoned.map((item) => item.effect.id));
    const outbox: OutboxItem[] = [];
    for (const item of snapshot.state.outbox) {
      if (item.state !== 'sending') {
        outbox.push(item);
      } else if (item.effect.kind === 'flow.start') {
        outbox.push({ ...item, state: 'queued' });
      } else if (isCall(item.effect)) {
        const { effect } = item;
        const answered = this.inbox.some((input) => isAnswer(input) && input.effectId === effect.id);
        if (mayRepeat(effect)) outbox.push({ ...item, state: 'queued' });
        else outbox.push({ ...item, state: 'uncertain', notBefore: now + uncertainHoldMs });
        if (!mayRepeat(effect) && !answered) this.inbox.unshift(lostAnswer(effect));
      } else {
        const state = states.get(item.effect.id);
        if (state && !['queued', 'sending', 'uncertain'].includes(state)) continue;
        const error = {
          code: 'send.outcome-unknown',
          message: 'The process that sent died before the provider answered.',
        };
        this.recordMessage(item, at, { state: 'uncertain', error });
        this.happened({ type: 'message.state-changed', effectId: item.effect.id, state: 'uncertain', error });
        outbox.push({ ...item, state: 'uncertain', notBefore: now + uncertainHoldMs });
      }
    }
    this.change({ outbox });
    await this.flushRecords();
  }

  /** A status has come for a message that others may wait behind. True when they need not wait any longer. */
  letGo(effectId: string): boolean {
    const { snapshot } = this;
    const first = snapshot?.state.outbox[0];
    if (!snapshot || !first || first.notBefore === 0) return false;
    const held = first.state === 'uncertain' ? first.effect.id === effectId : first.behind === effectId;
    if (held) this.change({ outbox: [{ ...first, notBefore: 0 }, ...snapshot.state.outbox.slice(1)] });
    return held;
  }

  private wakeWhenDue(): void {
    if (!this.snapshot) return;
    const { outbox, session } = this.snapshot.state;
    const times = [outbox[0]?.notBefore, session?.wait?.dueAt && Date.parse(session.wait.dueAt)].filter(
      (time) => typeof time === 'number',
    );
    if (times.length) this.deps.wakeIn(this, Math.max(0, Math.min(...times) - this.deps.now()));
  }
}

const isTaken = ({ consumed, done }: ConversationState, id: string): boolean =>
  consumed.includes(id) || done.some((one) => one.id === id);

const isAnswer = (input: TurnInput): input is CallAnswer => input.kind === 'http' || input.kind === 'done';

const isMessage = (input: TurnInput): boolean => input.kind === 'item' && input.item.event.kind === 'message';

const withNames = (contact: ContactRecord, names: Alias[]): ContactRecord =>
  names.length === 0
    ? contact
    : {
        ...contact,
        aliases: [
          ...contact.aliases.filter(
            (alias) => !names.some((name) => name.kind === alias.kind && name.key === alias.key),
          ),
          ...names,
        ],
        phone: contact.phone ?? names.find((name) => name.kind === 'phone')?.value ?? null,
      };

const hold = (item: OutboxItem, rest: OutboxItem[], now: number): OutboxItem[] => [
  { ...item, state: 'uncertain', notBefore: now + uncertainHoldMs },
  ...rest,
];

/** Adds an event to the lot of a revision, beginning one if there is none. */
function addEvent(pending: PendingLot[], revision: number, now: number, event: DomainEvent): void {
  const index = pending.findIndex((lot) => lot.revision === revision);
  const lot = pending[index];
  if (lot) pending[index] = { ...lot, events: [...lot.events, event] };
  else pending.push({ revision, at: new Date(now).toISOString(), events: [event], traces: [] });
}
