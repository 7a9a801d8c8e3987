import { Binary, BSONRegExp, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';

const ids = ['000000000000000000000001', '0000000000000000000000ff', 'ffffffffffffffffffffffff'];

/** Scalars of every type, with many near-equal pairs: few values, so that equality and ties happen often. */
export const bsonScalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(-0, 0.5, 1.5, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 31), 1e-300) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('1', '1.0', '0.5', '10', 'NaN', '-Infinity', '1E+400', '0.1')
      .map((text) => Decimal128.fromString(text)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(2n ** 60n, 2n ** 60n + 1n, -(2n ** 60n) - 1n, 2n ** 63n - 1n)
      .map((value) => Long.fromBigInt(value)),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '',
      'a',
      'ab',
      'b',
      'a\0',
      'a\0b',
      'é',
      '\u{1F600}',
      '\uFFFD',
      'x'.repeat(250),
      'x'.repeat(300),
      `${'x'.repeat(300)}y`,
    ),
  },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.constantFrom(-1, 0, 1, 1e12, -1e12).map((time) => new Date(time)) },
  { weight: 1, arbitrary: fc.constantFrom(...ids).map((id) => new ObjectId(id)) },
  { weight: 1, arbitrary: fc.constantFrom([], [1], [255], [1, 0]).map((bytes) => new Binary(Uint8Array.from(bytes))) },
  { weight: 1, arbitrary: fc.constantFrom([0, 1], [1, 0], [1, 2]).map(([t, i]) => new Timestamp({ t: t!, i: i! })) },
  { weight: 1, arbitrary: fc.constantFrom(['a', ''], ['a', 'i'], ['b', '']).map(([p, o]) => new BSONRegExp(p!, o!)) },
  { weight: 1, arbitrary: fc.constantFrom(new MinKey(), new MaxKey()) },
);

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: bsonScalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'c', '0'), tie('value'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    },
  ),
}));

/** Any value, nested too. */
export const bsonValue: fc.Arbitrary<unknown> = value;
