import { unmarked } from '../text.ts';
import { addDays, addMonths, dayFrom, partsOf, weekdayOf } from './calendar.ts';
import {
  after,
  afterDigits,
  anyOf,
  baseOf,
  before,
  beforeDigits,
  longestRead,
  monthsOf,
  numberWords,
  weekdaysOf,
} from './said-words.ts';

/** What a date is reckoned from. */
export type Reckoning = {
  /** The day it is where the person is asked, as `2026-03-05`. */
  today: string;
  /** BCP 47. `en` and `en-US` write the month before the day, all others the day first. */
  language: string;
  /** What has no year is the last such day instead of the next; today is both. */
  past?: boolean;
};

/** Some dates are vaguer than others: `Thursday, 5 March` is one date, and the weekday does not say which. */
type Found = { at: number; end: number; date: string | undefined; vague?: true };
type Reader = { pattern: RegExp; read(groups: readonly string[], how: Reckoning): string | undefined; vague?: true };

const number = (text: string): number => (/^\d+$/.test(text) ? Number(text) : (numberWords.get(text) ?? Number.NaN));

/** 26 is 2026, 85 is 1985: the last 80 years and the next 20. */
function yearOf(text: string, { today }: Reckoning): number {
  const year = Number(text);
  if (text.length > 2) return year;
  const [now] = partsOf(today);
  const near = Math.floor(now / 100) * 100 + year;
  return near > now + 20 ? near - 100 : near <= now - 80 ? near + 100 : near;
}

/** A day without its year: of this year or the one beside it. */
function yearless(month: number, day: number, { today, past = false }: Reckoning): string | undefined {
  const [year] = partsOf(today);
  return [year, past ? year - 1 : year + 1]
    .map((candidate) => dayFrom(candidate, month, day))
    .find((date) => date !== undefined && (past ? date <= today : date >= today));
}

const dated = (month: number, day: number, year: string | undefined, how: Reckoning): string | undefined =>
  year ? dayFrom(yearOf(year, how), month, day) : yearless(month, day, how);

const monthFirst = (language: string): boolean => /^en(-(us|ph))?$/i.test(language);

/** `5/3`: the language says which is the month, unless there is no such month. */
function inOrder(first: string, second: string, year: string | undefined, how: Reckoning): string | undefined {
  const [one, other] = [Number(first), Number(second)];
  const dayThenMonth = dated(other, one, year, how);
  const monthThenDay = dated(one, other, year, how);
  return monthFirst(how.language) ? (monthThenDay ?? dayThenMonth) : (dayThenMonth ?? monthThenDay);
}

const some = anyOf(numberWords.keys());
const day = `(\\d{1,2}|${some})(?:st|nd|rd|th|ro|er|o|[ºª°])?`;
const count = `(\\d{1,3}|${some}|an?)`;
const unit = '(days?|dias?|weeks?|semanas?|months?|mes(?:es)?|years?|anos?)(?! (?:habil|habiles|laborable|util|uteis))';
const anyUnit = `${count} ${unit}`;

function later(amount: string, name: string, sign: 1 | -1, { today }: Reckoning): string | undefined {
  const many = sign * (/^an?$/.test(amount) ? 1 : number(amount));
  if (name.startsWith('d')) return addDays(today, many);
  if (name.startsWith('w') || name.startsWith('s')) return addDays(today, many * 7);
  return addMonths(today, name.startsWith('m') ? many : many * 12);
}

/** `mañana` is also the morning. */
const notMorning = '(?<!(?:la|esta|las|media|cada|buena) )';
const nearDays: [words: string, days: number][] = [
  ['pasado manana|day after tomorrow|depois de amanha', 2],
  ['anteayer|antes de ayer|antier|day before yesterday|anteontem|antes de ontem', -2],
  ['hoy|hoje|today', 0],
  [`${notMorning}manana|amanha|tomorrow|tmrw`, 1],
  ['ayer|ontem|yesterday', -1],
];

const nextWeek =
  '(?: de la proxima semana| de la semana (?:que viene|proxima)| da (?:proxima semana|semana que vem)| next week)';

/** The next such day after today; with `last` the last one before. */
function weekday(wanted: number, how: 'next' | 'last' | 'next week', { today }: Reckoning): string | undefined {
  const now = weekdayOf(today) - 1;
  if (how === 'next week') return addDays(today, 7 - now + wanted);
  return how === 'last' ? addDays(today, -((now - wanted + 6) % 7) - 1) : addDays(today, ((wanted - now + 6) % 7) + 1);
}

function readersOf(language: string): Reader[] {
  const months = monthsOf(language);
  const month = `(${anyOf(months.keys())})\\.?`;
  const days = weekdaysOf(language);
  const pattern = (source: string) => new RegExp(source, 'gu');
  return [
    {
      pattern: pattern(`${beforeDigits}(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d|[-/.]\\d)`),
      read: ([year = '', , inMonth, onDay]) => dayFrom(Number(year), Number(inMonth), Number(onDay)),
    },
    {
      pattern: pattern(`${beforeDigits}(\\d{1,2}) ?([/.-]) ?(\\d{1,2}) ?\\2 ?(\\d{4}|\\d{2})${afterDigits}`),
      read: ([first = '', , second = '', year], how) => inOrder(first, second, year, how),
    },
    {
      pattern: pattern(`${beforeDigits}(\\d{1,2}) ?/ ?(\\d{1,2})${afterDigits}`),
      read: ([first = '', second = ''], how) => inOrder(first, second, undefined, how),
    },
    {
      pattern: pattern(
        `${before}${day}[.,]?(?: ?(?:de|del|do|of|/|-) ?| )?${month}` +
          `(?:(?: (?:de|del|do|of) |[-/])(\\d{4}|\\d{2})|,? (\\d{4}))?${after}`,
      ),
      read: ([onDay = '', name = '', year, other], how) =>
        dated(months.get(name) ?? 0, number(onDay), year || other, how),
    },
    {
      pattern: pattern(`${before}${month} (?:the |el )?${day}(?:,? (?:de |del |of )?(\\d{4}))?${after}(?!:\\d)`),
      read: ([name = '', onDay = '', year], how) => dated(months.get(name) ?? 0, number(onDay), year, how),
    },
    {
      pattern: pattern(`${before}(?:in|en|em|dentro de|daqui a|within) ${anyUnit}${after}`),
      read: ([amount = '', name = ''], how) => later(amount, name, 1, how),
    },
    {
      pattern: pattern(`${before}${anyUnit} (?:from (?:now|today)|a partir de (?:hoy|hoje))${after}`),
      read: ([amount = '', name = ''], how) => later(amount, name, 1, how),
    },
    {
      pattern: pattern(`${before}(?:hace|ha|faz) ${anyUnit}(?: atras)?${after}`),
      read: ([amount = '', name = ''], how) => later(amount, name, -1, how),
    },
    {
      pattern: pattern(`${before}${anyUnit} (?:ago|atras)${after}`),
      read: ([amount = '', name = ''], how) => later(amount, name, -1, how),
    },
    ...nearDays.map(([words, many]): Reader => ({
      pattern: pattern(`${before}(?:${words})${after}`),
      read: (_groups, { today }) => addDays(today, many),
    })),
    {
      pattern: pattern(`${before}(last |ultim[oa] )?(${anyOf(days.keys())})(${nextWeek}| pasado| passad[oa])?${after}`),
      read: ([last, name = '', more = ''], how) => {
        const wanted = days.get(name) ?? 0;
        if (last || / pas/.test(more)) return weekday(wanted, 'last', how);
        return weekday(wanted, more === '' ? 'next' : 'next week', how);
      },
      vague: true,
    },
  ];
}

const readers = new Map<string, Reader[]>();

function readersFor(language: string): Reader[] {
  const base = baseOf(language);
  const known = ['es', 'pt', 'en'].includes(base) ? base : '';
  let found = readers.get(known);
  if (!found) readers.set(known, (found = readersOf(known)));
  return found;
}

/** What one reader has read is nothing for the next, also where it was no date. */
const masked = (text: string, { at, end }: Found): string =>
  text.slice(0, at) + '\u0000'.repeat(end - at) + text.slice(end);

/** The dates of a sentence in es, pt or en, in order, as `2026-03-05`. What no calendar has (31/4) is none. */
export function datesIn(text: string, how: Reckoning): string[] {
  const plain = unmarked(text.slice(0, longestRead));
  let rest = plain;
  const found: Found[] = [];
  for (const { pattern, read, vague } of readersFor(how.language)) {
    const here = [...rest.matchAll(pattern)].map((match): Found => {
      const [whole, ...groups] = match;
      const date = read(
        groups.map((group) => group ?? ''),
        how,
      );
      return { at: match.index, end: match.index + whole.length, date, ...(vague && { vague }) };
    });
    for (const each of here) rest = masked(rest, each);
    found.push(...here);
  }
  const sorted = found.toSorted((one, other) => one.at - other.at);
  const beside = (one: Found | undefined, other: Found | undefined): boolean =>
    one?.date !== undefined && other !== undefined && !one.vague && isGap(plain, one, other);
  return sorted.flatMap((each, index) =>
    each.date === undefined || (each.vague && (beside(sorted[index - 1], each) || beside(sorted[index + 1], each)))
      ? []
      : [each.date],
  );
}

function isGap(text: string, one: Found, other: Found): boolean {
  const [first, second] = one.at < other.at ? [one, other] : [other, one];
  return /^[ ,.()-]{0,4}(?:(?:el|dia|the|o|of) ){0,2}$/.test(text.slice(first.end, second.at));
}

const ledDay = new RegExp(`^(?:(?:el|o|dia|the|no|on) ){1,2}${day}$`, 'u');

/** The one date that an answer to a question for a date says; shorter forms count that mean nothing in a sentence: `5-3`, `el 5`. */
export function dateSaid(text: string, how: Reckoning): string | undefined {
  const plain = unmarked(text.slice(0, longestRead)).replace(/[.!]$/, '');
  const numbers =
    /^(\d{1,2})(?:[-. ](\d{1,2}))(?:[-. ](\d{4}|\d{2}))?$/.exec(plain) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(plain);
  if (numbers) return inOrder(numbers[1] ?? '', numbers[2] ?? '', numbers[3], how);
  const alone = ledDay.exec(plain)?.[1] ?? /^(\d{1,2})(?:st|nd|rd|th|ro|er|o|[ºª°])?$/.exec(plain)?.[1];
  if (alone !== undefined) return dayOfMonth(number(alone), how);
  const [date, ...others] = new Set(datesIn(text, how));
  return others.length === 0 ? date : undefined;
}

/** The next 31st may be in the month after the next. */
function dayOfMonth(onDay: number, { today, past = false }: Reckoning): string | undefined {
  const [year, month] = partsOf(today);
  for (let away = 0; away <= 2; away += 1) {
    const at = year * 12 + month - 1 + (past ? -away : away);
    const date = dayFrom(Math.floor(at / 12), (at % 12) + 1, onDay);
    if (date !== undefined && (past ? date <= today : date >= today)) return date;
  }
  return undefined;
}

/**
 * A date that a designer wrote to compare with: `2026-03-05`, `today`, `today+7`, `today-18y` (d, w, m, y; also `hoy`, `hoje`), or as
 * people say it. Undefined when it is none.
 */
export function dateMeant(text: string, how: Reckoning): string | undefined {
  const [, rest] = /^(?:today|hoy|hoje) ?([+-].*)$/.exec(unmarked(text)) ?? [];
  if (rest === undefined) return dateSaid(text, how);
  const [, sign, amount, unitName = ''] = /^([+-]) ?(\d{1,5}) ?([dwmya]?)$/.exec(rest) ?? [];
  if (amount === undefined) return undefined;
  const many = Number(amount) * (sign === '-' ? -1 : 1);
  if (unitName === 'm') return addMonths(how.today, many);
  if (unitName === 'y' || unitName === 'a') return addMonths(how.today, many * 12);
  return addDays(how.today, unitName === 'w' ? many * 7 : many);
}
