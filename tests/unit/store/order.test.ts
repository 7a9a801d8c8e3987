import { describe, expect, test } from '@jest/globals';
import { Binary, BSONRegExp, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { arithmetic, asDecimal128, numberKey, quotient, remainder } from '../../../api/store/embedded/bson/numbers.ts';
import { compare, equal } from '../../../api/store/embedded/bson/order.ts';
import { groupKey } from '../../../api/store/embedded/aggregate/accumulators.ts';
import { indexValues, matchValues, pathExists, sortValue } from '../../../api/store/embedded/bson/path.ts';

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const long = (text: string): Long => Long.fromString(text);

describe('order of values', () => {
  const ascending: [string, unknown][] = [
    ['MinKey', new MinKey()],
    ['null', null],
    ['NaN', NaN],
    ['minus infinity', -Infinity],
    ['a negative decimal', decimal('-1.5')],
    ['zero', 0],
    ['a small decimal', decimal('1E-6176')],
    ['one tenth as a decimal', decimal('0.1')],
    ['one tenth as a double, which is a little more', 0.1],
    ['two to the 53rd', 2 ** 53],
    ['one more, as only a long can say', long('9007199254740993')],
    ['and a half more, as only a decimal can', decimal('9007199254740993.5')],
    ['infinity', Infinity],
    ['the empty string', ''],
    ['a string', 'a'],
    ['a longer string', 'ab'],
    ['a string above the surrogates', '\uffff'],
    ['a code point beyond the plane', '\u{10000}'],
    ['the empty document', {}],
    ['a number in a document', { z: 1 }],
    ['a string in a document, by type before name', { a: 'x' }],
    ['the same and more', { a: 'x', b: 1 }],
    ['the empty array', []],
    ['an array', [1]],
    ['a longer array', [1, 2]],
    ['short binary', new Binary(Buffer.from('b'))],
    ['longer binary', new Binary(Buffer.from('aa'))],
    ['the same bytes with a higher subtype', new Binary(Buffer.from('aa'), 4)],
    ['an ObjectId', new ObjectId('000000000000000000000001')],
    ['a later ObjectId', new ObjectId('000000000000000000000002')],
    ['false', false],
    ['true', true],
    ['a date before 1970', new Date(-1)],
    ['a date', new Date(1)],
    ['a timestamp', new Timestamp({ t: 1, i: 2 })],
    ['a later timestamp', new Timestamp({ t: 2, i: 1 })],
    ['a regular expression', /a/],
    ['one with options', new BSONRegExp('a', 'i')],
    ['MaxKey', new MaxKey()],
  ];

  test('holds across and within all types', () => {
    const wrong: string[] = [];
    ascending.forEach(([name, value], at) => {
      ascending.forEach(([other, against], from) => {
        if (compare(value, against) !== Math.sign(at - from)) wrong.push(`${name} against ${other}`);
      });
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ['an absent value and null', undefined, null],
    ['zero and minus zero', 0, -0],
    ['a number and a long', 5, Long.fromNumber(5)],
    ['a number and a decimal', 5, decimal('5.00')],
    ['a long and a decimal', long('9007199254740993'), decimal('9007199254740993')],
    ['decimals written differently', decimal('1E2'), decimal('100')],
    ['NaN of two kinds', NaN, decimal('NaN')],
    ['infinities of two kinds', Infinity, decimal('Infinity')],
    ['dates', new Date(5), new Date(5)],
    ['two forms of a regular expression', /a/i, new BSONRegExp('a', 'i')],
  ])('%s are equal', (_, a, b) => {
    expect([equal(a, b), equal(b, a), groupKey(a) === groupKey(b)]).toEqual([true, true, true]);
  });

  test('documents with their keys in another order are not equal', () => {
    expect(equal({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
  });

  test('a document that carries a type tag as data stays a document', () => {
    expect(compare({ _bsontype: 'ObjectId' }, [])).toBe(-1);
    expect(compare({ _bsontype: 'MinKey' }, 5)).toBe(1);
  });

  const scalar = fc.oneof(
    fc.constantFrom<unknown>(null, true, false, NaN, -0, 0, Infinity, -Infinity, new MinKey(), new MaxKey()),
    fc.integer({ min: -3, max: 3 }),
    fc.double(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
    fc.integer({ min: -2, max: 2 }).map((offset) => Long.fromBigInt(2n ** 53n + BigInt(offset))),
    fc.integer({ min: -2, max: 2 }).map((offset) => 2 ** 53 + offset),
    fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -30, max: 30 }))
      .map(([digits, power]) => decimal(`${digits}E${power}`)),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('a', 'b', 'ab'),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => new Binary(bytes)),
    fc.tuple(fc.nat(3), fc.nat(3)).map(([t, i]) => new Timestamp({ t, i })),
    fc.constantFrom(/a/, /b/i, new BSONRegExp('a', 'm')),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  test('is total: antisymmetric, transitive, and agrees with the keys that groups go by', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(compare(a, a)).toBe(0);
        expect(compare(a, b)).toBe(0 - compare(b, a));
        const [low, middle, high] = [a, b, c].sort(compare);
        expect(compare(low, middle)).toBeLessThanOrEqual(0);
        expect(compare(middle, high)).toBeLessThanOrEqual(0);
        expect(compare(low, high)).toBeLessThanOrEqual(0);
        if (compare(low, middle) === 0 && compare(middle, high) === 0) expect(compare(low, high)).toBe(0);
        expect(groupKey(a) === groupKey(b)).toBe(compare(a, b) === 0);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('arithmetic', () => {
  test.each([
    ['doubles', '+', 0.1, 0.2, 0.30000000000000004],
    ['a long and a number stay exact', '+', long('9007199254740993'), 2, long('9007199254740995')],
    ['a long that becomes small is a number', '-', long('9007199254740993'), long('9007199254740990'), 3],
    ['a long and a fraction are doubles', '*', long('9007199254740994'), 0.5, 4503599627370497],
    ['decimals are exact', '+', decimal('0.1'), decimal('0.2'), decimal('0.3')],
    ['a double meets a decimal with 15 digits', '+', decimal('0.2'), 0.1, decimal('0.300000000000000')],
    ['a decimal and a number', '*', decimal('1.10'), 3, decimal('3.30')],
    [
      '34 digits, half to even',
      '+',
      decimal('9999999999999999999999999999999999'),
      decimal('0.5'),
      decimal('1.000000000000000000000000000000000E+34'),
    ],
    ['opposite infinities', '+', decimal('Infinity'), decimal('-Infinity'), decimal('NaN')],
  ] as const)('%s', (_, operation, a, b, expected) => {
    expect(String(arithmetic(operation, a, b))).toBe(String(expected));
  });

  test('a 64-bit overflow has no result', () => {
    expect(arithmetic('+', long('9223372036854775807'), 1)).toBeUndefined();
  });

  test('quotients and remainders keep to the widest kind', () => {
    expect(quotient(1, 4)).toBe(0.25);
    expect(String(quotient(decimal('1'), 3))).toBe('0.3333333333333333333333333333333333');
    expect(String(quotient(decimal('1'), 8))).toBe('0.125');
    expect(remainder(-7, 3)).toBe(-1);
    expect(String(remainder(decimal('5.5'), 2))).toBe('1.5');
    expect(remainder(long('9007199254740993'), 10)).toBe(3);
  });

  test('a double becomes a decimal of 15 digits, an integer an exact one', () => {
    expect([String(asDecimal128(0.1)), String(asDecimal128(12))]).toEqual(['0.100000000000000', '12']);
  });

  test('equal numbers of any kind share a key', () => {
    expect(new Set([numberKey(5), numberKey(Long.fromNumber(5)), numberKey(decimal('5.0'))]).size).toBe(1);
    expect(numberKey(long('9007199254740993'))).not.toBe(numberKey(2 ** 53));
  });
});

describe('paths', () => {
  const cases = [
    { what: 'a field', doc: { a: 1 }, path: 'a', match: [1], index: [1], ascending: 1, descending: 1 },
    {
      what: 'an absent field',
      doc: {},
      path: 'a',
      match: [undefined],
      index: [undefined],
      ascending: null,
      descending: null,
    },
    {
      what: 'an inherited name',
      doc: {},
      path: 'constructor',
      match: [undefined],
      index: [undefined],
      ascending: null,
      descending: null,
    },
    {
      what: 'an array',
      doc: { a: [3, 1] },
      path: 'a',
      match: [3, 1, [3, 1]],
      index: [3, 1],
      ascending: 1,
      descending: 3,
    },
    {
      what: 'a nested array',
      doc: { a: [[1]] },
      path: 'a',
      match: [[1], [[1]]],
      index: [[1]],
      ascending: [1],
      descending: [1],
    },
    { what: 'a field below', doc: { a: { b: 2 } }, path: 'a.b', match: [2], index: [2], ascending: 2, descending: 2 },
    {
      what: 'a field below a scalar',
      doc: { a: 5 },
      path: 'a.b',
      match: [undefined],
      index: [undefined],
      ascending: null,
      descending: null,
    },
    {
      what: 'documents in an array',
      doc: { a: [{ b: 2 }, { b: [1, 9] }, {}, 7] },
      path: 'a.b',
      match: [2, 1, 9, [1, 9], undefined],
      index: [2, 1, 9, undefined, undefined],
      ascending: null,
      descending: 9,
    },
    {
      what: 'scalars in an array',
      doc: { a: [1, 2] },
      path: 'a.b',
      match: [],
      index: [undefined, undefined],
      ascending: null,
      descending: null,
    },
    {
      what: 'an empty array on the way',
      doc: { a: [] },
      path: 'a.b',
      match: [],
      index: [undefined],
      ascending: null,
      descending: null,
    },
    { what: 'a position', doc: { a: [5, 6] }, path: 'a.1', match: [6], index: [6], ascending: 6, descending: 6 },
    {
      what: 'a position that is also a name',
      doc: { a: [{ 0: 'x' }] },
      path: 'a.0',
      match: ['x', { 0: 'x' }],
      index: [{ 0: 'x' }, 'x'],
      ascending: { 0: 'x' },
      descending: { 0: 'x' },
    },
    {
      what: 'a nested array at a position',
      doc: { a: [[1, 2]] },
      path: 'a.0',
      match: [[1, 2]],
      index: [1, 2],
      ascending: 1,
      descending: 2,
    },
    {
      what: 'a position within',
      doc: { a: [{ b: 1 }, { b: 2 }] },
      path: 'a.1.b',
      match: [undefined, undefined, 2],
      index: [2, undefined, undefined],
      ascending: 2,
      descending: 2,
    },
  ];

  test.each(cases)('$what: the matcher, an index and a sort see their own', (row) => {
    expect(matchValues(row.doc, row.path)).toEqual(row.match);
    expect(indexValues(row.doc, row.path)).toEqual(row.index);
    expect([sortValue(row.doc, row.path, 1), sortValue(row.doc, row.path, -1)]).toEqual([
      row.ascending,
      row.descending,
    ]);
  });

  test('an empty array gives an index nothing, and sorts before null', () => {
    expect(indexValues({ a: [] }, 'a')).toEqual([undefined]);
    expect(compare(sortValue({ a: [] }, 'a', 1), sortValue({}, 'a', 1))).toBe(-1);
  });

  test('what is stored exists, also null and the empty array', () => {
    expect([{ a: null }, { a: [] }, { a: [{ b: 1 }] }, {}].map((doc) => pathExists(doc, 'a'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect([{ a: [{ b: 1 }] }, { a: [1] }].map((doc) => pathExists(doc, 'a.b'))).toEqual([true, false]);
  });

  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, 1, 2, 'x'),
    fc.array(fc.constantFrom<unknown>(1, null, [1]), { maxLength: 2 }),
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.dictionary(fc.constantFrom('a', 'b', '0', '1'), tie('node'), { maxKeys: 3, noNullPrototype: true }),
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  }));

  test('an index holds every value the matcher can meet, except whole arrays', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '0', '1'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), node, { noNullPrototype: true }), path, (doc, parts) => {
        const held = indexValues(doc, parts.join('.'));
        for (const met of matchValues(doc, parts.join('.'))) {
          if (!Array.isArray(met)) expect(held.some((value) => equal(value, met))).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
