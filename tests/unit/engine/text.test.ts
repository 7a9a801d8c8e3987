import { describe, expect, test } from '@jest/globals';
import {
  checkPattern,
  fold,
  matchPattern,
  PatternError,
  seededRandom,
  wordsOf,
} from '../../../runtime/engine/index.ts';

test.each([
  ['¡MENÚ!', 'menu'],
  ['menu\u0301', 'menu'],
  ['  Buenos   Días… ', 'buenos dias'],
  ['«São Paulo»', 'sao paulo'],
  ['Ñandú', 'nandu'],
  ['¿coração?', 'coracao'],
  ["don't", "don't"],
  ['3.5', '3.5'],
  ['(1)', '1'],
  ['👍', '👍'],
  ['*', '*'],
  ['', ''],
])('%j is compared as %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('words are runs of letters and digits', () => {
  expect(wordsOf('¡Hola, Señor 2x!')).toEqual(['hola', 'senor', '2x']);
});

test('folding takes time by the length of the text', () => {
  const time = (length: number) => {
    const text = `${'.'.repeat(length)}a${'!'.repeat(length)}`;
    const before = process.cpuUsage();
    fold(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  time(1_000);
  expect(time(400_000)).toBeLessThan(500);
});

describe('a pattern', () => {
  test.each([
    ['^pedido (\\d+)$', 'pedido 12', { text: 'pedido 12', groups: ['12'] }],
    ['(a)|(b)', 'b', { text: 'b', groups: ['', 'b'] }],
    ['(?i)sí', 'SÍ, claro', { text: 'SÍ', groups: [] }],
    ['x', 'y', null],
  ])('%s in %j', (pattern, text, match) => {
    expect(matchPattern(pattern, text)).toEqual(match);
  });

  test.each(['(', '(?=a)', '(a)\\1', 'a{1001}', '((a{10}){10}){11}', 'x'.repeat(1_001)])('%s is refused', (pattern) => {
    expect(checkPattern(pattern)).not.toBeNull();
    expect(() => matchPattern(pattern, 'a')).toThrow(PatternError);
    expect(() => matchPattern(pattern, 'a')).toThrow(PatternError);
  });

  test('is refused for a text that it would take too long for', () => {
    expect(matchPattern('(a?){200}b', 'a'.repeat(1_000))).toBeNull();
    expect(() => matchPattern('(a?){200}b', 'a'.repeat(100_000))).toThrow('too long');
  });

  test('ends soon however it is nested', () => {
    const before = process.cpuUsage();
    expect(matchPattern('^(a+)+$', `${'a'.repeat(60_000)}!`)).toBeNull();
    expect(matchPattern('(a|aa)+$', `${'a'.repeat(60_000)}!`)).toBeNull();
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_500);
  });
});

describe('the seeded dice', () => {
  test('roll the same for the same seed', () => {
    const rolls = (seed: string) => Array.from({ length: 5 }, seededRandom(seed));
    expect(rolls('a')).toEqual(rolls('a'));
    expect(rolls('a')).not.toEqual(rolls('b'));
  });

  test('are fair', () => {
    const roll = seededRandom('fair');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let index = 0; index < 6_000; index += 1) {
      const face = Math.floor(roll() * 6);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
