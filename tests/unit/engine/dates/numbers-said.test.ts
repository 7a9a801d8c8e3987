import { expect, test } from '@jest/globals';
import { numbersIn, parseNumber } from '../../../../runtime/engine/dates/numbers-said.ts';

test.each<[string, number | undefined]>([
  ['7', 7],
  [' -7 ', -7],
  ['2,5', 2.5],
  ['2.5', 2.5],
  ['1.500', 1500],
  ['1,500', 1500],
  ['0.500', 0.5],
  ['1.234,56', 1234.56],
  ['1,234.56', 1234.56],
  ['1.234.567', 1234567],
  ['+7', 7],
  ['1.234.567,8', 1234567.8],
  ['1,234,567.89', 1234567.89],
  ['-1.234,5', -1234.5],
  ['-1.500', -1500],
  ['+1,500', 1500],
  ['1500.250', 1500.25],
  ['12.345', 12345],
  ['123.456', 123456],
  ['1234.567', 1234.567],
  ['1.5000', 1.5],
  ['1.50', 1.5],
  ['1234.567,8', undefined],
  ['1.23,5', undefined],
  ['1.234,567,8', undefined],
  ['1,234.567.8', undefined],
  ['.5', undefined],
  ['5,', undefined],
  ['x5', undefined],
  ['5x', undefined],
  ['--5', undefined],
  ['1..5', undefined],
  ['12.34.56', undefined],
  ['1.2.3', undefined],
  ['1,23,456.7', undefined],
  ['5.', undefined],
  ['', undefined],
  ['siete', undefined],
  ['1e5', undefined],
  ['0x10', undefined],
  ['9'.repeat(400), undefined],
])('reads %j as %j', (text, number) => {
  expect(parseNumber(text)).toBe(number);
});

test.each<[string, number[]]>([
  ['quiero 2 grandes y 1 chica', [2, 1]],
  ['cuesta $1.500,50.', [1500.5]],
  ['entre 3-4', [3, 4]],
  ['hace -5 grados', [-5]],
  ['3️⃣', [3]],
  ['２', [2]],
  ['A4 y b2b', []],
  ['ninguno', []],
  ['(-5) =+3 :-2 $-1 €-4 ¡-6 ¿-7', [-5, 3, -2, -1, -4, -6, -7]],
  ['a-5', [5]],
  ['-5', [-5]],
  ['5.,', [5]],
  ['x5 5x _5', [5]],
  ['5. 6, 7.', [5, 6, 7]],
  ['1️⃣ y 2️⃣', [1, 2]],
  ['versión 1.2.3', []],
])('finds in %j %j', (text, numbers) => {
  expect(numbersIn(text)).toEqual(numbers);
});

test('takes linear time on a text made to be slow', () => {
  const hostile = `1${','.repeat(200_000)}x `.repeat(2);
  const before = performance.now();
  expect(numbersIn(hostile)).toEqual([1, 1]);
  expect(performance.now() - before).toBeLessThan(2_000);
});
