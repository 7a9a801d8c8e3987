import { describe, expect, test } from '@jest/globals';
import type { Document } from '../../../api/store/embedded/bson/order.ts';
import { compileFilter } from '../../../api/store/embedded/query/match.ts';
import { compileProjection } from '../../../api/store/embedded/query/project.ts';
import { compileSort, compileSorter, sorted } from '../../../api/store/embedded/query/sort.ts';

const code = (number: number): unknown => expect.objectContaining({ name: 'StoreError', code: number });

describe('projection', () => {
  const document = { _id: 1, a: 1, b: { c: 2, d: 3 }, l: [{ x: 1, y: 1 }, 5, [{ x: 2, y: 2 }]], n: null };

  test.each<[Document | undefined, Document]>([
    [undefined, document],
    [{}, document],
    [{ a: 1 }, { _id: 1, a: 1 }],
    [{ a: true, _id: 0 }, { a: 1 }],
    [
      { n: 1, missing: 1 },
      { _id: 1, n: null },
    ],
    [{ _id: 1 }, { _id: 1 }],
    [{ _id: 0 }, { a: 1, b: { c: 2, d: 3 }, l: document.l, n: null }],
    [
      { 'b.c': 1, 'a.x': 1 },
      { _id: 1, b: { c: 2 } },
    ],
    [{ b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
    [{ 'l.x': 1 }, { _id: 1, l: [{ x: 1 }, [{ x: 2 }]] }],
    [{ 'n.x': 1 }, { _id: 1 }],
    [
      { b: 0, l: 0 },
      { _id: 1, a: 1, n: null },
    ],
    [
      { 'b.c': 0, n: 0, 'a.x': 0, l: false },
      { _id: 1, a: 1, b: { d: 3 } },
    ],
    [{ 'l.x': 0, a: 0, b: 0, n: 0, _id: 0 }, { l: [{ y: 1 }, 5, [{ y: 2 }]] }],
    [
      { a: 0, _id: 1, b: 0, l: 0 },
      { _id: 1, n: null },
    ],
    [
      { l: { $slice: 1 }, a: 1 },
      { _id: 1, a: 1, l: [{ x: 1, y: 1 }] },
    ],
    [
      { l: { $slice: -1 }, a: 0, b: 0, n: 0 },
      { _id: 1, l: [[{ x: 2, y: 2 }]] },
    ],
    [
      { l: { $slice: [1, 1] }, b: 0 },
      { _id: 1, a: 1, l: [5], n: null },
    ],
    [
      { l: { $slice: [-2, 1] }, a: { $slice: 1 }, b: 0, n: { $slice: 1 } },
      { _id: 1, a: 1, l: [5], n: null },
    ],
    [{ l: { $elemMatch: { x: 1 } } }, { _id: 1, l: [{ x: 1, y: 1 }] }],
    [{ l: { $elemMatch: { x: 9 } }, a: { $elemMatch: { x: 1 } } }, { _id: 1 }],
    [
      { l: { $elemMatch: { $gt: 4 } }, a: 1 },
      { _id: 1, a: 1, l: [5] },
    ],
    [
      { sum: { $add: ['$a', '$b.c'] }, a: 1 },
      { _id: 1, a: 1, sum: 3 },
    ],
    [{ copy: '$b.c' }, { _id: 1, copy: 2 }],
  ])('%j', (spec, expected) => {
    const before = JSON.stringify(document);
    expect(compileProjection(spec)(document)).toEqual(expected);
    expect(JSON.stringify(document)).toBe(before);
  });

  test('fields stay in the order of the document', () => {
    expect(Object.keys(compileProjection({ n: 1, b: 1, a: 1 })(document))).toEqual(['_id', 'a', 'b', 'n']);
  });

  test('the positional $ is the element the filter matched', () => {
    const filter = compileFilter({ 'l.x': 2 });
    const lines = { _id: 1, l: [{ x: 1 }, { x: 2, y: 3 }], m: 1 };
    expect(compileProjection({ 'l.$': 1 }, filter)(lines)).toEqual({ _id: 1, l: [{ x: 2, y: 3 }] });
    expect(() => compileProjection({ 'l.$': 1 }, compileFilter({ m: 1 }))(lines)).toThrow(code(51246));
  });

  test.each<[Document, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 0, b: { $elemMatch: { x: 1 } } }, 31253],
    [{ b: 1, 'b.c': 1 }, 31249],
    [{ 'b.c': 1, b: 1 }, 31250],
    [{ a: { $slice: 'x' } }, 28667],
    [{ a: { $slice: [1, 0] } }, 28724],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ a: { $meta: 'textScore' } }, 2],
    [{ a: { $foo: 1 } }, 168],
    [{ a: {} }, 51270],
    [{ 'a..b': 1 }, 40353],
  ])('%j has code %i', (spec, expected) => {
    expect(() => compileProjection(spec)).toThrow(code(expected));
  });
});

describe('sort', () => {
  const ordered = (spec: Document, values: Document[]): Document[] => values.toSorted(compileSort(spec));

  test('types in their order, absent as null, an empty array before it', () => {
    const values = [{ a: 'x' }, { a: 2 }, {}, { a: [] }, { a: true }, { a: { b: 1 } }, { a: null }];
    const ascending = [{ a: [] }, {}, { a: null }, { a: 2 }, { a: 'x' }, { a: { b: 1 } }, { a: true }];
    expect(ordered({ a: 1 }, values)).toEqual(ascending);
  });

  test('arrays go by their smallest element upwards and by their largest downwards', () => {
    const values = [{ a: [5, 1] }, { a: 3 }, { a: [4, 2] }];
    expect(ordered({ a: 1 }, values)).toEqual([{ a: [5, 1] }, { a: [4, 2] }, { a: 3 }]);
    expect(ordered({ a: -1 }, values)).toEqual([{ a: [5, 1] }, { a: [4, 2] }, { a: 3 }]);
  });

  test('later keys decide between equals, and equals stay as they came', () => {
    const values = [
      { a: 1, b: 1, n: 1 },
      { a: 1, b: 2, n: 2 },
      { a: 0, b: 9, n: 3 },
      { a: 1, b: 2, n: 4 },
    ];
    expect(sorted(values, compileSorter({ a: 1, b: -1 })).map(({ n }) => n)).toEqual([3, 2, 4, 1]);
  });

  test('dotted paths go through arrays', () => {
    expect(ordered({ 'a.b': -1 }, [{ a: { b: 2 } }, { a: [{ b: 1 }, { b: 3 }] }, { a: 7 }])).toEqual([
      { a: [{ b: 1 }, { b: 3 }] },
      { a: { b: 2 } },
      { a: 7 },
    ]);
  });

  test.each<[Document, number]>([
    [{ a: 2 }, 15975],
    [{ a: 'x' }, 15975],
    [{ a: { $meta: 'textScore' } }, 2],
  ])('%j has code %i', (spec, expected) => {
    expect(() => compileSort(spec)).toThrow(code(expected));
  });
});
