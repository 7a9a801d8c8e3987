/** How people write numbers, dates and lists in the languages that Cauce speaks. Tables of our own: every browser and Node say the same. */
export type Locale = {
  months: readonly string[];
  shortMonths: readonly string[];
  /** Monday first. */
  weekdays: readonly string[];
  shortWeekdays: readonly string[];
  and: string;
  or: string;
  yes: string;
  no: string;
  today: string;
  tomorrow: string;
  yesterday: string;
  inDays(count: number): string;
  daysAgo(count: number): string;
  /** `{d}` day, `{m}` month in words, `{y}` year, `{w}` weekday. */
  patterns: { short: string; medium: string; long: string; full: string; dayMonth: string; month: string };
  hours: 12 | 24;
  decimal: string;
  thousands: string;
  /** The sign of money before the amount or after it. */
  moneyAfter: boolean;
  percentSpace: boolean;
  ordinal(number: number, feminine: boolean): string;
  units: { readonly [unit in 'day' | 'hour' | 'minute' | 'second']: readonly [one: string, many: string] };
  /** Words that stay small within a name or title. */
  smallWords: ReadonlySet<string>;
};

const list = (words: string): string[] => words.split(' ');

const es: Locale = {
  months: list('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
  shortMonths: list('ene feb mar abr may jun jul ago sept oct nov dic'),
  weekdays: list('lunes martes miércoles jueves viernes sábado domingo'),
  shortWeekdays: list('lun mar mié jue vie sáb dom'),
  and: 'y',
  or: 'o',
  yes: 'sí',
  no: 'no',
  today: 'hoy',
  tomorrow: 'mañana',
  yesterday: 'ayer',
  inDays: (count) => `en ${count} días`,
  daysAgo: (count) => `hace ${count} días`,
  patterns: {
    short: 'DD/MM/YYYY',
    medium: '{d} {b} {y}',
    long: '{d} de {m} de {y}',
    full: '{w}, {d} de {m} de {y}',
    dayMonth: '{d} de {m}',
    month: '{m} de {y}',
  },
  hours: 24,
  decimal: ',',
  thousands: '.',
  moneyAfter: false,
  percentSpace: true,
  ordinal: (number, feminine) => `${number}.${feminine ? 'ª' : 'º'}`,
  units: {
    day: ['día', 'días'],
    hour: ['hora', 'horas'],
    minute: ['minuto', 'minutos'],
    second: ['segundo', 'segundos'],
  },
  smallWords: new Set(list('de del la las el los y e o u a al en con por para sin')),
};

const pt: Locale = {
  months: list('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'),
  shortMonths: list('jan fev mar abr mai jun jul ago set out nov dez'),
  weekdays: list('segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo'),
  shortWeekdays: list('seg ter qua qui sex sáb dom'),
  and: 'e',
  or: 'ou',
  yes: 'sim',
  no: 'não',
  today: 'hoje',
  tomorrow: 'amanhã',
  yesterday: 'ontem',
  inDays: (count) => `em ${count} dias`,
  daysAgo: (count) => `há ${count} dias`,
  patterns: {
    short: 'DD/MM/YYYY',
    medium: '{d} de {b} de {y}',
    long: '{d} de {m} de {y}',
    full: '{w}, {d} de {m} de {y}',
    dayMonth: '{d} de {m}',
    month: '{m} de {y}',
  },
  hours: 24,
  decimal: ',',
  thousands: '.',
  moneyAfter: false,
  percentSpace: false,
  ordinal: (number, feminine) => `${number}${feminine ? 'ª' : 'º'}`,
  units: {
    day: ['dia', 'dias'],
    hour: ['hora', 'horas'],
    minute: ['minuto', 'minutos'],
    second: ['segundo', 'segundos'],
  },
  smallWords: new Set(list('de da do das dos e a o as os em no na nos nas com por para sem')),
};

const en: Locale = {
  months: list('January February March April May June July August September October November December'),
  shortMonths: list('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'),
  weekdays: list('Monday Tuesday Wednesday Thursday Friday Saturday Sunday'),
  shortWeekdays: list('Mon Tue Wed Thu Fri Sat Sun'),
  and: 'and',
  or: 'or',
  yes: 'yes',
  no: 'no',
  today: 'today',
  tomorrow: 'tomorrow',
  yesterday: 'yesterday',
  inDays: (count) => `in ${count} days`,
  daysAgo: (count) => `${count} days ago`,
  patterns: {
    short: 'MM/DD/YYYY',
    medium: '{b} {d}, {y}',
    long: '{m} {d}, {y}',
    full: '{w}, {m} {d}, {y}',
    dayMonth: '{m} {d}',
    month: '{m} {y}',
  },
  hours: 12,
  decimal: '.',
  thousands: ',',
  moneyAfter: false,
  percentSpace: false,
  ordinal: (number) => {
    const [tens, ones] = [Math.abs(number) % 100, Math.abs(number) % 10];
    const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th');
    return `${number}${ending}`;
  },
  units: {
    day: ['day', 'days'],
    hour: ['hour', 'hours'],
    minute: ['minute', 'minutes'],
    second: ['second', 'seconds'],
  },
  smallWords: new Set(list('of the a an and or in on at to for with by')),
};

const british = {
  ...en,
  patterns: {
    short: 'DD/MM/YYYY',
    medium: '{d} {b} {y}',
    long: '{d} {m} {y}',
    full: '{w}, {d} {m} {y}',
    dayMonth: '{d} {m}',
    month: '{m} {y}',
  },
  hours: 24,
} satisfies Locale;
/** Countries that speak Spanish and write 1,234.56. */
const pointDecimal = { ...es, decimal: '.', thousands: ',' } satisfies Locale;
const pointCountries = new Set(list('mx us gt hn ni pa pe pr sv do 419'));
const americanCountries = new Set(list('us ph ca'));

/** The way of a language (BCP 47); Spanish for one that is in no table. */
export function localeOf(language = 'es'): Locale {
  const [base = '', country = ''] = language.toLowerCase().split('-');
  if (base === 'pt') return pt;
  if (base === 'en') return country === '' || americanCountries.has(country) ? en : british;
  return base === 'es' && pointCountries.has(country) ? pointDecimal : es;
}

/** `a, b y c`. Spanish says `e` before the sound of i: `Ana e Inés`. */
export function joined(items: readonly string[], word: string): string {
  const last = items.at(-1) ?? '';
  if (items.length <= 1) return last;
  const y =
    word === 'y' && /^h?[ií](?![aeoáéó])/i.test(last) ? 'e' : word === 'o' && /^(?:h?[oó]|8)/i.test(last) ? 'u' : word;
  return `${items.slice(0, -1).join(', ')} ${y} ${last}`;
}

/** Digits of a number with exactly so many decimals, halves away from zero: 2.345 → 2.35, which binary fractions alone would miss. */
export function fixed(number: number, decimals: number): string {
  const [whole = '0', fraction = ''] = plain(Math.abs(number)).split('.');
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  const up = (fraction[decimals] ?? '0') >= '5';
  const digits = up ? increased(whole + kept) : whole + kept;
  const at = digits.length - decimals;
  const shown = decimals === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
  return number < 0 && /[1-9]/.test(shown) ? `-${shown}` : shown;
}

function increased(digits: string): string {
  let at = digits.length - 1;
  while (at >= 0 && digits[at] === '9') at -= 1;
  const nines = '0'.repeat(digits.length - 1 - at);
  return at < 0 ? `1${nines}` : `${digits.slice(0, at)}${Number(digits[at]) + 1}${nines}`;
}

/** A number without exponent, 15 significant digits. */
function plain(number: number): string {
  const [mantissa = '0', power = '0'] = number.toExponential(14).split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const point = Number(power) + 1;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return digits.length <= point ? digits.padEnd(point, '0') || '0' : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A number as a language writes it. Without `decimals` as many as it has, six at most. */
export function writtenNumber(number: number, decimals: number | undefined, { decimal, thousands }: Locale): string {
  const digits = decimals === undefined ? fixed(number, 6).replace(/\.?0+$/, '') : fixed(number, decimals);
  const [whole = '', fraction] = digits.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands);
  return `${digits.startsWith('-') ? '-' : ''}${grouped}${fraction === undefined ? '' : decimal + fraction}`;
}
