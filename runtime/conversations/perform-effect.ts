import { textOf, type Effect, type Session } from '../contract/index.ts';
import { setConsent } from './consent.ts';
import type { Draft, Origin } from './draft.ts';
import { patched, type OutboxItem } from './state.ts';
import { dropTicket, openTicket } from './ticket.ts';
import { todayOf } from './today.ts';

/** Makes an effect true, as far as the save alone can; what reaches the world or another conversation goes to the outbox. */
export function performEffect(draft: Draft, effect: Effect, origin: Origin, trigger: Session['trigger'] = {}): void {
  const { state, events, at } = draft;
  const { node } = effect;
  const from = { ...(origin.flowId !== undefined && { flowId: origin.flowId }), node };
  switch (effect.kind) {
    case 'message.send':
    case 'http.request':
    case 'email.send':
    case 'ai.ask':
      return queueEffect(draft, effect, origin);
    case 'flow.start':
      state.outbox.push({ ...itemOf(draft, effect, origin), hops: hopsOf(trigger) + 1 });
      return;
    case 'contact.update':
      draft.contact = patched(draft.contact, effect.patch);
      events.push({ type: 'contact.updated', patch: effect.patch });
      return;
    case 'consent.record':
      return setConsent(draft, effect.state, 'flow', effect.text);
    case 'ticket.open':
      return openTicket(draft, effect, origin);
    case 'conversation.close':
      dropTicket(draft);
      state.flagged = null;
      state.closedAt = at;
      events.push({ type: 'conversation.closed', ...from });
      return;
    case 'conversation.note':
      events.push({ type: 'conversation.noted', text: effect.text, ...from });
      return;
    case 'conversation.flag':
      state.flagged = { at, note: effect.note };
      events.push({ type: 'conversation.flagged', note: effect.note, ...from });
  }
}

/** How many flows in a row have begun one another to get here. */
const hopsOf = ({ hops }: Session['trigger']): number => (typeof hops === 'number' ? hops : 0);

export function itemOf(
  { world, state }: Draft,
  effect: Effect,
  { flowId, flowVersion, sessionId }: Origin,
): OutboxItem {
  return {
    effect,
    state: 'queued',
    notBefore: world.now,
    attempts: 0,
    token: state.voice.token,
    position: 0,
    ...(flowId !== undefined && { flowId }),
    ...(flowVersion !== undefined && { flowVersion }),
    ...(sessionId !== undefined && { sessionId }),
  };
}

/** Puts an effect in the outbox; a message that no flow asked for and that is beyond the day's cap is refused here and recorded so. */
export function queueEffect(draft: Draft, effect: Effect, origin: Origin): void {
  const { state, world, events, at } = draft;
  const position = positionOf(at, events.length);
  if (effect.kind === 'message.send') {
    const today = todayOf(draft);
    const { id, content, node } = effect;
    events.push({ type: 'message.requested', effectId: id, content, node, position, ...origin });
    if (origin.flowId === undefined && today.messages >= world.messagesPerDay) {
      const error = {
        code: 'limit.messages-per-day',
        message: `More than ${world.messagesPerDay} messages to one contact in a day.`,
      };
      events.push({ type: 'message.state-changed', effectId: id, state: 'failed', error });
      return;
    }
    state.today = { ...today, messages: today.messages + 1 };
    state.preview = { at, text: textOf(content).slice(0, 200) || `[${content.kind}]`, direction: 'out' };
  }
  state.outbox.push({ ...itemOf(draft, effect, origin), position });
}

/** The place of a turn's n-th event in the conversation: after what was heard, in the order it was said. */
const positionOf = (at: string, index: number): number => Date.parse(at) + (index + 1) / 1_000;
