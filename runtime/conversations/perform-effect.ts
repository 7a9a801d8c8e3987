import type { Effect, Session } from '../contract/index.ts';
import { setConsent } from './consent.ts';
import type { Draft, Origin } from './draft.ts';
import { itemOf, queueEffect } from './outbox.ts';
import { patched } from './state.ts';
import { dropTicket, openTicket } from './ticket.ts';

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
