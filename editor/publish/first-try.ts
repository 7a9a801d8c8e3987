import type { Flow } from '../../runtime/contract/index.ts';

/** How somebody sees a flow answer for the first time: `publish.try.{how}`. */
export type FirstTry = { how: 'word' | 'anything' | 'webhook' | 'nothing'; word: string };

/** A word that begins the flow, else any message where any will do. A pattern is no word that could be written. */
export function firstTry({ triggers }: Flow): FirstTry {
  for (const trigger of triggers)
    if (trigger.kind === 'keyword' && trigger.match !== 'pattern') return { how: 'word', word: trigger.words[0] ?? '' };
  if (triggers.some(({ kind }) => kind === 'new-conversation' || kind === 'unhandled'))
    return { how: 'anything', word: '' };
  return { how: triggers.length > 0 ? 'webhook' : 'nothing', word: '' };
}
