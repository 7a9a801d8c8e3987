import { describe, expect, test } from '@jest/globals';
import { dateSaid } from '../../../../runtime/engine/dates/dates-said.ts';
import { anyOf, baseOf, monthsOf, numberWords, weekdaysOf } from '../../../../runtime/engine/dates/said-words.ts';
import { timeSaid } from '../../../../runtime/engine/dates/times-said.ts';

/** A Wednesday. */
const today = '2026-03-04';
const pad = (number: number) => String(number).padStart(2, '0');

const numbersInWords: [number, string][] = [
  [1, 'un una uno um uma one primero primeiro first'],
  [2, 'dos dois duas two second'],
  [3, 'tres three third'],
  [4, 'cuatro quatro four fourth'],
  [5, 'cinco five fifth'],
  [6, 'seis six sixth'],
  [7, 'siete sete seven seventh'],
  [8, 'ocho oito eight eighth'],
  [9, 'nueve nove nine ninth'],
  [10, 'diez dez ten tenth'],
  [11, 'once onze eleven eleventh'],
  [12, 'doce doze twelve twelfth'],
  [13, 'trece treze thirteen thirteenth'],
  [14, 'catorce quatorze catorze fourteen fourteenth'],
  [15, 'quince quinze fifteen fifteenth'],
  [16, 'dieciseis dezesseis dezasseis sixteen sixteenth'],
  [17, 'diecisiete dezessete dezassete seventeen seventeenth'],
  [18, 'dieciocho dezoito eighteen eighteenth'],
  [19, 'diecinueve dezenove dezanove nineteen nineteenth'],
  [20, 'veinte vinte twenty twentieth'],
  [21, 'veintiuno,veintiun,vinte e um,twenty-one,twenty-first,twenty first'],
  [22, 'veintidos,vinte e dois,twenty-two,twenty-second,twenty second'],
  [23, 'veintitres,vinte e tres,twenty-three,twenty-third,twenty third'],
  [24, 'veinticuatro,vinte e quatro,twenty-four,twenty-fourth,twenty fourth'],
  [25, 'veinticinco,vinte e cinco,twenty-five,twenty-fifth,twenty fifth'],
  [26, 'veintiseis,vinte e seis,twenty-six,twenty-sixth,twenty sixth'],
  [27, 'veintisiete,vinte e sete,twenty-seven,twenty-seventh,twenty seventh'],
  [28, 'veintiocho,vinte e oito,twenty-eight,twenty-eighth,twenty eighth'],
  [29, 'veintinueve,vinte e nove,twenty-nine,twenty-ninth,twenty ninth'],
  [30, 'treinta trinta thirty thirtieth'],
  [31, 'treinta y uno,trinta e um,thirty-one,thirty-first,thirty first'],
];

describe.each(numbersInWords)('the number %i in words', (number, words) => {
  const each = words.split(words.includes(',') ? ',' : ' ');
  test('is what the table says, and the table knows no other word', () => {
    expect(each.map((word) => numberWords.get(word))).toEqual(each.map(() => number));
    expect([...numberWords].filter(([, value]) => value === number).map(([word]) => word)).toEqual(each);
  });
  test('is a day of a month, before and after its name', () => {
    const dates = each.flatMap((word) => [`${word} de enero de 2027`, `january ${word} 2027`]);
    expect(dates.map((text) => dateSaid(text, { today, language: 'es' }))).toEqual(
      dates.map(() => `2027-01-${pad(number)}`),
    );
  });
  test('is a day of the month by itself where an article leads it', () => {
    const dates = each.map((word) => dateSaid(`el ${word}`, { today: '2026-01-01', language: 'es' }));
    expect(dates).toEqual(each.map(() => `2026-01-${pad(number)}`));
  });
  test('is an hour when a clock shows it so', () => {
    if (number > 20) return;
    const times = each.map((word) => timeSaid(`a las ${word} am`)?.time);
    expect(times).toEqual(each.map(() => (number > 12 ? undefined : `${pad(number % 12)}:00`)));
  });
});

const months: [number, string, { es: string; pt: string; en: string }][] = [
  [1, 'enero janeiro january', { es: 'ene jan', pt: 'jan ene', en: 'jan ene' }],
  [2, 'febrero fevereiro february', { es: 'feb fev', pt: 'fev feb', en: 'feb fev' }],
  [3, 'marzo marco march', { es: 'mar', pt: 'mar', en: 'mar' }],
  [4, 'abril april', { es: 'abr apr', pt: 'abr apr', en: 'apr abr' }],
  [5, 'mayo maio may', { es: '', pt: 'mai', en: '' }],
  [6, 'junio junho june', { es: 'jun', pt: 'jun', en: 'jun' }],
  [7, 'julio julho july', { es: 'jul', pt: 'jul', en: 'jul' }],
  [8, 'agosto august', { es: 'ago aug', pt: 'ago aug', en: 'aug' }],
  [9, 'septiembre setiembre setembro september', { es: 'sep sept set', pt: 'set sep', en: 'sep sept' }],
  [10, 'octubre outubro october', { es: 'oct', pt: 'out oct', en: 'oct' }],
  [11, 'noviembre novembro november', { es: 'nov', pt: 'nov', en: 'nov' }],
  [12, 'diciembre dezembro december', { es: 'dic dec', pt: 'dez dic dec', en: 'dec dic' }],
];

describe.each(['es', 'pt', 'en'] as const)('in %s', (language) => {
  test.each(months)('month %i goes by all of its names and no other', (month, long, short) => {
    const names = [...long.split(' '), ...short[language].split(' ').filter((name) => name !== '')];
    const known = [...monthsOf(language)].filter(([, value]) => value === month).map(([name]) => name);
    expect(known.sort()).toEqual([...new Set(names)].sort());
    for (const name of names)
      expect([
        dateSaid(`17 ${name} 2027`, { today, language }),
        dateSaid(`${name} 17, 2027`, { today, language }),
      ]).toEqual([`2027-${pad(month)}-17`, `2027-${pad(month)}-17`]);
  });
});

test('an unknown language knows the spelled months alone, and a region changes nothing', () => {
  expect([...monthsOf('fr').keys()]).toEqual(months.flatMap(([, long]) => long.split(' ')));
  expect([...monthsOf('pt-BR')]).toEqual([...monthsOf('pt')]);
  expect(['es-MX', 'PT-br', 'en', ''].map(baseOf)).toEqual(['es', 'pt', 'en', '']);
});

const weekdays: [number, string[], string, string][] = [
  [0, ['lunes', 'segunda-feira', 'segunda feira', 'monday'], 'segunda', '2026-03-09'],
  [1, ['martes', 'terca-feira', 'terca feira', 'tuesday'], 'terca', '2026-03-10'],
  [2, ['miercoles', 'quarta-feira', 'quarta feira', 'wednesday'], 'quarta', '2026-03-11'],
  [3, ['jueves', 'quinta-feira', 'quinta feira', 'thursday'], 'quinta', '2026-03-05'],
  [4, ['viernes', 'sexta-feira', 'sexta feira', 'friday'], 'sexta', '2026-03-06'],
  [5, ['sabado', 'saturday'], '', '2026-03-07'],
  [6, ['domingo', 'sunday'], '', '2026-03-08'],
];

describe.each(weekdays)('weekday %i', (number, names, short, date) => {
  const dayAfter = (days: number) =>
    new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  test('goes by all of its names, and by the short one in Portuguese alone', () => {
    const known = (language: string) =>
      [...weekdaysOf(language)]
        .filter(([, value]) => value === number)
        .map(([name]) => name)
        .sort();
    expect(known('es')).toEqual([...names].sort());
    expect(known('en-US')).toEqual([...names].sort());
    expect(known('pt-BR')).toEqual([...names, ...(short === '' ? [] : [short])].sort());
  });
  test('is the next such day, or the last one', () => {
    for (const name of names)
      for (const language of ['es', 'pt', 'en']) {
        const said = (text: string) => dateSaid(text, { today, language });
        const last = dayAfter(number === 2 ? -14 : -7);
        expect([said(name), said(`el ${name}`), said(`next ${name}`)]).toEqual([date, date, date]);
        expect([
          said(`last ${name}`),
          said(`ultimo ${name}`),
          said(`última ${name}`),
          said(`${name} pasado`),
          said(`${name} passado`),
          said(`${name} passada`),
        ]).toEqual([last, last, last, last, last, last]);
      }
    if (short !== '') {
      expect(dateSaid(short, { today, language: 'pt' })).toBe(date);
      expect(dateSaid(short, { today, language: 'es' })).toBeUndefined();
    }
  });
  test('of next week is the one after Sunday', () => {
    const day = new Date(Date.UTC(2026, 2, 9 + number)).toISOString().slice(0, 10);
    for (const more of [
      'de la próxima semana',
      'de la semana que viene',
      'de la semana próxima',
      'da próxima semana',
      'da semana que vem',
      'next week',
    ])
      expect([more, dateSaid(`${names[0]} ${more}`, { today, language: 'es' })]).toEqual([more, day]);
  });
});

test('words stand in a pattern the longest first, then by the alphabet', () => {
  expect(anyOf(['b', 'a', 'ccc', 'dd', 'ee'])).toBe('ccc|dd|ee|a|b');
});

describe('days near today', () => {
  test.each([
    ['pasado mañana', '2026-03-06'],
    ['the day after tomorrow', '2026-03-06'],
    ['depois de amanhã', '2026-03-06'],
    ['anteayer', '2026-03-02'],
    ['antes de ayer', '2026-03-02'],
    ['antier', '2026-03-02'],
    ['the day before yesterday', '2026-03-02'],
    ['anteontem', '2026-03-02'],
    ['antes de ontem', '2026-03-02'],
    ['hoy', '2026-03-04'],
    ['hoje', '2026-03-04'],
    ['today', '2026-03-04'],
    ['mañana', '2026-03-05'],
    ['amanhã', '2026-03-05'],
    ['tomorrow', '2026-03-05'],
    ['tmrw', '2026-03-05'],
    ['ayer', '2026-03-03'],
    ['ontem', '2026-03-03'],
    ['yesterday', '2026-03-03'],
  ])('“%s” is %s whatever the language', (text, date) => {
    for (const language of ['es', 'pt', 'en']) {
      expect(dateSaid(text, { today, language })).toBe(date);
      const word = text.split(' ').at(-1) ?? '';
      if (word === text) expect(dateSaid(`x${text}`, { today, language })).toBeUndefined();
      expect(dateSaid(`${text}s`, { today, language })).toBeUndefined();
    }
  });
  test.each(['la', 'esta', 'las', 'media', 'cada', 'buena'])('“%s mañana” is a morning', (word) => {
    expect(dateSaid(`${word} mañana`, { today, language: 'es' })).toBeUndefined();
  });
});

describe('so many days, weeks, months and years', () => {
  const units: [string, string, string][] = [
    ['day', '2026-03-06', '2026-03-02'],
    ['days', '2026-03-06', '2026-03-02'],
    ['día', '2026-03-06', '2026-03-02'],
    ['días', '2026-03-06', '2026-03-02'],
    ['week', '2026-03-18', '2026-02-18'],
    ['weeks', '2026-03-18', '2026-02-18'],
    ['semana', '2026-03-18', '2026-02-18'],
    ['semanas', '2026-03-18', '2026-02-18'],
    ['month', '2026-05-04', '2026-01-04'],
    ['months', '2026-05-04', '2026-01-04'],
    ['mes', '2026-05-04', '2026-01-04'],
    ['meses', '2026-05-04', '2026-01-04'],
    ['year', '2028-03-04', '2024-03-04'],
    ['years', '2028-03-04', '2024-03-04'],
    ['año', '2028-03-04', '2024-03-04'],
    ['años', '2028-03-04', '2024-03-04'],
    ['anos', '2028-03-04', '2024-03-04'],
  ];
  const said = (text: string) => dateSaid(text, { today, language: 'es' });
  test.each(units)('2 %s', (unit, later, earlier) => {
    expect(
      [
        `in 2 ${unit}`,
        `en 2 ${unit}`,
        `em dos ${unit}`,
        `dentro de 2 ${unit}`,
        `daqui a 2 ${unit}`,
        `within two ${unit}`,
        `2 ${unit} from now`,
        `2 ${unit} from today`,
        `2 ${unit} a partir de hoy`,
        `2 ${unit} a partir de hoje`,
      ].map(said),
    ).toEqual(Array(10).fill(later));
    expect(
      [
        `hace 2 ${unit}`,
        `ha 2 ${unit}`,
        `faz 2 ${unit}`,
        `hace 2 ${unit} atrás`,
        `2 ${unit} ago`,
        `2 ${unit} atrás`,
      ].map(said),
    ).toEqual(Array(6).fill(earlier));
  });
  test('an amount has up to three figures, or is one', () => {
    expect(['in a day', 'in an day', 'in un día', 'en 10 días', 'en 100 días', 'en 1000 días'].map(said)).toEqual([
      '2026-03-05',
      '2026-03-05',
      '2026-03-05',
      '2026-03-14',
      '2026-06-12',
      undefined,
    ]);
    expect([said('a week ago'), said('hace un año'), said('xin 2 days'), said('2 días atrásx')]).toEqual([
      '2026-02-25',
      '2025-03-04',
      undefined,
      undefined,
    ]);
  });
  test.each(['hábil', 'hábiles', 'laborables', 'laborable', 'útil', 'úteis'])(
    '“2 días %s” are no days of the calendar',
    (word) => {
      expect(said(`en 2 días ${word}`)).toBeUndefined();
    },
  );
});

describe('how a day of a month is written', () => {
  const said = (text: string, language = 'es') => dateSaid(text, { today, language });
  test.each(['st', 'nd', 'rd', 'th', 'ro', 'er', 'o', 'º', 'ª', '°'])('5%s', (mark) => {
    expect([said(`5${mark} de abril`), said(`abril 5${mark}`), said(`el 5${mark}`), said(`6${mark}`)]).toEqual([
      '2026-04-05',
      '2026-04-05',
      '2026-03-05',
      '2026-03-06',
    ]);
  });
  test.each([
    '5 de abril',
    '5 del abril',
    '5 do abril',
    '5 of april',
    '5/abril',
    '5-abril',
    '5 / abril',
    '5 abril',
    '5abril',
    '5. abril',
    '5, abril',
    '5 abr.',
    'abril 5',
    'abr. 5',
    'april the 5th',
    'abril el 5',
    'el día 5 de abril',
  ])('“%s” is 5 April', (text) => expect(said(text)).toBe('2026-04-05'));
  test.each([
    '5 de abril de 2027',
    '5 de abril del 2027',
    '5 de abril do 2027',
    '5 april of 2027',
    '5 abril 2027',
    '5 abril, 2027',
    '5-abr-27',
    '5/abr/2027',
    '5 de abril de 27',
    'abril 5, 2027',
    'abril 5 2027',
    'abril 5 de 2027',
    'abril 5 del 2027',
    'april 5 of 2027',
    'april 5, of 2027',
  ])('“%s” is 5 April 2027', (text) => expect(said(text)).toBe('2027-04-05'));
  test.each([
    '5/4/2027',
    '5-4-2027',
    '5.4.2027',
    '5 / 4 / 2027',
    '05/04/27',
    '5 4 27',
    '5 4 2027',
    '2027-4-5',
    '2027.04.05',
    '2027/04/05',
  ])('“%s” is 5 April 2027', (text) => expect(said(text)).toBe('2027-04-05'));
  test.each([
    'x5 de abril',
    '15 de abrils',
    'xabril 5',
    'abril 5x',
    '5/4-2027',
    '2027-4/5',
    '12027-04-05',
    '2027-04-055',
    '5/4/20271',
    'a5/4',
    '5/4a',
    '1/5/4/2027',
    'el',
    'el 5 x',
    'x el 5',
    '050420271',
    '5 4 202',
    '132',
  ])('“%s” is none', (text) => expect(said(text)).toBeUndefined());
  test.each([
    'el 5',
    'o 5',
    'día 5',
    'the 5',
    'no 5',
    'on 5',
    'on the 5th',
    'el día 5',
    'no dia 5',
    '5',
    'el 5.',
    'el 5!',
  ])('“%s” is the next fifth', (text) => expect(said(text)).toBe('2026-03-05'));
});

describe('a weekday beside a date', () => {
  const said = (text: string) => dateSaid(text, { today, language: 'es' });
  test.each([
    'lunes 5 de abril',
    'lunes, 5 de abril',
    'lunes - 5 de abril',
    'lunes (5 de abril)',
    'lunes el 5 de abril',
    'lunes, el día 5 de abril',
    'lunes o 5 de abril',
    '5 de abril lunes',
    '5 de abril, lunes',
    '5 de abril (lunes)',
    'monday the 5 de abril',
  ])('does not say which: “%s”', (text) => expect(said(text)).toBe('2026-04-05'));
  test.each(['lunes y 5 de abril', 'lunes (((((5 de abril', '5 de abril y lunes', 'lunes o martes', 'lunes martes'])(
    'further away it is another date: “%s”',
    (text) => expect(said(text)).toBeUndefined(),
  );
  test('beside what no calendar has it says nothing less', () => {
    expect(said('lunes 31 de abril')).toBe('2026-03-09');
  });
});
