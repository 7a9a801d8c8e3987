import { expect, test } from '@jest/globals';
import { asKind, draftOf, valueLine, valueOf } from '../../../../editor/definitions/values.ts';

test.each(['', 'Hola', 0, -1.5, true, false, null, [1, 'a'], { abre: '09:00' }])(
  'the value %j is the same after it was edited',
  (value) => {
    expect(valueOf(draftOf(value))).toEqual({ value });
  },
);

test('a number is written plainly, and JSON soundly', () => {
  const number = (text: string) => valueOf({ kind: 'number', text });
  expect([number(' 1500.50 '), number('.5'), number('-3')]).toEqual([{ value: 1500.5 }, { value: 0.5 }, { value: -3 }]);
  for (const text of ['', '1,5', '1.500.000', '0x10', '1e3', 'diez', '9'.repeat(400)])
    expect(number(text)).toEqual({ problem: 'number' });
  expect(valueOf({ kind: 'json', text: '{"a":' })).toEqual({ problem: 'json' });
  expect(valueOf({ kind: 'json', text: '' })).toEqual({ problem: 'json' });
});

test('what was typed stays where another kind of value understands it', () => {
  expect(asKind({ kind: 'text', text: ' 12 ' }, 'number')).toEqual({ kind: 'number', text: '12' });
  expect(asKind({ kind: 'text', text: 'doce' }, 'number')).toEqual({ kind: 'number', text: '' });
  expect(asKind({ kind: 'text', text: 'sí' }, 'boolean')).toEqual({ kind: 'boolean', text: 'false' });
  expect(asKind({ kind: 'text', text: 'di "hola"' }, 'json')).toEqual({ kind: 'json', text: '"di \\"hola\\""' });
  expect(asKind({ kind: 'json', text: '"di \\"hola\\""' }, 'text')).toEqual({ kind: 'text', text: 'di "hola"' });
  expect(asKind({ kind: 'json', text: '[1]' }, 'text')).toEqual({ kind: 'text', text: '[1]' });
  expect(asKind({ kind: 'number', text: '3' }, 'json')).toEqual({ kind: 'json', text: '3' });
  expect(asKind({ kind: 'boolean', text: 'true' }, 'boolean')).toEqual({ kind: 'boolean', text: 'true' });
});

test('a list shows a value in one short line', () => {
  expect(valueLine('uno\n  dos')).toBe('uno dos');
  expect(valueLine({ a: [1, 2] })).toBe('{"a":[1,2]}');
  expect(valueLine('x'.repeat(300))).toHaveLength(200);
});
