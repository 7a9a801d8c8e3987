import { unmarked } from '../text.ts';
import { timeOf } from './calendar.ts';
import { after, afterDigits, anyOf, before, beforeDigits, longestRead, numberWords } from './said-words.ts';

/** A time as `14:30`. Where it may be of the afternoon as well (`a las 3`), `later` is that. */
export type Said = { time: string; later?: string };

const hourWords = [...numberWords].flatMap(([word, number]) => (number <= 12 ? [word] : []));
const hour = `(\\d{1,2}|${anyOf(hourWords)})`;
const mark = '([ap])\\.? ?m\\.?';
const part =
  '(?:de|del|da|in|por|en|pela|a|at) ?(?:la |the |el )?' +
  '(madrugada|manana|manha|mediodia|dia|tarde|noche|medianoche|noite|morning|noon|afternoon|evening|night)';
const at = '(?:a las?|alas|as|at|a eso de las?|sobre las?|hacia las?|tipo|around)';
const number = (text: string): number => (/^\d+$/.test(text) ? Number(text) : (numberWords.get(text) ?? Number.NaN));

/** How many hours a part of the day adds; undefined where the day has no such hour. */
function inPart(hours: number, name: string): number | undefined {
  if (hours > 12) return name === 'madrugada' || /^(man|mor)/.test(name) ? undefined : hours;
  if (/^(madrugada|man|mor)/.test(name)) return hours === 12 && name === 'madrugada' ? 0 : hours;
  if (/^(mediodia|dia|noon)$/.test(name)) return hours >= 1 && hours <= 4 ? hours + 12 : hours;
  if (/^(tarde|afternoon)$/.test(name)) return hours === 12 || hours === 0 ? hours : hours + 12;
  if (hours === 12) return 0;
  // At four in the night it is nearly morning, at five in the evening it is not night yet.
  return hours <= 4 && name !== 'evening' ? hours : hours + 12;
}

function said(hours: number, minutes: number, { half = '', name = '', exact = false }): Said | undefined {
  if (half !== '') {
    if (half === 'a' ? hours > 12 : hours === 0) return undefined;
    return only(half === 'a' ? hours % 12 : hours > 12 ? hours : (hours % 12) + 12, minutes);
  }
  if (name !== '') {
    const meant = inPart(hours, name);
    return meant === undefined ? undefined : only(meant, minutes);
  }
  const found = only(hours, minutes);
  const later = exact || hours < 1 || hours > 11 ? undefined : timeOf(hours + 12, minutes);
  return found && later !== undefined ? { ...found, later } : found;
}

function only(hours: number, minutes: number): Said | undefined {
  const time = timeOf(hours, minutes);
  return time === undefined ? undefined : { time };
}

const minuteWords: { readonly [word: string]: number } = { media: 30, meia: 30, half: 30, cuarto: 15, quarter: 15 };
const minutesOf = (text: string): number => (text === '' ? 0 : (minuteWords[text] ?? number(text)));
const past = `(?: (?:y|e|con|com) (media|meia|cuarto|\\d{2}|quinze|dez|vinte|diez|veinte)| menos (cuarto|quince|quinze|diez|dez|veinte|vinte|\\d{1,2}))?`;

/** Minutes before or after an hour. */
function around(hours: number, minutes: number, how: { half?: string; name?: string }): Said | undefined {
  const all = hours * 60 + minutes;
  return said(Math.floor(all / 60), ((all % 60) + 60) % 60, how);
}

type Reader = { pattern: RegExp; read(groups: readonly string[]): Said | undefined };
const reader = (source: string, read: Reader['read']): Reader => ({ pattern: new RegExp(source, 'gu'), read });

const written = `(\\d{1,2}) ?(?:[:h]|\\.(?=\\d\\d ?(?:[ap]\\.? ?m|h)))(\\d{2})(?::\\d{2})?(?: ?(?:hs?|hrs?|horas|min|m))?(?: ?${mark}| ${part})?`;
/** `a las tres y media de la tarde`, with or without its parts. */
const spoken = `(${at} )?${hour}${past}( en punto| em ponto| o'?clock)?(?: ?${mark}| ${part})?`;

const readSpoken =
  (alone: boolean): Reader['read'] =>
  ([led = '', hours = '', plus = '', minus = '', sharp = '', half = '', name = '']) => {
    if (!alone && led === '' && sharp === '' && half === '' && name === '') return undefined;
    if (led === 'at ' && hours === 'once') return undefined;
    const minutes = minus === '' ? minutesOf(plus) : -minutesOf(minus);
    if (number(hours) > 23 || (half !== '' && number(hours) === 0)) return undefined;
    return around(number(hours), minutes, { half, name });
  };

const readers: Reader[] = [
  reader(`${beforeDigits}${written}${afterDigits}`, ([hours = '', minutes, half = '', name = '']) =>
    said(Number(hours), Number(minutes), { half, name, exact: hours.startsWith('0') }),
  ),
  reader(`${before}(half|quarter|\\d{1,2}) (past|to) ${hour}(?: ?${mark}| ${part})?${after}`, (groups) => {
    const [amount = '', way, hours = '', half = '', name = ''] = groups;
    return around(number(hours), (way === 'to' ? -1 : 1) * minutesOf(amount), { half, name });
  }),
  reader(
    `${before}(?:un )?(cuarto|quinze|quince|dez|diez|\\d{1,2}) para (?:las?|as?) ${hour}(?: ?${mark}| ${part})?${after}`,
    (groups) => {
      const [amount = '', hours = '', half = '', name = ''] = groups;
      return around(number(hours), -minutesOf(amount), { half, name });
    },
  ),
  reader(`${before}mei[oa][- ]dia e meia${after}`, () => only(12, 30)),
  // The hours of a wait are no time of day.
  reader(
    `(?<!(?:en|em|in|de|por|cada|hace|ha|durante|a|mas) )${beforeDigits}(\\d{1,2}) ?(?:h|hs|hrs|horas)${afterDigits}`,
    ([hours]) => only(Number(hours), 0),
  ),
  reader(`${beforeDigits}(?:(?:as|a las) )(\\d{1,2}) ?(?:h|hs|hrs|horas)${afterDigits}`, ([hours]) =>
    only(Number(hours), 0),
  ),
  reader(`${beforeDigits}${spoken}${afterDigits}`, readSpoken(false)),
  reader(`${before}(?:mediodia|medio dia|meio[- ]dia|noon|midday)${after}`, () => only(12, 0)),
  reader(`${before}(?:medianoche|media noche|meia[- ]noite|midnight)${after}`, () => only(0, 0)),
];

/** The times of day of a sentence in es, pt or en, in order. What no clock shows (12:60) is none. */
export function timesIn(text: string): Said[] {
  let rest = unmarked(text.slice(0, longestRead));
  const found: { at: number; said: Said | undefined }[] = [];
  for (const { pattern, read } of readers) {
    for (const match of rest.matchAll(pattern)) {
      const [whole, ...groups] = match;
      const meant = read(groups.map((group) => group ?? ''));
      // A number without anything of a time may be part of what the next reader knows.
      if (!meant && pattern.source.includes('en punto')) continue;
      found.push({ at: match.index, said: meant });
      rest = rest.slice(0, match.index) + '\u0000'.repeat(whole.length) + rest.slice(match.index + whole.length);
    }
  }
  return found.toSorted((one, other) => one.at - other.at).flatMap(({ said: meant }) => meant ?? []);
}

const whole = new RegExp(`^(?:las? )?${spoken}$`, 'u');

/** The one time that an answer to a question for a time says; `15`, `14.30` and `tres y media` count too. */
export function timeSaid(text: string): Said | undefined {
  const plain = unmarked(text.slice(0, longestRead)).replace(/[!]$/, '');
  const figures = /^(\d{1,2})[. ](\d{2})$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain);
  if (figures) return said(Number(figures[1]), Number(figures[2]), { exact: figures[1]?.startsWith('0') ?? false });
  const alone = whole.exec(plain);
  const answer = alone ? readSpoken(true)(alone.slice(1).map((group) => group ?? '')) : undefined;
  if (answer || alone) return answer;
  const [first, ...others] = timesIn(text);
  return others.every(({ time }) => time === first?.time) ? first : undefined;
}
