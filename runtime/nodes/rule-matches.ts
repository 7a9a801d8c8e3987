import type { NodeContext } from '../contract/index.ts';
import { fold, wordsOf } from '../engine/text.ts';
import { emailsIn, numbersLike, phonesIn } from './addresses.ts';
import { datesIn } from '../engine/dates/dates-said.ts';
import type { LastMessage } from './last-message.ts';
import { dateIn, dayAndTime, numberIn, reckoning, timeIn } from './meant.ts';
import { numbersIn } from '../engine/dates/numbers-said.ts';
import type { DateRule, NumberRule, PresenceRule, Rule, TimeRule, WordRule } from './rules.ts';
import { timesIn } from '../engine/dates/times-said.ts';

/** What a rule looks at: the text in question, the value it stands for where that is a number, and the message for what is no text. */
export type Subject = { text: string; number?: number; message: LastMessage };

const within = (whole: string[], part: string[]): boolean => ` ${whole.join(' ')} `.includes(` ${part.join(' ')} `);

/** Signs alone (👍) have no words; they are looked for as they stand. */
const spelled =
  (test: (text: string[], wanted: string[]) => boolean, signs: (text: string, wanted: string) => boolean) =>
  (text: string, wanted: string): boolean => {
    const words = wordsOf(wanted);
    if (words.length > 0) return test(wordsOf(text), words);
    return wanted.trim() !== '' && signs(text.trim(), wanted.trim());
  };
const includes = (text: string, wanted: string): boolean => text.includes(wanted);

const wordTests: { [kind in WordRule['kind']]: (text: string, wanted: string) => boolean } = {
  'any-word': spelled((text, wanted) => wanted.some((word) => text.includes(word)), includes),
  'all-words': spelled((text, wanted) => wanted.every((word) => text.includes(word)), includes),
  phrase: spelled(within, includes),
  'only-phrase': spelled(
    (text, wanted) => text.join(' ') === wanted.join(' '),
    (text, wanted) => text === wanted,
  ),
  'starts-with': spelled(
    (text, wanted) => wanted.every((word, index) => text[index] === word),
    (text, wanted) => text.startsWith(wanted),
  ),
};

const numberTests: { [kind in NumberRule['kind']]: (number: number, value: number) => boolean } = {
  'number-equals': (number, value) => number === value,
  'number-less': (number, value) => number < value,
  'number-at-most': (number, value) => number <= value,
  'number-at-least': (number, value) => number >= value,
  'number-more': (number, value) => number > value,
};

/** Dates and times compare as their texts do. */
const orderTests: { [kind in DateRule['kind'] | TimeRule['kind']]: (found: string, value: string) => boolean } = {
  'date-equals': (found, value) => found === value,
  'date-before': (found, value) => found < value,
  'date-after': (found, value) => found > value,
  'time-equals': (found, value) => found === value,
  'time-before': (found, value) => found < value,
  'time-after': (found, value) => found > value,
};

const numbersOf = ({ text, number }: Subject): number[] => (number === undefined ? numbersIn(text) : [number]);
const datesOf = ({ text }: Subject, ctx: NodeContext): string[] =>
  datesIn(dayAndTime(text, ctx.timeZone), reckoning(ctx));
/** `a las 3` may be of the night or of the afternoon: either counts. */
const timesOf = ({ text }: Subject, ctx: NodeContext): string[] =>
  timesIn(dayAndTime(text, ctx.timeZone)).flatMap(({ time, later }) => (later === undefined ? [time] : [time, later]));

const presenceTests: { [kind in PresenceRule['kind']]: (subject: Subject, ctx: NodeContext) => boolean } = {
  'has-text': ({ text }) => text.trim() !== '',
  empty: ({ text }) => text.trim() === '',
  number: (subject) => numbersOf(subject).length > 0,
  date: (subject, ctx) => datesOf(subject, ctx).length > 0,
  time: (subject, ctx) => timesOf(subject, ctx).length > 0,
  email: ({ text }) => emailsIn(text).length > 0,
  location: ({ message }) => message.kind === 'location',
};

/** From one end to the other, both included; times that end before they begin run past midnight. */
function isBetween(found: string, from: string, to: string): boolean {
  const overnight = from.includes(':') && to < from;
  return overnight ? found >= from || found <= to : found >= from && found <= to;
}

/** Tells whether a rule holds. Rejects with `NotMeant` when it compares with what is no number, date or time. */
export async function matches(rule: Rule, subject: Subject, ctx: NodeContext): Promise<boolean> {
  const { text, message } = subject;
  if ('text' in rule) return wordTests[rule.kind](text, await ctx.render(rule.text));
  if ('pattern' in rule) return ctx.match(rule.pattern, text) !== null;
  if ('value' in rule) {
    const value = await numberIn(rule.value, ctx);
    return numbersOf(subject).some((found) => numberTests[rule.kind](found, value));
  }
  if ('minimum' in rule) {
    const [minimum, maximum] = [await numberIn(rule.minimum, ctx), await numberIn(rule.maximum, ctx)];
    return numbersOf(subject).some((found) => found >= minimum && found <= maximum);
  }
  if ('date' in rule) {
    const value = await dateIn(rule.date, ctx);
    return datesOf(subject, ctx).some((found) => orderTests[rule.kind](found, value));
  }
  if ('time' in rule) {
    const value = await timeIn(rule.time, ctx);
    return timesOf(subject, ctx).some((found) => orderTests[rule.kind](found, value));
  }
  if ('from' in rule) {
    const meant = rule.kind === 'date-between' ? dateIn : timeIn;
    const [from, to] = [await meant(rule.from, ctx), await meant(rule.to, ctx)];
    const found = rule.kind === 'date-between' ? datesOf(subject, ctx) : timesOf(subject, ctx);
    return found.some((each) => isBetween(each, from, to));
  }
  switch (rule.kind) {
    case 'choice':
      return message.choiceId === rule.choiceId;
    case 'group':
      return ctx.contact.groups.includes(rule.group);
    case 'category': {
      if (rule.result === '') return false;
      const category = await ctx.evaluate(`results.${rule.result}.category`);
      return typeof category === 'string' && fold(category) === fold(rule.is);
    }
    case 'phone':
      if (rule.region === undefined) return numbersLike(text).length > 0;
      return phonesIn(text, { country: rule.region }).length > 0;
    case 'media': {
      if (message.kind !== 'media') return false;
      const { media } = message;
      return rule.media === undefined || rule.media.length === 0 || (media !== undefined && rule.media.includes(media));
    }
    default:
      return presenceTests[rule.kind](subject, ctx);
  }
}
