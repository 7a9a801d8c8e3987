import { describe, expect, test } from '@jest/globals';
import { microsFrom, unitsText } from '../../../../editor/inspector/money.ts';

describe('an amount of money', () => {
  test.each([
    ['0', 0],
    ['1', 1_000_000],
    ['1.', 1_000_000],
    ['0.0002', 200],
    ['0,0002', 200],
    [' 12.345678 ', 12_345_678],
    ['999999999.999999', 999_999_999_999_999],
  ])('"%s" is %d millionths', (text, micros) => expect(microsFrom(text)).toBe(micros));

  test.each(['', '-1', '1e3', '0.1234567', '1000000000', '1.2.3', 'x', '.5'])('"%s" is none', (text) =>
    expect(microsFrom(text)).toBeUndefined(),
  );

  test.each([
    [0, '0.0000'],
    [1, '0.000001'],
    [200, '0.0002'],
    [1_500_000, '1.5000'],
    [12_345_670, '12.34567'],
    [999_999_999_999_999, '999999999.999999'],
  ])('of %d millionths is written "%s", and read again as it was', (micros, text) => {
    expect(unitsText(micros)).toBe(text);
    expect(microsFrom(text)).toBe(micros);
  });
});
