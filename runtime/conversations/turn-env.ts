import {
  failureTexts,
  type Advanced,
  type Effect,
  type Env,
  type Flow,
  type Input,
  type Session,
} from '../contract/index.ts';
import { advance } from '../engine/index.ts';
import { viewOf } from './contact.ts';
import type { Draft, Origin } from './draft.ts';
import { refusal } from './gate.ts';
import { itemOf } from './outbox.ts';
import { Spending } from './spending.ts';

/** So often a turn is played again because others were taking of the same block of a flow's day. */
const mostReplays = 5;

/** Runs a session on an input; nothing has happened yet. What its flows have spent is to be settled once it is taken. */
export async function play(
  draft: Draft,
  flow: Flow,
  session: Session,
  input: Input,
): Promise<{ done: Advanced; spending: Spending }> {
  for (let replays = 0; ; replays += 1) {
    const { env, spending } = await envOf(draft, flow, session, input);
    const done = await advance(flow, session, input, env);
    if (replays === mostReplays || !(await spending.mayGoOn())) return { done, spending };
  }
}

/** The world as a session sees it in this turn, and what its flows may still spend. */
async function envOf(
  draft: Draft,
  flow: Flow,
  session: Session,
  input: Input,
): Promise<{ env: Env; spending: Spending }> {
  const { state, world, at } = draft;
  const { workspace } = world;
  const spending = new Spending(draft);
  await spending.watch(flow);
  for (const frame of session.stack ?? []) {
    const caller = await world.flowVersion(frame.flowId, frame.flowVersion);
    if (caller) await spending.watch(caller);
  }
  const origin: Origin = { flowId: session.flowId, flowVersion: session.flowVersion, sessionId: session.id };
  const { kind } = input.kind === 'start' ? input.trigger : session.trigger;
  // Somebody of the business who has the conversation may hand a part of it to a flow.
  const speaks = () => state.voice.kind === 'bot' || kind === 'agent';
  const env: Env = {
    nodeTypes: world.nodeTypes,
    now: at,
    timeZone: workspace.timeZone,
    contact: viewOf(draft.contact),
    channel: { id: state.channelId, name: world.channel.name },
    conversation: { id: state.id },
    exitWords: workspace.exitWords,
    language: workspace.language,
    globals: workspace.globals ?? {},
    flows: {
      async published(flowId) {
        const found = world.flows.find((candidate) => candidate.flowId === flowId);
        if (!found || found.paused) return undefined;
        await spending.watch(found.flow);
        return { flow: found.flow, version: found.version };
      },
      version: (flowId, version) => world.flowVersion(flowId, version),
    },
    price: (content) => spending.priceOf(content),
    refuse(content, how = { closing: false, flows: [session.flowId], before: [] }) {
      if (!speaks()) return { code: 'voice.moved', message: 'People have the conversation.' };
      const effect: Effect = { id: '', node: '', kind: 'message.send', content };
      return refusal(itemOf(draft, effect, origin), state, draft.contact, world) ?? spending.refuse(content, how);
    },
    ...failureText(draft),
  };
  return { env, spending };
}

function failureText({ contact, world: { workspace } }: Draft): { failureText?: string } {
  const words = { ...failureTexts, ...workspace.texts.failed };
  const spoken = [contact.language, workspace.language, 'es'].flatMap((language) => language?.slice(0, 2) ?? []);
  const found = spoken.flatMap((language) => words[language] ?? [])[0];
  return found === undefined ? {} : { failureText: found };
}
