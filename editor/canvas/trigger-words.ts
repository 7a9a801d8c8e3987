import type { TFunction } from 'i18next';
import type { Trigger } from '../../runtime/contract/index.ts';

/** What stands in the pill above a card: a key of the catalogue, and the words set off after it. */
export type TriggerWords = { key: string; words: readonly string[]; more: number };

const shown = 3;

/** A trigger in a few words. */
export function triggerWords(trigger: Trigger): TriggerWords {
  const words = wordsOf(trigger);
  const key = trigger.kind === 'keyword' ? `canvas.start.${trigger.match}` : `canvas.start.${trigger.kind}`;
  return { key, words: words.slice(0, shown), more: Math.max(0, words.length - shown) };
}

function wordsOf(trigger: Trigger): readonly string[] {
  switch (trigger.kind) {
    case 'keyword':
      return trigger.words;
    case 'button-payload':
      return trigger.payloads;
    case 'referral':
      return trigger.sources ?? [];
    case 'webhook':
      return [trigger.id];
    case 'date-field':
      return [trigger.field];
    case 'ticket-closed':
      return trigger.queues ?? [];
    case 'contact-changed':
      return Object.values(trigger.change).filter((word, index) => index > 0 && typeof word === 'string') as string[];
    default:
      return [];
  }
}

/** When a schedule strikes, in words: `every day at 09:00`. Empty for other kinds. */
export function strikesText(t: TFunction, trigger: Trigger, language: string): string {
  if (trigger.kind !== 'schedule') return '';
  const { when } = trigger;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  switch (when.every) {
    case 'once':
      return t('triggers.summary.once', {
        at: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(when.at)),
      });
    case 'week':
      return t('triggers.summary.week', {
        days: list.format(when.days.map((day) => t(`weekdays.${day}`).toLowerCase())),
        time: when.time,
      });
    case 'day':
    case 'month':
    case 'cron':
      return t(`triggers.summary.${when.every}`, { ...when });
  }
}

/** Words in a row, as a language joins alternatives ("pizza, pedir o menú"), with what is a word told from what joins. */
export const joined = (words: readonly string[], language: string): { text: string; isWord: boolean }[] =>
  new Intl.ListFormat(language, { type: 'disjunction' })
    .formatToParts(words)
    .map(({ type, value }) => ({ text: value, isWord: type === 'element' }));
