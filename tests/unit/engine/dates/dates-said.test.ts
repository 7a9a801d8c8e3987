import { describe, expect, test } from '@jest/globals';
import { dateMeant, dateSaid, datesIn } from '../../../../runtime/engine/dates/dates-said.ts';

/** A Wednesday. */
const today = '2026-03-04';

const said = (language: string, rows: [string, string | undefined][]) =>
  test.each(rows)(`${language}: “%s” is %s`, (text, date) => expect(dateSaid(text, { today, language })).toBe(date));

describe('dates as people say them, on Wednesday 4 March 2026', () => {
  said('es', [
    ['5/3', '2026-03-05'],
    ['05/03/2026', '2026-03-05'],
    ['5-3-26', '2026-03-05'],
    ['5.3.2026', '2026-03-05'],
    ['5 / 3 / 2026', '2026-03-05'],
    ['5-3', '2026-03-05'],
    ['5 3 2026', '2026-03-05'],
    ['05032026', '2026-03-05'],
    ['2026-03-05', '2026-03-05'],
    ['2026/3/5', '2026-03-05'],
    ['2026-03-05T14:30', '2026-03-05'],
    ['3/25', '2026-03-25'],
    ['4/3', '2026-03-04'],
    ['3/3', '2027-03-03'],
    ['5 de marzo', '2026-03-05'],
    ['El 5 de Marzo.', '2026-03-05'],
    ['cinco de marzo', '2026-03-05'],
    ['1º de abril', '2026-04-01'],
    ['primero de mayo', '2026-05-01'],
    ['5 de enero', '2027-01-05'],
    ['5 de marzo del 2028', '2028-03-05'],
    ['5 de marzo de 28', '2028-03-05'],
    ['5-mar-2026', '2026-03-05'],
    ['5 mar', '2026-03-05'],
    ['marzo 5', '2026-03-05'],
    ['15 setiembre', '2026-09-15'],
    ['24 de diciembre de 1985', '1985-12-24'],
    ['24/12/85', '1985-12-24'],
    ['hoy', '2026-03-04'],
    ['mañana', '2026-03-05'],
    ['mañana por la mañana', '2026-03-05'],
    ['pasado mañana', '2026-03-06'],
    ['ayer', '2026-03-03'],
    ['anteayer', '2026-03-02'],
    ['lunes', '2026-03-09'],
    ['el próximo viernes', '2026-03-06'],
    ['miércoles', '2026-03-11'],
    ['el jueves', '2026-03-05'],
    ['lunes pasado', '2026-03-02'],
    ['el viernes de la próxima semana', '2026-03-13'],
    ['lunes de la semana que viene', '2026-03-09'],
    ['jueves 5 de marzo', '2026-03-05'],
    ['viernes, 5 de marzo', '2026-03-05'],
    ['mañana jueves', '2026-03-05'],
    ['5 de marzo (jueves)', '2026-03-05'],
    ['en 2 días', '2026-03-06'],
    ['en dos días', '2026-03-06'],
    ['dentro de una semana', '2026-03-11'],
    ['en un mes', '2026-04-04'],
    ['en 1 año', '2027-03-04'],
    ['hace 3 días', '2026-03-01'],
    ['el 5', '2026-03-05'],
    ['día 3', '2026-04-03'],
    ['el 31', '2026-03-31'],
    ['puede ser el 7/3 a las 5', '2026-03-07'],
  ]);
  said('pt', [
    ['5/3', '2026-03-05'],
    ['5 de março', '2026-03-05'],
    ['5 de março de 2027', '2027-03-05'],
    ['1º de maio', '2026-05-01'],
    ['primeiro de maio', '2026-05-01'],
    ['5 out', '2026-10-05'],
    ['vinte e cinco de dezembro', '2026-12-25'],
    ['hoje', '2026-03-04'],
    ['amanhã', '2026-03-05'],
    ['amanhã de manhã', '2026-03-05'],
    ['depois de amanhã', '2026-03-06'],
    ['ontem', '2026-03-03'],
    ['anteontem', '2026-03-02'],
    ['segunda', '2026-03-09'],
    ['segunda-feira', '2026-03-09'],
    ['terça feira', '2026-03-10'],
    ['sexta que vem', '2026-03-06'],
    ['sexta da semana que vem', '2026-03-13'],
    ['quinta passada', '2026-02-26'],
    ['sábado', '2026-03-07'],
    ['em 2 dias', '2026-03-06'],
    ['daqui a três semanas', '2026-03-25'],
    ['há 2 dias', '2026-03-02'],
    ['2 dias atrás', '2026-03-02'],
  ]);
  said('en', [
    ['3/5', '2026-03-05'],
    ['3/5/2026', '2026-03-05'],
    ['25/3', '2026-03-25'],
    ['03052026', '2026-03-05'],
    ['March 5', '2026-03-05'],
    ['March 5th, 2027', '2027-03-05'],
    ['the 5th of March', '2026-03-05'],
    ['5 Mar 2026', '2026-03-05'],
    ['Sept 15', '2026-09-15'],
    ['may 5', '2026-05-05'],
    ['the twenty-first of may', '2026-05-21'],
    ['today', '2026-03-04'],
    ['tomorrow morning', '2026-03-05'],
    ['the day after tomorrow', '2026-03-06'],
    ['yesterday', '2026-03-03'],
    ['Monday', '2026-03-09'],
    ['next Friday', '2026-03-06'],
    ['friday next week', '2026-03-13'],
    ['last monday', '2026-03-02'],
    ['Thursday, March 5', '2026-03-05'],
    ['in two days', '2026-03-06'],
    ['in a week', '2026-03-11'],
    ['within 3 months', '2026-06-04'],
    ['2 weeks from now', '2026-03-18'],
    ['3 days ago', '2026-03-01'],
    ['the 5th', '2026-03-05'],
  ]);
  said('en-GB', [['3/5', '2026-05-03']]);
  said('en-US', [['3/5', '2026-03-05']]);
  said('fr', [
    ['5/3', '2026-03-05'],
    ['5 marzo', '2026-03-05'],
  ]);
});

describe('what is no date', () => {
  const none = (language: string, texts: string[]) =>
    test.each(texts)(`${language}: “%s”`, (text) => expect(dateSaid(text, { today, language })).toBeUndefined());
  none('es', [
    '29/2',
    '29/2/2027',
    '31/4',
    '31 de abril',
    '30 de febrero de 2028',
    '13/13',
    '0/5',
    '5/0',
    '32/1/2026',
    '2026-02-29',
    '2026-13-01',
    'la mañana',
    'por la mañana',
    'segunda opción',
    'quinta',
    '5 out of 10',
    '1/2/3',
    '1.2.3.4',
    '10/3/2026/7',
    'mañana o pasado mañana',
    '5/3 o 6/3',
    'en 3 días hábiles',
    'no sé',
    'el 32',
    '1430',
    '',
  ]);
  none('en', ['5 out', 'second', 'May', 'in a while', '31 April', 'sometime next week']);
  none('pt', ['de manhã', '31/4', 'segunda opção e terça opção']);
});

describe('a day without a year', () => {
  const dateOf = (text: string, more: { today: string; past?: boolean }) => dateSaid(text, { language: 'es', ...more });
  test('is the next, or where the past is asked for the last', () => {
    expect(dateOf('3/3', { today, past: true })).toBe('2026-03-03');
    expect(dateOf('5/3', { today, past: true })).toBe('2025-03-05');
    expect(dateOf('4/3', { today, past: true })).toBe(today);
    expect(dateOf('el 5', { today, past: true })).toBe('2026-02-05');
    expect(dateOf('el 4', { today, past: true })).toBe(today);
    expect(dateOf('el 4', { today })).toBe(today);
  });
  test('is 29 February only where this year or the one beside it has it', () => {
    expect(dateOf('29/2', { today: '2027-12-01' })).toBe('2028-02-29');
    expect(dateOf('29/2', { today: '2028-02-29' })).toBe('2028-02-29');
    expect(dateOf('29/2', { today: '2028-03-01' })).toBeUndefined();
    expect(dateOf('29/2', { today: '2029-01-01', past: true })).toBe('2028-02-29');
    expect(dateOf('29/2/2028', { today })).toBe('2028-02-29');
  });
  test('looks two months ahead for a 31st, and no further', () => {
    expect(dateOf('el 31', { today: '2026-04-01' })).toBe('2026-05-31');
    expect(dateOf('el 30', { today: '2026-01-31' })).toBe('2026-03-30');
  });
});

test('two figures of a year are one of the last 80 or the next 20', () => {
  const year = (text: string) => dateSaid(`1/1/${text}`, { today, language: 'es' })?.slice(0, 4);
  expect(['00', '26', '46', '47', '99'].map(year)).toEqual(['2000', '2026', '2046', '1947', '1999']);
  expect(dateSaid('1/1/10', { today: '2095-01-01', language: 'es' })).toBe('2110-01-01');
});

test('a month after the 31st is the last day of a shorter one', () => {
  expect(dateSaid('en un mes', { today: '2026-01-31', language: 'es' })).toBe('2026-02-28');
  expect(dateSaid('en 1 mes', { today: '2026-12-15', language: 'es' })).toBe('2027-01-15');
});

test('a sentence may hold several dates, in its order', () => {
  const how = { today, language: 'es' };
  expect(datesIn('del 5/3 al 10 de abril, o mañana', how)).toEqual(['2026-03-05', '2026-04-10', '2026-03-05']);
  expect(datesIn('tengo 2.5 kilos y entre 3-4 bolsas', how)).toEqual([]);
  expect(datesIn('el 5', how)).toEqual([]);
});

test('a designer writes a date to compare with as it is, by today, or in words', () => {
  const meant = (text: string) => dateMeant(text, { today, language: 'es' });
  expect(['2026-03-05', 'today', 'hoy', 'Hoje', 'mañana', 'ayer'].map(meant)).toEqual([
    '2026-03-05',
    today,
    today,
    today,
    '2026-03-05',
    '2026-03-03',
  ]);
  expect(
    ['today+7', 'today + 7d', 'hoy-1', 'today+1w', 'today-18y', 'hoy+1a', 'today+1m', 'today-1m'].map(meant),
  ).toEqual([
    '2026-03-11',
    '2026-03-11',
    '2026-03-03',
    '2026-03-11',
    '2008-03-04',
    '2027-03-04',
    '2026-04-04',
    '2026-02-04',
  ]);
  expect(['today+', 'today+7x', 'nunca', '', 'today+99999y'].map(meant)).toEqual(Array(5).fill(undefined));
});

test('a hostile text is read in no time', () => {
  const begun = performance.now();
  for (const text of ['1/'.repeat(20_000), 'en un '.repeat(10_000), 'lunes '.repeat(10_000), '5 de '.repeat(10_000)])
    datesIn(text, { today, language: 'es' });
  expect(performance.now() - begun).toBeLessThan(400);
});

test.each([
  ['es', '5 dec', '2026-12-05'],
  ['es', 'Jan 5th', '2027-01-05'],
  ['es', '5 out', undefined],
  ['pt', '5 ene', '2027-01-05'],
  ['en', '5 abr', '2026-04-05'],
  ['en', '5 set', undefined],
])('a foreign short month counts where it is no word of the language: %s “%s”', (language, text, date) => {
  expect(dateSaid(text, { today, language })).toBe(date);
});

test('a date is read within the first 2,000 characters', () => {
  const how = { today, language: 'es' };
  expect(dateSaid(`${'a '.repeat(995)}2026-03-05`, how)).toBe('2026-03-05');
  expect(dateSaid(`${'a '.repeat(996)}2026-03-05`, how)).toBeUndefined();
});
