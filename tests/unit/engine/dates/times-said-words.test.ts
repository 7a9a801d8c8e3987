import { describe, expect, test } from '@jest/globals';
import { timeSaid, timesIn } from '../../../../runtime/engine/dates/times-said.ts';

const hours = Array.from({ length: 25 }, (_, hour) => hour);
const at = (hour: number, minute = 0) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
const timesOf = (ending: string) => hours.map((hour) => timeSaid(`${hour} ${ending}`)?.time);

/** By the hour said, from 0 to 24, the hour meant; null where the day has no such hour. */
const morning = hours.map((hour) => (hour > 12 ? undefined : at(hour)));
const dawn = hours.map((hour) => (hour > 12 ? undefined : at(hour % 12)));
const noon = hours.map((hour) => (hour > 23 ? undefined : at(hour >= 1 && hour <= 4 ? hour + 12 : hour)));
const afternoon = hours.map((hour) => (hour > 23 ? undefined : at(hour >= 1 && hour <= 11 ? hour + 12 : hour)));
const night = hours.map((hour) =>
  hour > 23 ? undefined : at(hour === 12 ? 0 : hour >= 5 && hour <= 11 ? hour + 12 : hour),
);
const evening = hours.map((hour) => (hour > 23 ? undefined : at(hour === 12 ? 0 : hour < 12 ? hour + 12 : hour)));

describe('a part of the day says which hour is meant', () => {
  test.each([
    ['de la madrugada', dawn],
    ['da madrugada', dawn],
    ['de la mañana', morning],
    ['por la mañana', morning],
    ['da manhã', morning],
    ['in the morning', morning],
    ['del mediodía', noon],
    ['del día', noon],
    ['at noon', noon],
    ['de la tarde', afternoon],
    ['da tarde', afternoon],
    ['pela tarde', afternoon],
    ['in the afternoon', afternoon],
    ['de la noche', night],
    ['en la noche', night],
    ['a la noche', night],
    ['da noite', night],
    ['at night', night],
    ['de medianoche', night],
    ['in the evening', evening],
  ])('“%s”', (ending, expected) => {
    expect(timesOf(ending)).toEqual(expected);
  });
  test.each(['am', 'a.m.', 'a. m.', 'a m'])('“%s” is the first half of the day', (mark) => {
    expect(timesOf(mark)).toEqual(hours.map((hour) => (hour < 1 || hour > 12 ? undefined : at(hour % 12))));
  });
  test.each(['pm', 'p.m.', 'p. m.', 'p m'])('“%s” is the second half of the day', (mark) => {
    expect(timesOf(mark)).toEqual(
      hours.map((hour) => (hour < 1 || hour > 23 ? undefined : at(hour > 12 ? hour : (hour % 12) + 12))),
    );
  });
});

test('a bare hour is of the night, and from one to eleven perhaps of the afternoon', () => {
  for (const hour of hours)
    for (const text of [`${hour}`, `${hour}:00`.replace(/^0:/, '0:'), `a las ${hour}`, `${hour} en punto`]) {
      const expected =
        hour > 23 ? undefined : { time: at(hour), ...(hour >= 1 && hour <= 11 && { later: at(hour + 12) }) };
      expect([text, timeSaid(text)]).toEqual([text, expected]);
    }
  for (const hour of hours.slice(0, 10)) expect(timeSaid(`0${hour}:15`)).toEqual({ time: at(hour, 15) });
});

describe('before and after the hour', () => {
  test.each([
    ['3 y media', 3, 30],
    ['3 y cuarto', 3, 15],
    ['3 y 10', 3, 10],
    ['3 y diez', 3, 10],
    ['3 y veinte', 3, 20],
    ['3 e meia', 3, 30],
    ['3 e quinze', 3, 15],
    ['3 e dez', 3, 10],
    ['3 e vinte', 3, 20],
    ['3 con 10', 3, 10],
    ['3 com 10', 3, 10],
    ['3 menos cuarto', 2, 45],
    ['3 menos quince', 2, 45],
    ['3 menos quinze', 2, 45],
    ['3 menos diez', 2, 50],
    ['3 menos dez', 2, 50],
    ['3 menos veinte', 2, 40],
    ['3 menos vinte', 2, 40],
    ['3 menos 5', 2, 55],
    ['3 menos 25', 2, 35],
    ['half past 3', 3, 30],
    ['quarter past 3', 3, 15],
    ['10 past 3', 3, 10],
    ['quarter to 3', 2, 45],
    ['5 to 3', 2, 55],
    ['cuarto para las 3', 2, 45],
    ['un cuarto para las 3', 2, 45],
    ['quince para las 3', 2, 45],
    ['quinze para as 3', 2, 45],
    ['dez para as 3', 2, 50],
    ['diez para las 3', 2, 50],
    ['20 para las 3', 2, 40],
    ['10 para la 3', 2, 50],
  ])('“%s”', (text, hour, minute) => {
    expect(timeSaid(text)).toEqual({ time: at(hour, minute), later: at(hour + 12, minute) });
    expect(timesIn(`a las ${text}`)[0]?.time.slice(0, 2)).toBeDefined();
    expect(timeSaid(`${text} pm`)?.time).toBe(at(hour + 12, minute));
    expect(timeSaid(`${text} de la tarde`)?.time).toBe(at(hour + 12, minute));
    expect(timeSaid(`${text}x`)).toBeUndefined();
  });
});

describe('what leads an hour in a sentence', () => {
  test.each([
    'a las',
    'a la',
    'alas',
    'as',
    'às',
    'at',
    'a eso de las',
    'a eso de la',
    'sobre las',
    'sobre la',
    'hacia las',
    'hacia la',
    'tipo',
    'around',
  ])('“%s”', (words) => {
    expect(timesIn(`vengo ${words} 3, creo`)).toEqual([{ time: '03:00', later: '15:00' }]);
    expect(timesIn(`vengo x${words} 3, creo`)).toEqual([]);
  });
  test.each([['3 en punto'], ['3 em ponto'], ["3 o'clock"], ['3 oclock'], ['las 3 en punto']])('“%s”', (text) => {
    expect(timesIn(`vengo ${text}, creo`)).toEqual([{ time: '03:00', later: '15:00' }]);
  });
  test.each(['15h', '15 h', '15hs', '15 hs', '15hrs', '15 horas', 'a las 15 horas', 'as 15 h', 'às 15hs'])(
    '“%s”',
    (text) => {
      expect(timesIn(`vengo ${text}, creo`)).toEqual([{ time: '15:00' }]);
    },
  );
  test.each(['en', 'em', 'in', 'de', 'por', 'cada', 'hace', 'ha', 'durante', 'a', 'mas'])(
    '“%s 15 horas” is no time of day',
    (word) => {
      expect(timesIn(`${word} 15 horas`)).toEqual([]);
    },
  );
});

test.each([
  ['14:30', '14:30'],
  ['14h30', '14:30'],
  ['14 : 30', undefined],
  ['14 :30', '14:30'],
  ['14:30:59', '14:30'],
  ['14:30h', '14:30'],
  ['14:30 hs', '14:30'],
  ['14:30 hrs', '14:30'],
  ['14:30 horas', '14:30'],
  ['14h30min', '14:30'],
  ['14h30m', '14:30'],
  ['14.30 h', '14:30'],
  ['2.30 pm', '14:30'],
  ['2.30 p. m.', '14:30'],
  ['14:300', undefined],
  ['114:30', undefined],
  ['x14:30', undefined],
  ['14:30x', undefined],
  ['14:30!', '14:30'],
  ['14 30', '14:30'],
  ['1430', '14:30'],
  ['14300', undefined],
  ['0930', '09:30'],
  ['9 30', '09:30'],
  ['x1430', undefined],
  ['mediodía', '12:00'],
  ['medio día', '12:00'],
  ['meio dia', '12:00'],
  ['meio-dia', '12:00'],
  ['noon', '12:00'],
  ['midday', '12:00'],
  ['meio-dia e meia', '12:30'],
  ['meia-dia e meia', '12:30'],
  ['medianoche', '00:00'],
  ['media noche', '00:00'],
  ['meia noite', '00:00'],
  ['meia-noite', '00:00'],
  ['midnight', '00:00'],
  ['xnoon', undefined],
  ['noonx', undefined],
  ['3pm y 15:00', '15:00'],
  ['3pm y 16:00', undefined],
])('“%s” says %s', (text, time) => {
  expect(timeSaid(text)?.time).toBe(time);
});

test('several times come in their order, whichever way they are written', () => {
  expect(timesIn('a medianoche, a las 3 pm, 4:15 y cuarto para las 6, o noon')).toEqual([
    { time: '00:00' },
    { time: '15:00' },
    { time: '04:15', later: '16:15' },
    { time: '05:45', later: '17:45' },
    { time: '12:00' },
  ]);
});
