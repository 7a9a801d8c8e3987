import { describe, expect, test } from '@jest/globals';
import { wayBack } from '../../../../editor/app/sign-in.ts';
import { foldForSearch } from '../../../../editor/ui/search.ts';
import { slugOf } from '../../../../editor/ui/slug.ts';
import { formatWhen } from '../../../../editor/ui/time.ts';

describe('after signing in', () => {
  test('one comes back to where one wanted to be', () => {
    expect(wayBack('/flows/bienvenida?show=1')).toBe('/flows/bienvenida?show=1');
    expect(wayBack(null)).toBe('/');
  });

  test('nobody is led off to another site', () => {
    const elsewhere = ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/sign-in'];
    expect(elsewhere.map(wayBack)).toEqual(elsewhere.map(() => '/'));
  });
});

describe('a time', () => {
  const now = Date.parse('2026-03-10T15:00:00Z');
  const when = (at: string, language = 'es') => formatWhen(Date.parse(at), now, language, 'America/Mexico_City');

  test('is relative within a day, and a date of the zone beyond', () => {
    expect(when('2026-03-10T14:59:50Z')).toBe('ahora');
    expect(when('2026-03-10T14:48:00Z')).toBe('hace 12 min');
    expect(when('2026-03-10T12:30:00Z', 'en')).toBe('2 hr. ago');
    expect(when('2026-03-08T03:00:00Z', 'pt')).toBe('7 de mar., 21:00');
  });

  test('says the year when it is another', () => {
    expect(when('2025-12-31T18:00:00Z', 'en')).toBe('Dec 31, 2025, 12:00 PM');
  });
});

test('an id is made of a name, whatever letters it has', () => {
  expect(slugOf('Pedidos & Envíos ¡Ya!', 'x')).toBe('pedidos-envios-ya');
  expect(slugOf('日本', 'whatsapp')).toBe('whatsapp');
  expect(slugOf(`${'a'.repeat(63)} b`, 'x')).toBe('a'.repeat(63));
});

test('people search without minding case and accents', () => {
  expect(foldForSearch(' Canción ')).toBe('cancion');
});
