import { isRecord, type Parsed } from '../parts/lists.ts';

/** The reasons for which each kind of answer may be refused, and the checks without which one never comes up. */
const reasonsOf: { readonly [answerType: string]: { readonly [reason: string]: readonly string[] } } = {
  text: { tooLow: ['minimumLength'], tooHigh: ['maximumLength'], wrongForm: ['pattern'] },
  number: { unreadable: [], tooLow: ['minimum'], tooHigh: ['maximum'], wrongForm: ['wholeNumber'] },
  date: { unreadable: [], tooLow: ['earliest'], tooHigh: ['latest'] },
  time: { unreadable: [], tooLow: ['earliest'], tooHigh: ['latest'] },
  file: { unreadable: [], wrongForm: ['mediaKinds'], tooHigh: ['maximumBytes'] },
};

export const readRetryTexts = (value: unknown): Parsed => (isRecord(value) ? value : {});

/** The reasons that can come up, and those that have words of their own already. */
export function reasonsFor(answerType: string, validation: Parsed, texts: Parsed): string[] {
  const reasons = Object.entries(reasonsOf[answerType] ?? {});
  const possible = reasons.filter(([, checks]) => checks.every((check) => validation[check] !== undefined));
  // A single reason needs no words besides those for every reason.
  const offered = possible.length > 1 || possible.some(([reason]) => reason !== 'unreadable') ? possible : [];
  const names = offered.map(([reason]) => reason);
  return reasons.map(([reason]) => reason).filter((reason) => names.includes(reason) || texts[reason] !== undefined);
}
