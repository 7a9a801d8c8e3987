import { fail, type NodeContext, type Outcome } from '../../contract/index.ts';
import { fold, wordsOf } from '../../engine/text.ts';
import type { LastMessage } from '../last-message.ts';
import { numbersIn, parseNumber } from '../numbers.ts';
import type { NumberRule, PresenceRule, Rule, WordRule } from './schema.ts';

/** What a rule looks at: the text in question, and the message for what is no text. */
export type Subject = { text: string; message: LastMessage };

/** A value of a rule that is no number: the card leaves by its error port. */
export class NotANumber extends Error {
  readonly outcome: Outcome;
  constructor(text: string) {
    const shown = text.slice(0, 100);
    super(`"${shown}" is not a number.`);
    this.name = 'NotANumber';
    this.outcome = fail('rule.value-not-number', this.message);
  }
}

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

const months =
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|' +
  'janeiro|fevereiro|maio|junho|julho|setembro|outubro|novembro|dezembro|' +
  'january|february|march|april|may|june|july|august|september|october|november|december';
const day = '(0?[1-9]|[12][0-9]|3[01])';
const month = '(0?[1-9]|1[0-2])';
/** On folded text. Without a year only `/` divides, since 2.5 is a number and 3-4 a range. */
const datePattern = new RegExp(
  [
    `\\b${day}/${month}(/([0-9]{2}|[0-9]{4}))?\\b`,
    `\\b${day}[.-]${month}[.-]([0-9]{2}|[0-9]{4})\\b`,
    `\\b[0-9]{4}-${month}-${day}\\b`,
    `\\b${day}\\.? (de |of )?(${months})\\b`,
    `\\b(${months}) ${day}\\b`,
  ].join('|'),
);
const hour = '([01]?[0-9]|2[0-3])';
const timePattern = new RegExp(
  [
    `\\b${hour}[:h][0-5][0-9]\\b`,
    `\\b(0?[1-9]|1[0-2]) ?(am|pm|a\\.? ?m\\.|p\\.? ?m\\.)`,
    `\\b${hour} ?(h|hs|hrs|horas?)\\b`,
  ].join('|'),
);
/** Every repetition here is bounded, so that no text can make a search slow. */
const emailPattern = /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,24}/i;
const phonePattern = /(?<![0-9])\+?[0-9][0-9 ().-]{5,20}[0-9](?![0-9])/;

const presenceTests: { [kind in PresenceRule['kind']]: (subject: Subject) => boolean } = {
  'has-text': ({ text }) => text.trim() !== '',
  empty: ({ text }) => text.trim() === '',
  number: ({ text }) => numbersIn(text).length > 0,
  date: ({ text }) => datePattern.test(fold(text)),
  time: ({ text }) => timePattern.test(fold(text)),
  email: ({ text }) => emailPattern.test(text),
  phone: ({ text }) => {
    const digits = phonePattern.exec(text)?.[0].replace(/\D/g, '').length ?? 0;
    return digits >= 7 && digits <= 15;
  },
  location: ({ message }) => message.kind === 'location',
};

/** Tells whether a rule holds. Rejects with `NotANumber` when its value is none. */
export async function matches(rule: Rule, subject: Subject, ctx: NodeContext): Promise<boolean> {
  const number = async (template: string): Promise<number> => {
    const text = await ctx.render(template);
    const value = parseNumber(text);
    if (value === undefined) throw new NotANumber(text);
    return value;
  };
  if ('text' in rule) return wordTests[rule.kind](subject.text, await ctx.render(rule.text));
  if ('pattern' in rule) return ctx.match(rule.pattern, subject.text) !== null;
  if ('value' in rule) {
    const value = await number(rule.value);
    return numbersIn(subject.text).some((found) => numberTests[rule.kind](found, value));
  }
  if ('minimum' in rule) {
    const [minimum, maximum] = [await number(rule.minimum), await number(rule.maximum)];
    return numbersIn(subject.text).some((found) => found >= minimum && found <= maximum);
  }
  if ('choiceId' in rule) return subject.message.choiceId === rule.choiceId;
  if (rule.kind !== 'media') return presenceTests[rule.kind](subject);
  const { kind, media } = subject.message;
  if (kind !== 'media') return false;
  return rule.media === undefined || rule.media.length === 0 || (media !== undefined && rule.media.includes(media));
}
