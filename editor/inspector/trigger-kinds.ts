import type { Trigger } from '../../runtime/contract/index.ts';
import type { NewTrigger } from '../flow/commands.ts';

export const triggerKinds = [
  'keyword',
  'new-conversation',
  'unhandled',
  'webhook',
] as const satisfies Trigger['kind'][];

/** What a trigger begins with: whole, since a flow holds no trigger without its words or its contact. */
export function newTrigger(kind: Trigger['kind'], firstWord: string): NewTrigger {
  switch (kind) {
    case 'keyword':
      return { kind, match: 'is', words: [firstWord] };
    case 'button-payload':
      return { kind, payloads: [firstWord] };
    case 'schedule':
      return { kind, when: { every: 'day', time: '09:00' }, audience: firstWord };
    case 'date-field':
      return { kind, field: firstWord, offset: 0, unit: 'days', time: '09:00' };
    case 'contact-changed':
      return { kind, change: { what: 'field', field: firstWord } };
    case 'webhook':
      return { kind, contact: 'phone' };
    default:
      return { kind };
  }
}

/** Where other systems call a webhook trigger. */
export const hookAddress = (origin: string, triggerId: string): string => `${origin}/hooks/${triggerId}`;

/** The words as they are compared: trimmed, none empty, none too long, each once; undefined when there would be none. */
export function keywords(words: readonly string[]): string[] | undefined {
  const kept = [...new Set(words.map((word) => word.trim().slice(0, 200)).filter((word) => word !== ''))];
  return kept.length === 0 ? undefined : kept.slice(0, 100);
}
