import type { InboundContent, Instant, Json, Trigger, TriggerKind, Wait } from '../../contract/index.ts';
import { isOpen } from '../dates/opening-hours.ts';
import { fold } from '../text.ts';
import { matchTrigger, needsTrigger, type Happening, type Match, type Verdict } from './match.ts';
import type { Why } from './why.ts';
import { localTime } from '../dates/zone.ts';

/** A published flow that might answer. */
export type TriggerCandidate = {
  flow: {
    id: string;
    version: number;
    triggers: readonly Trigger[];
    paused: boolean;
    /** The flow's own; without it the workspace's. */
    timeZone?: string | undefined;
  };
};

export type TriggerContext = {
  happening: Happening;
  channelId: string;
  /** Ids of the contact's groups. */
  groups: readonly string[];
  now: Instant;
  /** The workspace's. */
  timeZone: string;
  /** The session that waits; without it none. */
  session?: WaitingSession | undefined;
  /** When triggers that say how often last began a flow for this contact, by `firedKey`. */
  fired: { readonly [key: string]: Instant };
  words: { exit: readonly string[]; optOut: readonly string[]; optIn: readonly string[] };
  /** The person takes no marketing: words of opting in are heard. */
  optedOut: boolean;
  paused?: 'bot' | 'channel' | undefined;
  /** Who speaks for the business: anything but `bot` and the bot is silent. */
  voice: string;
};

export type WaitingSession = {
  /** Where it stands, then the flows that wait for that one. */
  flows: readonly [string, ...string[]];
  /** One of these flows lets no trigger interrupt it. */
  ignoreTriggers: boolean;
  waitsFor: Wait['for'] | undefined;
};

export type ConsideredTrigger = {
  flowId: string;
  triggerId: string;
  matched: boolean;
  why: Why;
  /** It matched, and another one goes before it. */
  lost?: Why;
};

export type TriggerDecision = {
  /**
   * `begin`: the winner begins, and what runs ends. `resume`: the session that waits takes it. `keep`: the session stays as it is.
   * `none`: there is no session and none begins.
   */
  action: 'begin' | 'resume' | 'keep' | 'none';
  why: Why;
  /** A word of the way out: the session takes the message and ends; only then the winner begins. */
  leaves: boolean;
  /** `words` is the keyword, payload or source that matched; a flow that is begun by another flow or by hand needs no trigger. */
  winner?: { flowId: string; version: number; trigger?: Trigger; words: string };
  considered: ConsideredTrigger[];
};

/** Flows that begin one another by changing the contact: so many begin in one turn, then a circle is stopped. */
export const chainedBegins = 3;

/** The name under which `fired` keeps a trigger. */
export const firedKey = (flowId: string, triggerId: string): string => `${flowId}:${triggerId}`;

/** Kinds of message that say something to a bot; the others are recorded only. */
const speaks: ReadonlySet<InboundContent['kind']> = new Set([
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
] as const);

/** Kinds that take a contact out of another flow unless they say otherwise: what people did themselves, or somebody asks for by name. */
const interruptsOthers: ReadonlySet<string> = new Set<TriggerKind>([
  'keyword',
  'referral',
  'button-payload',
  'webhook',
  'api',
  'agent',
]);
/** Kinds that no flow can shut its ears to: somebody asks for the flow by name. */
const asksByName: ReadonlySet<string> = new Set<TriggerKind>(['webhook', 'api', 'agent']);
/** Kinds for what nobody else wants: they never disturb a flow that they began. */
const leftovers: ReadonlySet<string> = new Set<TriggerKind>(['unhandled', 'new-conversation']);

/** Whether a trigger takes contacts out of other flows. What is left over for nobody else never does. */
export const interrupts = ({ kind, other }: Pick<Trigger, 'kind' | 'other'>): boolean =>
  kind !== 'unhandled' && (other === undefined ? interruptsOthers.has(kind) : other === 'interrupt');
/** Whether a trigger begins its flow anew for contacts who are in it. */
export const restarts = ({ kind, again }: Pick<Trigger, 'kind' | 'again'>): boolean =>
  !leftovers.has(kind) && again !== 'keep';

/**
 * Decides what becomes of something that happened to a contact, doing nothing. Words of opting out and in go first; then nobody
 * answers while the bot is silent. Of the triggers that match and may interrupt what runs, the winner has the highest priority; then
 * the kind decides: a tapped button's payload, an ad or link, a keyword that is the whole text, one it starts with, one it contains,
 * a pattern, a new conversation, any message; then the longest match; then the flow's id; then the trigger's place in its flow.
 * Without a winner the session that waits takes the message; a word of the way out ends it, and the triggers are asked once more as
 * if there had been none.
 */
export function chooseTrigger(candidates: readonly TriggerCandidate[], context: TriggerContext): TriggerDecision {
  const { happening, session } = context;
  const stay = (why: Why, considered: ConsideredTrigger[] = []): TriggerDecision => ({
    action: session ? 'keep' : 'none',
    why,
    leaves: false,
    considered,
  });
  const silence = heardBefore(context) ?? silent(context);
  if (silence) return stay(silence);
  if (happening.kind === 'start') return decideStart(candidates, context, happening, stay);
  if (session && candidates.some(({ flow }) => flow.id === session.flows[0] && flow.paused))
    return stay({ code: 'flow-paused' });
  if (session && happening.kind === 'ticket-closed' && session.waitsFor === 'ticket')
    return { action: 'resume', why: about('ticket-awaited', session), leaves: false, considered: [] };

  const { best, considered } = contest(candidates, context);
  if (best) return begun(best, considered, session);
  if (!session || happening.kind !== 'message') return stay({ code: 'nothing-matched' }, considered);

  const word = wayOut(context, happening.content);
  if (word !== undefined) {
    const next = contest(candidates, { ...context, session: undefined });
    const why = about('exit-word', session, { word });
    if (!next.best) return { action: 'resume', why, leaves: true, considered: next.considered };
    return { ...begun(next.best, next.considered, undefined), why, leaves: true };
  }
  return session.waitsFor === 'message' || session.waitsFor === 'time'
    ? { action: 'resume', why: about('answers', session), leaves: false, considered }
    : stay(about('waits-otherwise', session), considered);
}

const about = (code: Why['code'], { flows }: WaitingSession, params: Why['params'] = {}): Why => ({
  code,
  params: { ...params, flow: flows[0] },
});

/** Words that the program itself answers, and messages that say nothing. */
function heardBefore({ happening, words, optedOut }: TriggerContext): Why | undefined {
  if (happening.kind !== 'message') return undefined;
  const { content } = happening;
  if (content.kind === 'text') {
    const out = wordAmong(words.optOut, content.body);
    if (out !== undefined) return { code: 'opt-out-word', params: { word: out } };
    const back = optedOut ? wordAmong(words.optIn, content.body) : undefined;
    if (back !== undefined) return { code: 'opt-in-word', params: { word: back } };
  }
  return speaks.has(content.kind) ? undefined : { code: 'not-speech', params: { kind: content.kind } };
}

/** Why no flow may speak. An agent who begins a flow has the conversation and may. */
function silent({ paused, voice, happening }: TriggerContext): Why | undefined {
  if (paused === 'bot') return { code: 'bot-paused' };
  if (paused === 'channel') return { code: 'channel-paused' };
  const byAgent = happening.kind === 'start' && happening.by === 'agent';
  return voice === 'bot' || byAgent ? undefined : { code: 'voice' };
}

/** The word of a list that is the whole text, as the list has it. */
function wordAmong(words: readonly string[], text: string): string | undefined {
  const said = fold(text);
  return said === '' ? undefined : words.find((word) => fold(word) === said);
}

const wayOut = ({ session, words }: TriggerContext, content: InboundContent): string | undefined =>
  session?.waitsFor === 'message' && content.kind === 'text' ? wordAmong(words.exit, content.body) : undefined;

function decideStart(
  candidates: readonly TriggerCandidate[],
  context: TriggerContext,
  { by, flowId }: Extract<Happening, { kind: 'start' }>,
  stay: (why: Why, considered?: ConsideredTrigger[]) => TriggerDecision,
): TriggerDecision {
  const asked = candidates.filter(({ flow }) => flow.id === flowId);
  const flow = asked[0]?.flow;
  if (!flow) return stay({ code: 'flow-unknown', params: { flow: flowId } });
  if (flow.paused) return stay({ code: 'flow-paused' });
  if (!needsTrigger(by)) return begun({ flow, place: 0, match: noWords }, [], context.session);
  const { best, considered } = contest(asked, context);
  if (best) return begun(best, considered, context.session);
  // The one that was meant says why not.
  const meant = considered.find(({ why }) => why.code !== 'other-kind');
  return stay(meant?.why ?? { code: 'no-such-trigger', params: { by } }, considered);
}

const noWords: Match = { rank: 0, length: 0, words: '' };

type Entrant = { flow: TriggerCandidate['flow']; trigger?: Trigger; place: number; match: Match };

function begun(
  { flow, trigger, match }: Entrant,
  considered: ConsideredTrigger[],
  session: WaitingSession | undefined,
): TriggerDecision {
  const why: Why = !session
    ? { code: 'begins' }
    : session.flows.includes(flow.id)
      ? { code: 'restarts' }
      : about('interrupts', session);
  const winner = { flowId: flow.id, version: flow.version, ...(trigger && { trigger }), words: match.words };
  return { action: 'begin', why, leaves: false, winner, considered };
}

/** Asks every trigger, and finds the first of those that match. */
function contest(candidates: readonly TriggerCandidate[], context: TriggerContext) {
  const considered: ConsideredTrigger[] = [];
  const entered: { entrant: Entrant; row: ConsideredTrigger }[] = [];
  for (const { flow } of candidates) {
    for (const [place, trigger] of flow.triggers.entries()) {
      const { match, why } = judge(flow, trigger, context);
      const row: ConsideredTrigger = { flowId: flow.id, triggerId: trigger.id, matched: match !== undefined, why };
      considered.push(row);
      if (match) entered.push({ entrant: { flow, trigger, place, match }, row });
    }
  }
  let best: Entrant | undefined;
  for (const { entrant } of entered) if (!best || order(entrant, best).before < 0) best = entrant;
  for (const { entrant, row } of entered) if (best && entrant !== best) row.lost = { code: order(best, entrant).by };
  return { best, considered };
}

/** Which of two goes first (negative: the one), and by what. */
function order(one: Entrant, other: Entrant): { before: number; by: Why['code'] } {
  const priority = (other.trigger?.priority ?? 0) - (one.trigger?.priority ?? 0);
  if (priority !== 0) return { before: priority, by: 'lost-priority' };
  const kind = one.match.rank - other.match.rank;
  if (kind !== 0) return { before: kind, by: 'lost-kind' };
  const length = other.match.length - one.match.length;
  if (length !== 0) return { before: length, by: 'lost-length' };
  if (one.flow.id !== other.flow.id) return { before: one.flow.id < other.flow.id ? -1 : 1, by: 'lost-order' };
  return { before: one.place - other.place, by: 'lost-order' };
}

function judge(flow: TriggerCandidate['flow'], trigger: Trigger, context: TriggerContext): Verdict {
  const verdict = matchTrigger(trigger, context.happening);
  if (!verdict.match) return verdict;
  const held = flow.paused
    ? { code: 'flow-paused' as const }
    : (limited(flow, trigger, context) ?? heldBack(flow, trigger, context));
  return held ? { why: held } : verdict;
}

/** Why a trigger that matches is not for this contact, channel or moment. */
function limited(
  flow: TriggerCandidate['flow'],
  { id, channels, groups, hours, once }: Trigger,
  context: TriggerContext,
): Why | undefined {
  if (channels && !channels.includes(context.channelId)) return { code: 'other-channel' };
  if (groups?.only && !groups.only.some((group) => context.groups.includes(group))) return { code: 'not-in-groups' };
  const never = groups?.never?.find((group) => context.groups.includes(group));
  if (never !== undefined) return { code: 'in-group', params: { group: never } };
  if (hours) {
    const local = localTime(context.now, flow.timeZone ?? context.timeZone);
    if (!local || !isOpen(hours, local)) return { code: 'outside-hours' };
  }
  const last = context.fired[firedKey(flow.id, id)];
  if (once === undefined || last === undefined) return undefined;
  if (once === 'ever') return { code: 'fired-ever' };
  const since = Date.parse(context.now) - Date.parse(last);
  return since < once.hours * 3_600_000 ? { code: 'fired-lately', params: { hours: once.hours } } : undefined;
}

/** Why a trigger that matches leaves the session that waits alone. */
function heldBack(
  flow: TriggerCandidate['flow'],
  trigger: Trigger,
  { session, happening }: TriggerContext,
): Why | undefined {
  if (!session) return undefined;
  if (session.ignoreTriggers && !asksByName.has(trigger.kind)) return { code: 'flow-ignores-triggers' };
  if (trigger.kind === 'keyword' && happening.kind === 'message' && happening.content.kind !== 'text')
    return { code: 'typed-only' };
  if (session.flows.includes(flow.id)) return restarts(trigger) ? undefined : { code: 'stays-in-flow' };
  return interrupts(trigger) ? undefined : about('stays-in-other', session);
}

/** The trigger as a session keeps it, for expressions: its kind and id, and what happened. */
export const triggerView = (
  happening: Happening,
  { trigger, words }: NonNullable<TriggerDecision['winner']>,
): { [key: string]: Json } => ({
  kind: trigger?.kind ?? (happening.kind === 'start' ? happening.by : happening.kind),
  ...(trigger && { id: trigger.id }),
  ...told(happening, words),
});

function told(happening: Happening, words: string): { [key: string]: Json } {
  switch (happening.kind) {
    case 'message': {
      const { text, content, referral } = happening;
      return {
        text,
        ...(words !== '' && { words }),
        ...(content.kind === 'choice' && content.source === 'template' && { payload: content.id }),
        ...(referral && { referral }),
      };
    }
    case 'ticket-closed':
      return happening.queue === undefined ? {} : { queue: happening.queue };
    case 'contact-changed':
      return { changes: happening.changes.map((change) => ({ ...change })) };
    default:
      return {};
  }
}
