import { describe, expect, test } from '@jest/globals';
import { Decimal128, Long } from 'bson';
import fc from 'fast-check';
import {
  encodeField,
  encodeId,
  lastIdWasLossy,
  mirrored,
  prefixRange,
  rangeOf,
  successor,
} from '../../../api/store/embedded/bson/key.ts';
import { compare, typeRank } from '../../../api/store/embedded/bson/order.ts';
import { bsonValue } from '../../support/bson-values.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 3000);

describe('index keys', () => {
  test.each([1, -1] as const)('sort as BSON does, in direction %d', (direction) => {
    fc.assert(
      fc.property(bsonValue, bsonValue, (a, b) => {
        const left = encodeField(a, direction);
        const right = encodeField(b, direction);
        const order = compare(a, b) * direction;
        const bytes = Math.sign(left.bytes.compare(right.bytes));
        // Lossy keys promise equality alone, both ways.
        if (left.lossy || right.lossy) expect(bytes === 0).toBe(order === 0);
        else expect(bytes).toBe(order === 0 ? 0 : order);
      }),
      { numRuns },
    );
  });

  test('are no prefix of one another', () => {
    fc.assert(
      fc.property(bsonValue, bsonValue, (a, b) => {
        const left = encodeField(a, 1).bytes;
        const right = encodeField(b, 1).bytes;
        if (left.length < right.length) expect(right.subarray(0, left.length).equals(left)).toBe(false);
      }),
      { numRuns },
    );
  });

  test('of ids are whole, however long', () => {
    const text = 'x'.repeat(400);
    expect(encodeId(text).length).toBe(403);
    expect(encodeField(text, 1)).toMatchObject({ lossy: true });
    expect([encodeId(5), lastIdWasLossy()]).toEqual([encodeId(Long.fromNumber(5)), false]);
    encodeId(Decimal128.fromString('0.1'));
    expect(lastIdWasLossy()).toBe(true);
  });

  test('lie within the range of an operand exactly when they compare so', () => {
    const comparable = bsonValue.filter((value) => {
      const rank = typeRank(value);
      return rank > 0x10 && rank < 0xb0 && rank !== 0x40 && rank !== 0x50;
    });
    fc.assert(
      fc.property(
        comparable,
        comparable,
        fc.constantFrom('gt', 'gte', 'lt', 'lte'),
        fc.boolean(),
        (operand, value, op, down) => {
          const bounds = rangeOf(op, operand);
          const { from, to } = down ? mirrored(bounds) : bounds;
          const field = encodeField(value, down ? -1 : 1);
          const key = Buffer.concat([field.bytes, Buffer.from('tail')]);
          const inside = key.compare(from) >= 0 && key.compare(to) < 0;
          const order = typeRank(value) === typeRank(operand) ? compare(value, operand) : NaN;
          const wanted = op === 'gt' ? order > 0 : op === 'gte' ? order >= 0 : op === 'lt' ? order < 0 : order <= 0;
          // Of lossy keys, and when it says so, a range may hold too many; never too few.
          if (wanted || !(field.lossy || bounds.wide)) expect(inside).toBe(wanted);
        },
      ),
      { numRuns },
    );
  });

  test('of strings with a prefix lie in its range', () => {
    const { from, to } = prefixRange('ab');
    const within = (text: string): boolean => {
      const { bytes } = encodeField(text, 1);
      return bytes.compare(from) >= 0 && bytes.compare(to) < 0;
    };
    expect(['ab', 'abc', 'ab\0', 'a', 'ac', 'aa'].map(within)).toEqual([true, true, true, false, false, false]);
  });

  test('have a successor beyond all that begin with them', () => {
    expect(successor(Buffer.from([1, 0xff, 0xff]))).toEqual(Buffer.from([2]));
    expect(successor(Buffer.from([0xff]))).toBeUndefined();
  });
});
