import { describe, expect, test } from '@jest/globals';
import { Decimal128, Long, ObjectId, Timestamp } from 'bson';
import type { Document } from '../../../api/store/embedded/bson/order.ts';
import { compileFilter } from '../../../api/store/embedded/query/match.ts';
import { compileUpdate } from '../../../api/store/embedded/update/apply.ts';
import { seedFromFilter } from '../../../api/store/embedded/update/upsert.ts';

const now = new Date('2026-01-05T09:00:00Z');
const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const big = Long.fromString('9007199254740993');

interface Options {
  arrayFilters?: Document[];
  filter?: Document;
  insert?: boolean;
}

function updated(
  document: Document,
  update: Document | Document[],
  { arrayFilters, filter, insert }: Options = {},
): Document {
  const positions = filter && compileFilter(filter).positions(document);
  return compileUpdate(update, { arrayFilters }).apply(document, { positions, isUpsertInsert: insert ?? false, now });
}

const code = (number: number): unknown => expect.objectContaining({ name: 'StoreError', code: number });

describe('operators', () => {
  test.each<[update: Document, before: Document, after: Document]>([
    [{ $set: { a: 1 } }, {}, { a: 1 }],
    [{ $set: { a: null } }, { a: 1 }, { a: null }],
    [{ $set: { 'a.b.c': 1 } }, {}, { a: { b: { c: 1 } } }],
    [{ $set: { 'a.2': 9 } }, { a: [1] }, { a: [1, null, 9] }],
    [{ $set: { 'a.0.b': 9 } }, { a: [{ b: 1, c: 2 }] }, { a: [{ b: 9, c: 2 }] }],
    [{ $set: { 'a.0': 9 } }, {}, { a: { 0: 9 } }],
    [{ $set: { 'a.b': 1, 'a.c': 2 } }, { a: { d: 3 } }, { a: { d: 3, b: 1, c: 2 } }],
    [{ $set: {} }, { a: 1 }, { a: 1 }],
    [{ $unset: { a: '', 'b.c': '' } }, { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2 } }],
    [{ $unset: { 'a.1': '' } }, { a: [1, 2, 3] }, { a: [1, null, 3] }],
    [{ $unset: { 'a.b': '', c: '' } }, { a: 5 }, { a: 5 }],
    [{ $inc: { a: 2, b: 1 } }, { a: 1 }, { a: 3, b: 1 }],
    [{ $inc: { a: 1 } }, { a: big }, { a: Long.fromString('9007199254740994') }],
    [{ $inc: { a: decimal('0.1') } }, { a: 1 }, { a: decimal('1.1') }],
    [{ $inc: { 'a.b': 1.5 } }, { a: { b: -1 } }, { a: { b: 0.5 } }],
    [{ $mul: { a: 3, b: 3, c: decimal('2') } }, { a: 2 }, { a: 6, b: 0, c: decimal('0') }],
    [{ $min: { a: 1, b: 9, c: 5 } }, { a: 3, b: 3 }, { a: 1, b: 3, c: 5 }],
    [{ $max: { a: 9, b: 1, c: 'x', d: 1 } }, { a: 3, b: 3, c: 5, d: null }, { a: 9, b: 3, c: 'x', d: 1 }],
    [{ $max: { at: new Date(5) } }, { at: new Date(9) }, { at: new Date(9) }],
    [{ $rename: { a: 'b.c', x: 'y' } }, { a: 1, b: { d: 2 } }, { b: { d: 2, c: 1 } }],
    [{ $rename: { a: 'b' } }, { a: 1, b: 2 }, { b: 1 }],
    [
      { $currentDate: { a: true, b: { $type: 'timestamp' }, c: { $type: 'date' } } },
      {},
      { a: now, b: new Timestamp({ t: now.getTime() / 1000, i: 1 }), c: now },
    ],
    [{ $push: { a: 3 } }, { a: [1] }, { a: [1, 3] }],
    [{ $push: { a: 3, 'b.c': [1] } }, {}, { a: [3], b: { c: [[1]] } }],
    [{ $push: { a: { $each: [4, 5] } } }, { a: [1] }, { a: [1, 4, 5] }],
    [{ $push: { a: { $each: [9], $position: 1 } } }, { a: [1, 2] }, { a: [1, 9, 2] }],
    [{ $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 2] }, { a: [1, 9, 2] }],
    [{ $push: { a: { $each: [9], $position: 7 } } }, { a: [1] }, { a: [1, 9] }],
    [{ $push: { a: { $each: [5, 3], $sort: 1, $slice: 3 } } }, { a: [4, 1] }, { a: [1, 3, 4] }],
    [{ $push: { a: { $each: [], $slice: -2 } } }, { a: [1, 2, 3] }, { a: [2, 3] }],
    [{ $push: { a: { $each: [1], $slice: 0 } } }, { a: [1] }, { a: [] }],
    [
      { $push: { a: { $each: [{ s: 2, n: 1 }], $sort: { s: -1, n: 1 } } } },
      { a: [{ s: 2, n: 3 }, { s: 5 }, 7] },
      { a: [{ s: 5 }, { s: 2, n: 1 }, { s: 2, n: 3 }, 7] },
    ],
    [{ $push: { a: { $each: [] } } }, {}, { a: [] }],
    [{ $addToSet: { a: 2, b: 1 } }, { a: [1, 2] }, { a: [1, 2], b: [1] }],
    [{ $addToSet: { a: { $each: [2, 3, 3, null] } } }, { a: [2, null] }, { a: [2, null, 3] }],
    [{ $addToSet: { a: Long.fromNumber(2) } }, { a: [2] }, { a: [2] }],
    [
      { $addToSet: { a: { x: 1, y: 2 } } },
      { a: [{ y: 2, x: 1 }] },
      {
        a: [
          { y: 2, x: 1 },
          { x: 1, y: 2 },
        ],
      },
    ],
    [{ $addToSet: { a: [1] } }, { a: [1] }, { a: [1, [1]] }],
    [{ $pull: { a: 2, b: 1 } }, { a: [1, 2, 2, '2'] }, { a: [1, '2'] }],
    [{ $pull: { a: { $gte: 2 } } }, { a: [1, 2, 'x', 5] }, { a: [1, 'x'] }],
    [{ $pull: { a: { $in: [1, null] } } }, { a: [1, null, 2] }, { a: [2] }],
    [{ $pull: { a: { x: 1, y: { $gt: 2 } } } }, { a: [{ x: 1, y: 3, z: 0 }, { x: 1 }, 1] }, { a: [{ x: 1 }, 1] }],
    [{ $pull: { a: [1] } }, { a: [1, [1], [1, 2]] }, { a: [1, [1, 2]] }],
    [{ $pull: { a: /^x/ } }, { a: ['xa', 'ax', 5] }, { a: ['ax', 5] }],
    [{ $pull: { a: null } }, { a: [null, 0] }, { a: [0] }],
    [{ $pull: { 'a.b': 1 } }, { a: 5 }, { a: 5 }],
    [{ $pullAll: { a: [1, 'x'], b: [1] } }, { a: [1, 'x', 2, 1] }, { a: [2] }],
    [{ $pop: { a: 1, b: -1, c: 1, d: 1 } }, { a: [1, 2], b: [1, 2], c: [] }, { a: [1], b: [2], c: [] }],
    [{ $set: { a: 1 }, $setOnInsert: { b: 1 } }, {}, { a: 1 }],
    [{ $set: { __proto__x: 1, 'constructor.a': 1 } }, {}, { __proto__x: 1, constructor: { a: 1 } }],
  ])('%j on %j', (update, before, after) => {
    const document = { _id: 1, ...before };
    const copy = structuredClone(before);
    expect(updated(document, update)).toEqual({ _id: 1, ...after });
    expect(JSON.stringify(document)).toBe(JSON.stringify({ _id: 1, ...before }));
    expect(Object.keys(before)).toEqual(Object.keys(copy));
  });

  test('$setOnInsert counts for the insert of an upsert', () => {
    expect(updated({ _id: 1 }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { insert: true })).toEqual({
      _id: 1,
      a: 1,
      b: 2,
    });
  });

  test('new fields come in the order of their names', () => {
    expect(Object.keys(updated({ _id: 1, z: 0 }, { $set: { c: 1, a: 1 }, $inc: { b: 1 } }))).toEqual([
      '_id',
      'z',
      'a',
      'b',
      'c',
    ]);
  });

  test.each<[Document, Document]>([
    [{ $set: { a: 1, 'b.c': null, at: new Date(5) } }, { a: 1, b: { c: null }, at: new Date(5) }],
    [
      { $unset: { x: 1 }, $pull: { l: 9 }, $addToSet: { m: 1 }, $min: { a: 1 }, $inc: { n: 0 }, $pop: { e: 1 } },
      { a: 1, l: [1], m: [1], n: 5, e: [] },
    ],
    [{ $setOnInsert: { a: 9 } }, { a: 1 }],
  ])('%j leaves the very same document when nothing changes', (update, before) => {
    expect(updated(before, update)).toBe(before);
  });

  test('what is not touched is shared, what is touched is copied once', () => {
    const before = { _id: 1, a: { b: [{ c: 1 }], other: {} }, far: { x: 1 } };
    const after = updated(before, { $set: { 'a.b.0.c': 2, 'a.b.0.d': 3, 'a.e': 4 } });
    expect(after).toEqual({ _id: 1, a: { b: [{ c: 2, d: 3 }], other: {}, e: 4 }, far: { x: 1 } });
    expect(before).toEqual({ _id: 1, a: { b: [{ c: 1 }], other: {} }, far: { x: 1 } });
    expect(after.far).toBe(before.far);
  });
});

describe('positions', () => {
  const grades = { _id: 1, g: [{ x: 5, k: 'a' }, { x: 8 }, { x: 5 }] };

  test('$ is the element the filter matched', () => {
    expect(updated(grades, { $set: { 'g.$.x': 9, 'g.$.y': 1 } }, { filter: { 'g.x': 8 } })).toEqual({
      _id: 1,
      g: [{ x: 5, k: 'a' }, { x: 9, y: 1 }, { x: 5 }],
    });
    expect(updated({ _id: 1, a: [4, 6] }, { $inc: { 'a.$': 1 } }, { filter: { a: { $gt: 5 } } })).toEqual({
      _id: 1,
      a: [4, 7],
    });
  });

  test('$[] is every element', () => {
    expect(updated({ _id: 1, a: [1, 2] }, { $inc: { 'a.$[]': 10 } })).toEqual({ _id: 1, a: [11, 12] });
    expect(updated({ _id: 1, a: [] }, { $inc: { 'a.$[]': 10 } })).toEqual({ _id: 1, a: [] });
  });

  test('$[id] is chosen on the document as it was', () => {
    const update = { $set: { 'g.$[e].x': 0, 'g.$[e].y': 1 } };
    expect(updated(grades, update, { arrayFilters: [{ 'e.x': 5 }] })).toEqual({
      _id: 1,
      g: [{ x: 0, k: 'a', y: 1 }, { x: 8 }, { x: 0, y: 1 }],
    });
  });

  test('filters nest, and may use operators on the element itself', () => {
    const before = {
      _id: 1,
      a: [
        { k: 1, b: [1, 5, null] },
        { k: 2, b: [9] },
      ],
    };
    const options = { arrayFilters: [{ 'o.k': { $lt: 2 } }, { $or: [{ i: { $gt: 4 } }, { i: null }] }] };
    expect(updated(before, { $set: { 'a.$[o].b.$[i]': 0 } }, options)).toEqual({
      _id: 1,
      a: [
        { k: 1, b: [1, 0, 0] },
        { k: 2, b: [9] },
      ],
    });
  });

  test.each<[Document, Options, number]>([
    [{ $set: { 'a.$': 1 } }, { filter: { b: 1 } }, 2],
    [{ $set: { 'a.$': 1 } }, {}, 2],
    [{ $set: { '$.a': 1 } }, {}, 2],
    [{ $set: { 'a.$.b.$': 1 } }, {}, 2],
    [{ $set: { 'a.$[i]': 1 } }, {}, 2],
    [{ $set: { 'b.$[]': 1 } }, {}, 2],
    [{ $set: { 'x.$[]': 1 } }, {}, 2],
    [{ $set: { 'a.$[i]': 1 } }, { arrayFilters: [{ i: 1 }, { j: 1 }] }, 9],
    [{ $set: { 'a.$[i]': 1 } }, { arrayFilters: [{ i: 1 }, { i: 2 }] }, 9],
    [{ $set: { 'a.$[i]': 1 } }, { arrayFilters: [{ i: 1, j: 2 }] }, 9],
    [{ $set: { 'a.$[i]': 1 } }, { arrayFilters: [{}] }, 9],
    [{ $set: { 'a.$[I]': 1 } }, { arrayFilters: [{ I: 1 }] }, 2],
    [{ $set: { 'a.$[]': 1, 'a.0': 2 } }, {}, 40],
  ])('%j with %j has code %i', (update, options, expected) => {
    expect(() => updated({ _id: 1, a: [1, 2], b: 1 }, update, options)).toThrow(code(expected));
  });
});

describe('refusals', () => {
  test.each<[Document, Document, number]>([
    [{ $foo: { a: 1 } }, {}, 9],
    [{ $bit: { a: { and: 1 } } }, {}, 9],
    [{ $set: { a: 1 }, b: 1 }, {}, 9],
    [{ $set: 5 }, {}, 9],
    [{ $set: { '': 1 } }, {}, 56],
    [{ $set: { 'a..b': 1 } }, {}, 56],
    [{ $set: { $a: 1 } }, {}, 52],
    [{ $set: { a: 1 }, $inc: { a: 1 } }, {}, 40],
    [{ $set: { a: 1, 'a.b': 1 } }, {}, 40],
    [{ $set: { 'a.b.c': 1 }, $unset: { 'a.b': 1 } }, {}, 40],
    [{ $rename: { a: 'b' }, $set: { b: 1 } }, {}, 40],
    [{ $set: { 'a.b': 1 } }, { a: 5 }, 28],
    [{ $set: { 'a.b': 1 } }, { a: null }, 28],
    [{ $set: { 'a.b': 1 } }, { a: [1] }, 28],
    [{ $push: { 'a.b': 1 } }, { a: 'x' }, 28],
    [{ $set: { 'a.2000000': 1 } }, { a: [] }, 2],
    [{ $inc: { a: 'x' } }, {}, 14],
    [{ $inc: { a: 1 } }, { a: 'x' }, 14],
    [{ $inc: { a: 1 } }, { a: null }, 14],
    [{ $inc: { a: 1 } }, { a: [1] }, 14],
    [{ $inc: { a: 1 } }, { a: Long.MAX_VALUE }, 2],
    [{ $mul: { a: null } }, {}, 14],
    [{ $mul: { a: 2 } }, { a: 'x' }, 14],
    [{ $push: { a: 1 } }, { a: 5 }, 2],
    [{ $push: { a: 1 } }, { a: null }, 2],
    [{ $push: { a: { $each: 5 } } }, {}, 2],
    [{ $push: { a: { $each: [], $foo: 1 } } }, {}, 2],
    [{ $push: { a: { $each: [], $slice: 1.5 } } }, {}, 2],
    [{ $push: { a: { $each: [], $position: 'x' } } }, {}, 2],
    [{ $push: { a: { $each: [], $sort: 2 } } }, {}, 2],
    [{ $push: { a: { $each: [], $sort: { b: 0 } } } }, {}, 2],
    [{ $addToSet: { a: 1 } }, { a: 5 }, 2],
    [{ $addToSet: { a: { $each: 5 } } }, {}, 14],
    [{ $addToSet: { a: { $each: [], $slice: 1 } } }, {}, 2],
    [{ $pull: { a: 1 } }, { a: 5 }, 2],
    [{ $pull: { a: 1 } }, { a: null }, 2],
    [{ $pullAll: { a: 1 } }, {}, 2],
    [{ $pullAll: { a: [1] } }, { a: 5 }, 2],
    [{ $pop: { a: 2 } }, {}, 9],
    [{ $pop: { a: 1 } }, { a: 5 }, 14],
    [{ $currentDate: { a: 'x' } }, {}, 2],
    [{ $rename: { a: 'a' } }, {}, 2],
    [{ $rename: { a: 5 } }, {}, 2],
    [{ $rename: { 'a.0': 'b' } }, { a: [1] }, 2],
    [{ $rename: { b: 'a.0' } }, { a: [1], b: 1 }, 2],
    [{ $rename: { 'a.$[]': 'b' } }, {}, 2],
    [{ $set: { _id: 2 } }, {}, 66],
    [{ $unset: { _id: 1 } }, {}, 66],
    [{ $set: { '_id.x': 2 } }, {}, 28],
    [{ $rename: { _id: 'x' } }, {}, 66],
  ])('%j on %j has code %i', (update, before, expected) => {
    expect(() => updated({ _id: 1, ...before }, update)).toThrow(code(expected));
  });

  test('an equal _id may be set', () => {
    const id = new ObjectId();
    expect(updated({ _id: id }, { $set: { _id: new ObjectId(id.toHexString()), a: 1 } })).toEqual({ _id: id, a: 1 });
  });
});

describe('replacement', () => {
  test('keeps _id, first', () => {
    const after = updated({ _id: 1, a: 1 }, { b: 2, _id: 1 });
    expect([after, Object.keys(after)]).toEqual([{ _id: 1, b: 2 }, ['_id', 'b']]);
    expect(updated({ _id: 1, a: 1 }, {})).toEqual({ _id: 1 });
    expect(compileUpdate({ b: 2 }, {}).isReplacement).toBe(true);
  });

  test('refuses another _id and operators among the fields', () => {
    expect(() => updated({ _id: 1 }, { _id: 2 })).toThrow(code(66));
    expect(() => updated({ _id: 1 }, { b: 2, $set: { c: 1 } })).toThrow(code(52));
  });

  test('takes its own _id on the insert of an upsert without one', () => {
    expect(updated({}, { b: 2, _id: 7 }, { insert: true })).toEqual({ _id: 7, b: 2 });
  });
});

describe('pipelines', () => {
  test('compute from the document, stage after stage', () => {
    const stages = [
      { $set: { total: { $add: ['$a', '$b'] }, at: '$$NOW' } },
      { $unset: 'a' },
      { $addFields: { 'x.y': '$total' } },
    ];
    expect(updated({ _id: 1, a: 2, b: 3 }, stages)).toEqual({ _id: 1, b: 3, total: 5, at: now, x: { y: 5 } });
    expect(updated({ _id: 1, a: { b: 2 } }, [{ $replaceWith: '$a' }])).toEqual({ _id: 1, b: 2 });
    expect(updated({ _id: 1, a: 1, b: 2 }, [{ $project: { a: 1 } }])).toEqual({ _id: 1, a: 1 });
  });

  test.each<[Document[], number]>([
    [[{ $match: {} }], 72],
    [[{ $set: { _id: 5 } }], 66],
    [[{ $set: { a: { $foo: 1 } } }], 168],
    [[{ $set: { a: 1 }, $unset: 'b' }], 40323],
  ])('%j has code %i', (stages, expected) => {
    expect(() => updated({ _id: 1 }, stages)).toThrow(code(expected));
  });
});

describe('the seed of an upsert', () => {
  test.each<[Document, Document]>([
    [
      { b: 1, _id: 5 },
      { _id: 5, b: 1 },
    ],
    [
      { a: { $eq: 1 }, b: { $gt: 2 }, c: { $in: [3] }, d: { $in: [1, 2] } },
      { a: 1, c: 3 },
    ],
    [{ $and: [{ a: 1 }, { 'b.c': 2 }, { $or: [{ 'b.d': 3 }] }] }, { a: 1, b: { c: 2, d: 3 } }],
    [{ $or: [{ a: 1 }, { b: 2 }], $nor: [{ c: 1 }] }, {}],
    [
      { a: /x/, b: null, c: [1], d: { x: 1 } },
      { b: null, c: [1], d: { x: 1 } },
    ],
    [{ a: { $all: [1] }, b: { $all: [1, 2] }, c: { $exists: true } }, { a: 1 }],
  ])('%j', (filter, seed) => {
    expect(seedFromFilter(filter)).toEqual(seed);
    expect(Object.keys(seedFromFilter(filter))[0]).toBe(Object.keys(seed)[0]);
  });

  test('one path with two values has code 54', () => {
    expect(() => seedFromFilter({ $and: [{ a: 1 }, { a: 2 }] })).toThrow(code(54));
    expect(() => seedFromFilter({ a: { b: 1 }, 'a.c': 2 })).toThrow(code(54));
  });
});
