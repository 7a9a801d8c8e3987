import { dayFrom, monthsBetween, movedDays, partsOf, weekdayOf } from './calendar.ts';
import { wordsOf } from './text.ts';

/** What people write a date with: the day it is where they are, and whether the month comes first in their numbers. */
export type SpokenWorld = { today: string; monthFirst: boolean };

const numbered = (names: string): [string, number][] =>
  names.split('|').flatMap((row, index) => row.split(' ').map((name): [string, number] => [name, index + 1]));

const months = new Map(
  numbered(
    'enero ene janeiro jan january|febrero feb fevereiro fev february|marzo mar marco march|abril abr april apr|' +
      'mayo may maio mai|junio jun junho june|julio jul julho july|agosto ago august aug|' +
      'septiembre setiembre sept sep set setembro september|octubre oct outubro out october|' +
      'noviembre nov novembro november|diciembre dic dezembro dez december dec',
  ),
);
const weekdays = new Map(
  numbered(
    'lunes lun segunda monday mon|martes mar terca tuesday tue|miercoles mie quarta wednesday wed|jueves jue quinta thursday thu|' +
      'viernes vie sexta friday fri|sabado sab saturday sat|domingo dom sunday sun',
  ),
);
const days = new Map<string, number>(
  Object.entries({ hoy: 0, hoje: 0, today: 0, manana: 1, amanha: 1, tomorrow: 1, ayer: -1, ontem: -1, yesterday: -1 }),
);
const twoDays = new Map([
  ['pasado manana', 2],
  ['depois de amanha', 2],
  ['day after tomorrow', 2],
  ['anteayer', -2],
  ['antes de ayer', -2],
  ['anteontem', -2],
  ['day before yesterday', -2],
]);
/** Words that say nothing about which day it is. */
const fillers = new Set(
  'de del do da el la o a the of on dia day para em en proximo proxima next que viene vem este esta this feira al'.split(
    ' ',
  ),
);
const unitDays = new Map([
  ...'dia dias day days'.split(' ').map((word): [string, number] => [word, 1]),
  ...'semana semanas week weeks'.split(' ').map((word): [string, number] => [word, 7]),
]);
const smallNumbers = new Map(
  numbered(
    'un uno una um uma one|dos dois duas two|tres three|cuatro quatro four|cinco five|seis six|siete sete seven',
  ),
);

/**
 * Reads a date as people write it in Spanish, Portuguese and English: `5/1/2026`, `5 de enero`, `Jan 5th`, `mañana`, `el lunes`, `em 3
 * dias`. Without a year it is the next such day, without a month … there is none. Undefined when it is no date.
 */
export function parseSpokenDate(text: string, world: SpokenWorld): string | undefined {
  if (text.length > 100) return undefined;
  const words = wordsOf(text);
  const said = words.join(' ');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text.trim());
  if (iso) return dayFrom(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  for (const [phrase, count] of twoDays) if (said.includes(phrase)) return movedDays(world.today, count);
  return (
    inNumbers(text, world) ??
    distant(words, world) ??
    withMonth(words, world) ??
    (words.length <= 5 ? relative(words, world) : undefined)
  );
}

function inNumbers(text: string, { today, monthFirst }: SpokenWorld): string | undefined {
  const found = /(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}|\d{2}))?(?!\d)/.exec(text);
  if (!found) return undefined;
  const [a, b] = [Number(found[1]), Number(found[2])];
  const [day, month] = (monthFirst && a <= 12) || b > 12 ? [b, a] : [a, b];
  return dated(day, month, found[3], today);
}

function dated(day: number, month: number, year: string | undefined, today: string): string | undefined {
  const [now] = partsOf(today);
  if (year === undefined) {
    const soon = dayFrom(now, month, day);
    if (soon !== undefined && soon >= today) return soon;
    // 29 February comes at most every eight years.
    for (let next = now + 1; next <= now + 8; next += 1) {
      const found = dayFrom(next, month, day);
      if (found) return found;
    }
    return undefined;
  }
  if (year.length === 4) return dayFrom(Number(year), month, day);
  const century = Math.floor(now / 100) * 100;
  const full = century + Number(year);
  return dayFrom(full > now + 20 ? full - 100 : full, month, day);
}

/** `en 3 días`, `hace dos semanas`, `3 days ago`. */
function distant(words: readonly string[], { today }: SpokenWorld): string | undefined {
  const at = words.findIndex((word) => unitDays.has(word));
  const count = smallNumber(words[at - 1]);
  if (at < 1 || count === undefined) return undefined;
  const before = words[at - 2];
  const past = before === 'hace' || before === 'ha' || words[at + 1] === 'ago' || words[at + 1] === 'atras';
  const ahead =
    before === 'en' || before === 'em' || before === 'in' || before === 'dentro' || words.includes('dentro');
  if (!past && !ahead) return undefined;
  return movedDays(today, (past ? -1 : 1) * count * (unitDays.get(words[at] ?? '') ?? 1));
}

const smallNumber = (word: string | undefined): number | undefined =>
  word === undefined ? undefined : /^\d{1,4}$/.test(word) ? Number(word) : smallNumbers.get(word);

function withMonth(words: readonly string[], { today }: SpokenWorld): string | undefined {
  const at = words.findIndex((word, index) => months.has(word) && (word !== 'mar' || isNumber(words, index)));
  const month = months.get(words[at] ?? '');
  if (month === undefined) return undefined;
  const numbers = words.flatMap((word) => {
    const found = /^(\d{1,4})(?:st|nd|rd|th|ro|er|o|a)?$/.exec(word)?.[1];
    return found ?? (word === 'primero' || word === 'primeiro' || word === 'first' ? '1' : []);
  });
  const day = numbers.find((number) => number.length <= 2);
  const year =
    numbers.find((number) => number.length === 4) ??
    numbers.filter((number) => number.length === 2 && number !== day)[0];
  return day === undefined ? undefined : dated(Number(day), month, year, today);
}

/** `mar` is March beside a number, else Tuesday. */
const isNumber = (words: readonly string[], at: number): boolean =>
  [words[at - 1], words[at - 2], words[at + 1]].some((word) => /^\d/.test(word ?? ''));

function relative(words: readonly string[], { today }: SpokenWorld): string | undefined {
  const telling = words.filter((word) => !fillers.has(word));
  const [word = ''] = telling;
  if (telling.length !== 1) return undefined;
  const near = days.get(word);
  if (near !== undefined) return movedDays(today, near);
  const weekday = weekdays.get(word);
  if (weekday === undefined) return undefined;
  return movedDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
}

const noon = new Set(['mediodia', 'noon', 'midday']);
const midnight = new Set(['medianoche', 'midnight']);

/** Reads a time of day as people write it: `15:30`, `3 pm`, `3 y media`, `3 da tarde`, `15h30`, `noon`. `HH:MM`, or undefined. */
export function parseSpokenTime(text: string): string | undefined {
  if (text.length > 60) return undefined;
  const words = wordsOf(text.replace(/([ap])\.\s?m\.?/gi, '$1m'));
  const said = words.join(' ');
  if (words.some((word) => noon.has(word)) || said.includes('meio dia')) return '12:00';
  if (words.some((word) => midnight.has(word)) || said.includes('meia noite')) return '00:00';
  const found = /(?<!\d)(\d{1,2})(?:\s?[:.h]\s?(\d{2}))?(?!\d)/i.exec(text);
  if (!found) return undefined;
  let hour = Number(found[1]);
  let minute = Number(found[2] ?? 0);
  if (found[2] === undefined) {
    if (/\b(?:y media|e meia|half past)\b/.test(said)) minute = 30;
    else if (/\b(?:y cuarto|e quinze|quarter past)\b/.test(said)) minute = 15;
    else if (/\b(?:menos cuarto|quarter to)\b/.test(said)) [hour, minute] = [hour - 1, 45];
  }
  const late = /(?:\d|\b)pm\b|\bde la (?:tarde|noche)\b|\bda (?:tarde|noite)\b|\bin the (?:afternoon|evening)\b/.test(
    said,
  );
  const early = /(?:\d|\b)am\b|\bde la manana\b|\bda manha\b|\bin the morning\b/.test(said);
  if ((late || early) && (hour < 1 || hour > 12) && found[2] === undefined) return undefined;
  if (late && hour < 12) hour += 12;
  if (early && hour === 12) hour = 0;
  if (hour < 0 || hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Whole years between a birth and a day. */
export const yearsOld = (born: string, today: string): number => Math.trunc(monthsBetween(born, today) / 12);
