import { Decimal128, Long } from 'bson';

/**
 * The one number model of the store. A decoded number is a JavaScript number, a `Long` (only when a double cannot hold
 * it) or a `Decimal128`; `Int32` and `Double` wrappers and `bigint` are accepted from callers that build values by hand.
 */
export type Numeric = number | bigint | Long | Decimal128;

/** A finite decimal is `coefficient * 10 ** exponent`. */
type Decimal =
  { kind: 'finite'; coefficient: bigint; exponent: number } | { kind: 'nan' } | { kind: 'inf'; sign: 1 | -1 };

const DIGITS = 34; // IEEE 754-2008 decimal128: 34 significant digits, exponents -6176 to 6111
const LOWEST_EXPONENT = -6176;
const HIGHEST_EXPONENT = 6111;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** The number inside a value, or undefined when it is none. */
export function numeric(value: unknown): Numeric | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value === null || typeof value !== 'object') return undefined;
  switch ((value as { _bsontype?: unknown })._bsontype) {
    case 'Long':
      return value instanceof Long ? value : undefined;
    case 'Decimal128':
      return value instanceof Decimal128 ? value : undefined;
    case 'Int32':
    case 'Double':
      return Object.getPrototypeOf(value) === Object.prototype ? undefined : Number((value as { value: number }).value);
    default:
      return undefined;
  }
}

/** Exact order of two numbers of any kind; NaN is the lowest and equals itself, -0 equals 0. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1;
    if (a > b) return 1;
    if (a === b) return 0;
    return (a !== a ? 0 : 1) - (b !== b ? 0 : 1);
  }
  if (a instanceof Decimal128 || b instanceof Decimal128) return compareDecimals(toDecimal(a), toDecimal(b));
  const left = typeof a === 'number' ? a : integer(a);
  const right = typeof b === 'number' ? b : integer(b);
  if (left < right) return -1;
  if (left > right) return 1;
  if (left !== left) return -1;
  return right !== right ? 1 : 0;
}

/** Whether the number is NaN, in either representation. */
export function isNotANumber(value: Numeric): boolean {
  return typeof value === 'number' ? value !== value : value instanceof Decimal128 && toDecimal(value).kind === 'nan';
}

/** The nearest double. */
export function toDouble(value: Numeric): number {
  if (typeof value === 'number') return value;
  return value instanceof Decimal128 ? Number(value.toString()) : Number(integer(value));
}

/** The integer part as a bigint; undefined for NaN and infinities. */
export function truncated(value: Numeric): bigint | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  if (!(value instanceof Decimal128)) return integer(value);
  const decimal = toDecimal(value);
  if (decimal.kind !== 'finite') return undefined;
  return decimal.exponent >= 0
    ? decimal.coefficient * power(decimal.exponent)
    : decimal.coefficient / power(-decimal.exponent);
}

/** The value as an integer when it is one exactly and within the safe range, else undefined. */
export function safeInteger(value: unknown): number | undefined {
  const number = numeric(value);
  if (number === undefined) return undefined;
  const double = toDouble(number);
  return Number.isSafeInteger(double) && compareNumbers(double, number) === 0 ? double : undefined;
}

/** A bigint in the form a decoder would give it: a number when safe, else a `Long`. */
export function fromInteger(value: bigint): number | Long {
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : Long.fromBigInt(value);
}

/**
 * Sum, difference or product, in the widest kind of the operands (decimal, double, 64-bit integer).
 * Undefined when a 64-bit integer overflows, which only a `Long` operand can bring about.
 */
export function arithmetic(operation: '+' | '-' | '*', a: Numeric, b: Numeric): Numeric | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    return operation === '+' ? a + b : operation === '-' ? a - b : a * b;
  }
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    return fromDecimal(decimalArithmetic(operation, operandOf(a), operandOf(b)));
  }
  if (isFraction(a) || isFraction(b)) return arithmetic(operation, toDouble(a), toDouble(b));
  const left = integer(a);
  const right = integer(b);
  const result = operation === '+' ? left + right : operation === '-' ? left - right : left * right;
  return result < INT64_MIN || result > INT64_MAX ? undefined : fromInteger(result);
}

/** Quotient: a decimal when either operand is one, else a double. The divisor is not zero. */
export function quotient(a: Numeric, b: Numeric): Numeric {
  if (!(a instanceof Decimal128) && !(b instanceof Decimal128)) return toDouble(a) / toDouble(b);
  const left = operandOf(a);
  const right = operandOf(b);
  if (left.kind === 'nan' || right.kind === 'nan') return fromDecimal({ kind: 'nan' });
  if (left.kind === 'inf') {
    if (right.kind === 'inf') return fromDecimal({ kind: 'nan' });
    return fromDecimal({ kind: 'inf', sign: right.coefficient < 0n ? (-left.sign as 1 | -1) : left.sign });
  }
  if (right.kind === 'inf') return fromDecimal({ kind: 'finite', coefficient: 0n, exponent: 0 });
  const extra = DIGITS + 2 + Math.max(0, digits(right.coefficient) - digits(left.coefficient));
  const scaled = left.coefficient * power(extra);
  const whole = scaled / right.coefficient;
  // An exact quotient is written with as few digits as it needs; an inexact one keeps a sticky digit for the rounding.
  if (whole * right.coefficient === scaled) {
    return fromDecimal(shortened({ coefficient: whole, exponent: left.exponent - right.exponent - extra }));
  }
  const sticky = whole * 10n + (whole < 0n ? -1n : 1n);
  return fromDecimal({ kind: 'finite', coefficient: sticky, exponent: left.exponent - right.exponent - extra - 1 });
}

/** Remainder with the sign of the dividend. The divisor is not zero. */
export function remainder(a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    const left = operandOf(a);
    const right = operandOf(b);
    if (left.kind !== 'finite' || right.kind === 'nan') return fromDecimal({ kind: 'nan' });
    if (right.kind === 'inf') return fromDecimal(left);
    const exponent = Math.min(left.exponent, right.exponent);
    const coefficient =
      (left.coefficient * power(left.exponent - exponent)) % (right.coefficient * power(right.exponent - exponent));
    return fromDecimal({ kind: 'finite', coefficient, exponent });
  }
  if (typeof a === 'number' && typeof b === 'number') return a % b;
  if (isFraction(a) || isFraction(b)) return toDouble(a) % toDouble(b);
  return fromInteger(integer(a) % integer(b));
}

/** Any number as a Decimal128; a double keeps 15 significant digits, as MongoDB converts it. */
export function asDecimal128(value: Numeric): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (typeof value === 'number' && !Number.isInteger(value) && Number.isFinite(value)) {
    return Decimal128.fromString(value.toPrecision(15));
  }
  return fromDecimal(toDecimal(value));
}

/** Any number as a Decimal128 with all the digits that fit, as a sum over many takes its doubles. */
export function exactDecimal128(value: Numeric): Decimal128 {
  return fromDecimal(toDecimal(value));
}

/** How a number enters decimal arithmetic: see `asDecimal128`. */
function operandOf(value: Numeric): Decimal {
  return toDecimal(isFraction(value) ? asDecimal128(value) : value);
}

/** A key under which equal numbers meet, whatever their kind. */
export function numberKey(value: Numeric): string {
  if (typeof value === 'number') return value === 0 ? '0' : String(value);
  const double = toDouble(value);
  return compareNumbers(double, value) === 0 ? numberKey(double) : `${double}~${decimalKey(value)}`;
}

function decimalKey(value: Numeric): string {
  const decimal = toDecimal(value);
  if (decimal.kind !== 'finite') return decimal.kind;
  const { coefficient, exponent } = shortened(decimal);
  return `${coefficient}e${exponent}`;
}

function integer(value: bigint | Long | number): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' ? BigInt(value) : value.toBigInt();
}

function isFraction(value: Numeric): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}

const powers: bigint[] = [1n];

function power(exponent: number): bigint {
  if (exponent > 64) return 10n ** BigInt(exponent);
  for (let next = powers.length; next <= exponent; next += 1) powers.push(powers[next - 1]! * 10n);
  return powers[exponent]!;
}

function digits(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

function toDecimal(value: Numeric): Decimal {
  if (typeof value === 'number') {
    if (value !== value) return { kind: 'nan' };
    if (!Number.isFinite(value)) return { kind: 'inf', sign: value > 0 ? 1 : -1 };
    return Number.isInteger(value) ? { kind: 'finite', coefficient: BigInt(value), exponent: 0 } : exactFraction(value);
  }
  if (!(value instanceof Decimal128)) return { kind: 'finite', coefficient: integer(value), exponent: 0 };
  const text = value.toString();
  if (text === 'NaN') return { kind: 'nan' };
  if (text.endsWith('Infinity')) return { kind: 'inf', sign: text.startsWith('-') ? -1 : 1 };
  const [mantissa = '', power10 = '0'] = text.split('E');
  const point = mantissa.indexOf('.');
  if (point < 0) return { kind: 'finite', coefficient: BigInt(mantissa), exponent: Number(power10) };
  const fraction = mantissa.length - point - 1;
  return {
    kind: 'finite',
    coefficient: BigInt(mantissa.slice(0, point) + mantissa.slice(point + 1)),
    exponent: Number(power10) - fraction,
  };
}

/** Every double is a decimal: m / 2^k = m * 5^k / 10^k. */
function exactFraction(value: number): Decimal {
  let scaled = value;
  let shift = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1;
  }
  return { kind: 'finite', coefficient: BigInt(scaled) * 5n ** BigInt(shift), exponent: -shift };
}

function compareDecimals(a: Decimal, b: Decimal): number {
  const weight = (decimal: Decimal): number =>
    decimal.kind === 'nan' ? -2 : decimal.kind === 'inf' ? decimal.sign : 0;
  if (a.kind !== 'finite' || b.kind !== 'finite') return Math.sign(weight(a) - weight(b));
  if (a.coefficient === 0n || b.coefficient === 0n || a.coefficient < 0n !== b.coefficient < 0n) {
    return a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0;
  }
  const negative = a.coefficient < 0n;
  const magnitude = digits(a.coefficient) + a.exponent - digits(b.coefficient) - b.exponent;
  if (magnitude !== 0) return magnitude > 0 === negative ? -1 : 1;
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.coefficient * power(a.exponent - exponent);
  const right = b.coefficient * power(b.exponent - exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

function decimalArithmetic(operation: '+' | '-' | '*', a: Decimal, b: Decimal): Decimal {
  if (a.kind === 'nan' || b.kind === 'nan') return { kind: 'nan' };
  if (operation === '-') return decimalArithmetic('+', a, negated(b));
  if (operation === '*') {
    if (a.kind === 'finite' && b.kind === 'finite') {
      return { kind: 'finite', coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
    }
    const sign = signOf(a) * signOf(b);
    return sign === 0 ? { kind: 'nan' } : { kind: 'inf', sign: sign as 1 | -1 };
  }
  if (a.kind === 'inf') return b.kind === 'inf' && b.sign !== a.sign ? { kind: 'nan' } : a;
  if (b.kind === 'inf') return b;
  // Far apart, the smaller one cannot reach the 34 digits: a sticky digit stands for it.
  const exponent = Math.max(Math.min(a.exponent, b.exponent), highest(a, b) - 3 * DIGITS);
  return { kind: 'finite', coefficient: scaledTo(a, exponent) + scaledTo(b, exponent), exponent };
}

function highest(a: { coefficient: bigint; exponent: number }, b: { coefficient: bigint; exponent: number }): number {
  return Math.max(digits(a.coefficient) + a.exponent, digits(b.coefficient) + b.exponent);
}

function scaledTo(value: { coefficient: bigint; exponent: number }, exponent: number): bigint {
  if (value.exponent >= exponent) return value.coefficient * power(value.exponent - exponent);
  const cut = value.coefficient / power(exponent - value.exponent);
  return cut !== 0n || value.coefficient === 0n ? cut : value.coefficient < 0n ? -1n : 1n;
}

function signOf(value: Decimal): number {
  if (value.kind === 'inf') return value.sign;
  return value.kind === 'nan' || value.coefficient === 0n ? 0 : value.coefficient < 0n ? -1 : 1;
}

function negated(value: Decimal): Decimal {
  if (value.kind === 'nan') return value;
  if (value.kind === 'inf') return { kind: 'inf', sign: value.sign === 1 ? -1 : 1 };
  return { kind: 'finite', coefficient: -value.coefficient, exponent: value.exponent };
}

function shortened(value: { coefficient: bigint; exponent: number }): Decimal & { kind: 'finite' } {
  let { coefficient, exponent } = value;
  if (coefficient === 0n) return { kind: 'finite', coefficient, exponent: 0 };
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { kind: 'finite', coefficient, exponent };
}

/** Rounds half to even at 34 digits, overflows to infinity and underflows to zero. */
function fromDecimal(value: Decimal): Decimal128 {
  if (value.kind === 'nan') return Decimal128.fromString('NaN');
  if (value.kind === 'inf') return Decimal128.fromString(value.sign < 0 ? '-Infinity' : 'Infinity');
  let { coefficient, exponent } = value;
  const drop = Math.max(digits(coefficient) - DIGITS, LOWEST_EXPONENT - exponent);
  if (drop > 0) {
    coefficient = roundedOff(coefficient, drop);
    exponent += drop;
    if (digits(coefficient) > DIGITS) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  while (exponent > HIGHEST_EXPONENT && coefficient !== 0n && digits(coefficient) < DIGITS) {
    coefficient *= 10n;
    exponent -= 1;
  }
  if (exponent > HIGHEST_EXPONENT) {
    if (coefficient !== 0n) return Decimal128.fromString(coefficient < 0n ? '-Infinity' : 'Infinity');
    exponent = HIGHEST_EXPONENT;
  }
  return Decimal128.fromString(`${coefficient}E${exponent < 0 ? '' : '+'}${exponent}`);
}

function roundedOff(coefficient: bigint, places: number): bigint {
  const unit = power(places);
  const cut = coefficient / unit;
  const rest = (coefficient % unit) * 2n;
  const distance = rest < 0n ? -rest : rest;
  const up = distance > unit || (distance === unit && cut % 2n !== 0n);
  return up ? cut + (coefficient < 0n ? -1n : 1n) : cut;
}
