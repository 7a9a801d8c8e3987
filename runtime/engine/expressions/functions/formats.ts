import { addDays, partsOf, readMoment, wallClock, weekdayOf, type WallClock } from '../../dates/calendar.ts';
import { joined, localeOf, writtenNumber, type Locale } from '../locale.ts';
import { asNumber, asText, optionalText, refuse, wholeNumber } from './arguments.ts';
import { clockOf, dayAt, nowIn } from './clock.ts';
import { dateProblem } from './dates.ts';
import { defineFunctions } from './define.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** Signs of money, and how many decimals people write; `CO$`-like prefixes are left out, since a chat is within one country. */
const currencies: { readonly [code: string]: { sign: string; decimals: number } } = {
  ARS: { sign: '$', decimals: 2 },
  BOB: { sign: 'Bs', decimals: 2 },
  BRL: { sign: 'R$', decimals: 2 },
  CAD: { sign: 'CA$', decimals: 2 },
  CLP: { sign: '$', decimals: 0 },
  COP: { sign: '$', decimals: 0 },
  CRC: { sign: '₡', decimals: 2 },
  DOP: { sign: 'RD$', decimals: 2 },
  EUR: { sign: '€', decimals: 2 },
  GBP: { sign: '£', decimals: 2 },
  GTQ: { sign: 'Q', decimals: 2 },
  HNL: { sign: 'L', decimals: 2 },
  JPY: { sign: '¥', decimals: 0 },
  MXN: { sign: '$', decimals: 2 },
  NIO: { sign: 'C$', decimals: 2 },
  PAB: { sign: 'B/.', decimals: 2 },
  PEN: { sign: 'S/', decimals: 2 },
  PYG: { sign: '₲', decimals: 0 },
  USD: { sign: 'US$', decimals: 2 },
  UYU: { sign: '$U', decimals: 2 },
  VES: { sign: 'Bs.', decimals: 2 },
};

/** How each style writes a date: a pattern of the language. */
const styles = ['short', 'medium', 'long', 'full', 'dayMonth', 'month', 'weekday'] as const;

function dateIn(style: string, wall: WallClock, locale: Locale): string {
  const [year, month, day] = partsOf(wall.day);
  const weekday = locale.weekdays[weekdayOf(wall.day) - 1] ?? '';
  if (style === 'weekday') return weekday;
  const pattern = styles.some((known) => known === style) ? locale.patterns[style as keyof Locale['patterns']] : style;
  if (pattern.includes('{'))
    return pattern
      .replace('{d}', String(day))
      .replace('{m}', locale.months[month - 1] ?? '')
      .replace('{b}', locale.shortMonths[month - 1] ?? '')
      .replace('{y}', String(year))
      .replace('{w}', weekday);
  return pictured(pattern, wall, locale);
}

/** Letters of a picture that stand for a part of a date; all else stands for itself, and so does what is in [ ]. */
const token = /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|a/g;

function pictured(picture: string, { day: date, minutes }: WallClock, locale: Locale): string {
  const [year, month, day] = partsOf(date);
  const weekday = weekdayOf(date) - 1;
  const hour = Math.floor(minutes / 60);
  const values: { readonly [token: string]: string } = {
    YYYY: String(year).padStart(4, '0'),
    YY: two(year % 100),
    MMMM: locale.months[month - 1] ?? '',
    MMM: locale.shortMonths[month - 1] ?? '',
    MM: two(month),
    M: String(month),
    DD: two(day),
    D: String(day),
    dddd: locale.weekdays[weekday] ?? '',
    ddd: locale.shortWeekdays[weekday] ?? '',
    HH: two(hour),
    H: String(hour),
    hh: two(hour % 12 || 12),
    h: String(hour % 12 || 12),
    mm: two(minutes % 60),
    a: hour < 12 ? 'AM' : 'PM',
  };
  return picture.replace(token, (found, literal?: string) => literal ?? values[found] ?? found);
}

const monday = '2026-01-05';
const longestPicture = 100;

export const formatFunctions = defineFunctions('formats', [
  {
    name: 'formatDecimal',
    signature: '<n-n?s?:s>',
    params: ['number', 'decimals', 'language'],
    examples: [
      { expression: '$formatDecimal(1234567.5)', result: '1.234.567,5' },
      { expression: '$formatDecimal(1234.5, 2)', language: 'es-MX', result: '1,234.50' },
      { expression: '$formatDecimal(0.125, 2, "en")', result: '0.13' },
      { expression: '$formatDecimal(-999.999, 1)', result: '-1.000,0' },
    ],
    run([number, decimals, language], world) {
      const digits = decimals === undefined ? undefined : wholeNumber(decimals, 0, 10, 'The number of decimals');
      return writtenNumber(asNumber(number, 0), digits, localeOf(optionalText(language) ?? world.language));
    },
  },
  {
    name: 'formatMoney',
    signature: '<n-ss?:s>',
    params: ['amount', 'currency', 'language'],
    examples: [
      { expression: '$formatMoney(24500, "COP")', result: '$ 24.500' },
      { expression: '$formatMoney(24.5, "BRL")', language: 'pt-BR', result: 'R$ 24,50' },
      { expression: '$formatMoney(1234.5, "USD", "en")', result: 'US$1,234.50' },
      { expression: '$formatMoney(-3, "EUR")', result: '-€ 3,00' },
      { expression: '$formatMoney(3, "XTS")', result: 'XTS 3,00' },
    ],
    run([amount, currency, language], world) {
      const locale = localeOf(optionalText(language) ?? world.language);
      const code = asText(currency).toUpperCase();
      if (!/^[A-Z]{3}$/.test(code)) refuse('A currency has three letters, such as COP.');
      const { sign, decimals } = Object.hasOwn(currencies, code)
        ? (currencies[code] ?? { sign: code, decimals: 2 })
        : { sign: code, decimals: 2 };
      const number = writtenNumber(asNumber(amount, 0), decimals, locale);
      const minus = number.startsWith('-') ? '-' : '';
      // English writes the sign close to the amount, unless it is letters.
      const gap = locale.decimal === '.' && locale.and === 'and' && !/^[A-Z]{3}$/.test(sign) ? '' : ' ';
      return `${minus}${sign}${gap}${number.slice(minus.length)}`;
    },
  },
  {
    name: 'formatPercent',
    signature: '<n-n?s?:s>',
    params: ['number', 'decimals', 'language'],
    examples: [
      { expression: '$formatPercent(0.256)', result: '26 %' },
      { expression: '$formatPercent(0.256, 1)', language: 'pt', result: '25,6%' },
      { expression: '$formatPercent(1, 0, "en")', result: '100%' },
    ],
    run([number, decimals, language], world) {
      const locale = localeOf(optionalText(language) ?? world.language);
      const digits = wholeNumber(decimals, 0, 10, 'The number of decimals', 0);
      const hundred = Number((asNumber(number, 0) * 100).toPrecision(15));
      return `${writtenNumber(hundred, digits, locale)}${locale.percentSpace ? ' ' : ''}%`;
    },
  },
  {
    name: 'formatDate',
    signature: '<(sn)-s?s?:s>',
    params: ['date', 'style', 'language'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$formatDate("2026-01-05")', result: '5 de enero de 2026' },
      { expression: '$formatDate("2026-01-05", "short")', result: '05/01/2026' },
      { expression: '$formatDate("2026-01-05", "medium")', result: '5 ene 2026' },
      { expression: '$formatDate("2026-01-05", "full")', result: 'lunes, 5 de enero de 2026' },
      { expression: '$formatDate("2026-01-05", "dayMonth")', language: 'pt', result: '5 de janeiro' },
      { expression: '$formatDate("2026-01-05", "full", "en")', result: 'Monday, January 5, 2026' },
      { expression: '$formatDate("2026-01-05", "short", "en-GB")', result: '05/01/2026' },
      { expression: '$formatDate("2026-01-05", "weekday")', result: 'lunes' },
      {
        expression: '$formatDate("2026-01-06T02:30:00Z", "D/M HH:mm [h]")',
        timeZone: 'America/Bogota',
        result: '5/1 21:30 h',
      },
      { expression: '$formatDate("ayer") ?? "sin fecha"', result: 'sin fecha' },
    ],
    run([date, style, language], evaluation) {
      const clock = clockOf(evaluation);
      const moment = readMoment(date, clock);
      const how = optionalText(style) ?? 'long';
      if (how.length > longestPicture) refuse(`The style of a date has at most ${longestPicture} characters.`);
      return moment && dateIn(how, wallClock(moment, clock), localeOf(optionalText(language) ?? evaluation.language));
    },
  },
  {
    name: 'formatTime',
    signature: '<(sn)-s?:s>',
    params: ['date', 'language'],
    checkLiteral: (index, value) => (/^\d{1,2}:\d{2}$/.test(value) ? undefined : dateProblem(0)(index, value)),
    examples: [
      { expression: '$formatTime("2026-01-06T02:30:00Z")', timeZone: 'America/Bogota', result: '21:30' },
      { expression: '$formatTime("2026-01-05T21:30:00Z", "en")', result: '9:30 PM' },
      { expression: '$formatTime("15:05", "en")', result: '3:05 PM' },
      { expression: '$formatTime("9:05")', result: '09:05' },
    ],
    run([date, language], evaluation) {
      const clock = clockOf(evaluation);
      const alone = typeof date === 'string' ? /^(\d{1,2}):(\d{2})$/.exec(date.trim()) : null;
      const minutes = alone ? Number(alone[1]) * 60 + Number(alone[2]) : undefined;
      if (minutes !== undefined && (minutes >= 1_440 || Number(alone?.[2]) > 59)) return undefined;
      const moment = minutes === undefined ? readMoment(date, clock) : undefined;
      const wall = minutes !== undefined ? { day: monday, minutes, seconds: 0 } : moment && wallClock(moment, clock);
      const locale = localeOf(optionalText(language) ?? evaluation.language);
      return wall && pictured(locale.hours === 12 ? 'h:mm a' : 'HH:mm', wall, locale);
    },
  },
  {
    name: 'relativeDay',
    signature: '<(sn)-s?:s>',
    params: ['date', 'language'],
    checkLiteral: dateProblem(0),
    examples: [
      { expression: '$relativeDay("2026-01-06")', now: '2026-01-05T09:00:00.000Z', result: 'mañana' },
      { expression: '$relativeDay("2026-01-05")', now: '2026-01-05T09:00:00.000Z', language: 'pt', result: 'hoje' },
      { expression: '$relativeDay("2026-01-04", "en")', now: '2026-01-05T09:00:00.000Z', result: 'yesterday' },
      { expression: '$relativeDay("2026-01-08")', now: '2026-01-05T09:00:00.000Z', result: 'en 3 días' },
      { expression: '$relativeDay("2026-01-03", "pt")', now: '2026-01-05T09:00:00.000Z', result: 'há 2 dias' },
      { expression: '$relativeDay("2026-03-01")', now: '2026-01-05T09:00:00.000Z', result: '1 de marzo de 2026' },
    ],
    run([date, language], evaluation) {
      const clock = clockOf(evaluation);
      const day = dayAt(date, clock);
      if (day === undefined) return undefined;
      const locale = localeOf(optionalText(language) ?? evaluation.language);
      const { day: today } = nowIn(evaluation, clock);
      if (day === today) return locale.today;
      if (day === addDays(today, 1)) return locale.tomorrow;
      if (day === addDays(today, -1)) return locale.yesterday;
      for (let count = 2; count <= 14; count += 1) {
        if (day === addDays(today, count)) return locale.inDays(count);
        if (day === addDays(today, -count)) return locale.daysAgo(count);
      }
      return dateIn('long', { day, minutes: 0, seconds: 0 }, locale);
    },
  },
  {
    name: 'formatDuration',
    signature: '<n-s?s?:s>',
    params: ['number', 'unit', 'language'],
    examples: [
      { expression: '$formatDuration(125)', result: '2 horas y 5 minutos' },
      { expression: '$formatDuration(60)', result: '1 hora' },
      { expression: '$formatDuration(0)', result: '0 minutos' },
      { expression: '$formatDuration(90, "seconds", "en")', result: '1 minute and 30 seconds' },
      { expression: '$formatDuration(1500, "minutes", "pt")', result: '1 dia e 1 hora' },
    ],
    run([amount, unit, language], world) {
      const { units, and } = localeOf(optionalText(language) ?? world.language);
      const of = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };
      const name = optionalText(unit) ?? 'minutes';
      if (!Object.hasOwn(of, name)) refuse(`The unit is one of ${Object.keys(of).join(', ')}.`);
      const each = of[name as keyof typeof of];
      let left = Math.round(Math.abs(asNumber(amount, 0)) * each);
      if (!Number.isSafeInteger(left)) return undefined;
      const found: string[] = [];
      for (const [key, size] of [
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
        ['second', 1],
      ] as const) {
        const many = Math.floor(left / size);
        left -= many * size;
        if (many > 0) found.push(`${many} ${units[key][many === 1 ? 0 : 1]}`);
      }
      const none = { seconds: units.second, minutes: units.minute, hours: units.hour, days: units.day };
      // The two largest say enough.
      return found.length === 0 ? `0 ${none[name as keyof typeof none][1]}` : joined(found.slice(0, 2), and);
    },
  },
  {
    name: 'yesNo',
    signature: '<x-s?:s>',
    params: ['value', 'language'],
    examples: [
      { expression: '$yesNo(1 = 1)', result: 'sí' },
      { expression: '$yesNo(false, "pt")', result: 'não' },
      { expression: '$yesNo("")', result: 'no' },
    ],
    run([value, language], world) {
      const { yes, no } = localeOf(optionalText(language) ?? world.language);
      const holds = Array.isArray(value) ? value.length > 0 : Boolean(value);
      return holds ? yes : no;
    },
  },
]);
