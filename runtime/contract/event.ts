import type { ContactPatch, Somebody } from './effect.ts';
import type { DeliveryError, DeliveryState } from './delivery.ts';
import type { Instant, Json } from './json.ts';
import type { InboundMessage, OutboundContent } from './message.ts';
import type { Decision } from './trigger.ts';

/**
 * Facts, in the past tense. Written inside the guarded save that made them true and copied to the event log under
 * `conversation:revision:index`, so that a copy made twice is one row. Screens, reports and outgoing webhooks are views of these.
 */
export type DomainEvent =
  | { type: 'conversation.started' }
  | { type: 'conversation.flagged'; note: string; flowId?: string; node?: string }
  | { type: 'conversation.flag-cleared' }
  | { type: 'conversation.closed'; flowId?: string; node?: string }
  /** Words for the people of the business, which the person never sees. */
  | { type: 'conversation.noted'; text: string; flowId?: string; node?: string }
  /** People have the conversation; the bot is silent. */
  | {
      type: 'ticket.opened';
      ticketId: string;
      queue?: string;
      note: string;
      important?: boolean;
      flowId?: string;
      node?: string;
    }
  | { type: 'ticket.closed'; ticketId: string; by?: string }
  | { type: 'message.received'; message: InboundMessage; inboundId: string }
  /** A person of the business wrote from the phone's own app. */
  | { type: 'message.echoed'; message: InboundMessage; inboundId: string }
  | {
      type: 'message.requested';
      effectId: string;
      content: OutboundContent;
      /** Its place in the conversation: milliseconds, with fractions among the messages of one turn. */
      position: number;
      flowId?: string;
      flowVersion?: number;
      node?: string;
      sessionId?: string;
    }
  | { type: 'message.state-changed'; effectId: string; state: DeliveryState; error?: DeliveryError }
  | {
      type: 'session.started';
      sessionId: string;
      flowId: string;
      flowVersion: number;
      trigger: { [key: string]: Json };
      /** Why this flow, of those that might have begun. */
      decision?: Decision;
    }
  /** Flows that begin one another by changing the contact were stopped. `code`: limit.chained-begins. */
  | { type: 'trigger.stopped'; code: string; flowId: string; triggerId: string }
  | {
      type: 'session.ended';
      sessionId: string;
      flowId: string;
      flowVersion: number;
      reason: 'end' | 'expired' | 'replaced' | 'left' | 'paused' | 'closed';
      /** The version whose policy closed it. */
      byVersion?: number;
      /** The card where it waited, of one that expired or that a policy closed. */
      node?: string;
    }
  /** A session went on at another card because a newer version no longer has the one it waited at. */
  | {
      type: 'session.moved';
      sessionId: string;
      flowId: string;
      fromVersion: number;
      toVersion: number;
      from: string;
      to: string;
    }
  /** A session went on or ended by itself at a card that the policies of a newer version name. */
  | {
      type: 'session.stayed';
      sessionId: string;
      flowId: string;
      flowVersion: number;
      node: string;
      /** The version whose policies name the card. */
      byVersion: number;
    }
  /** A flow was begun with somebody else, in that session of theirs; or was not, and why. */
  | {
      type: 'flow.started-elsewhere';
      sessionId: string;
      flowId: string;
      who: Somebody;
      problem?: { code: string; message: string };
    }
  /** A letter went out, or did not. */
  | { type: 'email.sent'; effectId: string; to: string[]; subject: string }
  | { type: 'email.failed'; effectId: string; to: string[]; subject: string; code: string; message: string }
  | {
      type: 'session.failed';
      sessionId: string;
      flowId: string;
      flowVersion: number;
      code: string;
      node?: string;
      message: string;
      /** A guard stopped the flow: its owner is told. */
      stopped?: boolean;
    }
  | {
      type: 'result.saved';
      sessionId: string;
      flowId: string;
      node: string;
      name: string;
      value: Json;
      category?: string;
    }
  | { type: 'contact.updated'; patch: ContactPatch }
  | { type: 'contact.merged'; from: string }
  | {
      type: 'consent.changed';
      category: 'marketing';
      state: 'granted' | 'withdrawn';
      method: string;
      text: string;
      businessName: string;
      source: string;
    };

export type DomainEventType = DomainEvent['type'];

/** An event as the log keeps it. */
export type LoggedEvent = {
  id: string;
  workspaceId: string;
  conversationId: string;
  contactId: string;
  at: Instant;
  event: DomainEvent;
};
