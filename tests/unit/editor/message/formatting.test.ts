import { describe, expect, test } from '@jest/globals';
import {
  fileNameIn,
  formatted,
  variableName,
  webAddress,
  type Formatted,
} from '../../../../editor/message/formatting.ts';

/** Marks as tags, to be read at a glance. */
const written = (parts: Formatted[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'words') return part.words;
      if (part.kind === 'variable') return `<var ${part.expression}>`;
      if (part.kind === 'link') return `<a ${part.href}>`;
      return `<${part.kind}>${written(part.inside)}</>`;
    })
    .join('');
const read = (text: string, placeholders?: boolean) => written(formatted(text, placeholders));

describe('a text as WhatsApp shows it', () => {
  test.each([
    ['*hola* _tú_ ~no~', '<bold>hola</> <italic>tú</> <strike>no</>'],
    ['*_las dos_*', '<bold><italic>las dos</></>'],
    ['2*3*4 y a_b_c', '2*3*4 y a_b_c'],
    ['* no * es', '* no * es'],
    ['*sin cierre', '*sin cierre'],
    ['*una línea\notra*', '*una línea\notra*'],
    ['(*sí*), claro', '(<bold>sí</>), claro'],
    ['```*tal cual*```', '<mono>*tal cual*</>'],
    ['usa `npm start` ya', 'usa <mono>npm start</> ya'],
    ['**', '**'],
    ['a\n\nb', 'a\n\nb'],
  ])('%j is read as %j', (text, expected) => expect(read(text)).toBe(expected));

  test('only http and https become links, without the stop that ends the sentence', () => {
    expect(read('Mira https://a.mx/x?y=1.')).toBe('Mira <a https://a.mx/x?y=1>.');
    expect(read('javascript:alert(1) ftp://a.mx mailto:a@b.mx')).toBe('javascript:alert(1) ftp://a.mx mailto:a@b.mx');
    expect(read('*https://a.mx/b_c_d*')).toBe('<bold><a https://a.mx/b_c_d></>');
    expect(read('xhttps://a.mx')).toBe('xhttps://a.mx');
  });

  test('{{ }} becomes a variable only where the author looks at it', () => {
    expect(read('Hola, *{{ contact.firstName }}*!', true)).toBe('Hola, <bold><var contact.firstName></>!');
    expect(read('Hola, {{ x }}')).toBe('Hola, {{ x }}');
    expect(read('{{ "}}" }}{{ a * b * c }}', true)).toBe('<var "}}"><var a * b * c>');
    expect(read('{{ abierto', true)).toBe('<var abierto>');
    expect(read('\uFFFC {{ a }}', true)).toBe('  <var a>');
  });

  test('long texts of signs are read in reasonable time', () => {
    const begin = performance.now();
    for (const text of ['*_~', ' *a', '*_ ', '`a`', 'h', '*a*', ' http://a'])
      formatted(text.repeat(100_000 / text.length));
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

test('a variable is called by its name, an expression by its words', () => {
  expect(variableName('variables.pizza')).toBe('pizza');
  expect(variableName('results.nota.value')).toBe('nota');
  expect(variableName('contact.fields.ciudad')).toBe('ciudad');
  expect(variableName('$sum(variables.x)')).toBe('$sum(variables.x)');
});

test('an address that is not of the web is no link', () => {
  expect(webAddress('https://a.mx/foto.jpg')).toBe('https://a.mx/foto.jpg');
  expect(webAddress('javascript:alert(1)')).toBeUndefined();
  expect(webAddress('{{ x }}')).toBeUndefined();
  expect(webAddress(undefined)).toBeUndefined();
});

test('a file is called by the end of its address', () => {
  expect(fileNameIn('https://a.mx/c/Men%C3%BA.pdf?v=2')).toBe('Menú.pdf');
  expect(fileNameIn('https://a.mx')).toBeUndefined();
  expect(fileNameIn('https://a.mx/fotos')).toBeUndefined();
});
