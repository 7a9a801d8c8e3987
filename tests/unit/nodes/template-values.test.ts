import { describe, expect, test } from '@jest/globals';
import type { Json, TemplateButton, TemplateComponents } from '../../../runtime/contract/index.ts';
import { templateContent } from '../../../runtime/nodes/send-template/message.ts';
import type { PlaceKind } from '../../../runtime/nodes/send-template/places.ts';
import { sectionsIn } from '../../../runtime/nodes/send-template/product-sections.ts';
import { valuesAt } from '../../../runtime/nodes/send-template/values.ts';
import { nodeContext } from '../../support/node-context.ts';

/** What is read from a value at a place of this kind, or the code of why it cannot be sent; undefined where it is left out. */
async function read(kind: PlaceKind, v: Json, required = true): Promise<Json | undefined> {
  const place = { id: 'p', kind, required, part: 'body' as const };
  const ctx = nodeContext({ scope: { variables: { v } } });
  const result = await valuesAt([place], [{ id: 'p', expression: 'variables.v' }], ctx);
  if ('values' in result) return result.values['p'];
  return result.failure.kind === 'fail' ? result.failure.code : result.failure.kind;
}
const invalid = 'template.value-invalid';
const list = (productIds: Json, title?: Json): Json => [{ productIds, ...(title !== undefined && { title }) }];

test.each<[PlaceKind, Json, Json]>([
  ['text', ' a \n b ', 'a b'],
  ['text', 1.5, '1.5'],
  ['text', false, 'false'],
  ['text', null, invalid],
  ['text', {}, invalid],
  ['text', ' \n ', 'template.value-empty'],
  ['link', ' https://a ', 'https://a'],
  ['link', 'http://a', 'media.link-invalid'],
  ['filename', 'a'.repeat(241), 'a'.repeat(240)],
  ['payload', 'a'.repeat(128), 'a'.repeat(128)],
  ['payload', 'a'.repeat(129), 'template.value-too-long'],
  ['url', 'a'.repeat(129), 'a'.repeat(129)],
  ['latitude', 90, 90],
  ['latitude', -90, -90],
  ['latitude', 90.1, invalid],
  ['latitude', -90.1, invalid],
  ['latitude', ' 4.6 ', 4.6],
  ['latitude', ' ', invalid],
  ['latitude', 'a', invalid],
  ['latitude', true, invalid],
  ['longitude', 180, 180],
  ['longitude', '-180', -180],
  ['longitude', 180.1, invalid],
  ['data', { a: 1 }, { a: 1 }],
  ['data', '{"a":1}', { a: 1 }],
  ['data', '[1]', invalid],
  ['data', 'null', invalid],
  ['data', '{', invalid],
  ['data', 1, invalid],
  ['ends', '2026-01-05T09:00:00.001Z', '2026-01-05T09:00:00.001Z'],
  ['ends', '2026-01-05T09:00:00Z', 'template.offer-over'],
  ['ends', ' 2026-01-05T09:00-05:00 ', '2026-01-05T14:00:00.000Z'],
  ['ends', '2026-01-06T09:00:00', invalid],
  ['ends', 'x2026-01-06T09:00:00Z', invalid],
  ['ends', '2026-01-06T09:00:00Zx', invalid],
  ['ends', '2026-13-06T09:00:00Z', invalid],
  ['ends', 1_800_000_000_000, '2027-01-15T08:00:00.000Z'],
  ['ends', '1800000000000', '2027-01-15T08:00:00.000Z'],
  ['ends', '99999999999', invalid],
  ['ends', '100000000000', 'template.offer-over'],
  ['ends', '99999999999999', '5138-11-16T09:46:39.999Z'],
  ['ends', '999999999999999', invalid],
  ['ends', 'x1800000000000', invalid],
  ['ends', 8.64e15, '+275760-09-13T00:00:00.000Z'],
  ['ends', 8.64e15 + 1, invalid],
  ['ends', true, invalid],
  [
    'products',
    'T : a, b\n\nc',
    [
      { title: 'T', productIds: ['a', 'b'] },
      { title: '', productIds: ['c'] },
    ],
  ],
  ['products', 'T: a:b', [{ title: 'T', productIds: ['a:b'] }]],
  ['products', 'T:', invalid],
  ['products', ' ', invalid],
  ['products', list(['a', 7], 'T'), [{ title: 'T', productIds: ['a', '7'] }]],
  ['products', list(['a']), [{ title: '', productIds: ['a'] }]],
  ['products', list([]), invalid],
  ['products', list('a'), invalid],
  ['products', list(['a', '']), invalid],
  ['products', list(['a', null]), invalid],
  ['products', list(['a'], 1), invalid],
  ['products', [{ productIds: ['a'] }, 'b'], invalid],
  ['products', [{ productIds: ['a'] }, null], invalid],
  ['products', [null], invalid],
  ['products', [['a']], invalid],
  ['products', [], invalid],
  ['products', {}, invalid],
])('a place of kind %s is filled by %j: %j', async (kind, value, expected) => {
  expect(await read(kind, value)).toEqual(expected);
});

test.each<[Json, Json | undefined]>([
  ['', undefined],
  [null, undefined],
  [' ', 'template.value-empty'],
  ['a', 'a'],
])('a place that may stay empty is filled by %j: %j', async (value, expected) => {
  expect(await read('payload', value, false)).toEqual(expected);
});

test('a place takes the value of another only where it has none', async () => {
  const place = (id: string, sameAs?: string) => ({
    id,
    kind: 'text' as const,
    required: false,
    part: 'body' as const,
    ...(sameAs && { sameAs }),
  });
  const places = [place('a'), place('b', 'a'), place('c', 'a'), place('d', 'none')];
  const given = [
    { id: 'a', text: '1' },
    { id: 'c', text: '3' },
  ];
  expect(await valuesAt(places, given, nodeContext({}))).toEqual({ values: { a: '1', b: '1', c: '3' } });
  expect(await valuesAt([{ ...place('a'), required: true }], [], nodeContext({}))).toMatchObject({
    failure: { kind: 'fail', code: 'template.value-missing' },
  });
});

test('sections are read from whatever stands at their place', () => {
  expect(sectionsIn('T: a')).toEqual([{ title: 'T', productIds: ['a'] }]);
  expect(sectionsIn([null, ['a'], 'x', { title: 1, productIds: ['a', 1] }, { title: 'T', productIds: 'a' }])).toEqual([
    { title: '', productIds: ['a'] },
    { title: 'T', productIds: [] },
  ]);
  for (const none of [undefined, null, {}, 1]) expect(sectionsIn(none)).toEqual([]);
});

describe('a template in which nothing is filled', () => {
  const content = (components: TemplateComponents) =>
    templateContent(
      { name: 'n', language: 'es', category: 'other', parameterFormat: 'named', components },
      {},
      { token: 't' },
    );
  type Format = NonNullable<TemplateComponents['header']>['format'];
  test.each<[Format, Json[] | undefined, Json | undefined]>([
    ['text', [{ kind: 'text', text: '', name: 'v' }], { kind: 'text', text: 'H {{v}}' }],
    ['image', [{ kind: 'image', link: '' }], { kind: 'image', link: '' }],
    ['video', [{ kind: 'video', link: '' }], { kind: 'video', link: '' }],
    ['document', [{ kind: 'document', link: '' }], { kind: 'document', link: '' }],
    ['location', [{ kind: 'location', latitude: 0, longitude: 0 }], undefined],
    ['product', [{ kind: 'product', productId: '', catalogId: '' }], undefined],
    ['other', undefined, undefined],
  ])('has above it, of kind %s, %j', (format, header, shown) => {
    expect(content({ header: { format, text: 'H {{v}}', variables: ['v'], examples: {} } })).toEqual({
      kind: 'template',
      name: 'n',
      language: 'es',
      parameters: header ? { header } : {},
      shown: shown ? { header: shown } : {},
    });
  });

  test.each<[TemplateButton['kind'], boolean, Json | undefined]>([
    ['quick-reply', false, undefined],
    ['url', false, undefined],
    ['url', true, { index: 0, kind: 'url', text: '' }],
    ['copy-code', false, undefined],
    ['copy-code', true, { index: 0, kind: 'copy-code', code: '' }],
    ['form', false, { index: 0, kind: 'form', token: 't' }],
    ['catalogue', false, undefined],
    ['products', false, { index: 0, kind: 'products', thumbnailProductId: '', sections: [] }],
    ['phone', false, undefined],
    ['other', true, undefined],
  ])('has with a button of kind %s (%j) %j', (kind, variable, button) => {
    expect(content({ buttons: [{ kind, title: 'B', variable }] })).toEqual({
      kind: 'template',
      name: 'n',
      language: 'es',
      parameters: button ? { buttons: [button] } : {},
      shown: { buttons: [{ title: 'B', kind }] },
    });
  });
});
