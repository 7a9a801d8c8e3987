import { textOf, type InboundMessage } from '../contract/index.ts';
import { chooseTrigger } from '../engine/index.ts';
import { heardConsent } from './consent.ts';
import type { Draft } from './draft.ts';
import { beginSession, resumeSession } from './run-session.ts';

/** Kinds of message that say something to a bot; the others are recorded only. */
const speaks = new Set([
  'text',
  'media',
  'location',
  'contacts',
  'choice',
  'form',
  'order',
  'unsupported',
  'unknown',
  'welcome',
]);

/** A person has written: the waiting session goes on, or a trigger begins a flow. */
export async function hear(draft: Draft, inboundId: string, message: InboundMessage): Promise<void> {
  const { state, world, at } = draft;
  const first = state.lastInboundAt === null;
  const text = textOf(message.content);
  state.lastInboundAt = Math.max(state.lastInboundAt ?? 0, Math.min(Date.parse(message.at), world.now));
  state.lastInboundMessageId = message.id;
  state.preview = { at, text: text.slice(0, 200) || `[${message.content.kind}]`, direction: 'in' };
  draft.events.push({ type: 'message.received', message, inboundId });

  if (message.content.kind === 'text' && heardConsent(draft, text)) return;
  if (!speaks.has(message.content.kind) || draft.silent() || state.voice.kind !== 'bot') return;

  const { session } = state;
  const current = session && world.flows.find((flow) => flow.flowId === session.flowId);
  if (session?.status === 'waiting') {
    if (current && draft.silent(current)) return;
    const definition = await world.flowVersion(session.flowId, session.flowVersion);
    const interrupts = message.content.kind === 'text' && !definition?.settings.ignoreTriggers;
    const winner = interrupts ? choose(draft, text, first, (kind) => kind === 'keyword') : undefined;
    if (!winner) {
      const taken = await resumeSession(draft, { kind: 'message', at, message });
      if (taken !== 'left') return;
    }
  }
  const winner = choose(draft, text, first);
  if (!winner) return;
  await beginSession(draft, winner.flow, {
    kind: 'start',
    at,
    trigger: { kind: winner.kind, id: winner.triggerId, text },
    ...(winner.node && { node: winner.node }),
    message,
  });
}

function choose({ world, state }: Draft, text: string, first: boolean, only: (kind: string) => boolean = () => true) {
  const candidates = world.flows
    .filter((flow) => !flow.paused)
    .map(({ flowId, version, flow, paused }) => ({
      flow: { id: flowId, version, triggers: flow.triggers.filter((trigger) => only(trigger.kind)), paused },
    }));
  const { winner } = chooseTrigger(candidates, { text, firstMessage: first, channelId: state.channelId });
  const flow = winner && world.flows.find((candidate) => candidate.flowId === winner.flowId);
  if (!winner || !flow) return undefined;
  return { flow, kind: winner.trigger.kind, triggerId: winner.trigger.id, node: winner.trigger.to };
}
