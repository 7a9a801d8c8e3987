import type { Trigger } from '../../runtime/contract/index.ts';
import type { NewTrigger } from '../flow/commands.ts';

/** The kinds of trigger as the menu shows them. */
export const triggerGroups = [
  { group: 'message', kinds: ['keyword', 'new-conversation', 'unhandled', 'button-payload', 'referral'] },
  { group: 'time', kinds: ['schedule', 'date-field'] },
  { group: 'people', kinds: ['ticket-closed', 'contact-changed', 'missed-call'] },
  { group: 'systems', kinds: ['webhook', 'api', 'agent', 'campaign'] },
] as const satisfies readonly { group: string; kinds: readonly Trigger['kind'][] }[];

export const triggerKinds: readonly Trigger['kind'][] = triggerGroups.flatMap(({ kinds }) => kinds);

/** Words that a new trigger begins with, in the language of the screen. */
export type FirstNames = { word: string; group: string; field: string; payload: string };

/** What a trigger begins with: whole, since a flow holds no trigger without its words or its contact. */
export function newTrigger(kind: Trigger['kind'], first: FirstNames): NewTrigger {
  switch (kind) {
    case 'keyword':
      return { kind, match: 'is', words: [first.word] };
    case 'button-payload':
      return { kind, payloads: [first.payload] };
    case 'schedule':
      return { kind, when: { every: 'day', time: '09:00' }, audience: first.group };
    case 'date-field':
      return { kind, field: first.field, offset: 0, unit: 'days', time: '09:00' };
    case 'contact-changed':
      return { kind, change: { what: 'group-joined', group: first.group } };
    case 'webhook':
      return { kind, contact: 'phone' };
    default:
      return { kind };
  }
}

/** Where other systems call a webhook trigger. */
export const hookAddress = (origin: string, triggerId: string): string => `${origin}/hooks/${triggerId}`;

/** The words as they are compared: trimmed, none empty, none too long, each once; undefined when there would be none. */
export function keywords(words: readonly string[], longest = 200): string[] | undefined {
  const kept = [...new Set(words.map((word) => word.trim().slice(0, longest)).filter((word) => word !== ''))];
  return kept.length === 0 ? undefined : kept.slice(0, 100);
}

/** How many conditions a trigger names, for the fold that holds them. */
export const conditionsOf = ({ channels, groups, hours, once, priority }: Trigger): number =>
  [channels, groups?.only, groups?.never, hours, once, priority].filter((one) => one !== undefined).length;
