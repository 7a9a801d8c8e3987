import type { CarouselCard, MessageLimit, OutboundContent } from '../../runtime/contract/index.ts';

const long = (length: number): string => 'ñ'.repeat(length);
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

const buttons = (change: object): OutboundContent => ({
  kind: 'buttons',
  body: 'x',
  buttons: [{ id: 'a', title: 'A' }],
  ...change,
});
const row = (index: number, change: object = {}) => ({ id: `r${index}`, title: `R${index}`, ...change });
const list = (change: object): OutboundContent => ({
  kind: 'list',
  body: 'x',
  button: 'Abrir',
  sections: [{ title: 'S', rows: [row(1)] }],
  ...change,
});
const link = (change: object): OutboundContent => ({
  kind: 'link-button',
  body: 'x',
  title: 'Ver',
  url: 'https://x.example',
  ...change,
});
const products = (change: object): OutboundContent => ({
  kind: 'product-list',
  catalogId: 'c',
  header: 'h',
  body: 'x',
  sections: [{ title: 'S', productIds: ['p'] }],
  ...change,
});
const template = (parameters: object, shown: object = {}): OutboundContent => ({
  kind: 'template',
  name: 'aviso',
  language: 'es',
  parameters,
  shown,
});
const card = (change: object = {}): CarouselCard => ({
  header: { kind: 'image', link: 'https://x.example/i.png' },
  buttons: [{ id: 'a', title: 'A' }],
  ...change,
});
const carousel = (change: object): OutboundContent => ({
  kind: 'carousel',
  body: 'x',
  cards: [card(), card()],
  ...change,
});
const cards = (change: object) => carousel({ cards: [card(change), card(change)] });
const form = (change: object): OutboundContent => ({
  kind: 'form-request',
  body: 'x',
  button: 'Abrir',
  formId: '9',
  token: 't',
  ...change,
});

/** A message that is as large as `n` says in one part and small in all others: sound at the limit, refused one beyond. */
export const contentsAtLimits: { readonly [limit in MessageLimit]: (n: number) => OutboundContent } = {
  'text.body.characters': (n) => ({ kind: 'text', body: long(n) }),
  'media.caption.characters': (n) => ({
    kind: 'media',
    media: 'image',
    link: 'https://x.example/i.png',
    caption: long(n),
  }),
  'interactive.body.characters': (n) => buttons({ body: long(n) }),
  'interactive.header.characters': (n) => buttons({ header: { kind: 'text', text: long(n) } }),
  'interactive.footer.characters': (n) => buttons({ footer: long(n) }),
  'buttons.count': (n) => buttons({ buttons: times(n, (index) => ({ id: `b${index}`, title: `B${index}` })) }),
  'button.title.characters': (n) => buttons({ buttons: [{ id: 'a', title: long(n) }] }),
  'list.body.characters': (n) => list({ body: long(n) }),
  'list.button.characters': (n) => list({ button: long(n) }),
  'list.sections.count': (n) =>
    list({ sections: times(n, (index) => ({ title: `S${index}`, rows: index < 10 ? [row(index)] : [] })) }),
  'list.section-title.characters': (n) => list({ sections: [{ title: long(n), rows: [row(1)] }] }),
  'list.rows.count': (n) => list({ sections: [{ title: 'S', rows: times(n, (index) => row(index)) }] }),
  'list.row-title.characters': (n) => list({ sections: [{ title: 'S', rows: [row(1, { title: long(n) })] }] }),
  'list.row-description.characters': (n) =>
    list({ sections: [{ title: 'S', rows: [row(1, { description: long(n) })] }] }),
  'link-button.body.characters': (n) => link({ body: long(n) }),
  'link-button.title.characters': (n) => link({ title: long(n) }),
  'location-request.body.characters': (n) => ({ kind: 'location-request', body: long(n) }),
  'contact-cards.count': (n) => ({ kind: 'contact-cards', contacts: times(n, (index) => ({ name: `C${index}` })) }),
  'product.body.characters': (n) => ({ kind: 'product', catalogId: 'c', productId: 'p', body: long(n) }),
  'product-list.header.characters': (n) => products({ header: long(n) }),
  'product-list.body.characters': (n) => products({ body: long(n) }),
  'product-list.sections.count': (n) =>
    products({ sections: times(n, (index) => ({ title: `S${index}`, productIds: [`p${index}`] })) }),
  'product-list.section-title.characters': (n) => products({ sections: [{ title: long(n), productIds: ['p'] }] }),
  'product-list.products.count': (n) =>
    products({ sections: [{ title: 'S', productIds: times(n, (index) => `p${index}`) }] }),
  'catalogue.body.characters': (n) => ({ kind: 'catalogue', body: long(n) }),
  'template.header.characters': (n) =>
    template({ header: [{ kind: 'text', text: 'x' }] }, { header: { kind: 'text', text: long(n) } }),
  'template.body.characters': (n) => template({}, { body: long(n) }),
  'template.payload.characters': (n) => template({ buttons: [{ index: 0, kind: 'quick-reply', payload: long(n) }] }),
  'template.copy-code.characters': (n) => template({ buttons: [{ index: 0, kind: 'copy-code', code: 'A'.repeat(n) }] }),
  'carousel.body.characters': (n) => carousel({ body: long(n) }),
  'carousel.cards.count': (n) => carousel({ cards: times(n, () => card()) }),
  'carousel.cards.least': (n) => carousel({ cards: times(n, () => card()) }),
  'carousel.card-body.characters': (n) => cards({ body: long(n) }),
  'carousel.card-body.line-breaks': (n) => cards({ body: `x${'\n'.repeat(n)}` }),
  'carousel.button-title.characters': (n) => cards({ buttons: [{ id: 'a', title: long(n) }] }),
  'carousel.buttons.count': (n) => cards({ buttons: times(n, (index) => ({ id: `b${index}`, title: `B${index}` })) }),
  'carousel.button-id.characters': (n) => cards({ buttons: [{ id: 'a'.repeat(n), title: 'A' }] }),
  'form-request.body.characters': (n) => form({ body: long(n) }),
  'form-request.button.characters': (n) => form({ button: 'a'.repeat(n) }),
};
