import { expect, test } from '@jest/globals';
import { problemOf } from '../../../runtime/channels/whatsapp-cloud/fake/rules.ts';

const world = { hasMedia: () => true, template: () => undefined };
const refusal = (payload: object): string => {
  const { code, message, details } = problemOf({ messaging_product: 'whatsapp', ...payload }, world) ?? {};
  return code === undefined ? 'taken' : `${code} ${details ?? message}`;
};
const send = (type: string, node: object, action: object): string =>
  refusal({ type: 'interactive', interactive: { type, body: { text: 'B' }, action, ...node } });

const image = { type: 'image', image: { link: 'https://x.example/i' } };
const reply = (id: string) => ({ buttons: [{ type: 'quick_reply', quick_reply: { id, title: 'A' } }] });
const cards = (...changes: object[]) => ({
  cards: changes.map((change, index) => ({
    card_index: index,
    type: 'cta_url',
    header: image,
    action: reply(`${index}`),
    ...change,
  })),
});
const form = (change: object = {}) => ({
  name: 'flow',
  parameters: { flow_message_version: '3', flow_id: '9', flow_cta: 'Abrir', flow_token: 't', ...change },
});

test.each<[string, string, object, object, string]>([
  ['a link', 'cta_url', {}, { name: 'cta_url', parameters: { display_text: 'Ir', url: 'https://x.example' } }, 'taken'],
  ['a link of another name', 'cta_url', {}, { name: 'x' }, "131009 action['name']"],
  ['a link without parameters', 'cta_url', {}, { name: 'cta_url' }, '131009 The button title is empty (/title)'],
  ['a request for a place', 'location_request_message', {}, { name: 'send_location' }, 'taken'],
  ['a request of another name', 'location_request_message', {}, { name: 'x' }, "131009 action['name']"],
  [
    'a request without words',
    'location_request_message',
    { body: {} },
    { name: 'send_location' },
    '131009 The body is empty (/body)',
  ],
  ['a product', 'product', { body: undefined }, { catalog_id: '1', product_retailer_id: 'P' }, 'taken'],
  [
    'a product with a header',
    'product',
    { header: { type: 'text', text: 'H' } },
    { catalog_id: '1', product_retailer_id: 'P' },
    '131009 A message with one product takes no header',
  ],
  [
    'a product of no catalogue',
    'product',
    {},
    { product_retailer_id: 'P' },
    '131009 The catalogue id is empty (/catalogId)',
  ],
  [
    'products without a header',
    'product_list',
    {},
    { catalog_id: '1', sections: [{ product_items: [{ product_retailer_id: 'P' }] }] },
    '131009 The header is empty (/header)',
  ],
  ['a catalogue', 'catalog_message', {}, { name: 'catalog_message' }, 'taken'],
  ['a catalogue of another name', 'catalog_message', {}, { name: 'x' }, "131009 action['name']"],
  ['a form', 'flow', {}, form(), 'taken'],
  ['a form by its name', 'flow', {}, form({ flow_id: undefined, flow_name: 'encuesta' }), 'taken'],
  ['a form in no version', 'flow', {}, form({ flow_message_version: '2' }), '131009 flow_message_version must be 3'],
  ['a form in no mode', 'flow', {}, form({ mode: 'x' }), '131009 mode must be draft or published'],
  [
    'a form with empty data',
    'flow',
    {},
    form({ flow_action_payload: { screen: 'S', data: {} } }),
    '131009 flow_action_payload.data must not be empty',
  ],
  ['a form of another name', 'flow', {}, { ...form(), name: 'x' }, "131009 action['name']"],
  ['a form without id', 'flow', {}, form({ flow_id: undefined }), '131009 The form id is empty (/formId)'],
  ['cards', 'carousel', {}, cards({}, {}), 'taken'],
  ['cards of products', 'carousel', {}, cards({ type: 'product' }, { type: 'product' }), 'taken'],
  [
    'cards with a footer',
    'carousel',
    { footer: { text: 'F' } },
    cards({}, {}),
    '131009 A carousel takes neither header nor footer',
  ],
  ['cards out of order', 'carousel', {}, cards({}, { card_index: 0 }), '131009 card_index'],
  [
    'a card without a picture',
    'carousel',
    {},
    cards({}, { header: { type: 'text', text: 'H' } }),
    '131009 cards[1] needs a picture or a video',
  ],
  ['a lone card', 'carousel', {}, cards({}), '131009 There are 1 cards; WhatsApp wants 2 or more (/cards)'],
  ['a request to call', 'call_permission_request', {}, {}, 'taken'],
  ['another kind', 'hologram', {}, {}, "131009 interactive['type']"],
])('the stand-in answers to %s', (_, type, node, action, expected) => expect(send(type, node, action)).toBe(expected));

test('an address card needs a whole name', () => {
  const cardsOf = (contacts: unknown) => refusal({ type: 'contacts', contacts });
  expect([
    cardsOf([{ name: { formatted_name: 'Ana', first_name: 'Ana' }, phones: [{ phone: '+57300' }] }]),
    cardsOf([{ name: { first_name: 'Ana' } }]),
    cardsOf([]),
  ]).toEqual(['taken', "131009 name['formatted_name'] is required", '131009 There are no contacts (/contacts)']);
});
