import type { Trigger } from '../../runtime/contract/index.ts';

const most = 5;

/** Words that wake a flow, as somebody would write them. Patterns are left out: no one writes those. */
export function firstWords(triggers: readonly Trigger[], greeting: string, returning: boolean): string[] {
  const words: string[] = [];
  for (const trigger of triggers) {
    if (trigger.kind === 'keyword' && trigger.match !== 'pattern') words.push(...trigger.words.slice(0, 3));
    if (trigger.kind === 'unhandled' || (trigger.kind === 'new-conversation' && !returning)) words.push(greeting);
  }
  return [...new Set(words)].slice(0, most);
}
