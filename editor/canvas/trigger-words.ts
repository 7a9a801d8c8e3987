import type { Trigger } from '../../runtime/contract/index.ts';

/** What stands in the pill above a card: a key of the catalogue, and the words set off after it. */
export type TriggerWords = { key: string; words: readonly string[]; more: number };

const shown = 3;

/** A trigger in a few words. */
export function triggerWords(trigger: Trigger): TriggerWords {
  if (trigger.kind === 'keyword') {
    const { match, words } = trigger;
    return { key: `canvas.start.${match}`, words: words.slice(0, shown), more: Math.max(0, words.length - shown) };
  }
  if (trigger.kind === 'webhook') return { key: 'canvas.start.webhook', words: [trigger.id], more: 0 };
  return { key: `canvas.start.${trigger.kind}`, words: [], more: 0 };
}

/** Words in a row, as a language joins alternatives ("pizza, pedir o menú"), with what is a word told from what joins. */
export const joined = (words: readonly string[], language: string): { text: string; isWord: boolean }[] =>
  new Intl.ListFormat(language, { type: 'disjunction' })
    .formatToParts(words)
    .map(({ type, value }) => ({ text: value, isWord: type === 'element' }));
