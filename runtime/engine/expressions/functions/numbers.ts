import { fixed, localeOf } from '../locale.ts';
import { numbersIn, parseNumber } from '../../dates/numbers-said.ts';
import { asNumber, asText, optionalText, wholeNumber } from './arguments.ts';
import { defineFunctions } from './define.ts';

export const numberFunctions = defineFunctions('numbers', [
  {
    name: 'parseNumber',
    signature: '<s-:n>',
    params: ['text'],
    partial: true,
    cost: 20,
    examples: [
      { expression: '$parseNumber("1.234,56")', result: 1234.56 },
      { expression: '$parseNumber("1,234.56")', result: 1234.56 },
      { expression: '$parseNumber("$ 1.500")', result: 1500 },
      { expression: '$parseNumber("quiero 2 grandes")', result: 2 },
      { expression: '$parseNumber("muchas") ?? 0', result: 0 },
    ],
    run: ([text]) => {
      const said = asText(text);
      return said.length > 1_000 ? undefined : (parseNumber(said) ?? numbersIn(said)[0]);
    },
  },
  {
    name: 'roundHalfUp',
    signature: '<n-n?:n>',
    params: ['number', 'decimals'],
    examples: [
      { expression: '$roundHalfUp(2.5)', result: 3 },
      { expression: '$roundHalfUp(2.345, 2)', result: 2.35 },
      { expression: '$roundHalfUp(-2.5)', result: -3 },
      { expression: '$roundHalfUp(1.005, 2)', result: 1.01 },
    ],
    run: ([number, decimals]) =>
      Number(fixed(asNumber(number, 0), wholeNumber(decimals, 0, 10, 'The number of decimals', 0))),
  },
  {
    name: 'roundTo',
    signature: '<n-n:n>',
    params: ['number', 'step'],
    partial: true,
    examples: [
      { expression: '$roundTo(1234, 50)', result: 1250 },
      { expression: '$roundTo(7.3, 0.25)', result: 7.25 },
      { expression: '$roundTo(5, 0)' },
    ],
    run([number, step]) {
      const by = Math.abs(asNumber(step, 0));
      if (by === 0) return undefined;
      return Number((Number(fixed(asNumber(number, 0) / by, 0)) * by).toPrecision(15));
    },
  },
  {
    name: 'clamp',
    signature: '<n-nn:n>',
    params: ['number', 'least', 'most'],
    examples: [
      { expression: '$clamp(12, 1, 10)', result: 10 },
      { expression: '$clamp(0, 1, 10)', result: 1 },
      { expression: '$clamp(5, 1, 10)', result: 5 },
    ],
    run: ([number, least, most]) =>
      Math.max(asNumber(least, -Infinity), Math.min(asNumber(most, Infinity), asNumber(number, 0))),
  },
  {
    name: 'isBetween',
    signature: '<n-nn:b>',
    params: ['number', 'least', 'most'],
    examples: [
      { expression: '$isBetween(18, 18, 65)', result: true },
      { expression: '$isBetween(65, 18, 65)', result: true },
      { expression: '$isBetween(17, 18, 65)', result: false },
      { expression: '$isBetween(66, 18, 65)', result: false },
    ],
    run: ([number, least, most]) =>
      asNumber(number, NaN) >= asNumber(least, -Infinity) && asNumber(number, NaN) <= asNumber(most, Infinity),
  },
  {
    name: 'percentOf',
    signature: '<n-nn?:n>',
    params: ['part', 'whole', 'decimals'],
    partial: true,
    examples: [
      { expression: '$percentOf(3, 4)', result: 75 },
      { expression: '$percentOf(1, 3, 1)', result: 33.3 },
      { expression: '$percentOf(1, 0)' },
    ],
    run([part, whole, decimals]) {
      const all = asNumber(whole, 0);
      const digits = wholeNumber(decimals, 0, 10, 'The number of decimals', 0);
      return all === 0 ? undefined : Number(fixed((asNumber(part, 0) / all) * 100, digits));
    },
  },
  {
    name: 'ordinal',
    signature: '<n-s?s?:s>',
    params: ['number', 'gender', 'language'],
    examples: [
      { expression: '$ordinal(2)', result: '2.º' },
      { expression: '$ordinal(2, "f")', result: '2.ª' },
      { expression: '$ordinal(22, "m", "en")', result: '22nd' },
      { expression: '$ordinal(13, "m", "en")', result: '13th' },
      { expression: '$ordinal(3, "f", "pt")', result: '3ª' },
    ],
    run([number, gender, language], world) {
      const whole = wholeNumber(number, -1e15, 1e15, 'The number');
      return localeOf(optionalText(language) ?? world.language).ordinal(whole, optionalText(gender) === 'f');
    },
  },
]);
