import { textOf, type InboundMessage } from '../contract/index.ts';
import { answerConsentWord } from './consent.ts';
import type { Draft } from './draft.ts';
import { happen, heard } from './triggering.ts';

/** A person has written: the waiting session goes on, or a trigger begins a flow. */
export async function hear(draft: Draft, inboundId: string, message: InboundMessage): Promise<void> {
  const { state, world, at } = draft;
  const first = state.lastInboundAt === null;
  const text = textOf(message.content);
  state.lastInboundAt = Math.max(state.lastInboundAt ?? 0, Math.min(Date.parse(message.at), world.now));
  state.lastInboundMessageId = message.id;
  state.preview = { at, text: text.slice(0, 200) || `[${message.content.kind}]`, direction: 'in' };
  draft.events.push({ type: 'message.received', message, inboundId });

  const { why } = await happen(draft, heard(message, first), { message });
  if (why.code === 'opt-out-word') answerConsentWord(draft, 'withdrawn', text);
  if (why.code === 'opt-in-word') answerConsentWord(draft, 'granted', text);
}
