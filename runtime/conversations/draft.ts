import {
  asId,
  type Decision,
  type DomainEvent,
  type EffectId,
  type Flow,
  type Instant,
  type Money,
  type NodeTypes,
  type OutboundContent,
} from '../contract/index.ts';
import type { ChannelRecord, PublishedFlow, WorkspaceRecord } from '../ports.ts';
import type { DayBudgets } from './budgets.ts';
import type { ContactRecord, ConversationState, SessionTrace } from './state.ts';
import { dayOf } from './today.ts';

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
  /** What a message is expected to cost; null when it is free or nobody knows. */
  price?(content: OutboundContent, about: { phone: string | null; windowOpen: boolean; at: Instant }): Money | null;
  /** Caps of flows for the whole day; without them there are none. */
  budgets?: DayBudgets;
};

/** What the inputs make of a conversation. Pure: nothing has been saved or sent. */
export type Turn = {
  state: ConversationState;
  /** The contact with the turn's changes; its patches stand in the pending events until they are written. */
  contact: ContactRecord;
};

/** Which session an effect comes from; empty for what no flow asked for. */
export type Origin = { flowId?: string; flowVersion?: number; sessionId?: string };

/** A conversation under way through a turn: a copy of its state, and what has become true so far. */
export class Draft {
  readonly state: ConversationState;
  contact: ContactRecord;
  readonly world: TurnWorld;
  readonly events: DomainEvent[] = [];
  readonly traces: SessionTrace[] = [];
  readonly at: string;
  /** Who was to answer what is being taken; the session that takes it keeps it in its trace. */
  decision: Decision | undefined;
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
        day: dayOf(this),
        events: [...(before?.events ?? []), ...this.events],
        traces: this.traces,
      };
      state.pending = [...state.pending.filter((other) => other !== before), lot];
    }
    return { state, contact: this.contact };
  }

  /** True when the bot must not speak: all of it, this channel, or this flow is paused. */
  silent(flow?: PublishedFlow): boolean {
    return this.world.workspace.botPaused || this.world.channel.paused || (flow?.paused ?? false);
  }

  /** For effects that no session asked for: unique because a revision is saved once. */
  ownEffectId(): EffectId {
    this.ownEffects += 1;
    return asId<EffectId>(`${this.state.id}.r${this.state.revision}.${this.ownEffects}`);
  }
}
