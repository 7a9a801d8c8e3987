/** What a schema says of one value, as far as a control can use it. */
export type Shape = {
  required: boolean;
  minimum?: number;
  maximum?: number;
  wholeNumber?: boolean;
  maxLength?: number;
  maxItems?: number;
};

type Schema = { [keyword: string]: unknown };

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const numberIn = (schema: Schema, keyword: string): number | undefined =>
  typeof schema[keyword] === 'number' ? schema[keyword] : undefined;

/** What a config's schema says of the value at a field's key. */
export function shapeAt(schema: unknown, key: string): Shape {
  let at: unknown = schema;
  let required = false;
  for (const name of key.split('.')) {
    const holder = branches(at).find((branch) => isSchema(branch['properties']) && name in branch['properties']);
    if (!holder || !isSchema(holder['properties'])) return { required: false };
    required = Array.isArray(holder['required']) && holder['required'].includes(name);
    at = holder['properties'][name];
  }
  const [found = {}] = branches(at);
  const limits = {
    minimum: numberIn(found, 'minimum'),
    maximum: numberIn(found, 'maximum'),
    maxLength: numberIn(found, 'maxLength'),
    maxItems: numberIn(found, 'maxItems'),
  };
  return {
    required,
    ...(found['type'] === 'integer' && { wholeNumber: true }),
    ...Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined)),
  };
}

const branches = (schema: unknown): Schema[] => {
  if (!isSchema(schema)) return [];
  return Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isSchema) : [schema];
};
