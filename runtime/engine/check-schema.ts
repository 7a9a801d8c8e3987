import { FormatRegistry, type TSchema } from '@sinclair/typebox';
import { Value, ValueErrorType, type ValueError } from '@sinclair/typebox/value';

/** Where a value is not of a schema's form: a JSON pointer and words in English. */
export type SchemaProblem = { path: string; message: string };

// The schemas are interpreted, not compiled: the page's policy forbids code made from strings.
FormatRegistry.Set('date-time', isDateTime);

/** What is wrong with a value, one line per place; empty when it is of the schema's form. */
export function schemaProblems(schema: TSchema, value: unknown): SchemaProblem[] {
  if (Value.Check(schema, value)) return [];
  return told(Value.Errors(schema, value)).map((error) => ({ path: placeOf(error), message: wordsFor(error) }));
}

/** The first error of each place; of a union the errors of the alternative that was meant. */
function told(errors: Iterable<ValueError>): ValueError[] {
  const places = new Map<string, ValueError>();
  for (const error of errors)
    for (const inner of error.type === ValueErrorType.Union ? ofUnion(error) : [error])
      if (!places.has(inner.path) && !isShortEnough(inner)) places.set(inner.path, inner);
  return [...places.values()];
}

/**
 * Of a union that nothing fits, the errors of the alternatives that were meant: those whose literals (`kind: 'keyword'`) fit. Without
 * such a one, that the value is none of them.
 */
function ofUnion(union: ValueError): ValueError[] {
  const alternatives = union.errors.map(told);
  if (alternatives.some((errors) => errors.length === 0)) return [];
  const meant = alternatives.filter((errors) => !errors.some(({ type }) => unfit.has(type)));
  return meant.length > 0 ? meant.flat() : [union];
}

const typeWords = new Map<ValueErrorType, string>([
  [ValueErrorType.Array, 'array'],
  [ValueErrorType.Boolean, 'boolean'],
  [ValueErrorType.Integer, 'integer'],
  [ValueErrorType.Null, 'null'],
  [ValueErrorType.Number, 'number'],
  [ValueErrorType.Object, 'object'],
  [ValueErrorType.String, 'string'],
]);
/** What shows that an alternative was not meant. */
const unfit = new Set([...typeWords.keys(), ValueErrorType.Literal, ValueErrorType.Union]);

/** Lengths are counted in characters; the interpreter counts the two halves of an emoji. */
const isShortEnough = ({ type, schema, value }: ValueError): boolean =>
  type === ValueErrorType.StringMaxLength &&
  typeof value === 'string' &&
  Array.from(value).length <= Number(schema.maxLength);

/** A name as a part of a JSON pointer (RFC 6901). */
export const pointerPart = (name: string): string => cut(name.replaceAll('~', '~0').replaceAll('/', '~1'));

const longestPart = 200;
const cut = (part: string): string => part.slice(0, longestPart);
const placeOf = ({ path }: ValueError): string =>
  path.length > longestPart ? path.split('/').map(cut).join('/') : path;

function wordsFor({ type, schema }: ValueError): string {
  const typeWord = typeWords.get(type);
  if (typeWord) return `must be ${typeWord}`;
  switch (type) {
    case ValueErrorType.ObjectRequiredProperty:
      return 'is missing';
    case ValueErrorType.ObjectAdditionalProperties:
      return 'is not known here';
    case ValueErrorType.Union:
      return 'is none of the forms that may stand here';
    case ValueErrorType.Literal:
      return `must be ${JSON.stringify(schema.const)}`;
    case ValueErrorType.StringMinLength:
      return `must NOT have fewer than ${schema.minLength} characters`;
    case ValueErrorType.StringMaxLength:
      return `must NOT have more than ${schema.maxLength} characters`;
    case ValueErrorType.StringPattern:
      return `must match pattern "${schema.pattern}"`;
    case ValueErrorType.StringFormat:
      return `must match format "${schema.format}"`;
    case ValueErrorType.ArrayMinItems:
      return `must NOT have fewer than ${schema.minItems} items`;
    case ValueErrorType.ArrayMaxItems:
      return `must NOT have more than ${schema.maxItems} items`;
    case ValueErrorType.ObjectMinProperties:
      return `must NOT have fewer than ${schema.minProperties} properties`;
    case ValueErrorType.ObjectMaxProperties:
      return `must NOT have more than ${schema.maxProperties} properties`;
    case ValueErrorType.IntegerMinimum:
    case ValueErrorType.NumberMinimum:
      return `must be >= ${schema.minimum}`;
    case ValueErrorType.IntegerMaximum:
    case ValueErrorType.NumberMaximum:
      return `must be <= ${schema.maximum}`;
    case ValueErrorType.IntegerExclusiveMinimum:
    case ValueErrorType.NumberExclusiveMinimum:
      return `must be > ${schema.exclusiveMinimum}`;
    case ValueErrorType.IntegerExclusiveMaximum:
    case ValueErrorType.NumberExclusiveMaximum:
      return `must be < ${schema.exclusiveMaximum}`;
    default:
      return 'is not valid';
  }
}

/** RFC 3339: a day that exists, a time with its zone. */
function isDateTime(text: string): boolean {
  const found = /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):?(\d\d)?)$/.exec(text);
  if (!found) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = found
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const inDay = hour < 24 && minute < 60 && second < 60;
  return day >= 1 && day <= days && inDay && zoneHour < 24 && zoneMinute < 60;
}
