import type { DomainEvent } from '../contract/index.ts';
import type { FlowAlert, MessageUpdate, RecordRequest } from '../ports.ts';
import {
  patched,
  type ContactRecord,
  type ConversationState,
  type PendingLot,
  type StoredContactPatch,
} from './state.ts';

/**
 * Effects on our own store, read from the events that a save made true: message records and contact patches. At least once and
 * idempotent, so a crash between save and record only means that they are written again, before anything else happens.
 */
export function ownStoreWork(state: ConversationState, lots: readonly PendingLot[]): RecordRequest[] {
  return lots.flatMap((lot) => {
    const messages = messagesOf(state, lot);
    const patch = patchOf(lot);
    const alerts = alertsOf(state, lot);
    if (!messages.length && !patch && !alerts.length) return [];
    const { workspaceId, contactId, channelId } = state;
    return [
      {
        messages,
        ...(patch && { contact: { workspaceId, contactId, channelId, revision: lot.revision, patch } }),
        ...(alerts.length > 0 && { alerts }),
      },
    ];
  });
}

/** The contact as it will be once the pending patches are written. */
export const withPending = (contact: ContactRecord, lots: readonly PendingLot[]): ContactRecord =>
  lots.reduce((current, lot) => {
    const patch = patchOf(lot);
    return patch ? patched(current, patch) : current;
  }, contact);

function messagesOf(state: ConversationState, { at, events }: PendingLot): MessageUpdate[] {
  const { workspaceId, id: conversationId, contactId, channelId } = state;
  const owner = { workspaceId, conversationId, contactId, channelId };
  const position = Date.parse(at);
  return events.flatMap((event): MessageUpdate[] => {
    switch (event.type) {
      case 'message.received':
        return [
          { id: event.inboundId, ...owner, direction: 'in', at: event.message.at, position, message: event.message },
        ];
      case 'message.echoed':
        return [
          {
            id: event.inboundId,
            ...owner,
            direction: 'in',
            at: event.message.at,
            position,
            message: event.message,
            echo: true,
          },
        ];
      case 'message.requested': {
        const { effectId, content, position: place, type: _type, ...origin } = event;
        return [{ id: effectId, ...owner, direction: 'out', state: 'queued', at, position: place, content, origin }];
      }
      case 'message.state-changed':
        return [
          {
            id: event.effectId,
            ...owner,
            direction: 'out',
            state: event.state,
            at,
            ...(event.error && { error: event.error }),
          },
        ];
      default:
        return [];
    }
  });
}

/** Whoever owns a flow is to know that a guard has stopped it. */
const alertsOf = ({ workspaceId, today }: ConversationState, { at, events }: PendingLot): FlowAlert[] =>
  events.flatMap((event) => {
    if (event.type !== 'session.failed' || !event.stopped) return [];
    const { flowId, code, node, message, sessionId } = event;
    return [{ workspaceId, flowId, code, message, day: today.day, at, sessionId, ...(node !== undefined && { node }) }];
  });

function patchOf({ at, events }: PendingLot): StoredContactPatch | null {
  const patches = events.flatMap((event) => patchOfEvent(event, at) ?? []);
  if (patches.length === 0) return null;
  const joined = (name: 'fields' | 'groups' | 'labels') => {
    const all = Object.assign({}, ...patches.map((patch) => patch[name]));
    return Object.keys(all).length > 0 && { [name]: all };
  };
  return Object.assign({}, ...patches, joined('fields'), joined('groups'), joined('labels'));
}

function patchOfEvent(event: DomainEvent, at: string): StoredContactPatch | null {
  if (event.type === 'contact.updated') return event.patch;
  if (event.type !== 'consent.changed') return null;
  const { state, method, text, businessName, source } = event;
  return { consent: { marketing: { state, method, text, businessName, source, at } } };
}
