import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../runtime/contract/index.ts';
import { itemsIn, itemsWritten } from '../../../runtime/nodes/message-parts.ts';
import { typeOf, type Config } from '../../support/one-card.ts';

/** What a type finds wrong with a config, as `severity code path`. */
const found = (type: string, config: Config): string[] =>
  (typeOf(type).check?.(config) ?? []).map(({ severity, code, path }) => `${severity} ${code} ${path}`);

const image = (link: string) => ({ header: { kind: 'image', link } });
const link = { body: 'Hola', title: 'Abrir', url: 'https://example.com' };
const card = { id: 'k_1', media: 'image', link: 'https://example.com/a.png', title: 'Ver', url: 'https://example.com' };
const form = { body: 'x', button: 'Abrir', formId: '5' };

test.each<[string, string, Config, string[]]>([
  ['nothing', 'send-link-button', link, []],
  [
    'all that is missing',
    'send-link-button',
    { header: { kind: 'text', text: ' ' }, body: '', title: ' ', url: '' },
    ['error text.empty /header/text', 'error text.empty /body', 'error text.empty /title', 'error text.empty /url'],
  ],
  ['a page that no browser opens', 'send-link-button', { ...link, url: 'example.com' }, ['error link.invalid /url']],
  ['no fault in a page that is computed', 'send-link-button', { ...link, url: '{{ variables.url }}' }, []],
  ['no fault in a page without https', 'send-link-button', { ...link, url: 'http://example.com' }, []],
  [
    'a header file that nobody can fetch',
    'send-link-button',
    { ...link, ...image('http://example.com/a.png') },
    ['error media.link-invalid /header/link'],
  ],
  ['a header file that is missing', 'send-link-button', { ...link, ...image('') }, ['error text.empty /header/link']],
  ['no fault in a header file that is computed', 'send-link-button', { ...link, ...image('{{ variables.a }}') }, []],
  ['nobody to send', 'send-contact', { contacts: [] }, ['error contact-cards.none /contacts']],
  [
    'contacts without names, numbers and ids of their own',
    'send-contact',
    {
      contacts: [
        { id: 'p_1', name: '', phones: [{ phone: '' }], emails: [{ email: ' ' }] },
        { id: 'p_1', name: 'Ana' },
      ],
    },
    [
      'error id.repeated /contacts/1/id',
      'error text.empty /contacts/0/name',
      'error text.empty /contacts/0/phones/0/phone',
      'error text.empty /contacts/0/emails/0/email',
      'warning contact-card.unreachable /contacts/1',
    ],
  ],
  [
    'no fault in a contact with an e-mail',
    'send-contact',
    { contacts: [{ id: 'p_1', name: 'A', emails: [{ email: 'a@b.c' }] }] },
    [],
  ],
  [
    'a product without ids',
    'send-product',
    { catalogId: '', productId: '' },
    ['error text.empty /catalogId', 'error text.empty /productId'],
  ],
  [
    'a list without all it needs',
    'send-product-list',
    { catalogId: '', header: '', body: '', sections: [] },
    [
      'error text.empty /catalogId',
      'error text.empty /header',
      'error text.empty /body',
      'error products.none /sections',
    ],
  ],
  [
    'sections without titles, products and ids of their own',
    'send-product-list',
    {
      catalogId: '1',
      header: 'A',
      body: 'B',
      sections: [
        { id: 's_1', products: ' , \n' },
        { id: 's_1', title: 'T', products: '{{ variables.ids }}' },
      ],
    },
    [
      'error id.repeated /sections/1/id',
      'error text.empty /sections/0/title',
      'error products.none /sections/0/products',
    ],
  ],
  [
    'no fault in one section without a title',
    'send-product-list',
    { catalogId: '1', header: 'A', body: 'B', sections: [{ id: 's_1', products: 'A-1' }] },
    [],
  ],
  ['a catalogue without words', 'send-catalogue', { body: '' }, ['error text.empty /body']],
  [
    'a carousel of one card',
    'send-carousel',
    { body: 'x', offers: 'links', cards: [card] },
    ['error carousel.too-few /cards'],
  ],
  [
    'cards without file, label, page and ids of their own',
    'send-carousel',
    { body: '', offers: 'links', cards: [card, { id: 'k_1', media: 'video', link: 'a.mp4', url: 'x' }] },
    [
      'error text.empty /body',
      'error id.repeated /cards/1/id',
      'error media.link-invalid /cards/1/link',
      'error text.empty /cards/1/title',
      'error link.invalid /cards/1/url',
    ],
  ],
  [
    'cards with replies of which there are none',
    'send-carousel',
    { body: 'x', offers: 'replies', cards: [card, { ...card, id: 'k_2' }] },
    ['error choices.none /replies'],
  ],
  [
    'no page wanting where cards have replies, but replies that are alike',
    'send-carousel',
    {
      body: 'x',
      offers: 'replies',
      cards: ['k_1', 'k_2'].map((id) => ({ id, media: 'image', link: 'https://example.com/a.png' })),
      replies: [
        { id: 'b_1', title: 'Sí' },
        { id: 'b_2', title: 'sí' },
      ],
    },
    ['error choices.repeated-title /replies/1/title'],
  ],
  ['a question for a place without words', 'ask-location', { body: ' ' }, ['error text.empty /body']],
  [
    'a form without all it needs',
    'ask-form',
    { body: '', button: '', formId: '', header: { kind: 'text', text: '' } },
    ['error text.empty /header/text', 'error text.empty /body', 'error text.empty /button', 'error text.empty /formId'],
  ],
  [
    'what a form begins with that no screen is given',
    'ask-form',
    { ...form, data: [{ name: 'a', text: '1' }] },
    ['error form.no-screen /screen'],
  ],
  [
    'names that stand twice',
    'ask-form',
    {
      ...form,
      screen: 'A',
      data: [
        { name: 'a', text: '1' },
        { name: 'a', text: '2' },
      ],
      answers: [
        { name: 'b', field: 'x' },
        { name: 'b', field: 'y' },
      ],
    },
    ['error name.repeated /data/1/name', 'error name.repeated /answers/1/name'],
  ],
])('finds %s in %s', (_what, type, config, expected) => {
  expect(found(type, config)).toEqual(expected);
});

test('says how few cards are too few', () => {
  expect(typeOf('send-carousel').check?.({ body: 'x', offers: 'links', cards: [card] })[0]).toEqual({
    code: 'carousel.too-few',
    severity: 'error',
    message: 'A carousel has at least 2 cards.',
    path: '/cards',
    params: { min: 2, count: 1 },
  });
});

describe('what cards need outside of the flow', () => {
  test.each<[string, Config, Json]>([
    ['send-product', { catalogId: ' 1001 ', productId: 'A' }, [{ kind: 'catalogue', id: '1001', path: '/catalogId' }]],
    ['send-product', { catalogId: '{{ globals.catalogue }}', productId: 'A' }, []],
    ['send-product', { catalogId: ' ', productId: 'A' }, []],
    [
      'send-product-list',
      { catalogId: '1001', header: '', body: '', sections: [] },
      [{ kind: 'catalogue', id: '1001', path: '/catalogId' }],
    ],
    ['ask-form', { ...form, formId: ' 55 ' }, [{ kind: 'form', id: '55', path: '/formId' }]],
    ['ask-form', { ...form, formId: '{{ globals.form }}' }, []],
    ['ask-form', { ...form, formId: '' }, []],
  ])('%s %j', (type, config, expected) => {
    expect(typeOf(type).references?.(config)).toEqual(expected);
  });
});

const portsOf = (type: string, config: Config) => typeOf(type).ports(config);

test('a carousel has ways out for its replies only while it waits for them', () => {
  const replies = [{ id: 'b_1', title: 'Sí' }];
  const ids = (config: Config) => portsOf('send-carousel', { body: '', cards: [], ...config }).map(({ id }) => id);
  expect(ids({ offers: 'replies', replies, waitForReply: true })).toEqual(['b_1', 'other', 'timeout', 'error']);
  expect(ids({ offers: 'replies', waitForReply: true })).toEqual(['other', 'timeout', 'error']);
  expect(ids({ offers: 'replies', replies, waitForReply: false })).toEqual(['next', 'error']);
  expect(ids({ offers: 'replies', replies })).toEqual(['next', 'error']);
  expect(ids({ offers: 'links', replies, waitForReply: true })).toEqual(['next', 'error']);
});

test.each(['send-link-button', 'send-contact', 'send-product', 'send-product-list', 'send-catalogue'])(
  '%s goes on, or leaves by the error port',
  (type) => {
    expect(
      typeOf(type)
        .ports(typeOf(type).initial)
        .map(({ id }) => id),
    ).toEqual(['next', 'error']);
  },
);

test.each(['ask-form', 'ask-location'])('%s has the ways out of every ask', (type) => {
  expect(
    typeOf(type)
      .ports(typeOf(type).initial)
      .map(({ id }) => id),
  ).toEqual(['next', 'other', 'timeout', 'error']);
});

describe('what cards look like before anything is filled in', () => {
  const preview = (type: string, config: Config) => typeOf(type).editor.preview(config);
  test.each<[string, Config, Json]>([
    ['send-link-button', { ...link, footer: 'Pie' }, { kind: 'link-button', ...link, footer: 'Pie' }],
    ['send-contact', { contacts: [] }, null],
    [
      'send-contact',
      { contacts: [{ id: 'p_1', name: 'Ana', phones: [{ phone: '1' }] }] },
      { kind: 'contact-cards', contacts: [{ name: 'Ana', phones: [{ phone: '1' }] }] },
    ],
    [
      'send-product',
      { catalogId: '1', productId: 'A', body: 'B' },
      { kind: 'product', catalogId: '1', productId: 'A', body: 'B' },
    ],
    [
      'send-product-list',
      { catalogId: '1', header: 'H', body: 'B', sections: [{ id: 's_1', title: 'T', products: 'A\nB' }] },
      {
        kind: 'product-list',
        catalogId: '1',
        header: 'H',
        body: 'B',
        sections: [{ title: 'T', productIds: ['A', 'B'] }],
      },
    ],
    [
      'send-catalogue',
      { body: 'B', thumbnailProductId: 'A' },
      { kind: 'catalogue', body: 'B', thumbnailProductId: 'A' },
    ],
    [
      'send-carousel',
      {
        body: 'B',
        offers: 'links',
        cards: [
          { ...card, body: 'X' },
          { id: 'k_2', media: 'video', link: 'l' },
        ],
      },
      {
        kind: 'carousel',
        body: 'B',
        cards: [
          {
            header: { kind: 'image', link: 'https://example.com/a.png' },
            body: 'X',
            link: { title: 'Ver', url: 'https://example.com' },
          },
          { header: { kind: 'video', link: 'l' }, link: { title: '', url: '' } },
        ],
      },
    ],
    [
      'send-carousel',
      { body: 'B', offers: 'replies', cards: [card], replies: [{ id: 'b_1', title: 'Sí' }] },
      {
        kind: 'carousel',
        body: 'B',
        cards: [
          { header: { kind: 'image', link: 'https://example.com/a.png' }, buttons: [{ id: '0.b_1', title: 'Sí' }] },
        ],
      },
    ],
    ['ask-location', { body: '¿Dónde?' }, { kind: 'location-request', body: '¿Dónde?' }],
    [
      'ask-form',
      { ...form, header: { kind: 'text', text: 'H' }, footer: 'F' },
      {
        kind: 'form-request',
        header: { kind: 'text', text: 'H' },
        body: 'x',
        footer: 'F',
        button: 'Abrir',
        formId: '5',
        token: '',
      },
    ],
    ['ask-form', form, { kind: 'form-request', body: 'x', button: 'Abrir', formId: '5', token: '' }],
  ])('%s %j', (type, config, expected) => {
    expect(preview(type, config)).toEqual(expected);
  });
});

test('a list may stand on lines or with commas', () => {
  expect(itemsIn(' a\nb, c ,\n\n')).toEqual(['a', 'b', 'c']);
  expect(itemsIn('')).toEqual([]);
});

test('commas within what is computed part nothing', () => {
  expect(itemsWritten('A-1, {{ $join(variables.a, ",") }}\nB-{{ variables.b }}')).toEqual([
    'A-1',
    '{{ $join(variables.a, ",") }}',
    'B-{{ variables.b }}',
  ]);
});
