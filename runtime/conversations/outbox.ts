import { textOf, type Effect } from '../contract/index.ts';
import type { Draft, Origin } from './draft.ts';
import type { OutboxItem } from './state.ts';
import { todayOf } from './today.ts';

/** An effect as it waits to be carried out. */
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
