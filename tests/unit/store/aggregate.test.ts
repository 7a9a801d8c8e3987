// oxlint-disable unicorn/no-thenable -- $cond and $switch have a field of that name
import { describe, expect, test } from '@jest/globals';
import { Decimal128, Long, ObjectId } from 'bson';
import { compileExpression } from '../../../api/store/embedded/aggregate/expressions.ts';
import { runPipeline, splitLeading } from '../../../api/store/embedded/aggregate/run.ts';
import type { Document } from '../../../api/store/embedded/bson/order.ts';
import { compileFilter } from '../../../api/store/embedded/query/match.ts';

const now = new Date('2026-01-05T09:00:00Z');
const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const code = (number: number): unknown => expect.objectContaining({ name: 'StoreError', code: number });
const at = (text: string): Date => new Date(text);

async function* flow(documents: Document[]): AsyncIterable<Document> {
  yield* documents;
}

interface Setting {
  others?: Record<string, Document[]>;
  asked?: Document[];
}

async function run(
  documents: Document[],
  stages: Document[],
  { others = {}, asked = [] }: Setting = {},
): Promise<Document[]> {
  const lookup = (collection: string, filter: Document): AsyncIterable<Document> => {
    asked.push(filter);
    return flow((others[collection] ?? []).filter(compileFilter(filter).test));
  };
  const result: Document[] = [];
  for await (const document of runPipeline(flow(documents), stages, { lookup, now, random: () => 0 }))
    result.push(document);
  return result;
}

describe('expressions', () => {
  const document = {
    n: 7,
    f: 2.5,
    neg: -3,
    z: null,
    s: 'Hola',
    e: '\u{1F600}x',
    l: [3, 1, 2],
    o: { x: 1, y: [1, 2] },
    docs: [{ k: 1 }, { k: [2] }, 5, {}],
    d: decimal('1.10'),
    big: Long.fromString('9007199254740993'),
    at: at('2026-03-15T01:30:45.678Z'),
    id: new ObjectId('65a000000000000000000001'),
  };

  test.each<[unknown, unknown]>([
    ['$n', 7],
    ['$o.x', 1],
    ['$o.y.0', []],
    ['$docs.k', [1, [2]]],
    ['$n.x', undefined],
    ['$missing', undefined],
    ['plain', 'plain'],
    [{ a: '$n', b: '$missing' }, { a: 7 }],
    [
      ['$n', '$missing'],
      [7, null],
    ],
    ['$$ROOT.n', 7],
    ['$$NOW', now],
    [{ $literal: '$n' }, '$n'],

    [{ $eq: ['$n', Long.fromNumber(7)] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $lt: ['$missing', null] }, true],
    [{ $gt: ['$s', '$n'] }, true],
    [{ $ne: ['$l', [3, 1, 2]] }, false],
    [{ $gte: ['$n', 7] }, true],
    [{ $lte: ['$z', null] }, true],
    [{ $cmp: ['$n', 8] }, -1],

    [{ $and: ['$n', '$s', []] }, true],
    [{ $and: ['$n', '$z'] }, false],
    [{ $and: [] }, true],
    [{ $or: ['$missing', 0, '$z'] }, false],
    [{ $or: ['$missing', ''] }, true],
    [{ $not: ['$z'] }, true],
    [{ $not: '$n' }, false],
    [{ $cond: ['$z', 1, 2] }, 2],
    [{ $cond: { if: '$n', then: '$s', else: 2 } }, 'Hola'],
    [{ $ifNull: ['$missing', '$z', 5] }, 5],
    [{ $ifNull: ['$missing', '$z'] }, null],
    [
      {
        $switch: {
          branches: [
            { case: '$z', then: 1 },
            { case: '$n', then: 2 },
          ],
          default: 3,
        },
      },
      2,
    ],
    [{ $switch: { branches: [{ case: '$z', then: 1 }], default: 3 } }, 3],
    [{ $let: { vars: { a: '$n', b: 2 }, in: { $add: ['$$a', '$$b'] } } }, 9],
    [{ $let: { vars: { a: '$o' }, in: '$$a.x' } }, 1],

    [{ $add: ['$n', 1, 2.5] }, 10.5],
    [{ $add: ['$n', '$missing'] }, null],
    [{ $add: ['$d', 1] }, decimal('2.10')],
    [{ $add: ['$big', 1] }, Long.fromString('9007199254740994')],
    [{ $add: ['$at', 1000] }, at('2026-03-15T01:30:46.678Z')],
    [{ $add: [] }, 0],
    [{ $subtract: ['$n', 2] }, 5],
    [{ $subtract: ['$at', at('2026-03-15T01:30:45Z')] }, 678],
    [{ $subtract: ['$at', 678] }, at('2026-03-15T01:30:45Z')],
    [{ $subtract: ['$z', 2] }, null],
    [{ $multiply: ['$n', 2] }, 14],
    [{ $multiply: ['$n', '$z'] }, null],
    [{ $divide: ['$n', 2] }, 3.5],
    [{ $divide: ['$missing', 0] }, null],
    [{ $mod: ['$neg', 2] }, -1],
    [{ $mod: ['$z', 2] }, null],
    [{ $abs: '$neg' }, 3],
    [{ $abs: '$z' }, null],
    [{ $ceil: '$f' }, 3],
    [{ $floor: '$f' }, 2],
    [{ $floor: decimal('-1.5') }, decimal('-2')],
    [{ $ceil: '$missing' }, null],
    [{ $round: ['$f'] }, 2],
    [{ $round: [3.5] }, 4],
    [{ $round: [1.2345, 2] }, 1.23],
    [{ $round: [1250, -2] }, 1200],
    [{ $round: '$z' }, null],
    [{ $trunc: ['$neg'] }, -3],
    [{ $trunc: [-2.79, 1] }, -2.7],
    [{ $pow: [2, 10] }, 1024],
    [{ $pow: ['$z', 2] }, null],
    [{ $sqrt: 9 }, 3],
    [{ $sqrt: '$missing' }, null],

    [{ $concat: ['$s', '!'] }, 'Hola!'],
    [{ $concat: ['$s', '$missing'] }, null],
    [{ $toLower: '$s' }, 'hola'],
    [{ $toUpper: '$missing' }, ''],
    [{ $toUpper: '$s' }, 'HOLA'],
    [{ $substrCP: ['$e', 0, 1] }, '\u{1F600}'],
    [{ $substrCP: ['$s', 1, -1] }, 'ola'],
    [{ $substrCP: ['$missing', 0, 1] }, ''],
    [{ $strLenCP: '$e' }, 2],
    [{ $split: ['a-b', '-'] }, ['a', 'b']],
    [{ $split: ['$z', '-'] }, null],
    [{ $trim: { input: ' x ' } }, 'x'],
    [{ $ltrim: { input: 'xxa', chars: 'x' } }, 'a'],
    [{ $rtrim: { input: 'a ' } }, 'a'],
    [{ $trim: { input: '$missing' } }, null],
    [{ $replaceOne: { input: 'aa', find: 'a', replacement: { $literal: '$&' } } }, '$&a'],
    [{ $replaceOne: { input: 'aa', find: 'a', replacement: '$z' } }, null],
    [{ $replaceAll: { input: 'aa', find: 'a', replacement: 'b' } }, 'bb'],
    [{ $replaceAll: { input: '$z', find: 'a', replacement: 'b' } }, null],
    [{ $indexOfCP: ['$e', 'x'] }, 1],
    [{ $indexOfCP: ['$s', 'x'] }, -1],
    [{ $indexOfCP: ['$missing', 'x'] }, null],
    [{ $regexMatch: { input: '$s', regex: '^h', options: 'i' } }, true],
    [{ $regexMatch: { input: '$missing', regex: /x/ } }, false],

    [{ $size: '$l' }, 3],
    [{ $isArray: '$l' }, true],
    [{ $isArray: '$missing' }, false],
    [{ $in: [1, '$l'] }, true],
    [{ $in: ['$missing', '$l'] }, false],
    [{ $arrayElemAt: ['$l', -1] }, 2],
    [{ $arrayElemAt: ['$l', 9] }, undefined],
    [{ $arrayElemAt: ['$z', 0] }, null],
    [{ $first: '$l' }, 3],
    [{ $last: '$l' }, 2],
    [{ $first: '$missing' }, null],
    [{ $concatArrays: ['$l', [9]] }, [3, 1, 2, 9]],
    [{ $concatArrays: ['$l', '$z'] }, null],
    [{ $slice: ['$l', 2] }, [3, 1]],
    [{ $slice: ['$l', -1] }, [2]],
    [{ $slice: ['$l', 1, 1] }, [1]],
    [{ $slice: ['$missing', 1] }, null],
    [{ $reverseArray: '$l' }, [2, 1, 3]],
    [{ $reverseArray: '$z' }, null],
    [{ $indexOfArray: ['$l', 2] }, 2],
    [{ $indexOfArray: ['$z', 2] }, null],
    [{ $range: [0, 5, 2] }, [0, 2, 4]],
    [{ $filter: { input: '$l', cond: { $gt: ['$$this', 1] } } }, [3, 2]],
    [{ $filter: { input: '$l', as: 'v', cond: { $gt: ['$$v', 0] }, limit: 2 } }, [3, 1]],
    [{ $filter: { input: '$z', cond: true } }, null],
    [{ $map: { input: '$l', as: 'v', in: { $multiply: ['$$v', '$n'] } } }, [21, 7, 14]],
    [{ $map: { input: '$docs', in: '$$this.k' } }, [1, [2], null, null]],
    [{ $map: { input: '$missing', in: 1 } }, null],
    [{ $reduce: { input: '$l', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
    [{ $reduce: { input: '$z', initialValue: 0, in: 1 } }, null],
    [{ $setUnion: ['$l', [3, 4]] }, [3, 1, 2, 4]],
    [{ $setIntersection: ['$l', [2, 3]] }, [3, 2]],
    [{ $setDifference: ['$l', [2]] }, [3, 1]],
    [{ $setUnion: ['$l', '$z'] }, null],
    [
      { $objectToArray: '$o' },
      [
        { k: 'x', v: 1 },
        { k: 'y', v: [1, 2] },
      ],
    ],
    [{ $objectToArray: '$z' }, null],
    [{ $arrayToObject: [[['a', 1]]] }, { a: 1 }],
    [{ $arrayToObject: { $literal: [{ k: 'a', v: 1 }] } }, { a: 1 }],
    [{ $arrayToObject: '$z' }, null],
    [{ $mergeObjects: ['$o', '$z', { x: 2 }] }, { x: 2, y: [1, 2] }],

    [{ $sum: '$l' }, 6],
    [{ $sum: ['$n', '$s', '$missing'] }, 7],
    [{ $avg: '$l' }, 2],
    [{ $avg: '$missing' }, null],
    [{ $min: ['$n', '$z', 3] }, 3],
    [{ $max: '$l' }, 3],

    [{ $type: '$n' }, 'int'],
    [{ $type: '$id' }, 'objectId'],
    [{ $type: '$d' }, 'decimal'],
    [{ $type: '$missing' }, 'missing'],
    [{ $isNumber: '$big' }, true],
    [{ $isNumber: '$z' }, false],
    [{ $toString: '$id' }, '65a000000000000000000001'],
    [{ $toString: '$at' }, '2026-03-15T01:30:45.678Z'],
    [{ $toString: '$f' }, '2.5'],
    [{ $toString: '$z' }, null],
    [{ $toInt: '12' }, 12],
    [{ $toInt: '$f' }, 2],
    [{ $toInt: '$missing' }, null],
    [{ $toLong: '9007199254740993' }, Long.fromString('9007199254740993')],
    [{ $toLong: '$at' }, document.at.getTime()],
    [{ $toLong: '$z' }, null],
    [{ $toDouble: '1.5' }, 1.5],
    [{ $toDouble: '$z' }, null],
    [{ $toDecimal: '1.10' }, decimal('1.10')],
    [{ $toDecimal: '$z' }, null],
    [{ $toBool: '' }, true],
    [{ $toBool: 0 }, false],
    [{ $toBool: '$z' }, null],
    [{ $toDate: '2026-03-15T01:30:45.678Z' }, document.at],
    [{ $toDate: '2026-03-15' }, at('2026-03-15T00:00:00Z')],
    [{ $toDate: '$id' }, document.id.getTimestamp()],
    [{ $toDate: '$z' }, null],
    [{ $toObjectId: '65a000000000000000000001' }, document.id],
    [{ $toObjectId: '$missing' }, null],
  ])('%j', (expression, expected) => {
    expect(compileExpression(expression, { now })(document)).toEqual(expected);
  });

  test.each<[unknown, number]>([
    [{ $foo: 1 }, 168],
    [{ $function: {} }, 168],
    [{ $add: [1], $subtract: [1, 2] }, 15983],
    [{ $eq: [1] }, 16020],
    [{ $cond: [1, 2] }, 16020],
    [{ $cond: { if: 1 } }, 9],
    [{ $map: { input: '$l', in: 1, foo: 1 } }, 9],
    ['$$nobody', 17276],
    ['$', 16872],
    ['$a..b', 15998],
    [{ 'a.b': 1 }, 16412],
    [{ $add: ['$s', 1] }, 14],
    [{ $add: ['$at', '$at'] }, 16612],
    [{ $subtract: ['$s', 1] }, 14],
    [{ $multiply: ['$l', 2] }, 14],
    [{ $divide: ['$n', 0] }, 2],
    [{ $divide: ['$s', 2] }, 14],
    [{ $mod: ['$n', 0] }, 16610],
    [{ $abs: '$s' }, 28765],
    [{ $sqrt: -1 }, 28714],
    [{ $concat: ['$n'] }, 16702],
    [{ $strLenCP: '$missing' }, 34471],
    [{ $split: ['$n', '-'] }, 40085],
    [{ $size: '$missing' }, 17124],
    [{ $in: [1, '$n'] }, 40081],
    [{ $arrayElemAt: ['$n', 0] }, 28689],
    [{ $filter: { input: '$n', cond: 1 } }, 28651],
    [{ $map: { input: '$s', in: 1 } }, 16883],
    [{ $reduce: { input: '$s', initialValue: 0, in: 1 } }, 40080],
    [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
    [{ $switch: { branches: [] } }, 40068],
    [{ $mergeObjects: ['$n'] }, 40400],
    [{ $toInt: 'x' }, 241],
    [{ $toInt: 2 ** 40 }, 241],
    [{ $toObjectId: 'x' }, 241],
    [{ $toDate: 'yesterday' }, 241],
    [{ $toDate: true }, 241],
    [{ $toString: '$l' }, 241],
    [{ $year: '$s' }, 16006],
    [{ $dateTrunc: { date: '$at', unit: 'fortnight' } }, 9],
    [{ $dateTrunc: { date: '$at', unit: 'day', timezone: 'Mars/Olympus' } }, 40485],
    [{ $dateToString: { date: '$at', format: '%q' } }, 18536],
  ])('%j has code %i', (expression, expected) => {
    expect(() => compileExpression(expression, { now })(document)).toThrow(code(expected));
  });
});

describe('dates', () => {
  const value = (expression: unknown): unknown =>
    compileExpression(expression)({ at: at('2026-03-15T01:30:45.678Z'), z: null });

  test('parts are read in the time zone', () => {
    const parts = [
      '$year',
      '$month',
      '$dayOfMonth',
      '$hour',
      '$minute',
      '$second',
      '$millisecond',
      '$dayOfWeek',
      '$dayOfYear',
      '$isoDayOfWeek',
      '$isoWeek',
      '$isoWeekYear',
      '$week',
    ];
    expect(parts.map((part) => value({ [part]: '$at' }))).toEqual([
      2026, 3, 15, 1, 30, 45, 678, 1, 74, 7, 11, 2026, 11,
    ]);
    expect(value({ $dayOfMonth: { date: '$at', timezone: 'America/Sao_Paulo' } })).toBe(14);
    expect(value({ $hour: { date: '$at', timezone: '+05:30' } })).toBe(7);
    expect(value({ $year: '$z' })).toBeNull();
    expect(value({ $year: '$missing' })).toBeNull();
    expect(value({ $year: { date: '$at', timezone: '$missing' } })).toBeNull();
    expect(value({ $isoWeekYear: at('2027-01-01T00:00:00Z') })).toBe(2026);
  });

  test.each<[unknown, string | null]>([
    [{ date: '$at', unit: 'day' }, '2026-03-15T00:00:00Z'],
    [{ date: '$at', unit: 'day', timezone: 'America/Sao_Paulo' }, '2026-03-14T03:00:00Z'],
    [{ date: '$at', unit: 'month', timezone: 'America/Sao_Paulo' }, '2026-03-01T03:00:00Z'],
    [{ date: '$at', unit: 'quarter' }, '2026-01-01T00:00:00Z'],
    [{ date: '$at', unit: 'year', binSize: 5 }, '2025-01-01T00:00:00Z'],
    [{ date: '$at', unit: 'hour', binSize: 6 }, '2026-03-15T00:00:00Z'],
    [{ date: '$at', unit: 'minute', binSize: 15 }, '2026-03-15T01:30:00Z'],
    [{ date: '$at', unit: 'week' }, '2026-03-15T00:00:00Z'],
    [{ date: '$at', unit: 'week', startOfWeek: 'monday' }, '2026-03-09T00:00:00Z'],
    [{ date: '$at', unit: 'week', startOfWeek: 'Sat', timezone: 'America/Sao_Paulo' }, '2026-03-14T03:00:00Z'],
    // The clocks of New York went forward on 8 March 2026 and that day began in winter time.
    [{ date: at('2026-03-09T02:00:00Z'), unit: 'day', timezone: 'America/New_York' }, '2026-03-08T05:00:00Z'],
    [{ date: at('2026-03-10T02:00:00Z'), unit: 'day', timezone: 'America/New_York' }, '2026-03-09T04:00:00Z'],
    // In Santiago they went forward at midnight on 6 September 2026: that day began at one o'clock.
    [{ date: at('2026-09-06T12:00:00Z'), unit: 'day', timezone: 'America/Santiago' }, '2026-09-06T04:00:00Z'],
    [{ date: at('1969-12-31T23:59:59Z'), unit: 'day' }, '1969-12-31T00:00:00Z'],
    [{ date: '$z', unit: 'day' }, null],
    [{ date: '$missing', unit: 'day' }, null],
  ])('$dateTrunc %j', (operand, expected) => {
    expect(value({ $dateTrunc: operand })).toEqual(expected === null ? null : at(expected));
  });

  test.each<[string, Document, string | null]>([
    ['$dateAdd', { startDate: at('2026-01-31T10:00:00Z'), unit: 'month', amount: 1 }, '2026-02-28T10:00:00Z'],
    ['$dateAdd', { startDate: at('2024-02-29T10:00:00Z'), unit: 'year', amount: 1 }, '2025-02-28T10:00:00Z'],
    ['$dateAdd', { startDate: at('2026-01-31T10:00:00Z'), unit: 'quarter', amount: -1 }, '2025-10-31T10:00:00Z'],
    [
      '$dateAdd',
      { startDate: at('2026-03-07T17:00:00Z'), unit: 'day', amount: 1, timezone: 'America/New_York' },
      '2026-03-08T16:00:00Z',
    ],
    [
      '$dateAdd',
      { startDate: at('2026-03-07T17:00:00Z'), unit: 'hour', amount: 24, timezone: 'America/New_York' },
      '2026-03-08T17:00:00Z',
    ],
    [
      '$dateAdd',
      { startDate: at('2026-03-07T07:30:00Z'), unit: 'day', amount: 1, timezone: 'America/New_York' },
      '2026-03-08T07:30:00Z',
    ],
    ['$dateSubtract', { startDate: at('2026-03-15T00:00:00Z'), unit: 'week', amount: 2 }, '2026-03-01T00:00:00Z'],
    ['$dateSubtract', { startDate: '$z', unit: 'week', amount: 2 }, null],
    ['$dateAdd', { startDate: '$at', unit: 'week', amount: '$missing' }, null],
  ])('%s %j', (name, operand, expected) => {
    expect(value({ [name]: operand })).toEqual(expected === null ? null : at(expected));
  });

  test.each<[Document, number | null]>([
    [{ startDate: at('2025-12-31T23:59:59Z'), endDate: at('2026-01-01T00:00:00Z'), unit: 'year' }, 1],
    [{ startDate: at('2026-01-01T00:00:00Z'), endDate: at('2026-12-31T00:00:00Z'), unit: 'year' }, 0],
    [{ startDate: at('2026-03-31T00:00:00Z'), endDate: at('2026-01-01T00:00:00Z'), unit: 'month' }, -2],
    [{ startDate: at('2026-03-31T00:00:00Z'), endDate: at('2026-04-01T00:00:00Z'), unit: 'quarter' }, 1],
    [{ startDate: at('2026-03-14T12:00:00Z'), endDate: at('2026-03-15T12:00:00Z'), unit: 'week' }, 1],
    [
      {
        startDate: at('2026-03-14T12:00:00Z'),
        endDate: at('2026-03-15T12:00:00Z'),
        unit: 'week',
        startOfWeek: 'monday',
      },
      0,
    ],
    [
      {
        startDate: at('2026-03-15T02:00:00Z'),
        endDate: at('2026-03-15T04:00:00Z'),
        unit: 'day',
        timezone: 'America/Sao_Paulo',
      },
      1,
    ],
    [{ startDate: at('2026-03-15T01:59:00Z'), endDate: at('2026-03-15T02:01:00Z'), unit: 'hour' }, 1],
    [{ startDate: at('2026-03-15T01:59:00Z'), endDate: at('2026-03-15T02:01:00Z'), unit: 'minute' }, 2],
    [{ startDate: '$z', endDate: '$at', unit: 'day' }, null],
  ])('$dateDiff %j', (operand, expected) => {
    expect(value({ $dateDiff: operand })).toBe(expected);
  });

  test.each<[Document, string | null]>([
    [{ date: '$at' }, '2026-03-15T01:30:45.678Z'],
    [{ date: '$at', format: '%Y-%m-%d', timezone: 'America/Sao_Paulo' }, '2026-03-14'],
    [
      { date: '$at', format: '%d/%m/%Y %H:%M:%S.%L %j %u %w %V %G %U %b %B %%' },
      '15/03/2026 01:30:45.678 074 7 1 11 2026 11 Mar March %',
    ],
    [{ date: '$at', format: '%H%z %Z', timezone: 'America/Sao_Paulo' }, '22-0300 -180'],
    [{ date: '$z' }, null],
    [{ date: '$missing', onNull: '-' }, '-'],
  ])('$dateToString %j', (operand, expected) => {
    expect(value({ $dateToString: operand })).toBe(expected);
  });
});

describe('stages', () => {
  const people = [
    { _id: 1, n: 'a', v: 5, t: ['x', 'y'] },
    { _id: 2, n: 'b', v: 1, t: [] },
    { _id: 3, n: 'a', v: null, t: 'x' },
    { _id: 4, v: 2 },
  ];

  test.each<[Document[], unknown[]]>([
    [
      [{ $match: { v: { $gt: 1 } } }, { $project: { v: 1 } }],
      [
        { _id: 1, v: 5 },
        { _id: 4, v: 2 },
      ],
    ],
    [
      [{ $sort: { v: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { v: 1 } }],
      [
        { _id: 4, v: 2 },
        { _id: 2, v: 1 },
      ],
    ],
    [[{ $count: 'all' }], [{ all: 4 }]],
    [[{ $match: { v: 99 } }, { $count: 'all' }], []],
    [
      [{ $project: { _id: 0, twice: { $multiply: ['$v', 2] } } }, { $limit: 3 }],
      [{ twice: 10 }, { twice: 2 }, { twice: null }],
    ],
    [[{ $limit: 1 }, { $project: { t: 0, n: 0 } }], [{ _id: 1, v: 5 }]],
    [
      [{ $limit: 1 }, { $set: { 'o.p': '$v', n: '$missing', 't.z': 1 } }],
      [{ _id: 1, v: 5, o: { p: 5 }, t: [{ z: 1 }, { z: 1 }] }],
    ],
    [
      [{ $limit: 1 }, { $addFields: { o: { p: { $add: ['$v', 1] } }, lit: 0 } }, { $unset: ['t', 'n'] }],
      [{ _id: 1, v: 5, o: { p: 6 }, lit: 0 }],
    ],
    [[{ $limit: 1 }, { $replaceRoot: { newRoot: { a: '$n' } } }], [{ a: 'a' }]],
    [
      [{ $limit: 1 }, { $replaceWith: { $mergeObjects: [{ z: 1 }, '$$ROOT'] } }, { $unset: 't' }],
      [{ z: 1, _id: 1, n: 'a', v: 5 }],
    ],
    [
      [{ $unwind: '$t' }, { $project: { t: 1 } }],
      [
        { _id: 1, t: 'x' },
        { _id: 1, t: 'y' },
        { _id: 3, t: 'x' },
      ],
    ],
    [
      [
        { $unwind: { path: '$t', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } },
        { $project: { t: 1, i: 1 } },
      ],
      [
        { _id: 1, t: 'x', i: 0 },
        { _id: 1, t: 'y', i: 1 },
        { _id: 2, i: null },
        { _id: 3, t: 'x', i: null },
        { _id: 4, i: null },
      ],
    ],
    [
      [
        {
          $group: {
            _id: '$n',
            sum: { $sum: '$v' },
            avg: { $avg: '$v' },
            count: { $count: {} },
            ids: { $push: '$_id' },
            low: { $min: '$v' },
            high: { $max: '$v' },
            first: { $first: '$v' },
            last: { $last: '$v' },
          },
        },
      ],
      [
        { _id: 'a', sum: 5, avg: 5, count: 2, ids: [1, 3], low: 5, high: 5, first: 5, last: null },
        { _id: 'b', sum: 1, avg: 1, count: 1, ids: [2], low: 1, high: 1, first: 1, last: 1 },
        { _id: null, sum: 2, avg: 2, count: 1, ids: [4], low: 2, high: 2, first: 2, last: 2 },
      ],
    ],
    [
      [
        {
          $group: { _id: null, set: { $addToSet: '$n' }, all: { $push: '$n' }, merged: { $mergeObjects: '$missing' } },
        },
      ],
      [{ _id: null, set: ['a', 'b'], all: ['a', 'b', 'a'], merged: {} }],
    ],
    [[{ $match: { v: 99 } }, { $group: { _id: null, n: { $sum: 1 } } }], []],
    [
      [{ $group: { _id: { n: '$n' }, c: { $sum: 1 } } }, { $sort: { c: -1, _id: 1 } }],
      [
        { _id: { n: 'a' }, c: 2 },
        { _id: {}, c: 1 },
        { _id: { n: 'b' }, c: 1 },
      ],
    ],
    [[{ $sortByCount: '$n' }, { $limit: 1 }], [{ _id: 'a', count: 2 }]],
    [
      [
        { $match: { v: { $ne: null } } },
        { $bucket: { groupBy: '$v', boundaries: [0, 2, 5], default: 'more', output: { ids: { $push: '$_id' } } } },
      ],
      [
        { _id: 0, ids: [2] },
        { _id: 2, ids: [4] },
        { _id: 'more', ids: [1] },
      ],
    ],
    [[{ $facet: { n: [{ $count: 'c' }], none: [{ $match: { v: 99 } }] } }], [{ n: [{ c: 4 }], none: [] }]],
    [[{ $sample: { size: 9 } }, { $count: 'c' }], [{ c: 4 }]],
    [[{ $sample: { size: 1 } }, { $project: { _id: 1 } }], [{ _id: 4 }]],
    [[], people],
  ])('%j', async (stages, expected) => {
    expect(await run(people, stages)).toEqual(expected);
  });

  test('groups meet across kinds of numbers, and sums keep the widest kind', async () => {
    const values = [
      { k: 5, v: 0.1 },
      { k: Long.fromNumber(5), v: decimal('0.2') },
      { k: decimal('5.0'), v: 'x' },
    ];
    expect(await run(values, [{ $group: { _id: '$k', n: { $sum: 1 }, v: { $sum: '$v' } } }])).toEqual([
      { _id: 5, n: 3, v: decimal('0.3000000000000000055511151231257827') },
    ]);
  });

  test('a long sum of small doubles does not drift', async () => {
    const values = Array.from({ length: 1000 }, () => ({ v: 0.1 }));
    expect(await run(values, [{ $group: { _id: null, v: { $sum: '$v' } } }])).toEqual([{ _id: null, v: 100 }]);
  });

  test('a sort before a limit is the same as a sort of all', async () => {
    const values = Array.from({ length: 5000 }, (_, _id) => ({ _id, v: (_id * 7919) % 1000 }));
    const all = await run(values, [{ $sort: { v: 1, _id: -1 } }]);
    expect(await run(values, [{ $sort: { v: 1, _id: -1 } }, { $skip: 3 }, { $limit: 10 }])).toEqual(all.slice(3, 13));
  });

  test('a sort of more than 100 MB is refused, unless a limit keeps it small', async () => {
    const text = 'x'.repeat(4 * 1024 * 1024);
    const values = Array.from({ length: 32 }, (_, _id) => ({ _id, text }));
    await expect(run(values, [{ $sort: { _id: -1 } }])).rejects.toEqual(code(292));
    expect(await run(values, [{ $sort: { _id: -1 } }, { $limit: 1 }])).toEqual([{ _id: 31, text }]);
  });

  test('a limit reads no further than it needs', async () => {
    let read = 0;
    async function* counted(): AsyncIterable<Document> {
      for (;;) yield { _id: (read += 1) };
    }
    const result: Document[] = [];
    const env = { now, lookup: () => flow([]) };
    for await (const document of runPipeline(counted(), [{ $match: { _id: { $gt: 2 } } }, { $limit: 2 }], env))
      result.push(document);
    expect([result, read]).toEqual([[{ _id: 3 }, { _id: 4 }], 4]);
  });

  const others = { tags: [{ _id: 'x', n: 1 }, { _id: 'y', n: 2 }, { _id: 'z' }, { _id: null }] };

  test('$lookup finds by equality, an array by its elements, an absent field like null', async () => {
    const asked: Document[] = [];
    const stages = [
      { $lookup: { from: 'tags', localField: 't', foreignField: '_id', as: 'o.tags' } },
      { $project: { 'o.tags._id': 1 } },
    ];
    expect(await run(people, stages, { others, asked })).toEqual([
      { _id: 1, o: { tags: [{ _id: 'x' }, { _id: 'y' }] } },
      { _id: 2, o: { tags: [] } },
      { _id: 3, o: { tags: [{ _id: 'x' }] } },
      { _id: 4, o: { tags: [{ _id: null }] } },
    ]);
    expect(asked).toEqual([
      { _id: { $in: ['x', 'y'] } },
      { _id: { $in: [] } },
      { _id: { $eq: 'x' } },
      { _id: { $eq: null } },
    ]);
  });

  test('$lookup asks once for the same value', async () => {
    const asked: Document[] = [];
    await run(
      [{ t: 'x' }, { t: 'x' }],
      [{ $lookup: { from: 'tags', localField: 't', foreignField: '_id', as: 'o' } }],
      { others, asked },
    );
    expect(asked).toHaveLength(1);
  });

  test('$lookup runs a pipeline with its variables, its plain conditions in the query', async () => {
    const asked: Document[] = [];
    const plain = { from: 'tags', pipeline: [{ $match: { n: { $gt: 1 } } }, { $project: { n: 1, _id: 0 } }], as: 'o' };
    expect(await run([{ _id: 1 }], [{ $lookup: plain }], { others, asked })).toEqual([{ _id: 1, o: [{ n: 2 }] }]);
    expect(asked).toEqual([{ n: { $gt: 1 } }]);
    const joined = {
      from: 'tags',
      let: { v: '$v' },
      pipeline: [{ $match: { $expr: { $eq: ['$n', '$$v'] } } }, { $set: { v: '$$v' } }],
      as: 'o',
    };
    expect(await run([{ v: 2 }], [{ $lookup: joined }], { others })).toEqual([{ v: 2, o: [{ _id: 'y', n: 2, v: 2 }] }]);
    const both = {
      from: 'tags',
      localField: 't',
      foreignField: '_id',
      pipeline: [{ $match: { n: 2 } }, { $count: 'c' }],
      as: 'o',
    };
    expect(await run([{ t: ['x', 'y'] }], [{ $lookup: both }], { others })).toEqual([{ t: ['x', 'y'], o: [{ c: 1 }] }]);
  });

  test.each<[Document, number]>([
    [{ $out: 'x' }, 40324],
    [{ $changeStream: {} }, 40324],
    [{ $match: {}, $limit: 1 }, 40323],
    [{}, 40323],
    [{ $match: 5 }, 15959],
    [{ $match: { $where: '1' } }, 2],
    [{ $sort: 5 }, 15973],
    [{ $sort: {} }, 15976],
    [{ $sort: { a: 3 } }, 15975],
    [{ $limit: 0 }, 15958],
    [{ $limit: 'x' }, 2107201],
    [{ $skip: -1 }, 5107200],
    [{ $count: '' }, 40157],
    [{ $count: '$x' }, 40158],
    [{ $count: 'a.b' }, 40160],
    [{ $project: {} }, 51272],
    [{ $project: { a: 1, b: 0 } }, 31254],
    [{ $addFields: {} }, 40177],
    [{ $set: { a: 1, 'a.b': 2 } }, 40176],
    [{ $unset: 5 }, 31120],
    [{ $replaceRoot: {} }, 9],
    [{ $unwind: 't' }, 28818],
    [{ $unwind: { path: '$t', foo: 1 } }, 28811],
    [{ $group: { n: { $sum: 1 } } }, 15955],
    [{ $group: { _id: 1, n: 5 } }, 40234],
    [{ $group: { _id: 1, n: { $accumulator: {} } } }, 15952],
    [{ $group: { _id: 1, n: { $sum: 1, $avg: 1 } } }, 40238],
    [{ $group: { _id: 1, n: { $sum: [1, 2] } } }, 40237],
    [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
    [{ $bucket: { groupBy: '$v', boundaries: [2, 1] } }, 40194],
    [{ $bucket: { groupBy: '$v', boundaries: [1] } }, 40192],
    [{ $bucket: { boundaries: [1, 2] } }, 40198],
    [{ $facet: {} }, 40169],
    [{ $facet: { a: [{ $facet: {} }] } }, 40600],
    [{ $sample: { size: 0 } }, 28747],
    [{ $sample: 1 }, 28746],
    [{ $sortByCount: 5 }, 40149],
    [{ $lookup: { from: 'x', as: 'y' } }, 9],
    [{ $lookup: { from: 'x', localField: 'a', as: 'y' } }, 9],
    [{ $lookup: { from: 'x', pipeline: [{ $foo: 1 }], as: 'y' } }, 40324],
    [{ $lookup: { from: 'x', pipeline: [{ $set: { a: '$$v' } }], as: 'y' } }, 17276],
  ])('%j has code %i', (stage, expected) => {
    expect(() => runPipeline(flow([]), [stage], { now, lookup: () => flow([]) })).toThrow(code(expected));
  });

  test('what a document cannot give fails while the flow is read', async () => {
    await expect(run([{ a: 5 }], [{ $replaceWith: '$a' }])).rejects.toEqual(code(40228));
    await expect(run([{ a: 5 }], [{ $bucket: { groupBy: '$a', boundaries: [0, 1] } }])).rejects.toEqual(code(40066));
  });
});

describe('the leading part of a pipeline', () => {
  test.each<[Document[], Document]>([
    [[], { filter: {}, rest: [] }],
    [[{ $match: { a: 1 } }, { $count: 'n' }], { filter: { a: 1 }, rest: [{ $count: 'n' }] }],
    [
      [{ $match: { a: 1 } }, { $match: {} }, { $match: { b: 2 } }],
      { filter: { $and: [{ a: 1 }, { b: 2 }] }, rest: [] },
    ],
    [
      [{ $sort: { a: 1 } }, { $match: { b: 2 } }, { $skip: 1 }, { $limit: 2 }],
      { filter: { b: 2 }, sort: { a: 1 }, skip: 1, limit: 2, rest: [] },
    ],
    [[{ $limit: 2 }, { $skip: 1 }], { filter: {}, limit: 2, rest: [{ $skip: 1 }] }],
    [[{ $limit: 2 }, { $match: { a: 1 } }], { filter: {}, limit: 2, rest: [{ $match: { a: 1 } }] }],
    [[{ $skip: 1 }, { $match: { a: 1 } }], { filter: {}, skip: 1, rest: [{ $match: { a: 1 } }] }],
    [[{ $skip: 1 }, { $sort: { a: 1 } }], { filter: {}, skip: 1, rest: [{ $sort: { a: 1 } }] }],
    [[{ $sort: { a: 1 } }, { $sort: { b: 1 } }], { filter: {}, sort: { a: 1 }, rest: [{ $sort: { b: 1 } }] }],
    [
      [{ $group: { _id: 1 } }, { $match: { a: 1 } }],
      { filter: {}, rest: [{ $group: { _id: 1 } }, { $match: { a: 1 } }] },
    ],
  ])('%j', (stages, expected) => {
    expect(splitLeading(stages)).toEqual(expected);
  });
});
