import type { Flow, Input, PublishPolicy, Session, StandingPolicies } from '../contract/index.ts';
import { fold } from '../engine/index.ts';
import type { ChannelRecord, PublishedFlow, WorkspaceRecord } from '../ports.ts';
import { goodbyeTo } from './closing-words.ts';
import type { Draft } from './draft.ts';
import { windowAt } from './gate.ts';
import { runSession } from './run-session.ts';
import type { ConversationState } from './state.ts';

/** The word of newer versions about the card where a session waits; undefined when none names it. */
export function policyFor(
  { flowId, flowVersion, node }: Pick<Session, 'flowId' | 'flowVersion' | 'node'>,
  flows: readonly PublishedFlow[],
): StandingPolicies[string] | undefined {
  const standing = flows.find((flow) => flow.flowId === flowId)?.policies;
  if (!standing || node === null || !Object.hasOwn(standing, node)) return undefined;
  const found = standing[node];
  return found && found.version > flowVersion ? found : undefined;
}

type World = {
  now: number;
  workspace: Pick<WorkspaceRecord, 'botPaused' | 'exitWords'>;
  channel: Pick<ChannelRecord, 'paused'>;
  flows: readonly PublishedFlow[];
};

/**
 * True when the waiting session is to be moved or closed and can be told so now: the bot may speak, and the 24 hours are not over. Where
 * an answer of another system or of people is awaited it comes first, and the policy concerns the card that the session then waits at.
 */
export function policyWaits(state: ConversationState, { now, workspace, channel, flows }: World): boolean {
  const { session, voice } = state;
  if (session?.status !== 'waiting' || (session.wait?.for !== 'message' && session.wait?.for !== 'time')) return false;
  const found = policyFor(session, flows);
  if (!found || found.policy.do === 'finish') return false;
  const flow = flows.find(({ flowId }) => flowId === session.flowId);
  if (workspace.botPaused || channel.paused || flow?.paused || voice.kind !== 'bot') return false;
  return windowAt(state, now).may === 'free-form';
}

/**
 * Moves or closes the waiting session as newer versions say, until it waits where none does. Every step raises a version or ends a flow,
 * so that it comes to an end. True when anything was done: the input that came for the session counts as answered by that.
 */
export async function applyPolicies(draft: Draft): Promise<boolean> {
  let done = false;
  while (policyWaits(draft.state, draft.world) && (await applyOne(draft))) done = true;
  return done;
}

/** The same before the session takes an input; a word of the way out is obeyed instead. */
export async function answeredByPolicy(draft: Draft, input: Input): Promise<boolean> {
  if (!['message', 'timeout', 'delivery-failed'].includes(input.kind)) return false;
  if (input.kind === 'message' && leaves(draft, input)) return false;
  return applyPolicies(draft);
}

function leaves({ world, state }: Draft, { message: { content } }: Extract<Input, { kind: 'message' }>): boolean {
  if (state.session?.wait?.for !== 'message' || content.kind !== 'text') return false;
  const said = fold(content.body);
  return said !== '' && world.workspace.exitWords.some((word) => fold(word) === said);
}

type Move = { to: string; version: number };
type Closing = { version: number; policy: Extract<PublishPolicy, { do: 'close' }> };

/** False when nothing could be done: what was published is gone, and the session stays where it is. */
async function applyOne(draft: Draft): Promise<boolean> {
  const { session } = draft.state;
  if (!session) return false;
  const moves: Move[] = [];
  let at: Pick<Session, 'flowId' | 'flowVersion' | 'node'> = session;
  let closing: Closing | undefined;
  let flow: Flow | undefined;
  // A card that they were moved to may itself be gone by now: only the last one is entered.
  while (!closing) {
    const found = policyFor(at, draft.world.flows);
    if (!found || found.policy.do === 'finish') break;
    const { version, policy } = found;
    const newer = await draft.world.flowVersion(session.flowId, version);
    if (!newer || (policy.do === 'move' && !newer.nodes.some(({ id }) => id === policy.to))) break;
    flow = newer;
    if (policy.do === 'close') closing = { version, policy };
    else {
      moves.push({ to: policy.to, version });
      at = { flowId: session.flowId, flowVersion: version, node: policy.to };
    }
  }
  if (!flow) return false;
  tellMoves(draft, session, moves);
  const before = { ...session, flowVersion: at.flowVersion, node: at.node };
  if (closing) await close(draft, before, flow, closing);
  else await enter(draft, before, flow);
  return true;
}

function tellMoves(draft: Draft, { id, flowId, flowVersion, node }: Session, moves: readonly Move[]): void {
  let [from, fromVersion] = [node ?? '', flowVersion];
  for (const { to, version } of moves) {
    draft.events.push({ type: 'session.moved', sessionId: id, flowId, fromVersion, toVersion: version, from, to });
    [from, fromVersion] = [to, version];
  }
}

async function enter(draft: Draft, session: Session, flow: Flow): Promise<void> {
  const { flowVersion: version, node } = session;
  await runSession(draft, flow, session, { kind: 'move', at: draft.at, version, node: node ?? '' });
}

/** Said by the engine, as a flow of one card that says it and goes nowhere: so its text is filled in, translated, priced and refused like any other. */
async function close(draft: Draft, session: Session, flow: Flow, { version, policy }: Closing): Promise<void> {
  const node = session.node ?? '';
  const { message = '', translations = {} } = policy;
  const body = message.trim() === '' ? goodbyeTo(draft.contact.language, draft.world.workspace.language) : message;
  const others = Object.entries(message.trim() === '' ? {} : translations);
  const goodbye: Flow = {
    ...flow,
    nodes: [{ id: node, type: 'send-text', version: 1, config: { body } }],
    edges: [],
    triggers: [],
    translations: Object.fromEntries(others.map(([language, text]) => [language, { [node]: { body: text } }])),
  };
  // Nobody comes back to the flows that wait for this one.
  const { stack: _stack, ...alone } = session;
  await runSession(
    draft,
    goodbye,
    { ...alone, flowVersion: version },
    { kind: 'move', at: draft.at, version, node },
    { flowVersion: session.flowVersion, byVersion: version, node },
  );
}

/** Notes that a session left a card by itself that newer versions have a word about: what reports count. */
export function noteStay(draft: Draft, before: Session | null, eventsBefore: number): void {
  if (before?.status !== 'waiting' || before.node === null) return;
  const { id: sessionId, flowId, flowVersion, node } = before;
  const found = policyFor(before, draft.world.flows);
  const { session } = draft.state;
  const isThere =
    session?.id === sessionId &&
    session.node === node &&
    session.flowId === flowId &&
    session.flowVersion === flowVersion;
  if (!found || isThere) return;
  const applied = draft.events
    .slice(eventsBefore)
    .some((event) => event.type === 'session.moved' || (event.type === 'session.ended' && event.reason === 'closed'));
  if (applied) return;
  draft.events.push({ type: 'session.stayed', sessionId, flowId, flowVersion, node, byVersion: found.version });
}
