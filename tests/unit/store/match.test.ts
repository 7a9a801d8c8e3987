import { describe, expect, test } from '@jest/globals';
import { Decimal128, Long, MaxKey, MinKey, ObjectId } from 'bson';
import fc from 'fast-check';
import { compare, type Document, equal, typeRank } from '../../../api/store/embedded/bson/order.ts';
import { indexValues, pathExists } from '../../../api/store/embedded/bson/path.ts';
import { StoreError } from '../../../api/store/embedded/errors.ts';
import { compileFilter, type Conjunct } from '../../../api/store/embedded/query/match.ts';

const id = new ObjectId('65a000000000000000000001');

/** A filter, the values of `a` that it finds, and those that it does not; `absent` leaves the field out. */
const absent = Symbol('absent');
const rows: [filter: Document, found: unknown[], missed: unknown[]][] = [
  [{ a: 1 }, [1, Long.fromNumber(1), Decimal128.fromString('1.0'), [1, 2]], ['1', true, null, absent, [[1]], 2]],
  [{ a: null }, [null, absent, [null], [1, null]], [0, false, [], '', {}]],
  [{ a: { $eq: null } }, [null, absent], [0, []]],
  [{ a: [1, 2] }, [[1, 2], [[1, 2]]], [[2, 1], [1, 2, 3], 1, absent]],
  [{ a: [] }, [[], [[]]], [null, absent, [1]]],
  [{ a: { x: 1, y: 2 } }, [{ x: 1, y: 2 }, [{ x: 1, y: 2 }]], [{ y: 2, x: 1 }, { x: 1 }, absent]],
  [{ a: id }, [new ObjectId(id.toHexString()), [id]], [id.toHexString(), absent]],
  [{ a: new Date(5) }, [new Date(5)], [5, new Date(6)]],
  [{ a: { $ne: 1 } }, [2, null, absent, '1', [2], [[1]]], [1, [1, 2]]],
  [{ a: { $ne: null } }, [0, [], 'x'], [null, absent, [null]]],
  [
    { a: { $gt: 1 } },
    [2, 1.5, Long.fromNumber(2), Decimal128.fromString('1.01'), [0, 2]],
    [1, '2', null, absent, NaN, new Date(9), [[2]], []],
  ],
  [{ a: { $gte: 1 } }, [1, 2], [0, NaN, '1']],
  [{ a: { $lt: 1 } }, [0, -Infinity, [5, 0]], [1, null, absent, NaN, '0', false]],
  [{ a: { $lte: NaN } }, [NaN, Decimal128.fromString('NaN')], [0, -Infinity]],
  [{ a: { $gt: 'b' } }, ['c', 'ba'], ['b', 'a', 5, null]],
  [{ a: { $lt: new Date(10) } }, [new Date(9)], [new Date(10), 5, null, absent]],
  [{ a: { $gte: null } }, [null, absent], [0, []]],
  [{ a: { $lte: null } }, [null, absent], [0, '']],
  [{ a: { $gt: null } }, [], [null, absent, 1]],
  [{ a: { $gt: false } }, [true], [false, 1]],
  [{ a: { $gt: [1] } }, [[2], [1, 0]], [[1], 5, absent]],
  [{ a: { $gt: { x: 1 } } }, [{ x: 2 }], [{ x: 1 }, 5]],
  [{ a: { $gt: new MinKey() } }, [1, null, 'x', absent], [new MinKey()]],
  [{ a: { $lte: new MaxKey() } }, [1, new MaxKey()], []],
  [{ a: { $gt: 1, $lt: 4 } }, [2, [0, 9]], [1, 4, [0]]],
  [{ a: { $in: [1, 'x', null] } }, [1, 'x', null, absent, [5, 1]], [2, 'y', [], [[1]]]],
  [{ a: { $in: [/^ab/, 5] } }, ['abc', 5, ['ab']], ['cab', null, absent]],
  [{ a: { $in: [] } }, [], [null, absent, 1]],
  [{ a: { $in: [[1]] } }, [[1], [[1], 2]], [1]],
  [
    { a: { $in: [1, 2, 3, 4, 5, 6, 7, 8, 'x', id, null] } },
    [8, Long.fromNumber(8), 'x', id, absent, [9, 7]],
    [9, 'y', true],
  ],
  [{ a: { $nin: [1, null] } }, [2, [], 'x'], [1, null, absent, [1, 5]]],
  [{ a: { $exists: true } }, [null, 0, [], [null]], [absent]],
  [{ a: { $exists: false } }, [absent], [null, 0, []]],
  [{ a: { $exists: 0 } }, [absent], [1]],
  [{ a: { $type: 'string' } }, ['x', [5, 'x']], [5, null, absent]],
  [{ a: { $type: ['null', 'bool'] } }, [null, true], [absent, 0]],
  [{ a: { $type: 'number' } }, [5, 5.5, Long.fromString('9007199254740993'), Decimal128.fromString('1')], ['5', null]],
  [{ a: { $type: 16 } }, [5], [5.5, 2 ** 40]],
  [{ a: { $type: 'array' } }, [[], [5]], [5]],
  [{ a: { $type: 'objectId' } }, [id], ['x']],
  [{ a: { $type: 'date' } }, [new Date(0)], [0]],
  [{ a: /b/ }, ['abc', ['x', 'b']], ['a', null, absent, [['b']], 5]],
  [{ a: { $regex: '^B', $options: 'i' } }, ['bc', 'BC'], ['ab', 5]],
  [{ a: { $regex: '^.$' } }, ['é', '\u{1F600}'], ['ab', '']],
  [{ a: { $regex: 'a b # c', $options: 'x' } }, ['ab'], ['a b']],
  [{ a: { $regex: '(?i)x.y', $options: 's' } }, ['X\nY'], ['xy']],
  [{ a: { $regex: '^ab$' } }, ['ab', 'ab\n'], ['ab\n\n', 'ab\nc']],
  [{ a: { $regex: '^b$', $options: 'm' } }, ['a\nb\nc', 'b'], ['a\rb', 'abc']],
  [{ a: { $regex: 'a.b' } }, ['a\rb', 'a\u2028b'], ['a\nb', 'ab']],
  [{ a: { $regex: '^\\+55\\-11\\@x\\"[\\-\\&]$' } }, ['+55-11@x"&', '+55-11@x"-'], ['55-11@x"&']],
  [{ a: { $regex: '\\{x\\}{y}' } }, ['{x}{y}'], ['x']],
  [{ a: { $regex: '^[^$.]+$' } }, ['ab'], ['a.b', 'a$']],
  [{ a: { $not: { $gt: 5 } } }, [5, null, absent, 'x', [1]], [6, [1, 6]]],
  [{ a: { $not: /x/ } }, ['y', null, absent, 5], ['x', ['x']]],
  [
    { a: { $all: [1, 2] } },
    [
      [2, 1],
      [1, 2, 3],
    ],
    [[1], 1, null, absent],
  ],
  [{ a: { $all: [1] } }, [1, [1]], [[2], absent]],
  [{ a: { $all: [null] } }, [null, absent, [null]], [1, []]],
  [{ a: { $all: [[1, 2]] } }, [[1, 2], [[1, 2]]], [[2, 1]]],
  [{ a: { $all: [] } }, [], [[], null, absent]],
  [
    { a: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { x: 2 } }] } },
    [[{ x: 1 }, { x: 2 }]],
    [[{ x: 1 }], { x: 1 }],
  ],
  [
    { a: { $size: 2 } },
    [
      [1, 2],
      [null, null],
    ],
    [[1], [[1, 2]], null, absent, 'ab', { length: 2 }],
  ],
  [{ a: { $size: 0 } }, [[]], [null, absent]],
  [{ a: { $elemMatch: { $gt: 1, $lt: 4 } } }, [[0, 2]], [[0, 9], 2, null, absent, [[2]]]],
  [{ a: { $elemMatch: { x: 1, y: 2 } } }, [[{ x: 1, y: 2 }]], [[{ x: 1 }, { y: 2 }], { x: 1, y: 2 }, [5]]],
  [{ a: { $elemMatch: { $or: [{ x: 1 }, { y: null }] } } }, [[{ x: 1, y: 1 }], [{}]], [[{ x: 2, y: 1 }], [5]]],
  [{ a: { $elemMatch: { x: null } } }, [[{ y: 1 }], [[1]]], [[{ x: 1 }], [5], []]],
  [{ a: { $elemMatch: { 0: 1 } } }, [[[1, 2]]], [[[2]], [1]]],
  [{ a: { $elemMatch: { $nin: [1, 2] } } }, [[1, 3]], [[1, 2], []]],
  [{ a: { $mod: [4, 1] } }, [5, 5.9, Long.fromNumber(9), [4, 5]], [4, '5', null, absent, Infinity, NaN]],
  [{ a: { $mod: [4, -1] } }, [-5], [5]],
  [{ $and: [{ a: { $gt: 1 } }, { a: { $lt: 4 } }] }, [2], [1, 4]],
  [{ $or: [{ a: 1 }, { a: null }] }, [1, null, absent], [2]],
  [{ $nor: [{ a: 1 }, { a: null }] }, [2, 'x'], [1, null, absent]],
  [{ $expr: { $gt: ['$a', 3] } }, [4, 'x'], [3, null, absent]],
  [{ $expr: { $eq: ['$a', null] } }, [null], [absent, 0]],
  [{ a: { $comment: 'why', $eq: 1 }, $comment: 'why' }, [1], [2, absent]],
  [{ constructor: { $exists: false } }, [1], []],
  [{}, [1, absent], []],
];

const withA = (value: unknown): Document => (value === absent ? {} : { a: value });

test.each(rows.map(([filter, found, missed]) => ({ filter, found, missed })))(
  '$filter',
  ({ filter, found, missed }) => {
    const { test: holds } = compileFilter(filter);
    expect(found.filter((value) => !holds(withA(value)))).toEqual([]);
    expect(missed.filter((value) => holds(withA(value)))).toEqual([]);
  },
);

describe('dotted paths', () => {
  test.each([
    [{ 'a.b': 1 }, { a: [{ b: 1 }, { b: 2 }] }, true],
    [{ 'a.b': { $ne: 1 } }, { a: [{ b: 1 }, { b: 2 }] }, false],
    [{ 'a.b': null }, { a: [{ b: 1 }, {}] }, true],
    [{ 'a.b': null }, { a: 5 }, true],
    [{ 'a.b': null }, { a: [5] }, false],
    [{ 'a.b': null }, { a: [] }, false],
    [{ 'a.b': { $exists: false } }, { a: [5] }, true],
    [{ 'a.1': 2 }, { a: [1, 2] }, true],
    [{ 'a.1': 2 }, { a: { 1: 2 } }, true],
    [{ 'a.b.c': 3 }, { a: [{ b: [{ c: 3 }] }] }, true],
    [{ 'a.b': { $size: 1 } }, { a: [{ b: [1] }, { b: [] }] }, true],
    [{ 'a.b': 1 }, { a: [[{ b: 1 }]] }, false],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
  ])('%j on %j is %s', (filter, document, expected) => {
    expect(compileFilter(filter).test(document)).toBe(expected);
  });
});

describe('refusals', () => {
  test.each<[Document, number]>([
    [{ $where: 'true' }, 2],
    [{ $text: { $search: 'x' } }, 2],
    [{ a: { $near: [0, 0] } }, 2],
    [{ $jsonSchema: {} }, 2],
    [{ a: { $gt: 1, b: 2 } }, 2],
    [{ a: { $in: 5 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $nin: null } }, 2],
    [{ a: { $all: 5 } }, 2],
    [{ a: { $all: [{ $gt: 1 }] } }, 2],
    [{ a: { $size: 1.5 } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $elemMatch: 5 } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $mod: [1] } }, 2],
    [{ a: { $mod: [1, 2, 3] } }, 2],
    [{ a: { $mod: 'x' } }, 2],
    [{ a: { $not: 5 } }, 2],
    [{ a: { $not: {} } }, 2],
    [{ a: { $ne: /x/ } }, 2],
    [{ a: { $gt: /x/ } }, 2],
    [{ a: { $type: 'strung' } }, 2],
    [{ a: { $type: 99 } }, 2],
    [{ a: { $type: null } }, 14],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $regex: 5 } }, 2],
    [{ a: { $regex: '(' } }, 51091],
    [{ a: { $regex: '\\Aab' } }, 51091],
    [{ a: { $regex: '[[:alpha:]]' } }, 51091],
    [{ a: { $regex: 'a(?i)b' } }, 51091],
    [{ a: { $regex: '\\x{41}' } }, 51091],
    [{ a: { $regex: 'a++' } }, 51091],
    [{ a: { $regex: 'a', $options: 'g' } }, 51108],
    [{ a: { $regex: /a/i, $options: 'i' } }, 51075],
    [{ $and: [] }, 2],
    [{ $or: {} }, 2],
    [{ $nor: [5] }, 2],
    [{ $expr: { $function: {} } }, 168],
  ])('%j has code %i', (filter, code) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code, name: StoreError.name }));
  });
});

describe('what a planner may use', () => {
  test.each<[Document, unknown[], boolean]>([
    [
      { a: 'x', b: 7 },
      [
        ['a', 'eq', 'x'],
        ['b', 'eq', 7],
      ],
      true,
    ],
    [
      { a: { $gte: 1, $lt: 5 } },
      [
        ['a', 'gte', 1],
        ['a', 'lt', 5],
      ],
      true,
    ],
    [{ a: { $lt: 5 } }, [['a', 'lt', 5]], false],
    [{ a: { $lt: 'x' } }, [['a', 'lt', 'x']], true],
    [{ a: { $in: [1, 2] } }, [['a', 'in', [1, 2]]], true],
    [{ a: { $in: [1, null] } }, [['a', 'in', [1, null]]], false],
    [{ a: { $in: [1, /x/] } }, [], false],
    [{ a: { $in: [[1]] } }, [], false],
    [{ a: null }, [['a', 'eq', null]], false],
    [{ a: { $gte: null } }, [['a', 'eq', null]], false],
    [{ a: { $gt: null } }, [], false],
    [{ a: [1] }, [], false],
    [{ a: { x: 1 } }, [['a', 'eq', { x: 1 }]], false],
    [{ a: { $gt: { x: 1 } } }, [], false],
    [{ a: { $gt: new MinKey() } }, [], false],
    [{ a: /^ab\.c/ }, [['a', 'regexPrefix', 'ab.c']], false],
    [{ a: /^abc*/ }, [['a', 'regexPrefix', 'ab']], false],
    [{ a: /^ab|c/ }, [], false],
    [{ a: /^ab/i }, [], false],
    [{ a: { $exists: true } }, [['a', 'exists', true]], false],
    [{ a: { $ne: 1 }, b: 1 }, [['b', 'eq', 1]], false],
    [{ a: { $not: { $gt: 1 } } }, [], false],
    [
      { $and: [{ a: 1 }, { b: 2 }] },
      [
        ['a', 'eq', 1],
        ['b', 'eq', 2],
      ],
      true,
    ],
    [{ $or: [{ a: 1 }] }, [['a', 'eq', 1]], true],
    [{ $or: [{ a: 1 }, { b: 2 }] }, [], false],
    [{ $nor: [{ a: 1 }] }, [], false],
    [
      { a: { $all: [1, 2] } },
      [
        ['a', 'eq', 1],
        ['a', 'eq', 2],
      ],
      false,
    ],
    [{ a: { $elemMatch: { b: 1, c: { $exists: false } } } }, [['a.b', 'eq', 1]], false],
    [{ a: { $elemMatch: { $gt: 1 } } }, [['a', 'gt', 1]], false],
    [{ a: { $elemMatch: { b: null, c: { $in: [null, 1] } } } }, [], false],
    [{ a: { $elemMatch: { 0: 1 } } }, [], false],
    [{ $expr: { $eq: ['$a', 1] } }, [], false],
    [{}, [], true],
  ])('%j', (filter, conjuncts, exact) => {
    const compiled = compileFilter(filter);
    expect(compiled.conjuncts.map(({ path, op, value }) => [path, op, value])).toEqual(conjuncts);
    expect(compiled.exact).toBe(exact);
  });
});

describe('positions', () => {
  test.each<[Document, Document, [string, number][] | undefined]>([
    [{ a: 5 }, { a: [4, 5, 5] }, [['a', 1]]],
    [{ a: 5 }, { a: 5 }, undefined],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: 2 }] }, [['a', 1]]],
    [{ 'x.a.b': 2 }, { x: { a: [{ b: 2 }] } }, [['x.a', 0]]],
    [{ 'a.b': 2 }, { a: [{ b: [9] }, { b: [1, 2] }] }, [['a', 1]]],
    [{ a: { $elemMatch: { b: 2, c: 1 } } }, { a: [{ b: 2 }, { b: 2, c: 1 }] }, [['a', 1]]],
    [{ 'a.b': { $elemMatch: { $gt: 3 } } }, { a: [{ b: [1] }, { b: [4] }] }, [['a', 1]]],
    [
      { a: 1, b: 2 },
      { a: [0, 1], b: [2] },
      [
        ['a', 1],
        ['b', 0],
      ],
    ],
    [{ $or: [{ a: 9 }, { a: 1 }] }, { a: [0, 1] }, [['a', 1]]],
    [{ a: { $ne: 9 } }, { a: [1] }, undefined],
    [{ $and: [{ a: 1 }] }, { a: [1] }, [['a', 0]]],
  ])('%j on %j', (filter, document, expected) => {
    const positions = compileFilter(filter).positions(document);
    expect(positions && [...positions]).toEqual(expected);
  });
});

describe('conjuncts of random filters', () => {
  /** What an index finds for a conjunct by its order alone. */
  function inIndex(document: Document, { path, op, value }: Conjunct): boolean {
    if (op === 'exists') return pathExists(document, path) === value;
    return indexValues(document, path).some((held) => {
      if (op === 'eq') return equal(held, value);
      if (op === 'in') return (value as unknown[]).some((one) => equal(held, one));
      if (op === 'regexPrefix') return typeof held === 'string' && held.startsWith(value as string);
      if (typeRank(held) !== typeRank(value)) return false;
      const order = compare(held, value);
      return op === 'gt' ? order > 0 : op === 'gte' ? order >= 0 : op === 'lt' ? order < 0 : order <= 0;
    });
  }

  // Few values and few shapes, so that filters and documents often meet.
  const scalar = fc.constantFrom<unknown>(null, 0, 1, 2, NaN, 'a', 'ab', true, Long.fromNumber(1));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      { arbitrary: scalar, weight: 2 },
      { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
      {
        arbitrary: fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
        weight: 2,
      },
    ),
  }));
  const document = fc.record({ a: value, b: value }, { requiredKeys: ['a'], noNullPrototype: true });
  const flat = fc.record({ a: scalar, b: scalar }, { requiredKeys: [], noNullPrototype: true });

  const operand = fc.oneof({ arbitrary: scalar, weight: 4 }, { arbitrary: value, weight: 1 });
  const comparison = fc
    .tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), operand)
    .map(([op, against]) => ({ [op]: against }));
  const list = fc
    .tuple(fc.constantFrom('$in', '$all', '$nin'), fc.array(operand, { minLength: 1, maxLength: 3 }))
    .map(([op, against]) => ({ [op]: against }));
  const others = fc.constantFrom<unknown>(
    { $exists: true },
    { $exists: false },
    /^a/,
    { $not: /^a/ },
    { $size: 1 },
    { $gte: 0, $lt: 2 },
  );
  const element = fc.oneof(
    comparison,
    fc.tuple(fc.constantFrom('a', 'b', '0'), fc.oneof(comparison, others)).map(([key, inner]) => ({ [key]: inner })),
  );
  const condition = fc.oneof(
    scalar,
    comparison,
    list,
    others,
    element.map((inner) => ({ $elemMatch: inner })),
  );
  const path = fc.constantFrom('a', 'a', 'a.b', 'a.0', 'a.a', 'a.0.b', 'b');
  const fields = fc.dictionary(path, condition, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
  const filter = fc.oneof(
    { arbitrary: fields, weight: 4 },
    {
      arbitrary: fc
        .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(fields, { minLength: 1, maxLength: 2 }))
        .map(([op, clauses]) => ({ [op]: clauses })),
      weight: 1,
    },
  );

  test('hold for every document that matches', () => {
    let held = 0;
    fc.assert(
      fc.property(filter, document, (spec, doc) => {
        const compiled = compileFilter(spec);
        if (!compiled.test(doc)) return;
        held += compiled.conjuncts.length;
        for (const conjunct of compiled.conjuncts) expect([conjunct, inIndex(doc, conjunct)]).toEqual([conjunct, true]);
      }),
      { numRuns: 20_000 },
    );
    expect(held).toBeGreaterThan(300); // some 900 in most runs
  });

  test('say it all when they are exact and the documents hold no arrays', () => {
    const simple = fc.dictionary(
      fc.constantFrom('a', 'b'),
      fc.oneof(scalar, comparison, list, fc.constant({ $gte: 0, $lt: 2 })),
      { minKeys: 1, noNullPrototype: true },
    );
    let exact = 0;
    fc.assert(
      fc.property(simple, flat, (spec, doc) => {
        const compiled = compileFilter(spec);
        if (!compiled.exact) return;
        exact += 1;
        expect(compiled.test(doc)).toBe(compiled.conjuncts.every((conjunct) => inIndex(doc, conjunct)));
      }),
      { numRuns: 10_000 },
    );
    expect(exact).toBeGreaterThan(1000);
  });
});
