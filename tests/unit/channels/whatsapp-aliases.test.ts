import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  aliasesOf,
  bsuidAlias,
  phoneAlias,
  phoneKey,
  usernameAlias,
} from '../../../runtime/channels/whatsapp-cloud/aliases.ts';

describe('two spellings of one number have one key', () => {
  test.each([
    ['Mexico, with and without 1', '5215512345678', '525512345678'],
    ['Argentina, with and without 9', '5491155550101', '541155550101'],
    ['Brazil, with and without the ninth digit', '5531987654321', '553187654321'],
  ])('%s', (_, one, other) => {
    expect(phoneKey(one)).toBe(phoneKey(other));
    expect(phoneAlias(one)).toEqual({ kind: 'phone', key: phoneKey(one), value: `+${one}` });
    expect(phoneAlias(`+${other}`)?.key).toBe(phoneKey(one));
  });
});

test.each([
  ['a Brazilian mobile and the landline of the same digits', '5511921234567', '551121234567'],
  ['numbers of other countries', '16505551234', '165055512345'],
  ['a Mexican number that begins with 1', '521551234567', '52551234567'],
])('%s are two people', (_, one, other) => expect(phoneKey(one)).not.toBe(phoneKey(other)));

test('folding a key again changes nothing, and never loses more than one digit', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9][0-9]{3,14}$/), (digits) => {
      const key = phoneKey(digits);
      expect(phoneKey(key)).toBe(key);
      expect(digits.length - key.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});

test.each(['', 'abc', '0123456', '12', '1234567890123456', '+', '12 34', 'US.123', null, {}, '<PHONE>'])(
  '%p is no number',
  (value) => expect(phoneAlias(value)).toBeUndefined(),
);

test.each(['US', 'us.123', 'US.', 'US.a-b', 'USA.1', 'foo_bar', 5, `US.${'a'.repeat(129)}`])(
  '%p is no business-scoped id',
  (value) => expect(bsuidAlias(value)).toBeUndefined(),
);

test('a username is matched without @ and in lower case', () => {
  expect(usernameAlias('@EvaSol')).toEqual({ kind: 'username', key: 'evasol', value: 'EvaSol' });
  expect(usernameAlias('two words')).toBeUndefined();
});

test('each name is listed once, numbers first', () => {
  expect(aliasesOf(['AR.1a', '5491155550101', '541155550101', 'AR.1a', 'junk', undefined], 'eva')).toEqual([
    { kind: 'phone', key: '541155550101', value: '+5491155550101' },
    { kind: 'bsuid', key: 'AR.1a', value: 'AR.1a' },
    { kind: 'username', key: 'eva', value: 'eva' },
  ]);
});
