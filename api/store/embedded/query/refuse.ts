import { BSONRegExp, Decimal128, Long, ObjectId } from 'bson';
import { StoreError } from '../errors.ts';
import { Rank, typeRank } from '../bson/order.ts';

/** Code 2: the operand makes no sense for the operator. */
export const badValue = (message: string): StoreError => new StoreError(2, 'BadValue', message);

/** Code 9: the statement is not well formed. */
export const failedToParse = (message: string): StoreError => new StoreError(9, 'FailedToParse', message);

/** Code 14: an operand or a stored value has the wrong type. */
export const typeMismatch = (message: string): StoreError => new StoreError(14, 'TypeMismatch', message);

/** Code 28: the path runs through a value that cannot hold fields. */
export const pathNotViable = (message: string): StoreError => new StoreError(28, 'PathNotViable', message);

/** A code that MongoDB gives no name of its own. */
export const located = (code: number, message: string): StoreError => new StoreError(code, `Location${code}`, message);

/** MongoDB's name of a value's type, as `$type` answers and messages say. Integers of 32 bits are ints, others doubles. */
export function typeName(value: unknown): string {
  switch (typeRank(value)) {
    case Rank.minKey:
      return 'minKey';
    case Rank.null:
      return value === undefined ? 'missing' : 'null';
    case Rank.number:
      return numberType(value);
    case Rank.string:
      return 'string';
    case Rank.object:
      return 'object';
    case Rank.array:
      return 'array';
    case Rank.binary:
      return 'binData';
    case Rank.objectId:
      return 'objectId';
    case Rank.boolean:
      return 'bool';
    case Rank.date:
      return 'date';
    case Rank.timestamp:
      return 'timestamp';
    case Rank.regex:
      return 'regex';
    case Rank.code:
      return 'javascript';
    default:
      return 'maxKey';
  }
}

/** The kind of a number as the driver would store it: 32-bit integers as int, every other double as double. */
function numberType(value: unknown): string {
  if (value instanceof Long || typeof value === 'bigint') return 'long';
  if (value instanceof Decimal128) return 'decimal';
  return (value as number) === ((value as number) | 0) && !Object.is(value, -0) ? 'int' : 'double';
}

const SHOWN_LENGTH = 200; // enough to find the place; a message must not carry a whole document

/** A value as error messages show it. */
export function shown(value: unknown): string {
  const text = render(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text;
}

function render(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return `${value as number | boolean | null}`;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(render).join(', ')} ]`;
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof RegExp) return value.toString();
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`;
  if (value instanceof Long || value instanceof Decimal128) return value.toString();
  if (typeRank(value) !== Rank.object) return typeName(value);
  const pairs = Object.entries(value).map(([key, field]) => `${key}: ${render(field)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}
