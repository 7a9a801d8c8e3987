import { type Code, Decimal128, type ObjectId, type Timestamp } from 'bson';
import { arithmetic, exactDecimal128, numberKey, numeric, type Numeric, quotient, toDouble } from '../bson/numbers.ts';
import { binaryParts, compare, type Document, isObject, Rank, regexParts, typeRank } from '../bson/order.ts';
import { located, shown } from '../query/refuse.ts';

/** A running `$group` accumulator. `undefined` stands for an absent value. */
export interface Accumulator {
  add: (value: unknown) => void;
  result: () => unknown;
}

/** The accumulators of the subset; each call starts one. */
export const accumulators: Record<string, () => Accumulator> = {
  $sum: sum,
  $avg: average,
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: first,
  $last: last,
  $push: push,
  $addToSet: addToSet,
  $count: count,
  $mergeObjects: mergeObjects,
};

/** Adds what is numeric; doubles with the error of each step carried along, so that long sums stay exact. */
class Total {
  private double = 0;
  private carry = 0;
  private wide: Numeric | undefined;
  count = 0;

  add(value: unknown): void {
    const number = numeric(value);
    if (number === undefined) return;
    this.count += 1;
    if (typeof number !== 'number') {
      const next = this.wide === undefined ? number : arithmetic('+', this.wide, number);
      if (next === undefined) throw located(2, 'long overflow in $sum');
      this.wide = next;
      return;
    }
    const total = this.double + number;
    if (Number.isFinite(total)) {
      this.carry +=
        Math.abs(this.double) >= Math.abs(number) ? this.double - total + number : number - total + this.double;
    }
    this.double = total;
  }

  value(): Numeric {
    const double = this.double + this.carry;
    if (this.wide === undefined) return double;
    if (this.wide instanceof Decimal128) return arithmetic('+', this.wide, exactDecimal128(double))!;
    return arithmetic('+', this.wide, double) ?? double + toDouble(this.wide);
  }
}

function sum(): Accumulator {
  const total = new Total();
  return { add: (value) => total.add(value), result: () => total.value() };
}

function average(): Accumulator {
  const total = new Total();
  return {
    add: (value) => total.add(value),
    result: () => (total.count === 0 ? null : quotient(total.value(), total.count)),
  };
}

function extreme(direction: 1 | -1): Accumulator {
  let best: unknown = null;
  return {
    add(value) {
      if (value === undefined || value === null) return;
      if (best === null || compare(value, best) * direction > 0) best = value;
    },
    result: () => best,
  };
}

function first(): Accumulator {
  let begun = false;
  let kept: unknown = null;
  return {
    add(value) {
      if (!begun) kept = value ?? null;
      begun = true;
    },
    result: () => kept,
  };
}

function last(): Accumulator {
  let kept: unknown = null;
  return { add: (value) => (kept = value ?? null), result: () => kept };
}

function push(): Accumulator {
  const values: unknown[] = [];
  return {
    add(value) {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}

function addToSet(): Accumulator {
  const values = new Map<string, unknown>();
  return {
    add(value) {
      if (value === undefined) return;
      const key = groupKey(value);
      if (!values.has(key)) values.set(key, value);
    },
    result: () => [...values.values()],
  };
}

function count(): Accumulator {
  let seen = 0;
  return { add: () => (seen += 1), result: () => seen };
}

function mergeObjects(): Accumulator {
  let merged: Document = {};
  return {
    add(value) {
      if (value === undefined || value === null) return;
      if (!isObject(value))
        throw located(40400, `$mergeObjects requires object inputs, but input ${shown(value)} is not an object`);
      merged = { ...merged, ...value };
    },
    result: () => merged,
  };
}

/** A text that two values share when, and only when, they are equal in BSON order. */
export function groupKey(value: unknown): string {
  if (typeof value === 'string') return `s${value.length}:${value}`;
  const rank = typeRank(value);
  switch (rank) {
    case Rank.number:
      return `n${numberKey(numeric(value) as Numeric)};`;
    case Rank.string:
      return `s${String(value).length}:${String(value)}`;
    case Rank.object:
      return `{${Object.keys(value as Document)
        .map((key) => groupKey(key) + groupKey((value as Document)[key]))
        .join('')}}`;
    case Rank.array:
      return `[${(value as unknown[]).map(groupKey).join('')}]`;
    case Rank.binary: {
      const { subtype, bytes } = binaryParts(value);
      return `b${subtype}:${Buffer.from(bytes).toString('base64')};`;
    }
    case Rank.objectId:
      return `o${(value as ObjectId).toHexString()}`;
    case Rank.boolean:
      return value === true ? 't' : 'f';
    case Rank.date:
      return `d${(value as Date).getTime()};`;
    case Rank.timestamp:
      return `T${(value as Timestamp).t}.${(value as Timestamp).i};`;
    case Rank.regex: {
      const { pattern, options } = regexParts(value);
      return `r${groupKey(pattern)}${groupKey(options)}`;
    }
    case Rank.code:
      return `c${groupKey((value as Code).code)}`;
    default:
      return `x${rank};`;
  }
}
