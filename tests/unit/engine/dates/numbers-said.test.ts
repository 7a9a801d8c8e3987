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
