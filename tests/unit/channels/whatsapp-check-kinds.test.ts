import { describe, expect, test } from '@jest/globals';
import type { CarouselCard, OutboundContent, TemplateParameters } from '../../../runtime/contract/index.ts';
import { checkContent } from '../../../runtime/channels/whatsapp-cloud/check.ts';

const at = '2026-11-21T12:00:00.000Z';
const codes = (content: OutboundContent, when = at) =>
  checkContent(content, when).map(({ code, path }) => `${code.replace('whatsapp.', '')} ${path}`);
const long = (length: number) => 'ñ'.repeat(length);
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

const link = (change: object = {}): OutboundContent => ({
  kind: 'link-button',
  body: long(1_024),
  footer: long(60),
  title: long(20),
  url: 'http://x.example?a=1',
  ...change,
});
const form = (change: object = {}): OutboundContent => ({
  kind: 'form-request',
  body: long(1_024),
  footer: long(60),
  button: long(20),
  formId: '9',
  token: 't',
  ...change,
});
const products = (change: object = {}): OutboundContent => ({
  kind: 'product-list',
  catalogId: 'c',
  header: long(60),
  body: long(1_024),
  sections: times(10, (n) => ({ title: long(24), productIds: times(3, (index) => `P${n}${index}`) })),
  ...change,
});
const card = (change: object = {}): CarouselCard => ({
  header: { kind: 'image', link: 'https://x.example/i' },
  body: `${long(158)}\n\n`,
  buttons: [
    { id: long(256), title: long(20) },
    { id: 'b', title: 'B' },
  ],
  ...change,
});
const carousel = (cards: CarouselCard[], body = long(1_024)): OutboundContent => ({ kind: 'carousel', body, cards });
const opening = (title: string, url: string) => card({ buttons: undefined, link: { title, url } });
const template = (parameters: TemplateParameters, change: object = {}): OutboundContent => ({
  kind: 'template',
  name: 'aviso',
  language: 'es',
  parameters,
  shown: {},
  ...change,
});

describe('exactly at its limits a message is sound', () => {
  test.each<[string, OutboundContent]>([
    ['a link', link()],
    ['a form', form({ screen: 'S', data: { a: 1 } })],
    ['a request for a place', { kind: 'location-request', body: long(1_024) }],
    ['a product', { kind: 'product', catalogId: 'c', productId: 'P', body: long(1_024), footer: long(60) }],
    ['a bare product', { kind: 'product', catalogId: 'c', productId: 'P' }],
    ['products', products()],
    ['one section without a title', products({ sections: [{ productIds: times(30, String) }] })],
    ['a catalogue', { kind: 'catalogue', body: long(1_024), footer: long(60) }],
    ['cards with replies', carousel(times(10, () => card()))],
    ['two cards', carousel([card(), card()])],
    ['cards with links', carousel(times(2, () => opening(long(20), 'https://x.example')))],
    ['address cards', { kind: 'contact-cards', contacts: times(257, () => ({ name: 'A', phones: [{ phone: '1' }] })) }],
    [
      'a template',
      template(
        {
          header: [{ kind: 'image', link: 'https://x.example' }],
          body: [{ kind: 'text', text: 'a    b', name: 'n' }],
          buttons: [
            { index: 0, kind: 'quick-reply', payload: long(128) },
            { index: 1, kind: 'copy-code', code: long(20) },
            { index: 2, kind: 'url', text: 'x' },
            { index: 3, kind: 'catalogue' },
            { index: 4, kind: 'form', token: 't' },
            { index: 5, kind: 'products', thumbnailProductId: 'P', sections: [{ title: 'S', productIds: ['P'] }] },
          ],
          offerEndsAt: at,
          cards: times(10, () => ({})),
        },
        { name: long(512), language: 'pt_BR', shown: { header: { kind: 'text', text: long(60) }, body: long(1_024) } },
      ),
    ],
  ])('%s', (_, content) => expect(codes(content)).toEqual([]));
});

describe('beyond them it is not', () => {
  test.each<[string, OutboundContent, string[]]>([
    [
      'a link',
      link({
        header: { kind: 'text', text: long(61) },
        body: long(1_025),
        footer: long(61),
        title: long(21),
        url: 'x',
      }),
      [
        'header-too-long /header/text',
        'body-too-long /body',
        'footer-too-long /footer',
        'button-title-too-long /title',
        'link-invalid /url',
      ],
    ],
    [
      'an empty link',
      link({ body: ' ', title: '', url: 'https://x y' }),
      ['body-empty /body', 'button-title-empty /title', 'link-invalid /url'],
    ],
    ['a label of two lines', link({ title: 'a\nb' }), ['button-title-several-lines /title']],
    [
      'a file behind http',
      link({ header: { kind: 'document', link: 'http://x.example/a.pdf' } }),
      ['link-not-secure /header/link'],
    ],
    [
      'a form',
      form({ body: long(1_025), button: long(21), formId: '', token: ' ', data: { a: 1 } }),
      ['body-too-long /body', 'form-button-too-long /button', 'form-id-empty /formId', 'form-screen-missing /screen'],
    ],
    ['a form button with a picture', form({ button: 'Abrir 📝' }), ['form-button-emoji /button']],
    ['a form button with a figure', form({ button: 'Paso 2' }), []],
    ['a request for a place', { kind: 'location-request', body: long(1_025) }, ['body-too-long /body']],
    ['an empty request', { kind: 'location-request', body: '' }, ['body-empty /body']],
    [
      'a product',
      { kind: 'product', catalogId: '', productId: '', body: long(1_025), footer: long(61) },
      [
        'catalogue-id-empty /catalogId',
        'product-id-empty /productId',
        'body-too-long /body',
        'footer-too-long /footer',
      ],
    ],
    [
      'products',
      products({
        catalogId: '',
        header: '',
        body: long(1_025),
        footer: long(61),
        sections: [
          { title: long(25), productIds: times(30, String) },
          { productIds: ['', 'x'] },
          { title: 'T', productIds: [] },
        ],
      }),
      [
        'catalogue-id-empty /catalogId',
        'header-empty /header',
        'body-too-long /body',
        'footer-too-long /footer',
        'products-too-many /sections',
        'section-title-too-long /sections/0/title',
        'section-title-empty /sections/1/title',
        'section-without-products /sections/2',
        'product-id-empty /sections/1/productIds/0',
      ],
    ],
    ['no sections', products({ sections: [] }), ['sections-none /sections']],
    ['no products', products({ sections: [{ productIds: [] }] }), ['products-none /sections']],
    [
      'eleven sections',
      products({ sections: times(11, () => ({ title: 'S', productIds: ['P'] })) }),
      ['sections-too-many /sections'],
    ],
    ['a catalogue', { kind: 'catalogue', body: '', footer: long(61) }, ['body-empty /body', 'footer-too-long /footer']],
    ['a long catalogue', { kind: 'catalogue', body: long(1_025) }, ['body-too-long /body']],
    ['no address cards', { kind: 'contact-cards', contacts: [] }, ['contacts-none /contacts']],
    [
      'too many address cards',
      { kind: 'contact-cards', contacts: times(258, () => ({ name: 'A' })) },
      ['contacts-too-many /contacts'],
    ],
    [
      'an address card',
      { kind: 'contact-cards', contacts: [{ name: '', phones: [{ phone: 'x' }], emails: [{ email: 'x' }] }] },
      [
        'contact-name-empty /contacts/0/name',
        'contact-phone-invalid /contacts/0/phones/0/phone',
        'contact-email-invalid /contacts/0/emails/0/email',
      ],
    ],
    ['one card', carousel([card()]), ['cards-too-few /cards']],
    ['eleven cards', carousel(times(11, () => card())), ['cards-too-many /cards']],
    ['a long carousel', carousel([card(), card()], long(1_025)), ['body-too-long /body']],
    ['a carousel without words', carousel([card(), card()], ''), ['body-empty /body']],
    [
      'a card',
      carousel([
        card({ header: { kind: 'video', link: 'x' }, body: `${long(158)}\n\n\n` }),
        card({
          buttons: [
            { id: long(257), title: long(21) },
            { id: '', title: 'a\nb' },
          ],
        }),
      ]),
      [
        'link-invalid /cards/0/header/link',
        'card-text-too-long /cards/0/body',
        'card-text-too-many-lines /cards/0/body',
        'button-title-too-long /cards/1/buttons/0/title',
        'button-id-too-long /cards/1/buttons/0/id',
        'button-title-several-lines /cards/1/buttons/1/title',
        'button-id-empty /cards/1/buttons/1/id',
      ],
    ],
    [
      'a card with the same reply twice',
      carousel(
        times(2, () =>
          card({
            buttons: [
              { id: 'a', title: 'A' },
              { id: 'a', title: 'A' },
            ],
          }),
        ),
      ),
      ['button-id-repeated', 'button-title-repeated', 'button-id-repeated', 'button-title-repeated'].map(
        (code, index) => `${code} /cards/${index < 2 ? 0 : 1}/buttons/1/${index % 2 ? 'title' : 'id'}`,
      ),
    ],
    [
      'cards without replies, and with three',
      carousel([card({ buttons: [] }), card({ buttons: times(3, (n) => ({ id: `${n}`, title: `${n}` })) })]),
      ['buttons-none /cards/0/buttons', 'buttons-too-many /cards/1/buttons', 'cards-unlike /cards/1'],
    ],
    [
      'a link and replies',
      carousel(times(2, () => card({ link: { title: 'Ir', url: 'https://x.example' } }))),
      ['card-offers-both /cards/0', 'card-offers-both /cards/1'],
    ],
    [
      'a link among replies',
      carousel([card(), card(), opening(long(21), 'x')]),
      ['button-title-too-long /cards/2/link/title', 'link-invalid /cards/2/link/url', 'cards-unlike /cards/2'],
    ],
    [
      'a template',
      template(
        {
          header: [{ kind: 'video', link: 'x' }],
          body: [
            { kind: 'text', text: '', name: 'a' },
            { kind: 'text', text: 'a\nb' },
            { kind: 'text', text: 'a     b' },
            { kind: 'text', text: 'a\tb' },
            { kind: 'product', productId: '', catalogId: '' },
          ],
          buttons: [
            { index: 0, kind: 'quick-reply', payload: long(129) },
            { index: 1, kind: 'copy-code', code: long(21) },
            { index: 2, kind: 'url', text: '' },
            { index: 3, kind: 'form', token: '' },
            { index: 4, kind: 'products', thumbnailProductId: '', sections: [] },
          ],
          offerEndsAt: 'mañana',
          cards: [...times(10, () => ({})), { body: [{ kind: 'text', text: '' }] }],
        },
        { name: '', language: 'español', shown: { header: { kind: 'text', text: long(61) }, body: long(1_025) } },
      ),
      [
        'template-name-empty /name',
        'template-language-invalid /language',
        'link-invalid /parameters/header/0/link',
        'template-value-empty /parameters/body/0/text',
        'template-value-spacing /parameters/body/1/text',
        'template-value-spacing /parameters/body/2/text',
        'template-value-spacing /parameters/body/3/text',
        'product-id-empty /parameters/body/4/productId',
        'catalogue-id-empty /parameters/body/4/catalogId',
        'template-names-mixed /parameters',
        'template-payload-too-long /parameters/buttons/0/payload',
        'template-code-too-long /parameters/buttons/1/code',
        'template-value-empty /parameters/buttons/2/text',
        'product-id-empty /parameters/buttons/4/thumbnailProductId',
        'sections-none /parameters/buttons/4/sections',
        'offer-end-invalid /parameters/offerEndsAt',
        'cards-too-many /parameters/cards',
        'template-value-empty /parameters/cards/10/body/0/text',
        'header-too-long /shown/header/text',
        'body-too-long /shown/body',
      ],
    ],
    ['a long name of a template', template({}, { name: long(513) }), ['template-name-too-long /name']],
  ])('%s', (_, content, expected) => expect(codes(content)).toEqual(expected));

  test('the ids of replies on cards were held to 20 characters at first', () => {
    const cards = times(2, () => card({ buttons: [{ id: long(21), title: 'A' }] }));
    expect(codes(carousel(cards), '2025-12-21T00:00:00.000Z')).toEqual([
      'button-id-too-long /cards/0/buttons/0/id',
      'button-id-too-long /cards/1/buttons/0/id',
    ]);
    expect(codes(carousel(cards), '2025-12-22T00:00:00.000Z')).toEqual([]);
  });
});
