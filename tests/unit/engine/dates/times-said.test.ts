import { describe, expect, test } from '@jest/globals';
import { timeSaid, timesIn } from '../../../../runtime/engine/dates/times-said.ts';

describe('times as people say them', () => {
  const rows: [text: string, time: string, later?: string][] = [
    ['14:30', '14:30'],
    ['14.30', '14:30'],
    ['14h30', '14:30'],
    ['14:30:15', '14:30'],
    ['1430', '14:30'],
    ['14', '14:00'],
    ['0', '00:00'],
    ['23:59', '23:59'],
    ['00:00', '00:00'],
    ['03:00', '03:00'],
    ['3:00', '03:00', '15:00'],
    ['3', '03:00', '15:00'],
    ['11:30', '11:30', '23:30'],
    ['12:30', '12:30'],
    ['14h', '14:00'],
    ['15 hs', '15:00'],
    ['a las 15 horas', '15:00'],
    ['às 15 horas', '15:00'],
    ['3pm', '15:00'],
    ['3 pm', '15:00'],
    ['3 p. m.', '15:00'],
    ['3 p.m.', '15:00'],
    ['3:30pm', '15:30'],
    ['3.30 pm', '15:30'],
    ['12am', '00:00'],
    ['12pm', '12:00'],
    ['12:15 a. m.', '00:15'],
    ['15 pm', '15:00'],
    ['at 3', '03:00', '15:00'],
    ['a las 3', '03:00', '15:00'],
    ['a las tres', '03:00', '15:00'],
    ['a la una', '01:00', '13:00'],
    ['a las 12', '12:00'],
    ['a las 12 de la noche', '00:00'],
    ['a las 12 del mediodía', '12:00'],
    ['12 del día', '12:00'],
    ['2 del mediodía', '14:00'],
    ['3 de la tarde', '15:00'],
    ['tres de la tarde', '15:00'],
    ['12 de la tarde', '12:00'],
    ['8 de la noche', '20:00'],
    ['2 de la noche', '02:00'],
    ['10 de la mañana', '10:00'],
    ['12 de la mañana', '12:00'],
    ['4 de la madrugada', '04:00'],
    ['12 de la madrugada', '00:00'],
    ['tres y media', '03:30', '15:30'],
    ['las tres y media', '03:30', '15:30'],
    ['a las 3 y cuarto', '03:15', '15:15'],
    ['a las 3 menos cuarto', '02:45', '14:45'],
    ['a las 3 y 20 de la tarde', '15:20'],
    ['cuarto para las 3', '02:45', '14:45'],
    ['a las 3 en punto', '03:00', '15:00'],
    ['3:30 de la tarde', '15:30'],
    ['mediodía', '12:00'],
    ['medianoche', '00:00'],
    ['às 3 da tarde', '15:00'],
    ['três e meia', '03:30', '15:30'],
    ['às três e meia da tarde', '15:30'],
    ['8 da noite', '20:00'],
    ['10 da manhã', '10:00'],
    ['quinze para as três', '02:45', '14:45'],
    ['meio-dia', '12:00'],
    ['meio dia e meia', '12:30'],
    ['meia-noite', '00:00'],
    ['noon', '12:00'],
    ['12 noon', '12:00'],
    ['midnight', '00:00'],
    ['half past three', '03:30', '15:30'],
    ['quarter to 3', '02:45', '14:45'],
    ['10 past 3 pm', '15:10'],
    ["3 o'clock", '03:00', '15:00'],
    ['3 in the afternoon', '15:00'],
    ['8 in the evening', '20:00'],
    ['9 at night', '21:00'],
    ['9 in the morning', '09:00'],
    ['mañana a las 3pm', '15:00'],
  ];
  for (const [text, time, later] of rows)
    test(`“${text}” is ${time}`, () => {
      expect(timeSaid(text)).toEqual({ time, ...(later !== undefined && { later }) });
    });

  test.each([
    '12:60',
    '25:00',
    '24:00',
    '24',
    'a las 25',
    '13am',
    '0pm',
    '15 de la mañana',
    '1:2:3:4',
    '3:5',
    'en 2 horas',
    'de 3 horas',
    'at once',
    'tarde',
    '5 y 6',
    'entre las 3pm y las 5pm',
    'no sé',
    '2460',
    '',
  ])('“%s” is none', (text) => expect(timeSaid(text)).toBeUndefined());
});

test('a sentence may hold several times; a bare number is none', () => {
  expect(timesIn('de 9:00 a 6pm, 3 personas')).toEqual([{ time: '09:00', later: '21:00' }, { time: '18:00' }]);
  expect(timesIn('quiero 3')).toEqual([]);
  expect(timesIn('son 3 y media')).toEqual([]);
});

test('a hostile text is read in no time', () => {
  const begun = performance.now();
  for (const text of ['a las '.repeat(10_000), '3 y '.repeat(10_000), '1:'.repeat(20_000)]) timesIn(text);
  expect(performance.now() - begun).toBeLessThan(400);
});

test('a time is read within the first 2,000 characters', () => {
  expect(timeSaid(`${'x '.repeat(997)}14:30`)).toEqual({ time: '14:30' });
  expect(timeSaid(`${'x '.repeat(998)}14:30`)).toBeUndefined();
});
