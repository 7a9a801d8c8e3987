import { describe, expect, test } from '@jest/globals';
import type { InboundContent, Json } from '../../../runtime/contract/index.ts';
import { formAnswer, variablesFrom } from '../../../runtime/nodes/form-answers.ts';
import {
  checkFileLink,
  checkHeader,
  checkWebLink,
  itemsIn,
  itemsWritten,
  said,
  type HeaderConfig,
} from '../../../runtime/nodes/message-parts.ts';
import { catalogueReference, checkSections, filledSections, writtenSections } from '../../../runtime/nodes/products.ts';
import { nodeContext } from '../../support/node-context.ts';

type Config = { [key: string]: Json };

const empty = (path: string) => ({ code: 'text.empty', severity: 'error', message: 'A text is missing.', path });
const noFile = (path: string) => ({
  code: 'media.link-invalid',
  severity: 'error',
  message: 'A file is sent from an https address.',
  path,
});
const noPage = (path: string) => ({
  code: 'link.invalid',
  severity: 'error',
  message: 'A page has an address that begins with https:// or http:// and has no spaces.',
  path,
});

test.each<[string, Json[], Json[]]>([
  ['', [empty('/x')], [empty('/x')]],
  ['  ', [empty('/x')], [empty('/x')]],
  [' https://a ', [], []],
  [' http://a ', [noFile('/x')], []],
  ['a', [noFile('/x')], [noPage('/x')]],
  ['https://a b', [noFile('/x')], [noPage('/x')]],
  ['{{ variables.a }}', [], []],
])('the address %j of a file, and of a page, is found to be so', (link, file, page) => {
  expect(checkFileLink(link, '/x')).toEqual(file);
  expect(checkWebLink(link, '/x')).toEqual(page);
});

test.each<[HeaderConfig | undefined, string | undefined, Json[]]>([
  [undefined, undefined, []],
  [{ kind: 'text', text: 'a' }, undefined, []],
  [{ kind: 'text', text: ' ' }, undefined, [empty('/header/text')]],
  [{ kind: 'text', text: '' }, '/top', [empty('/top/text')]],
  [{ kind: 'image', link: '' }, undefined, [empty('/header/link')]],
  [{ kind: 'video', link: 'http://a' }, '/top', [noFile('/top/link')]],
  [{ kind: 'document', link: 'https://a' }, undefined, []],
])('the header %j at %j is found to be so', (header, path, expected) => {
  expect(checkHeader(header, path)).toEqual(expected);
});

test('only fields with words are said, without blanks around', () => {
  expect(said({ a: ' x ', b: '', c: '  ', d: undefined, e: 'y' })).toEqual({ a: 'x', e: 'y' });
});

test.each<[string, string[]]>([
  ['', []],
  [' , \n,', []],
  ['a,b\nc', ['a', 'b', 'c']],
  [' a b ,\n c', ['a b', 'c']],
])('the items of %j', (text, expected) => {
  expect(itemsIn(text)).toEqual(expected);
  expect(itemsWritten(text)).toEqual(expected);
});

test('the items of a text that computes more than ten of them', () => {
  const each = Array.from({ length: 12 }, (_none, index) => `{{ f(${index}, 1) }}`);
  expect(itemsWritten(each.join(', '))).toEqual(each);
  expect(itemsWritten('a{{ 1,\n2 }}b{{3}}, c')).toEqual(['a{{ 1,\n2 }}b{{3}}', 'c']);
});

describe('products', () => {
  const none = (path: string) => ({
    code: 'products.none',
    severity: 'error',
    message: 'There are no products yet.',
    path,
  });
  test.each([
    ['1', [{ kind: 'catalogue', id: '1', path: '/catalogId' }]],
    [' 1 ', [{ kind: 'catalogue', id: '1', path: '/catalogId' }]],
    ['', []],
    [' ', []],
    ['{{ variables.a }}', []],
  ])('are of the catalogue %j', (id, expected) => {
    expect(catalogueReference(id)).toEqual(expected);
    expect(catalogueReference(id, '/x')).toEqual(expected.map((each) => ({ ...each, path: '/x' })));
  });

  test('are found wanting where they cannot be shown', () => {
    expect(checkSections([], '/s')).toEqual([none('/s')]);
    expect(checkSections([{ id: 's_1', products: ' ' }], '/s')).toEqual([none('/s/0/products')]);
    expect(checkSections([{ id: 's_1', products: 'a' }], '/s')).toEqual([]);
    expect(
      checkSections(
        [
          { id: 's_1', title: 'A', products: 'a' },
          { id: 's_1', products: ',' },
        ],
        '/s',
      ),
    ).toEqual([
      {
        code: 'id.repeated',
        severity: 'error',
        message: 'The id "s_1" stands here twice.',
        path: '/s/1/id',
        params: { id: 's_1' },
      },
      empty('/s/1/title'),
      none('/s/1/products'),
    ]);
  });

  test('are filled in, a section without any left out', async () => {
    const ctx = nodeContext({ scope: { variables: { t: 'T', ids: 'a, b', none: '' } } });
    const sections = [
      { id: 's_1', title: '{{ variables.t }}', products: '{{ variables.ids }}\nc' },
      { id: 's_2', title: '{{ variables.t }}', products: '{{ variables.none }}' },
      { id: 's_3', products: 'd' },
      { id: 's_4', title: '', products: 'e' },
    ];
    expect(await filledSections(sections, ctx)).toEqual([
      { title: 'T', productIds: ['a', 'b', 'c'] },
      { productIds: ['d'] },
      { productIds: ['e'] },
    ]);
    expect(writtenSections(sections)).toEqual([
      { title: '{{ variables.t }}', productIds: ['{{ variables.ids }}', 'c'] },
      { title: '{{ variables.t }}', productIds: ['{{ variables.none }}'] },
      { productIds: ['d'] },
      { productIds: ['e'] },
    ]);
  });
});

describe('the answers of a form', () => {
  const form = (fields: Config): InboundContent => ({ kind: 'form', fields });
  test('are those of the form that was opened', () => {
    expect(formAnswer(form({ flow_token: 't', a: 1 }), 't')).toEqual({ a: 1 });
    expect(formAnswer(form({ a: 1, flow_token_2: 'x' }), 't')).toEqual({ a: 1, flow_token_2: 'x' });
    expect(formAnswer(form({}), 't')).toEqual({});
    expect(formAnswer(form({ flow_token: 'u', a: 1 }), 't')).toBeUndefined();
    expect(formAnswer(form({ flow_token: null }), 't')).toBeUndefined();
    expect(formAnswer({ kind: 'text', body: 't' }, 't')).toBeUndefined();
  });
  test('go into the variables that take them', () => {
    const answers = [
      { name: 'a', field: 'x' },
      { name: 'b', field: 'toString' },
      { name: 'c', field: 'none' },
      { name: 'd', field: 'y' },
      { name: 'e', field: 'x' },
    ];
    expect(variablesFrom(answers, { x: 1, y: null, z: 2 })).toEqual({ a: 1, d: null, e: 1 });
    expect(variablesFrom([], { x: 1 })).toEqual({});
  });
});
