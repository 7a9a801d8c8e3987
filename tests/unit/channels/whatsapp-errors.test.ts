import { describe, expect, test } from '@jest/globals';
import { deliveryErrorOf, errorRow, errorRows, retryOf } from '../../../runtime/channels/whatsapp-cloud/errors.ts';

describe('every row', () => {
  test('has a name of ours, words, and a wait where it may be tried again', () => {
    for (const row of errorRows) {
      expect(row.name).toMatch(/^whatsapp\.[a-z-]+$/);
      expect(row.meaning).not.toBe('');
      const again = row.class === 'soon' || row.class === 'later';
      expect({ code: row.code, waits: (row.atLeastMs ?? 0) > 0 && (row.attempts ?? 0) > 0 }).toEqual({
        code: row.code,
        waits: again,
      });
    }
  });

  test('is found by its code', () => {
    for (const row of errorRows) expect(errorRow(row.code, row.subcode)).toEqual(row);
  });
});

test.each([
  [190, undefined, 'whatsapp.token-invalid', { after: 'configuration' }],
  [0, undefined, 'whatsapp.token-invalid', { after: 'configuration' }],
  [230, undefined, 'whatsapp.permission-missing', { after: 'configuration' }],
  [100, 33, 'whatsapp.object-missing', { after: 'configuration' }],
  [100, undefined, 'whatsapp.parameter-invalid', { after: 'never' }],
  [100, 2_388_093, 'whatsapp.parameter-invalid', { after: 'never' }],
  [130_429, undefined, 'whatsapp.throughput', { after: 'backoff', atLeastMs: 1_000, attempts: 8 }],
  [131_026, undefined, 'whatsapp.undeliverable', { after: 'never' }],
  [131_047, undefined, 'whatsapp.outside-window', { after: 'never' }],
  [131_049, undefined, 'whatsapp.ecosystem-limit', { after: 'backoff', atLeastMs: 86_400_000, attempts: 1 }],
  [133_010, undefined, 'whatsapp.number-not-registered', { after: 'configuration' }],
  [138_007, undefined, 'whatsapp.call-problem', { after: 'never' }],
  [139_999, undefined, 'whatsapp.unknown-code', { after: 'backoff', atLeastMs: 5_000, attempts: 1 }],
  [999, undefined, 'whatsapp.unknown-code', { after: 'never' }],
])('code %d with subcode %p is %s', (code, subcode, name, retry) => {
  const row = errorRow(code, subcode);
  expect(row.name).toBe(name);
  expect(retryOf(row)).toEqual(retry);
});

test('the provider may ask for a longer wait, never for a shorter one', () => {
  expect(retryOf(errorRow(130_429), 30_000)).toMatchObject({ atLeastMs: 30_000 });
  expect(retryOf(errorRow(131_049), 30_000)).toMatchObject({ atLeastMs: 86_400_000 });
});

test('the best words are taken: details, then message, then title, then ours', () => {
  const words = (error: object) => deliveryErrorOf({ code: 131_047, ...error }).message;
  expect(words({ error_data: { details: 'd' }, message: 'm', title: 't' })).toBe('d');
  expect(words({ message: 'm', title: 't' })).toBe('m');
  expect(words({ title: 't' })).toBe('t');
  expect(words({})).toBe('More than 24 hours have passed since the person last wrote');
});

test('an error without a number is told as well', () => {
  expect(deliveryErrorOf({ code: 'ERROR_CODE', title: 'Odd' })).toEqual({
    code: 'whatsapp.unknown-code',
    message: 'Odd',
  });
});
