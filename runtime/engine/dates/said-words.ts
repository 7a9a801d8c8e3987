/** Numbers as they are written in words in es, pt and en, without accents: cardinals to 31, and the ordinals of days. */
export const numberWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1: 'un una uno um uma one primero primeiro first',
    2: 'dos dois duas two second',
    3: 'tres three third',
    4: 'cuatro quatro four fourth',
    5: 'cinco five fifth',
    6: 'seis six sixth',
    7: 'siete sete seven seventh',
    8: 'ocho oito eight eighth',
    9: 'nueve nove nine ninth',
    10: 'diez dez ten tenth',
    11: 'once onze eleven eleventh',
    12: 'doce doze twelve twelfth',
    13: 'trece treze thirteen thirteenth',
    14: 'catorce quatorze catorze fourteen fourteenth',
    15: 'quince quinze fifteen fifteenth',
    16: 'dieciseis dezesseis dezasseis sixteen sixteenth',
    17: 'diecisiete dezessete dezassete seventeen seventeenth',
    18: 'dieciocho dezoito eighteen eighteenth',
    19: 'diecinueve dezenove dezanove nineteen nineteenth',
    20: 'veinte vinte twenty twentieth',
    21: 'veintiuno veintiun vinte_e_um twenty-one twenty-first twenty_first',
    22: 'veintidos vinte_e_dois twenty-two twenty-second twenty_second',
    23: 'veintitres vinte_e_tres twenty-three twenty-third twenty_third',
    24: 'veinticuatro vinte_e_quatro twenty-four twenty-fourth twenty_fourth',
    25: 'veinticinco vinte_e_cinco twenty-five twenty-fifth twenty_fifth',
    26: 'veintiseis vinte_e_seis twenty-six twenty-sixth twenty_sixth',
    27: 'veintisiete vinte_e_sete twenty-seven twenty-seventh twenty_seventh',
    28: 'veintiocho vinte_e_oito twenty-eight twenty-eighth twenty_eighth',
    29: 'veintinueve vinte_e_nove twenty-nine twenty-ninth twenty_ninth',
    30: 'treinta trinta thirty thirtieth',
    31: 'treinta_y_uno trinta_e_um thirty-one thirty-first thirty_first',
  }).flatMap(([number, words]) =>
    words.split(' ').map((word): [string, number] => [word.replaceAll('_', ' '), Number(number)]),
  ),
);

const spelledMonths = [
  'enero janeiro january',
  'febrero fevereiro february',
  'marzo marco march',
  'abril april',
  'mayo maio may',
  'junio junho june',
  'julio julho july',
  'agosto august',
  'septiembre setiembre setembro september',
  'octubre outubro october',
  'noviembre novembro november',
  'diciembre dezembro december',
];
/** Shorter forms; a foreign one counts where it is no word of the language (`out`, `set` and `ago` are words of some). */
const shortMonths: { readonly [language: string]: readonly string[] } = {
  es: ['ene jan', 'feb fev', 'mar', 'abr apr', 'may', 'jun', 'jul', 'ago aug', 'sep sept set', 'oct', 'nov', 'dic dec'],
  pt: [
    'jan ene',
    'fev feb',
    'mar',
    'abr apr',
    'mai',
    'jun',
    'jul',
    'ago aug',
    'set sep',
    'out oct',
    'nov',
    'dez dic dec',
  ],
  en: ['jan ene', 'feb fev', 'mar', 'apr abr', 'may', 'jun', 'jul', 'aug', 'sep sept', 'oct', 'nov', 'dec dic'],
};

const numbered = (lists: readonly string[], first: number): [string, number][] =>
  lists.flatMap((words, index) => words.split(' ').map((word): [string, number] => [word, index + first]));

/** `es`, of `es-MX`. */
export const baseOf = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';

/** The months by their names, from 1. */
export const monthsOf = (language: string): ReadonlyMap<string, number> =>
  new Map([...numbered(spelledMonths, 1), ...numbered(shortMonths[baseOf(language)] ?? [], 1)]);

const weekdays = [
  'lunes segunda-feira monday',
  'martes terca-feira tuesday',
  'miercoles quarta-feira wednesday',
  'jueves quinta-feira thursday',
  'viernes sexta-feira friday',
  'sabado saturday',
  'domingo sunday',
];
const shortWeekdays = ['segunda', 'terca', 'quarta', 'quinta', 'sexta'];

/** The weekdays by their names, Monday 0. In Portuguese without `-feira` too, which elsewhere are ordinals. */
export const weekdaysOf = (language: string): ReadonlyMap<string, number> =>
  new Map([
    ...numbered(weekdays, 0),
    ...numbered(weekdays, 0).map(([name, day]): [string, number] => [name.replace('-', ' '), day]),
    ...(baseOf(language) === 'pt' ? numbered(shortWeekdays, 0) : []),
  ]);

/** Any of some words, as a piece of a regular expression: the longest first, so that no word hides another. */
export const anyOf = (words: Iterable<string>): string =>
  [...words].toSorted((one, other) => other.length - one.length || (one < other ? -1 : 1)).join('|');

/** Nothing of a word or a number before, and after. */
export const before = '(?<![\\p{L}\\p{N}])';
export const after = '(?![\\p{L}\\p{N}])';
/** Nor a part of a longer number: `1.2.3`. */
export const beforeDigits = '(?<![\\p{L}\\p{N}]|\\d[./:-])';
export const afterDigits = '(?![\\p{L}\\p{N}]|[./:-]\\d)';

/** Longer texts are read up to here. */
export const longestRead = 2_000;
