import { textOf, type Effect } from '../contract/index.ts';
import type { Draft, Origin } from './draft.ts';
import { patched, type OutboxItem } from './state.ts';

/** Makes an effect true, as far as the save alone can; what reaches the world goes to the outbox. */
export function performEffect(draft: Draft, effect: Effect, origin: Origin): void {
  switch (effect.kind) {
    case 'message.send':
    case 'http.request':
      queueEffect(draft, effect, origin);
      return;
    case 'contact.update':
      draft.contact = patched(draft.contact, effect.patch);
      draft.events.push({ type: 'contact.updated', patch: effect.patch });
      return;
    case 'conversation.flag':
      draft.state.flagged = { at: draft.at, note: effect.note };
      draft.events.push({
        type: 'conversation.flagged',
        note: effect.note,
        flowId: origin.flowId ?? '',
        node: effect.node,
      });
      return;
  }
}

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

/** Puts an effect in the outbox; a message beyond the day's cap is refused here and recorded as such. */
export function queueEffect(draft: Draft, effect: Effect, origin: Origin): void {
  const { state, world, events, at } = draft;
  const position = positionOf(at, events.length);
  if (effect.kind === 'message.send') {
    const day = at.slice(0, 10);
    if (state.today.day !== day) state.today = { day, messages: 0 };
    const { id, content, node } = effect;
    events.push({ type: 'message.requested', effectId: id, content, node, position, ...origin });
    if (state.today.messages >= world.messagesPerDay) {
      const error = {
        code: 'limit.messages-per-day',
        message: `More than ${world.messagesPerDay} messages to one contact in a day.`,
      };
      events.push({ type: 'message.state-changed', effectId: id, state: 'failed', error });
      return;
    }
    state.today = { day, messages: state.today.messages + 1 };
    state.preview = { at, text: textOf(content).slice(0, 200) || `[${content.kind}]`, direction: 'out' };
  }
  state.outbox.push({ ...itemOf(draft, effect, origin), position });
}

/** The place of a turn's n-th event in the conversation: after what was heard, in the order it was said. */
const positionOf = (at: string, index: number): number => Date.parse(at) + (index + 1) / 1_000;
