import type { DeliveryError } from '../contract/index.ts';
import type { ChannelRecord, PublishedFlow, WorkspaceRecord } from '../ports.ts';
import type { ContactRecord, ConversationState, OutboxItem } from './state.ts';

/** How long after a person's message free-form answers may leave (WhatsApp: customer service window, 24 hours). */
export const serviceWindowMs = 24 * 60 * 60 * 1_000;

/** Kept free at the window's end, for clocks that differ and the way to the provider. */
const windowMarginMs = 30_000;

/** What may leave now, and if nothing: why, and what to do instead. Every sender, human or machine, asks here. */
export type Leave =
  { may: 'free-form' } | { may: 'template'; because: DeliveryError } | { may: 'nothing'; because: DeliveryError };

/** The 24-hour rule alone. */
export function windowAt(state: Pick<ConversationState, 'lastInboundAt'>, now: number): Leave {
  if (state.lastInboundAt !== null && now < state.lastInboundAt + serviceWindowMs - windowMarginMs)
    return { may: 'free-form' };
  return {
    may: 'template',
    because: {
      code: 'window.closed',
      message: 'The person last wrote more than 24 hours ago; only an approved template may be sent.',
    },
  };
}

/**
 * The last gate, asked in the save and again just before a call that had to wait: ownership, pause, consent, window.
 * Returns why the message must not leave, or null.
 */
export function refusal(
  item: OutboxItem,
  state: ConversationState,
  contact: ContactRecord,
  world: { workspace: WorkspaceRecord; channel: ChannelRecord; flows: readonly PublishedFlow[]; now: number },
): DeliveryError | null {
  if (item.effect.kind !== 'message.send') return null;
  if (item.token !== state.voice.token)
    return { code: 'voice.moved', message: 'Somebody else has taken over the conversation since this was decided.' };
  if (item.flowId !== undefined) {
    if (world.workspace.botPaused) return { code: 'bot.paused', message: 'The bot is paused.' };
    if (world.channel.paused) return { code: 'channel.paused', message: 'The channel is paused.' };
    if (world.flows.some((flow) => flow.flowId === item.flowId && flow.paused))
      return { code: 'flow.paused', message: 'The flow is paused.' };
  }
  if (contact.aliases.length === 0)
    return { code: 'contact.unreachable', message: 'There is no number or id to send to.' };
  const { content } = item.effect;
  if (content.kind === 'template') return withheld(content.category, contact);
  const leave = windowAt(state, world.now);
  return leave.may === 'free-form' ? null : leave.because;
}

/** A template whose category nobody knows counts as marketing. */
function withheld(category: string | undefined, { consent }: ContactRecord): DeliveryError | null {
  if (category === 'utility' || category === 'authentication' || consent.marketing?.state !== 'withdrawn') return null;
  return { code: 'consent.withdrawn', message: 'The person takes no marketing messages.' };
}
