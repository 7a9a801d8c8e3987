import type { Scope, VariableType } from './scope.ts';
import { anything, boolean, listOf, maybe, number, objectOf, text, typeOf, type ValueType } from './value-types.ts';

const declared: { readonly [type in VariableType]: ValueType } = {
  text: { ...text, guessed: true },
  number: { ...number, guessed: true },
  boolean: { ...boolean, guessed: true },
  list: { ...typeOf('list'), guessed: true },
  object: { ...typeOf('object'), guessed: true },
};

const perhaps = maybe(anything);
const named = (names: readonly string[], type: (name: string) => ValueType): { [name: string]: ValueType } =>
  Object.fromEntries(names.map((name) => [name, type(name)]));

/** What a person sent: the parts of every kind of message, each there only when it is of that kind. */
const message = objectOf(
  {
    text,
    kind: text,
    ...named(
      [
        'body media mimeType sha256 caption filename fileId problem url providerMediaId name address messageId emoji source id title',
        'description choiceId raw catalogId response change type reason code',
      ].flatMap((line) => line.split(' ')),
      () => maybe(text),
    ),
    ...named(['latitude', 'longitude'], () => maybe(number)),
    ...named(['animated'], () => maybe(boolean)),
    code: perhaps,
    raw: perhaps,
    fields: maybe(objectOf({}, perhaps)),
    items: maybe(
      listOf(objectOf({ productId: text, quantity: number, price: maybe(number), currency: maybe(text) }, undefined)),
    ),
    contacts: maybe(listOf(objectOf({ name: text, phones: listOf(text), vcard: maybe(text) }))),
  },
  undefined,
  'part',
);

const webhook = objectOf(
  {
    ok: boolean,
    status: maybe(number),
    headers: maybe(objectOf({}, maybe(text))),
    body: perhaps,
    code: maybe(text),
    message: maybe(text),
    durationMs: maybe(number),
  },
  undefined,
  'part',
);

const result = objectOf({ value: anything, category: maybe(text), at: text, node: text }, undefined, 'part');
const identified = objectOf({ id: text, name: text }, undefined, 'part');

const types = new WeakMap<Scope, ValueType>();

/** What expressions find at their top. */
export function rootTypeOf(scope: Scope): ValueType {
  let root = types.get(scope);
  if (!root) {
    root = scope.ofBody ? objectOf({}, perhaps) : rootType(scope);
    types.set(scope, root);
  }
  return root;
}

function rootType({ variables, results, fields, types: kinds = {}, allFields, globals }: Scope): ValueType {
  return objectOf(
    {
      contact: objectOf(
        {
          id: text,
          ...named(['name', 'firstName', 'phone', 'language'], () => maybe(text)),
          fields: objectOf(
            named(fields, () => perhaps),
            allFields ? undefined : perhaps,
            'field',
          ),
          groups: listOf(text),
          labels: listOf(text),
        },
        undefined,
        'part',
      ),
      variables: objectOf(
        named(variables, (name) => (Object.hasOwn(kinds, name) ? declared[kinds[name] ?? 'text'] : anything)),
        undefined,
        'variable',
      ),
      results: objectOf(
        named(results, () => maybe(result)),
        undefined,
        'result',
      ),
      message,
      trigger: objectOf({ kind: text, id: maybe(text), text: maybe(text) }, perhaps),
      webhook: maybe(webhook),
      subflow: maybe(objectOf({}, perhaps)),
      globals: objectOf(
        named(globals ?? [], () => anything),
        globals ? undefined : anything,
        'global',
      ),
      channel: identified,
      conversation: objectOf({ id: text }, undefined, 'part'),
      flow: identified,
    },
    undefined,
    'name',
  );
}
