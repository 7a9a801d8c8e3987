import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Where a value is not of a schema's form: a JSON pointer and words in English. */
export type SchemaProblem = { path: string; message: string };

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);

const compiled = new WeakMap<TSchema, ValidateFunction>();

/** What is wrong with a value, one line per place; empty when it is of the schema's form. */
export function schemaProblems(schema: TSchema, value: unknown): SchemaProblem[] {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  if (validate(value)) return [];
  const found = new Map<string, string>();
  for (const error of telling(validate.errors ?? [])) {
    const path = placeOf(error);
    if (!found.has(path)) found.set(path, wordsFor(error));
  }
  return [...found].map(([path, message]) => ({ path, message }));
}

/**
 * Of a union that nothing fits, the errors of the alternative that was meant: the one whose literals (`kind: 'keyword'`) fit.
 * Without such a one, that the value is none of them.
 */
function telling(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  const alternativeOf = ({ schemaPath }: ErrorObject, union: ErrorObject): string | undefined =>
    schemaPath.startsWith(`${union.schemaPath}/`)
      ? schemaPath.slice(union.schemaPath.length + 1).split('/')[0]
      : undefined;
  const within = (error: ErrorObject, union: ErrorObject) =>
    error !== union &&
    alternativeOf(error, union) !== undefined &&
    (error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`));
  const dropped = new Set<ErrorObject>();
  for (const union of unions) {
    const inner = errors.filter((error) => within(error, union));
    const unfit = new Set(
      inner
        .filter(({ keyword }) => keyword === 'const' || keyword === 'type')
        .map((error) => alternativeOf(error, union)),
    );
    const meant = inner.filter((error) => !unfit.has(alternativeOf(error, union)));
    for (const error of inner) if (!meant.includes(error)) dropped.add(error);
    if (meant.length) dropped.add(union);
  }
  return errors.filter((error) => !dropped.has(error));
}

function placeOf({ instancePath, keyword, params }: ErrorObject): string {
  const named = (name: unknown) => `${instancePath}/${pointerPart(String(name))}`;
  if (keyword === 'required') return named((params as { missingProperty: string }).missingProperty);
  if (keyword === 'additionalProperties') return named((params as { additionalProperty: string }).additionalProperty);
  return instancePath;
}

function wordsFor({ keyword, message = 'is not valid', params }: ErrorObject): string {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not known here';
  if (keyword === 'anyOf') return 'is none of the forms that may stand here';
  if (keyword === 'const') return `must be ${JSON.stringify((params as { allowedValue: unknown }).allowedValue)}`;
  return message;
}

/** A name as a part of a JSON pointer (RFC 6901). */
export const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 200);
