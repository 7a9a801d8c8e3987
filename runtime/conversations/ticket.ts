import type { Effect } from '../contract/index.ts';
import type { Draft, Origin } from './draft.ts';
import type { ConversationState } from './state.ts';
import { happen } from './triggering.ts';

/**
 * Gives the conversation to people: the bot is silent until the ticket is closed. A second one while it is open says more of the same
 * ticket.
 */
export function openTicket(
  draft: Draft,
  { id, node, queue, note, important }: Extract<Effect, { kind: 'ticket.open' }>,
  { flowId }: Origin,
): void {
  const { state, at } = draft;
  const about = { ...(queue !== undefined && { queue }), note, ...(important && { important }) };
  const { id: ticketId, openedAt } = state.ticket ?? { id, openedAt: at };
  state.ticket = { id: ticketId, ...about, openedAt };
  state.flagged = { at: openedAt, note };
  state.closedAt = null;
  passVoice(state, 'nobody');
  draft.events.push({ type: 'ticket.opened', ticketId, ...about, ...(flowId !== undefined && { flowId }), node });
}

/** The ticket is over, and the bot has the conversation again. */
export function dropTicket({ state, events }: Draft, by?: string): void {
  const { ticket } = state;
  if (!ticket) return;
  state.ticket = null;
  if (state.flagged?.at === ticket.openedAt) state.flagged = null;
  passVoice(state, 'bot');
  events.push({ type: 'ticket.closed', ticketId: ticket.id, ...(by !== undefined && { by }) });
}

/** The same, with the session that waits for it, or a trigger that listens to it. */
export async function closeTicket(draft: Draft, ticketId: string, by?: string): Promise<void> {
  const { ticket } = draft.state;
  if (ticket?.id !== ticketId) return;
  dropTicket(draft, by);
  await happen(draft, { kind: 'ticket-closed', ...(ticket.queue !== undefined && { queue: ticket.queue }) });
}

/** Changes who speaks. What was decided before and has not left yet was still theirs to say: it leaves. */
function passVoice(state: ConversationState, kind: ConversationState['voice']['kind']): void {
  const { voice } = state;
  if (voice.kind === kind) return;
  const token = voice.token + 1;
  state.outbox = state.outbox.map((item) => (item.token === voice.token ? { ...item, token } : item));
  state.voice = { kind, token };
}
