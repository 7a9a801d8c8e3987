import { describe, expect, test } from '@jest/globals';
import { Type, type TSchema } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Flow, InstantSchema, type Json } from '../../../runtime/contract/index.ts';
import { schemaProblems } from '../../../runtime/engine/check-schema.ts';
import { nodeTypeList } from '../../../runtime/nodes/index.ts';
import { flowOf } from '../../support/engine.ts';

const Strict = (properties: { [name: string]: TSchema }) => Type.Object(properties, { additionalProperties: false });

const Thing = Strict({
  name: Type.String({ minLength: 1, maxLength: 3 }),
  count: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
  words: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 2 })),
  look: Type.Optional(
    Type.Union([
      Strict({ kind: Type.Literal('text'), text: Type.String() }),
      Strict({ kind: Type.Union([Type.Literal('image'), Type.Literal('video')]), link: Type.String() }),
    ]),
  ),
  mode: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')])),
  fixed: Type.Optional(Type.Literal(1)),
});

describe('a value that is not of its form', () => {
  test.each<[string, Json, [string, string][]]>([
    ['is told of a missing part', {}, [['/name', 'is missing']]],
    ['is told of an unknown part', { name: 'x', 'a/b': 1 }, [['/a~1b', 'is not known here']]],
    ['is told the type', { name: 5 }, [['/name', 'must be string']]],
    ['is told the type as a whole', [], [['', 'must be object']]],
    ['is told of a text that is too short', { name: '' }, [['/name', 'must NOT have fewer than 1 characters']]],
    ['is told of a text that is too long', { name: 'abcd' }, [['/name', 'must NOT have more than 3 characters']]],
    ['has its characters counted, not their halves', { name: '😀😀😀' }, []],
    ['is told of numbers out of range', { name: 'x', count: 10 }, [['/count', 'must be <= 9']]],
    ['is told of numbers that are not whole', { name: 'x', count: 1.5 }, [['/count', 'must be integer']]],
    ['is told of an empty list', { name: 'x', words: [] }, [['/words', 'must NOT have fewer than 1 items']]],
    ['is told of each item', { name: 'x', words: ['a', 1] }, [['/words/1', 'must be string']]],
    ['is told the literal', { name: 'x', fixed: 2 }, [['/fixed', 'must be 1']]],
    [
      'of a union is judged by the alternative that was meant',
      { name: 'x', look: { kind: 'text', text: '', more: 1 } },
      [['/look/more', 'is not known here']],
    ],
    ['of a union in a union too', { name: 'x', look: { kind: 'video' } }, [['/look/link', 'is missing']]],
    [
      'that none of the alternatives was meant by is told so',
      { name: 'x', look: { kind: 'sound' }, mode: 'c' },
      [
        ['/look', 'is none of the forms that may stand here'],
        ['/mode', 'is none of the forms that may stand here'],
      ],
    ],
  ])('%s', (_what, value, problems) => {
    expect(schemaProblems(Thing, value).map(({ path, message }) => [path, message])).toEqual(problems);
  });

  test.each([
    ['2026-11-21T10:00:00.000Z', true],
    ['2026-11-21T10:00:00-06:00', true],
    ['2024-02-29T10:00:00Z', true],
    ['2026-02-29T10:00:00Z', false],
    ['2026-11-21T24:00:00Z', false],
    ['2026-11-21', false],
    ['mañana', false],
  ])('is an instant or not: %s', (text, fits) => {
    expect(schemaProblems(InstantSchema, text)).toEqual(
      fits ? [] : [{ path: '', message: 'must match format "date-time"' }],
    );
  });
});

describe('the interpreter', () => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const sound = flowOf({ a: ['stop'] });
  const odd: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom<Json[]>(null, '', 'text', 0, -1, 1.5, true, [], {}),
    fc.string({ maxLength: 12, unit: 'binary' }),
    fc.array(fc.record({ id: fc.constantFrom('b_1', '1'), title: fc.constantFrom<Json[]>('x', 5) }), { maxLength: 3 }),
  );

  /** A value with some places, down to two deep, put to something else or left out. */
  const spoiled = (value: object, keys: readonly string[]): fc.Arbitrary<Json> =>
    fc.dictionary(fc.constantFrom(...keys, 'zzz'), odd, { maxKeys: 3 }).map((changes) => {
      const entries = Object.entries({ ...value, ...changes }).filter(([name]) => changes[name] !== '');
      return Object.fromEntries(entries) as Json;
    });

  const schemas: [string, TSchema, object][] = [
    ['a flow', Flow, sound],
    ...nodeTypeList.map((type): [string, TSchema, object] => [type.type, type.config, type.initial]),
  ];

  test.each(schemas)('takes and refuses the same as a compiled check: %s', (_name, schema, initial) => {
    const compiled = ajv.compile(schema);
    const properties = Object.keys((schema.properties ?? {}) as object);
    fc.assert(
      fc.property(spoiled(initial, properties), (value) => {
        expect(schemaProblems(schema, value).length === 0).toBe(compiled(value));
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});
