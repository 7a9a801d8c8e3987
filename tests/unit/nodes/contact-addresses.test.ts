import { describe, expect, test } from '@jest/globals';
import { addressesIn, isMailAddress } from '../../../runtime/nodes/mail-address.ts';
import { phoneIn } from '../../../runtime/nodes/phone-number.ts';

const a = (count: number) => 'a'.repeat(count);

describe('an e-mail address', () => {
  const label = a(63);
  /** 254 characters: the longest. */
  const longest = `${a(62)}@${label}.${label}.${a(60)}.co`;
  test.each([
    'a@b.co',
    "o'neil+x@sub.example.com",
    'niño@ñandú.es',
    'a.b@c-d.org',
    '1@2.museum',
    'a@b.xn--p1ai',
    'a!#$%&*/=?^_`{|}~-z@b.co',
    `${a(64)}@b.co`,
    `a@${label}.co`,
    'a@b.c.d.co',
    longest,
  ])('is %s', (text) => {
    expect(isMailAddress(text)).toBe(true);
  });
  test.each([
    '',
    '@',
    'a',
    'a@',
    '@b.co',
    'a@b',
    'a@b.',
    'a@.co',
    'a@b..co',
    'a@b.c',
    'a@b.1',
    'a@b.c1',
    'a@b.1c',
    'a@b.xn--',
    'a@b.xn--é',
    'a@b.yxn--a',
    'a@-b.co',
    'a@b-.co',
    'a@b_c.co',
    '.a@b.co',
    'a.@b.co',
    'a..b@c.co',
    'a b@c.co',
    'a@b@c.co',
    '"a"@b.co',
    'a@b.co ',
    ' a@b.co',
    'a@b.co,',
    `${a(65)}@b.co`,
    `a@${a(64)}.co`,
    longest.replace('@', 'a@'),
  ])('is not %j', (text) => {
    expect(isMailAddress(text)).toBe(false);
  });
  test('stands with others, with commas, semicolons, blanks or lines between, each once', () => {
    expect(addressesIn(' a@b.co,, c@d.co;e@f.co\n a@b.co\tg ')).toEqual(['a@b.co', 'c@d.co', 'e@f.co', 'g']);
    expect(addressesIn(' ,; ')).toEqual([]);
  });
});

test.each([
  ['+57 300 123-4567', '+573001234567'],
  ['0057 (300) 123.4567', '+573001234567'],
  [' 573001234567 ', '+573001234567'],
  ['12345678', '+12345678'],
  ['123456789012345', '+123456789012345'],
  ['1234567', undefined],
  ['1234567890123456', undefined],
  ['0123456789', undefined],
  ['000123456789', undefined],
  ['+0012345678', undefined],
  ['++12345678', undefined],
  ['12345678x', undefined],
  ['x12345678', undefined],
  ['1234+5678', undefined],
  ['', undefined],
])('the number %j is %j', (text, expected) => {
  expect(phoneIn(text)).toBe(expected);
});
