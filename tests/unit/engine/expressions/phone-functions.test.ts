import { describe, expect, test } from '@jest/globals';
import { resultOf, refused, type Row } from '../../../support/expression-results.ts';

const data = {};
describe('functions of phone numbers', () => {
  test.each<Row>([
    ['$parsePhone("")', undefined],
    ['$parsePhone("300 123 4567")', undefined],
    ['$parsePhone("3001234567", "CO")', '+573001234567'],
    ['$parsePhone("3001234567", "co")', '+573001234567'],
    [
      '$parsePhone("3001234567", "XX")',
      refused('expression.failed', 'A country is named by its two letters, such as CO.'),
    ],
    [
      '$parsePhone("3001234567", "")',
      refused('expression.failed', 'A country is named by its two letters, such as CO.'),
    ],
    ['$parsePhone("00573001234567")', '+573001234567'],
    ['$parsePhone("+573001234567", "AR")', '+573001234567'],
    ['$parsePhone("57 (300) 123-45.67")', '+573001234567'],
    ['$parsePhone(" 573001234567 ")', '+573001234567'],
    ['$parsePhone("+5215512345678")', '+525512345678'],
    ['$parsePhone("+52 1 55 1234 5678")', '+525512345678'],
    ['$parsePhone("+525512345678")', '+525512345678'],
    ['$parsePhone("5215512345678")', '+525512345678'],
    ['$parsePhone("+521551234567")', '+521551234567'],
    ['$parsePhone("0573001234567")', undefined],
    ['$parsePhone("573001")', undefined],
    ['$parsePhone("1234567")', undefined],
    ['$parsePhone("12345678")', undefined],
    ['$parsePhone("a573001234567")', undefined],
    ['$parsePhone("llame al +573001234567")', '+573001234567'],
    ['$parsePhone("+57300----------------------------------------------1234567")', '+573001234567'],
    ['$parsePhone("+57300-----------------------------------------------1234567")', '+573001234567'],
    ['$parsePhone("+57300------------------------------------------------1234567")', undefined],
    ['$parsePhone("573001234567", "CO")', '+573001234567'],
    ['$parsePhone("+57300")', undefined],
    [
      '$parsePhone("x", "Colombia")',
      refused('expression.failed', 'A country is named by its two letters, such as CO.'),
    ],
    ['$parsePhone("+54 9 11 2345-6789")', '+5491123456789'],
    ['$parsePhone("1 202 555 0123")', '+12025550123'],
    ['$isPhone("")', false],
    ['$isPhone("+573001234567")', true],
    ['$isPhone("+571001234567")', false],
    ['$isPhone("3001234567", "CO")', true],
    ['$isPhone("+999123")', false],
    ['$isPhone("2025550123", "US")', true],
    ['$isPhone("+12025550123")', true],
    ['$formatPhone("+573001234567", "international")', '+57 300 1234567'],
    ['$formatPhone("+573001234567", "national")', '300 1234567'],
    ['$formatPhone("+573001234567", "e164")', '+573001234567'],
    ['$formatPhone("300 1234567", "international", "CO")', '+57 300 1234567'],
    ['$formatPhone("300 1234567", "national", "CO")', '300 1234567'],
    [
      '$formatPhone("+573001234567", "")',
      refused('expression.failed', 'The style is one of international, national, e164.'),
    ],
    ['$formatPhone("x", "x")', refused('expression.failed', 'The style is one of international, national, e164.')],
    ['$formatPhone("x", "national")', undefined],
    ['$formatPhone("x", "e164")', undefined],
    ['$phoneCountry("+12025550123")', 'US'],
    ['$phoneCountry("+573001234567")', 'CO'],
    ['$phoneCountry("")', undefined],
    ['$phoneCountry("525512345678")', 'MX'],
    ['$phoneCountry("+34600123456")', 'ES'],
  ])('a number: %s', async (source, result, world = {}) => {
    expect(await resultOf(source, data, world)).toEqual(result);
  });
});
