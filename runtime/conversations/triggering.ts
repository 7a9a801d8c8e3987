import { textOf, type Decision, type InboundMessage, type Input, type Instant, type Json } from '../contract/index.ts';
import {
  chainedBegins,
  chooseTrigger,
  contactChanges,
  firedKey,
  triggerView,
  type Happening,
  type TriggerContext,
  type TriggerDecision,
} from '../engine/index.ts';
import type { PublishedFlow } from '../ports.ts';
import type { Draft, TurnWorld } from './draft.ts';
import { beginSession, resumeSession } from './run-session.ts';
import { patched, type ContactRecord, type ConversationState } from './state.ts';

/** How many triggers that say how often are remembered for a contact. */
const mostFired = 500;
/** How many triggers a trace keeps. */
const mostShown = 20;

/** Who would answer; nothing happens. Undefined `conversation` and `contact`: nobody known. */
export async function decide(
  happening: Happening,
  { state, contact, world, at }: DecisionGround,
): Promise<TriggerDecision> {
  const { workspace, channel } = world;
  const candidates = world.flows.map(({ flowId, version, flow, paused }) => ({
    flow: { id: flowId, version, triggers: flow.triggers, paused, timeZone: flow.settings.timeZone },
  }));
  return chooseTrigger(candidates, {
    happening,
    channelId: channel.id,
    groups: contact?.groups ?? [],
    now: at,
    timeZone: workspace.timeZone,
    session: await waitingIn(state, world),
    fired: state?.fired ?? {},
    words: { exit: workspace.exitWords, optOut: workspace.optOutWords, optIn: workspace.optInWords },
    optedOut: contact?.consent.marketing?.state === 'withdrawn',
    paused: workspace.botPaused ? 'bot' : channel.paused ? 'channel' : undefined,
    voice: state?.voice.kind ?? 'bot',
  });
}

/** What a decision is made from: a draft, or what is stored. */
export type DecisionGround = {
  state?: Pick<ConversationState, 'session' | 'fired' | 'voice'> | undefined;
  contact?: ContactRecord | undefined;
  world: Pick<TurnWorld, 'workspace' | 'channel' | 'flows' | 'flowVersion'>;
  at: Instant;
};

async function waitingIn(
  state: DecisionGround['state'],
  { flowVersion }: Pick<TurnWorld, 'flowVersion'>,
): Promise<TriggerContext['session']> {
  const session = state?.session;
  if (session?.status !== 'waiting') return undefined;
  const callers = (session.stack ?? []).toReversed();
  const stands = [session, ...callers];
  const flows = await Promise.all(stands.map((one) => flowVersion(one.flowId, one.flowVersion)));
  return {
    flows: [session.flowId, ...callers.map(({ flowId }) => flowId)],
    ignoreTriggers: flows.some((flow) => flow?.settings.ignoreTriggers === true),
    waitsFor: session.wait?.for,
  };
}

/** What somebody who begins a flow hands over. */
export type Handed = {
  message?: InboundMessage;
  trigger?: { [key: string]: Json };
  variables?: { [name: string]: Json };
  node?: string;
  sessionId?: string;
};

/** Something happened: the session that waits takes it, or a flow begins, or nothing comes of it. The decision is made here alone. */
export async function happen(draft: Draft, happening: Happening, handed: Handed = {}): Promise<TriggerDecision> {
  const decision = await decide(happening, draft);
  const { action, leaves } = decision;
  if (action === 'begin' || action === 'resume') draft.decision = summaryOf(decision);
  if (action === 'resume' || leaves) {
    const { at } = draft;
    if (handed.message) await resumeSession(draft, { kind: 'message', at, message: handed.message });
    else if (happening.kind === 'ticket-closed') await resumeSession(draft, { kind: 'ticket-closed', at });
  }
  if (action === 'begin') {
    if (leaves) draft.decision = summaryOf(decision);
    await begin(draft, decision, happening, handed);
  }
  draft.decision = undefined;
  return decision;
}

/** Flows that listen to changes of the contact begin with those that the turn so far has made. */
export async function afterChanges(draft: Draft, before: ContactRecord): Promise<void> {
  let seen = before;
  for (let begun = 0; draft.contact !== seen; begun += 1) {
    const changes = contactChanges(seen, draft.contact);
    seen = draft.contact;
    if (changes.length === 0) return;
    const happening: Happening = { kind: 'contact-changed', changes };
    const decision = await decide(happening, draft);
    const { winner } = decision;
    if (decision.action !== 'begin' || !winner) return;
    if (begun === chainedBegins) {
      draft.events.push({
        type: 'trigger.stopped',
        code: 'limit.chained-begins',
        flowId: winner.flowId,
        triggerId: winner.trigger?.id ?? '',
      });
      return;
    }
    draft.decision = summaryOf(decision);
    await begin(draft, decision, happening, {});
  }
}

async function begin(
  draft: Draft,
  { winner }: TriggerDecision,
  happening: Happening,
  { message, trigger: given, variables, node: at, sessionId }: Handed,
): Promise<void> {
  const found = winner && draft.world.flows.find(({ flowId }) => flowId === winner.flowId);
  if (!winner || !found) return;
  const { trigger } = winner;
  if (trigger?.once !== undefined) draft.state.fired = firedNow(draft, firedKey(found.flowId, trigger.id));
  if (trigger?.kind === 'keyword' && trigger.joinGroup !== undefined) join(draft, trigger.joinGroup);
  const node = at ?? trigger?.to;
  const input: Extract<Input, { kind: 'start' }> = {
    kind: 'start',
    at: draft.at,
    trigger: given ?? triggerView(happening, winner),
    ...(variables && { variables }),
    ...(node !== undefined && { node }),
    ...(message && { message }),
  };
  await beginSession(draft, found, input, sessionId);
}

/** With a trigger that has just begun; when there are too many, those go that no flow has any more, then the oldest. */
function firedNow({ state: { fired = {} }, world, at }: Draft, key: string): { [key: string]: Instant } {
  const next = { ...fired, [key]: at };
  const keys = Object.keys(next);
  if (keys.length <= mostFired) return next;
  const present = new Set(
    world.flows.flatMap(({ flowId, flow }: PublishedFlow) => flow.triggers.map(({ id }) => firedKey(flowId, id))),
  );
  const kept = Object.entries(next)
    .toSorted(([one, since], [other, until]) => {
      if (present.has(one) !== present.has(other)) return present.has(one) ? -1 : 1;
      return since === until ? 0 : since > until ? -1 : 1;
    })
    .slice(0, mostFired);
  return Object.fromEntries(kept);
}

function join(draft: Draft, group: string): void {
  if (draft.contact.groups?.includes(group)) return;
  const patch = { groups: { [group]: true } };
  draft.contact = patched(draft.contact, patch);
  draft.events.push({ type: 'contact.updated', patch });
}

/** Of what was considered, what tells something: those that matched, and those that would have. */
const aboutSomethingElse: ReadonlySet<string> = new Set([
  'other-kind',
  'no-word',
  'not-first',
  'no-referral',
  'other-source',
  'no-tap',
  'other-payload',
  'other-queue',
  'other-change',
]);

/** A decision as traces and events keep it; undefined where the session took what it waits for and no trigger had a say. */
export function summaryOf({ action, why, leaves, winner, considered }: TriggerDecision): Decision | undefined {
  const telling = considered.filter(({ matched, why: { code } }) => matched || !aboutSomethingElse.has(code));
  const shown = telling.filter(({ why: { code } }) => action === 'begin' || code !== 'stays-in-other');
  if (action === 'resume' && !leaves && shown.length === 0) return undefined;
  return {
    why,
    ...(winner && { winner: { flowId: winner.flowId, ...(winner.trigger && { triggerId: winner.trigger.id }) } }),
    considered: shown.toSorted((one, other) => Number(other.matched) - Number(one.matched)).slice(0, mostShown),
  };
}

/** A message as triggers see it. */
export const heard = ({ content, referral }: InboundMessage, firstMessage: boolean): Happening => ({
  kind: 'message',
  content,
  text: textOf(content),
  firstMessage,
  ...(referral && { referral }),
});
