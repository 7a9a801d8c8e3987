import { expect, test } from '@jest/globals';
import { givenWords, languagesOf, sameWords, saidInstead } from '../../../../editor/definitions/texts.ts';
import { failureTexts } from '../../../../runtime/contract/index.ts';

test("the workspace's language comes first, and no language that has words is left out", () => {
  expect(languagesOf('pt-BR', { optedOut: { fr: 'Fini' }, failed: { es: 'Uy' } })).toEqual(['pt', 'es', 'en', 'fr']);
});

test('a language without words is not kept', () => {
  expect(givenWords({ es: ' Hola ', en: '  ', pt: '' })).toEqual({ es: 'Hola' });
  expect(sameWords({ es: 'Hola', en: '' }, { es: 'Hola ' })).toBe(true);
  expect(sameWords({ es: 'Hola', en: 'Hi' }, { es: 'Hola' })).toBe(false);
  expect(sameWords({ es: 'Hola' }, { en: 'Hola' })).toBe(false);
});

test('an empty field shows what is said in its place', () => {
  expect(saidInstead('optedOut', 'en', { es: 'Listo' }, 'es')).toBe('Listo');
  expect(saidInstead('optedOut', 'en', { pt: 'Pronto' }, 'es')).toBe('Pronto');
  expect(saidInstead('optedIn', 'es', {}, 'es')).toBeUndefined();
  expect(saidInstead('failed', 'en', { es: 'Uy' }, 'es')).toBe(failureTexts['en']);
  expect(saidInstead('failed', 'fr', { es: 'Uy' }, 'es')).toBe('Uy');
  expect(saidInstead('failed', 'fr', {}, 'fr')).toBe(failureTexts['es']);
});
