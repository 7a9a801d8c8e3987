import type { DeliveryError, DoneOutcome, HttpOutcome } from '../contract/index.ts';
import type { MailboxEvent, MailboxItem } from '../ports.ts';
import { setConsent } from './consent.ts';
import { Draft, type Turn, type TurnWorld } from './draft.ts';
import { hear } from './hear.ts';
import { queueEffect } from './outbox.ts';
import { applyPolicies, noteStay } from './policies.ts';
import { resumeSession, timeHasCome } from './run-session.ts';
import type { ContactRecord, ConversationState } from './state.ts';
import { closeTicket } from './ticket.ts';
import { afterChanges, happen } from './triggering.ts';

/** What moves a conversation on: a stored input, the answer of a call, a refused message, or time. */
export type TurnInput =
  | { kind: 'item'; item: MailboxItem }
  | { kind: 'http'; effectId: string; outcome: HttpOutcome }
  /** Of a letter or a question to a model. */
  | { kind: 'done'; effectId: string; outcome: DoneOutcome }
  | { kind: 'refused'; effectId: string; error: DeliveryError }
  | { kind: 'time' }
  /** A newer version has a word about the card where the session waits. */
  | { kind: 'policy' };

export async function takeTurn(
  state: ConversationState,
  contact: ContactRecord,
  inputs: readonly TurnInput[],
  world: TurnWorld,
): Promise<Turn> {
  const draft = new Draft(state, contact, world);
  for (const input of inputs) {
    const { session } = draft.state;
    const eventsBefore = draft.events.length;
    const before = draft.contact;
    await take(draft, input);
    await afterChanges(draft, before);
    noteStay(draft, session, eventsBefore);
  }
  await applyPolicies(draft);
  return draft.result();
}

async function take(draft: Draft, input: TurnInput): Promise<void> {
  const { state, at } = draft;
  switch (input.kind) {
    case 'http':
      state.outbox = state.outbox.filter((item) => item.effect.id !== input.effectId);
      await resumeSession(draft, { kind: 'http', at, effectId: input.effectId, outcome: input.outcome });
      return;
    case 'done':
      noteLetter(draft, input);
      state.outbox = state.outbox.filter((item) => item.effect.id !== input.effectId);
      await resumeSession(draft, { kind: 'done', at, effectId: input.effectId, outcome: input.outcome });
      return;
    case 'refused':
      await resumeSession(draft, { kind: 'delivery-failed', at, effectId: input.effectId, error: input.error });
      return;
    case 'time':
      return timeHasCome(draft);
    case 'policy':
      return;
    case 'item':
      state.consumed.push(input.item.id);
      return takeItem(draft, input.item);
  }
}

async function takeItem(draft: Draft, { id, event }: MailboxItem): Promise<void> {
  const { state, at } = draft;
  switch (event.kind) {
    case 'message':
      state.closedAt = null;
      return hear(draft, id, event.message);
    case 'start': {
      const { trigger, variables, node, sessionId, flowId } = event;
      const { kind, id: triggerId } = trigger;
      const by = typeof kind === 'string' ? kind : 'manual';
      await happen(
        draft,
        { kind: 'start', by, flowId, ...(typeof triggerId === 'string' && { triggerId }) },
        { trigger, variables, sessionId, ...(node !== undefined && { node }) },
      );
      return;
    }
    case 'missed-call':
      await happen(draft, { kind: 'missed-call' });
      return;
    case 'status':
      if (event.state === 'failed' && event.effectId && event.error)
        await resumeSession(draft, { kind: 'delivery-failed', at, effectId: event.effectId, error: event.error });
      return;
    case 'preference':
      return setConsent(draft, event.state, 'provider', event.kind);
    case 'flag-clearing':
      if (state.flagged?.at !== event.flaggedAt) return;
      // Looking after what a ticket asked for ends the ticket.
      if (state.ticket?.openedAt === event.flaggedAt) await closeTicket(draft, state.ticket.id);
      state.flagged = null;
      draft.events.push({ type: 'conversation.flag-cleared' });
      return;
    case 'ticket-closing':
      return closeTicket(draft, event.ticketId, event.by);
    case 'resolution':
      return settle(draft, event);
    case 'echo':
      draft.events.push({ type: 'message.echoed', message: event.message, inboundId: id });
      return;
    case 'notice':
      return;
  }
}

/** What became of a letter, for whoever reads the conversation. */
function noteLetter({ state, events }: Draft, { effectId, outcome }: Extract<TurnInput, { kind: 'done' }>): void {
  const effect = state.outbox.find((item) => item.effect.id === effectId)?.effect;
  if (effect?.kind !== 'email.send') return;
  const { to, subject } = effect.email;
  if (outcome.ok) events.push({ type: 'email.sent', effectId, to, subject });
  else events.push({ type: 'email.failed', effectId, to, subject, code: outcome.code, message: outcome.message });
}

/** A person has said what became of an uncertain message: those behind it need not wait, and it may be sent once more. */
async function settle(
  draft: Draft,
  { effectId, outcome, content }: Extract<MailboxEvent, { kind: 'resolution' }>,
): Promise<void> {
  const { state, events, at } = draft;
  state.outbox = state.outbox.filter((item) => item.effect.id !== effectId || item.state !== 'uncertain');
  if (outcome === 'delivered') {
    events.push({ type: 'message.state-changed', effectId, state: 'delivered' });
    return;
  }
  const error = { code: 'resolved.not-delivered', message: 'A person said that it did not arrive.' };
  events.push({ type: 'message.state-changed', effectId, state: 'failed', error });
  if (outcome === 'send-again' && content)
    queueEffect(draft, { id: `${effectId}:again`, node: '', kind: 'message.send', content }, {});
  else await resumeSession(draft, { kind: 'delivery-failed', at, effectId, error });
}
