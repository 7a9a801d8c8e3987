import type { Static, TSchema } from '@sinclair/typebox';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Where a value does not have the form asked for: a JSON pointer and words. */
export type SchemaIssue = { path: string; message: string };

export type Checked<Schema extends TSchema> =
  { ok: true; value: Static<Schema> } | { ok: false; issues: SchemaIssue[] };

const options = { strict: true, allErrors: false, allowUnionTypes: true } as const;

function createAjv(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ ...options, coerceTypes, useDefaults: coerceTypes });
  addFormats.default(ajv);
  return ajv;
}

/** Compiles schemas: bodies are taken as they are, query strings are text and become numbers and booleans where those are meant. */
export function createSchemaCompiler() {
  const exact = createAjv(false);
  const coercing = createAjv(true);
  return function compile<Schema extends TSchema>(
    schema: Schema,
    { coerce = false }: { coerce?: boolean } = {},
  ): (value: unknown) => Checked<Schema> {
    const validate = (coerce ? coercing : exact).compile<Static<Schema>>(schema);
    return (value) => {
      const given: unknown = coerce ? structuredClone(value) : value;
      if (validate(given)) return { ok: true, value: given };
      return { ok: false, issues: (validate.errors ?? []).map(issueOf) };
    };
  };
}
export type CompileSchema = ReturnType<typeof createSchemaCompiler>;

function issueOf({ instancePath, message = 'is not valid', params, keyword }: ErrorObject): SchemaIssue {
  const extra = keyword === 'additionalProperties' ? ` (${String(params['additionalProperty']).slice(0, 100)})` : '';
  return { path: instancePath, message: `${message}${extra}` };
}
