import { isKept, type Flow, type Input, type Session, type TurnInput } from '../contract/index.ts';
import { newSession } from '../engine/index.ts';
import type { PublishedFlow } from '../ports.ts';
import type { Draft } from './draft.ts';
import { performEffect } from './perform-effect.ts';
import { answeredByPolicy } from './policies.ts';
import { dropTicket } from './ticket.ts';
import { play } from './turn-env.ts';

/** A waiting session that hears nothing ends after this, unless its flow says otherwise: 7 days. */
const sessionExpiryMinutes = 7 * 24 * 60;
/** How long a timer of a paused flow is put off before it is looked at again. */
const pausedRetryMs = 60_000;

/** Begins a flow; the session before it ends. */
export async function beginSession(
  draft: Draft,
  { flowId, version, flow }: PublishedFlow,
  input: Extract<Input, { kind: 'start' }>,
  sessionId?: string,
): Promise<void> {
  const { state, at } = draft;
  if (state.session) endSession(draft, state.session, 'replaced');
  state.sessionsBegun += 1;
  const id = sessionId ?? `${state.id}.${state.sessionsBegun}`;
  draft.events.push({
    type: 'session.started',
    sessionId: id,
    flowId,
    flowVersion: version,
    trigger: input.trigger,
    ...(draft.decision && { decision: draft.decision }),
  });
  await runSession(draft, flow, newSession({ id, flowId, flowVersion: version, at }), input);
}

/** Hands an input to the waiting session, if there is one and it is for its wait. */
export async function resumeSession(draft: Draft, input: Input): Promise<'taken' | 'left' | undefined> {
  if (draft.state.session?.status === 'waiting' && (await answeredByPolicy(draft, input))) return 'taken';
  const { session } = draft.state;
  if (session?.status !== 'waiting') return undefined;
  const flow = await draft.world.flowVersion(session.flowId, session.flowVersion);
  if (!flow) {
    failSession(draft, session, {
      code: 'flow.version-missing',
      message: 'The version of the flow that this session began on is gone.',
    });
    return undefined;
  }
  return runSession(draft, flow, session, input);
}

/** A timer of the session is due, or its patience is at an end. */
export async function timeHasCome(draft: Draft): Promise<void> {
  const { state, world, at } = draft;
  const { session } = state;
  if (session?.status !== 'waiting') return;
  const flow = world.flows.find((candidate) => candidate.flowId === session.flowId);
  const { wait } = session;
  if (wait?.dueAt && Date.parse(wait.dueAt) <= world.now) {
    // Nobody has come: the bot takes the conversation back.
    const unattended = wait.for === 'ticket' && !draft.silent(flow);
    if (unattended) dropTicket(draft, 'timeout');
    if (draft.silent(flow) || state.voice.kind !== 'bot') {
      state.session = { ...session, wait: { ...wait, dueAt: new Date(world.now + pausedRetryMs).toISOString() } };
      return;
    }
    await resumeSession(draft, { kind: 'timeout', at, waitId: wait.id });
  } else if (state.expiresAt !== null && state.expiresAt <= world.now) {
    endSession(draft, session, 'expired');
  }
}

/** Which version and card a session that a policy closes waited at, and whose policy it was. */
export type ClosedBy = { flowVersion: number; byVersion: number; node: string };

/** Runs a session on an input. With `closedBy` it is over afterwards, whatever became of what it had to say. */
export async function runSession(
  draft: Draft,
  flow: Flow,
  session: Session,
  input: Input,
  closedBy?: ClosedBy,
): Promise<'taken' | 'left' | undefined> {
  const { state, world } = draft;
  const origin = { flowId: session.flowId, flowVersion: session.flowVersion, sessionId: session.id };
  const { done, spending } = await play(draft, flow, session, input);
  if (!done.taken) return undefined;
  for (const effect of done.effects)
    performEffect(draft, effect, { ...origin, ...done.origins[effect.id] }, done.session.trigger);
  spending.settle(done.sent);
  for (const { name, value, category, node } of done.results)
    draft.events.push({
      type: 'result.saved',
      sessionId: session.id,
      flowId: session.flowId,
      node,
      name,
      value,
      ...(category !== undefined && { category }),
    });
  const { decision } = draft;
  draft.decision = undefined;
  if (done.trace.length)
    draft.traces.push({
      ...origin,
      turn: done.session.turn,
      input: turnInput(input),
      entries: done.trace,
      ...(decision && { decision }),
    });
  const next = done.session;
  if (closedBy) {
    endSession(draft, { ...next, flowVersion: closedBy.flowVersion }, 'closed', closedBy);
  } else if (next.status === 'waiting') {
    state.session = next;
    const standsIn = next.flowId === flow.id ? flow : await world.flowVersion(next.flowId, next.flowVersion);
    const patience = (standsIn?.settings.expiresAfterMinutes ?? sessionExpiryMinutes) * 60_000;
    // A wait that the author made longer than that is meant.
    state.expiresAt = Math.max(world.now + patience, next.wait?.dueAt ? Date.parse(next.wait.dueAt) + 1 : 0);
  } else if (next.status === 'failed') {
    failSession(draft, next, next.failure ?? { code: 'node.failed', message: '' });
  } else {
    endSession(draft, next, done.left ? 'left' : 'end');
  }
  return done.left ? 'left' : 'taken';
}

/** What moved the session on, as its trace keeps it. */
export function turnInput(input: Input): TurnInput {
  if (input.kind === 'message') return { kind: 'message', message: input.message.id };
  if (input.kind !== 'start') return { kind: input.kind };
  const { trigger, node, message, variables } = input;
  const kept =
    variables && Object.keys(variables).length > 0 && (isKept(variables) ? { variables } : { cut: true as const });
  return {
    kind: 'start',
    ...(typeof trigger['kind'] === 'string' && { trigger: trigger['kind'] }),
    ...(message && { message: message.id }),
    ...(node !== undefined && { node }),
    ...kept,
  };
}

export function endSession(
  draft: Draft,
  { id, flowId, flowVersion, node }: Session,
  reason: 'end' | 'expired' | 'replaced' | 'left' | 'closed',
  closedBy?: ClosedBy,
): void {
  const by = closedBy && { byVersion: closedBy.byVersion, node: closedBy.node };
  const at = reason === 'expired' && node !== null && { node };
  draft.events.push({ type: 'session.ended', sessionId: id, flowId, flowVersion, reason, ...at, ...by });
  draft.state.session = null;
  draft.state.expiresAt = null;
}

function failSession(
  draft: Draft,
  { id, flowId, flowVersion }: Session,
  failure: NonNullable<Session['failure']>,
): void {
  draft.events.push({ type: 'session.failed', sessionId: id, flowId, flowVersion, ...failure });
  draft.state.session = null;
  draft.state.expiresAt = null;
}
