import type { ContactChange, InboundContent, Json, Trigger, TriggerKind } from '../../contract/index.ts';
import { matchPattern, PatternError } from '../pattern.ts';
import { fold, unmarked, wordsOf } from '../text.ts';
import type { Why } from './why.ts';

/** What happened to a contact that a flow may begin with. */
export type Happening =
  | {
      kind: 'message';
      content: InboundContent;
      /** The words of it, as `textOf` reads them. */
      text: string;
      /** The person's first message ever on this channel. */
      firstMessage: boolean;
      /** The ad or link that the person came by, as the provider tells of it. */
      referral?: { [key: string]: Json };
    }
  | { kind: 'missed-call' }
  | { kind: 'ticket-closed'; queue?: string }
  | { kind: 'contact-changed'; changes: readonly ContactChange[] }
  /** Somebody or something asks for this very flow: a trigger's kind, or `flow`, `manual`. */
  | { kind: 'start'; by: string; flowId: string; triggerId?: string };

/** `rank`: kinds with a lower one go first; then the longer match. `words`: what matched, empty where there are none. */
export type Match = { rank: number; length: number; words: string };
export type Verdict = { match: Match; why: Why } | { match?: undefined; why: Why };

const keywordRank = { is: 2, 'starts-with': 3, contains: 4, pattern: 5 } as const;
const rank = { payload: 0, referral: 1, 'new-conversation': 6, unhandled: 7, alone: 0 } as const;

const no = (code: Why['code'], params?: Why['params']): Verdict => ({ why: { code, ...(params && { params }) } });
const yes = (at: Match, code: Why['code'], params?: Why['params']): Verdict => ({
  match: at,
  why: { code, ...(params && { params }) },
});
const plain = (at: number, length = 0): Match => ({ rank: at, length, words: '' });

/** Kinds that are begun on purpose, by their own name. */
const startedKinds: readonly TriggerKind[] = ['webhook', 'schedule', 'date-field', 'api', 'agent', 'campaign'];
/** True when whoever begins a flow so needs a trigger of that kind in it. */
export const needsTrigger = (by: string): boolean => startedKinds.some((kind) => kind === by);

/** Whether what happened is what the trigger listens to, whatever else holds of it. */
export function matchTrigger(trigger: Trigger, happening: Happening): Verdict {
  if (happening.kind === 'start')
    return trigger.kind === happening.by && (happening.triggerId === undefined || happening.triggerId === trigger.id)
      ? yes(plain(rank.alone), 'matched-start', { by: trigger.kind })
      : no('other-kind');
  if (happening.kind === 'message') return matchMessage(trigger, happening);
  if (trigger.kind !== happening.kind) return no('other-kind');
  switch (trigger.kind) {
    case 'ticket-closed':
      return matchQueue(trigger.queues, happening.kind === 'ticket-closed' ? happening.queue : undefined);
    case 'contact-changed':
      return matchChange(trigger.change, happening.kind === 'contact-changed' ? happening.changes : []);
    default:
      return yes(plain(rank.alone), 'matched-call');
  }
}

type Message = Extract<Happening, { kind: 'message' }>;

function matchMessage(trigger: Trigger, message: Message): Verdict {
  switch (trigger.kind) {
    case 'keyword':
      return matchKeyword(trigger, message.text);
    case 'button-payload':
      return matchPayload(trigger.payloads, message.content);
    case 'referral':
      return matchReferral(trigger.sources, message.referral);
    case 'new-conversation':
      return message.firstMessage ? yes(plain(rank[trigger.kind]), 'matched-first') : no('not-first');
    case 'unhandled':
      return yes(plain(rank[trigger.kind]), 'matched-any');
    default:
      return no('other-kind');
  }
}

function matchKeyword({ match: how, words }: Extract<Trigger, { kind: 'keyword' }>, text: string): Verdict {
  const matching = words.filter((word) => matches(how, word, text));
  const longest = matching.toSorted((one, other) => lengthOf(how, other) - lengthOf(how, one))[0];
  if (longest === undefined) return no('no-word');
  const at = { rank: keywordRank[how], length: lengthOf(how, longest), words: longest };
  return yes(at, `matched-${how}`, { word: longest });
}

const lengthOf = (how: string, word: string): number => (how === 'pattern' ? word.length : fold(word).length);

function matches(how: 'is' | 'starts-with' | 'contains' | 'pattern', keyword: string, text: string): boolean {
  if (how === 'pattern') {
    try {
      return matchPattern(keyword, text) !== null;
    } catch (error) {
      if (error instanceof PatternError) return false;
      throw error;
    }
  }
  const said = fold(text);
  const wanted = fold(keyword);
  if (wanted === '') return false;
  if (how === 'is' || said === wanted) return said === wanted;
  const words = wordsOf(keyword);
  // Signs alone (👍) have no words; they are looked for as they stand.
  if (words.length === 0)
    return how === 'starts-with' ? unmarked(text).startsWith(wanted) : unmarked(text).includes(wanted);
  const spoken = wordsOf(text);
  const startsAt = (at: number) => words.every((word, index) => spoken[at + index] === word);
  return how === 'starts-with' ? startsAt(0) : spoken.some((_word, at) => startsAt(at));
}

/** A payload as it stands goes before one that is only begun so (`*` at its end) of the same length. */
function matchPayload(payloads: readonly string[], content: InboundContent): Verdict {
  if (content.kind !== 'choice' || content.source !== 'template') return no('no-tap');
  let best: Match | undefined;
  for (const payload of payloads) {
    const open = payload.endsWith('*');
    const begins = payload.slice(0, -1);
    const fits = open ? content.id.startsWith(begins) : content.id === payload;
    const length = open ? begins.length * 2 : payload.length * 2 + 1;
    if (fits && (!best || length > best.length)) best = { rank: rank.payload, length, words: payload };
  }
  return best ? yes(best, 'matched-payload', { payload: best.words }) : no('other-payload');
}

/** By the ad's id, or the beginning of the address that was tapped. */
function matchReferral(sources: readonly string[] | undefined, referral: Message['referral']): Verdict {
  if (!referral) return no('no-referral');
  if (!sources || sources.length === 0) return yes(plain(rank.referral), 'matched-referral');
  const { source_id: id, source_url: address } = referral;
  const fitting = sources.filter(
    (source) => source === id || (typeof address === 'string' && address.startsWith(source)),
  );
  const longest = fitting.toSorted((one, other) => other.length - one.length)[0];
  if (longest === undefined) return no('other-source');
  return yes({ rank: rank.referral, length: longest.length, words: longest }, 'matched-source', { source: longest });
}

function matchQueue(queues: readonly string[] | undefined, queue: string | undefined): Verdict {
  if (!queues || queues.length === 0) return yes(plain(rank.alone), 'matched-ticket');
  return queue !== undefined && queues.includes(queue)
    ? yes(plain(rank.alone, 1), 'matched-ticket')
    : no('other-queue');
}

function matchChange(
  wanted: Extract<Trigger, { kind: 'contact-changed' }>['change'],
  changes: readonly ContactChange[],
): Verdict {
  for (const change of changes) {
    if (change.what !== wanted.what) continue;
    if (wanted.what === 'field' && change.what === 'field') {
      if (change.field !== wanted.field) continue;
      if (wanted.to === undefined) return yes(plain(rank.alone), 'matched-field', { field: wanted.field });
      if (same(wanted.to, change.value)) return yes(plain(rank.alone, 1), 'matched-field', { field: wanted.field });
    } else if ('group' in wanted && 'group' in change) {
      if (change.group === wanted.group) return yes(plain(rank.alone), 'matched-group', { group: wanted.group });
    } else if ('label' in wanted && 'label' in change) {
      if (change.label === wanted.label) return yes(plain(rank.alone), 'matched-label', { label: wanted.label });
    }
  }
  return no('other-change');
}

/** The same value, also where one is a number and the other the text of it. */
function same(one: Json, other: Json): boolean {
  const isPlain = (value: Json) => typeof value !== 'object' || value === null;
  return isPlain(one) && isPlain(other) ? String(one) === String(other) : JSON.stringify(one) === JSON.stringify(other);
}
