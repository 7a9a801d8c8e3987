import type { Trigger } from '../contract/index.ts';
import { matchPattern, PatternError } from './pattern.ts';
import { fold, unmarked, wordsOf } from './text.ts';

/** A published flow that might answer. */
export type TriggerCandidate = {
  flow: { id: string; version: number; triggers: readonly Trigger[]; paused: boolean };
};

export type TriggerContext = {
  text: string;
  /** The person's first message ever on this channel. */
  firstMessage: boolean;
  channelId: string;
};

export type ConsideredTrigger = { flowId: string; triggerId: string; matched: boolean; why: string };

export type TriggerChoice = {
  /** `words` is the keyword or pattern that matched; empty for triggers without words. */
  winner?: { flowId: string; version: number; trigger: Trigger; words: string };
  considered: ConsideredTrigger[];
};

/** Which kind of trigger goes first. */
const rankOf = { is: 0, 'starts-with': 1, contains: 2, pattern: 3, 'new-conversation': 4, unhandled: 5 } as const;

type Match = { rank: number; length: number; words: string };
type Verdict = { match: Match; why: string } | { match?: undefined; why: string };

/**
 * Decides which flow answers a message, sending nothing. A keyword that is the whole text goes before one the text starts with,
 * then one it contains, then a pattern; the longest word of a kind first; then new conversations, then messages nobody else takes;
 * among equals the flow's id, then the trigger's place in its flow. Words are compared whole, without case and accents.
 */
export function chooseTrigger(candidates: readonly TriggerCandidate[], context: TriggerContext): TriggerChoice {
  const considered: ConsideredTrigger[] = [];
  let best: (Match & { flow: TriggerCandidate['flow']; trigger: Trigger }) | undefined;
  for (const { flow } of candidates) {
    for (const trigger of flow.triggers) {
      const { match, why } = flow.paused ? { why: 'The flow is paused.' } : judge(trigger, context);
      considered.push({ flowId: flow.id, triggerId: trigger.id, matched: match !== undefined, why });
      if (match && (!best || goesBefore({ ...match, flow }, best))) best = { ...match, flow, trigger };
    }
  }
  if (!best) return { considered };
  const { flow, trigger, words } = best;
  return { winner: { flowId: flow.id, version: flow.version, trigger, words }, considered };
}

type Ranked = Match & { flow: { id: string } };
const goesBefore = (one: Ranked, other: Ranked): boolean => {
  if (one.rank !== other.rank) return one.rank < other.rank;
  if (one.length !== other.length) return one.length > other.length;
  return one.flow.id < other.flow.id;
};

function judge(trigger: Trigger, { text, firstMessage, channelId }: TriggerContext): Verdict {
  if (trigger.channels && !trigger.channels.includes(channelId)) return { why: 'It is for other channels.' };
  switch (trigger.kind) {
    case 'keyword':
      return judgeKeyword(trigger, text);
    case 'new-conversation':
      return firstMessage
        ? { match: { rank: rankOf[trigger.kind], length: 0, words: '' }, why: "It is the person's first message." }
        : { why: "It is not the person's first message." };
    case 'unhandled':
      return { match: { rank: rankOf[trigger.kind], length: 0, words: '' }, why: 'It takes any message.' };
    case 'webhook':
      return { why: 'It answers calls, not messages.' };
  }
}

function judgeKeyword({ match: how, words }: Extract<Trigger, { kind: 'keyword' }>, text: string): Verdict {
  const matching = words.filter((word) => matches(how, word, text));
  const longest = matching.toSorted((one, other) => lengthOf(how, other) - lengthOf(how, one))[0];
  if (longest === undefined) return { why: `No word matches (${how}).` };
  return {
    match: { rank: rankOf[how], length: lengthOf(how, longest), words: longest },
    why: `"${longest}" matches (${how}).`,
  };
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
