import { expect, test } from '@jest/globals';
import type { OutboundContent, TemplateParameters } from '../../../runtime/contract/index.ts';
import { problemOf } from '../../../runtime/channels/whatsapp-cloud/fake/rules.ts';
import { renderMessage } from '../../../runtime/channels/whatsapp-cloud/render.ts';

const image = (link: string) => ({ kind: 'image' as const, link });
const world = { hasMedia: () => true, template: () => undefined };

const interactive: [OutboundContent, unknown][] = [
  [
    {
      kind: 'link-button',
      header: image('https://x.example/h.jpg'),
      body: 'B',
      footer: 'F',
      title: 'Ver',
      url: 'https://x.example/a?b=1',
    },
    {
      type: 'cta_url',
      header: { type: 'image', image: { link: 'https://x.example/h.jpg' } },
      body: { text: 'B' },
      footer: { text: 'F' },
      action: { name: 'cta_url', parameters: { display_text: 'Ver', url: 'https://x.example/a?b=1' } },
    },
  ],
  [
    { kind: 'location-request', body: '¿Dónde?' },
    { type: 'location_request_message', body: { text: '¿Dónde?' }, action: { name: 'send_location' } },
  ],
  [
    { kind: 'product', catalogId: 'c', productId: 'P', footer: 'F' },
    { type: 'product', footer: { text: 'F' }, action: { catalog_id: 'c', product_retailer_id: 'P' } },
  ],
  [
    {
      kind: 'product-list',
      catalogId: 'c',
      header: 'H',
      body: 'B',
      sections: [
        { title: 'S', productIds: ['P1', 'P2'] },
        { title: 'T', productIds: ['P3'] },
      ],
    },
    {
      type: 'product_list',
      header: { type: 'text', text: 'H' },
      body: { text: 'B' },
      action: {
        catalog_id: 'c',
        sections: [
          { title: 'S', product_items: [{ product_retailer_id: 'P1' }, { product_retailer_id: 'P2' }] },
          { title: 'T', product_items: [{ product_retailer_id: 'P3' }] },
        ],
      },
    },
  ],
  [
    { kind: 'catalogue', body: 'B' },
    { type: 'catalog_message', body: { text: 'B' }, action: { name: 'catalog_message' } },
  ],
  [
    { kind: 'catalogue', body: 'B', footer: 'F', thumbnailProductId: 'P' },
    {
      type: 'catalog_message',
      body: { text: 'B' },
      footer: { text: 'F' },
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'P' } },
    },
  ],
  [
    {
      kind: 'carousel',
      body: 'B',
      cards: [
        { header: image('https://x.example/1'), body: 'uno', buttons: [{ id: 'a', title: 'A' }] },
        { header: { kind: 'video', link: 'https://x.example/2' }, buttons: [{ id: 'b', title: 'A' }] },
      ],
    },
    {
      type: 'carousel',
      body: { text: 'B' },
      action: {
        cards: [
          {
            card_index: 0,
            type: 'cta_url',
            header: { type: 'image', image: { link: 'https://x.example/1' } },
            body: { text: 'uno' },
            action: { buttons: [{ type: 'quick_reply', quick_reply: { id: 'a', title: 'A' } }] },
          },
          {
            card_index: 1,
            type: 'cta_url',
            header: { type: 'video', video: { link: 'https://x.example/2' } },
            action: { buttons: [{ type: 'quick_reply', quick_reply: { id: 'b', title: 'A' } }] },
          },
        ],
      },
    },
  ],
  [
    {
      kind: 'carousel',
      body: 'B',
      cards: [1, 2].map((n) => ({
        header: image(`https://x.example/${n}`),
        link: { title: 'Ir', url: `https://x.example/p${n}` },
      })),
    },
    {
      type: 'carousel',
      body: { text: 'B' },
      action: {
        cards: [1, 2].map((n) => ({
          card_index: n - 1,
          type: 'cta_url',
          header: { type: 'image', image: { link: `https://x.example/${n}` } },
          action: { name: 'cta_url', parameters: { display_text: 'Ir', url: `https://x.example/p${n}` } },
        })),
      },
    },
  ],
  [
    {
      kind: 'form-request',
      header: { kind: 'text', text: 'H' },
      body: 'B',
      button: 'Abrir',
      formId: '9',
      token: 't',
      screen: 'S',
      data: { name: 'Ana' },
      draft: true,
    },
    {
      type: 'flow',
      header: { type: 'text', text: 'H' },
      body: { text: 'B' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_token: 't',
          flow_id: '9',
          flow_cta: 'Abrir',
          mode: 'draft',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'S', data: { name: 'Ana' } },
        },
      },
    },
  ],
  [
    { kind: 'form-request', body: 'B', button: 'Abrir', formId: '9', token: 't', screen: 'S', data: {} },
    {
      type: 'flow',
      body: { text: 'B' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_token: 't',
          flow_id: '9',
          flow_cta: 'Abrir',
          mode: 'published',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'S' },
        },
      },
    },
  ],
];

test.each(interactive)('%j is written as the Graph API wants it, and taken', (content, payload) => {
  const rendered = renderMessage(content);
  expect(rendered).toEqual({ type: 'interactive', interactive: payload });
  expect(problemOf({ messaging_product: 'whatsapp', ...rendered }, world)).toBeUndefined();
});

test('a form without a screen begins at its own first one', () => {
  const content: OutboundContent = { kind: 'form-request', body: 'B', button: 'Abrir', formId: '9', token: 't' };
  expect(JSON.stringify(renderMessage(content))).not.toContain('flow_action_payload');
});

test('a form without a token is sent without one', () => {
  const content: OutboundContent = { kind: 'form-request', body: 'B', button: 'Abrir', formId: '9', token: '' };
  expect(JSON.stringify(renderMessage(content))).not.toContain('flow_token');
});

test('address cards have their parts, and the id of WhatsApp only for whole numbers', () => {
  const content: OutboundContent = {
    kind: 'contact-cards',
    contacts: [
      {
        name: 'Ana María Gómez',
        phones: [{ phone: '+57 300 111-2233', label: 'CELL' }, { phone: '300 111' }],
        emails: [{ email: 'a@x.example', label: 'WORK' }, { email: 'b@x.example' }],
        organisation: 'Tienda',
        title: 'Jefa',
      },
      { name: 'Luis', title: 'Cajero' },
      { name: 'Eva', phones: [], emails: [] },
    ],
  };
  const rendered = renderMessage(content);
  expect(rendered).toEqual({
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Ana María Gómez', first_name: 'Ana', last_name: 'María Gómez' },
        phones: [{ phone: '+57 300 111-2233', type: 'CELL', wa_id: '573001112233' }, { phone: '300 111' }],
        emails: [{ email: 'a@x.example', type: 'WORK' }, { email: 'b@x.example' }],
        org: { company: 'Tienda', title: 'Jefa' },
      },
      { name: { formatted_name: 'Luis', first_name: 'Luis' }, org: { title: 'Cajero' } },
      { name: { formatted_name: 'Eva', first_name: 'Eva' } },
    ],
  });
  expect(problemOf({ messaging_product: 'whatsapp', ...rendered }, world)).toBeUndefined();
});

const template = (parameters: TemplateParameters) =>
  renderMessage({ kind: 'template', name: 'aviso', language: 'es_MX', parameters, shown: {} });

test('a template without variables has no components', () => {
  const bare = { type: 'template', template: { name: 'aviso', language: { code: 'es_MX' } } };
  expect(template({})).toEqual(bare);
  expect(template({ header: [], body: [], buttons: [], cards: [] })).toEqual(bare);
});

test('a template carries every kind of value and button in its own component', () => {
  expect(
    template({
      header: [{ kind: 'document', link: 'https://x.example/a.pdf', filename: 'a.pdf' }],
      body: [
        { kind: 'text', text: 'Ana', name: 'nombre' },
        { kind: 'text', text: '7' },
        { kind: 'location', latitude: 1, longitude: -2, name: 'Aquí' },
        { kind: 'product', productId: 'P', catalogId: 'c' },
        { kind: 'image', link: 'https://x.example/i' },
        { kind: 'video', link: 'https://x.example/v' },
        { kind: 'document', link: 'https://x.example/d' },
      ],
      buttons: [
        { index: 0, kind: 'quick-reply', payload: 'si' },
        { index: 1, kind: 'url', text: 'A-17' },
        { index: 2, kind: 'copy-code', code: 'CAUCE20' },
        { index: 3, kind: 'form', token: 't', data: { a: 1 } },
        { index: 4, kind: 'form', token: 't' },
        { index: 5, kind: 'catalogue' },
        { index: 6, kind: 'catalogue', thumbnailProductId: 'P' },
        { index: 7, kind: 'products', thumbnailProductId: 'P', sections: [{ title: 'S', productIds: ['P', 'Q'] }] },
      ],
      offerEndsAt: '2026-01-05T09:00:00.000Z',
      cards: [{ body: [{ kind: 'text', text: 'x' }] }, { header: [{ kind: 'image', link: 'https://x.example/2' }] }],
    }),
  ).toEqual({
    type: 'template',
    template: {
      name: 'aviso',
      language: { code: 'es_MX' },
      components: [
        {
          type: 'header',
          parameters: [{ type: 'document', document: { link: 'https://x.example/a.pdf', filename: 'a.pdf' } }],
        },
        {
          type: 'body',
          parameters: [
            { type: 'text', parameter_name: 'nombre', text: 'Ana' },
            { type: 'text', text: '7' },
            { type: 'location', location: { latitude: 1, longitude: -2, name: 'Aquí' } },
            { type: 'product', product: { product_retailer_id: 'P', catalog_id: 'c' } },
            { type: 'image', image: { link: 'https://x.example/i' } },
            { type: 'video', video: { link: 'https://x.example/v' } },
            { type: 'document', document: { link: 'https://x.example/d' } },
          ],
        },
        { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'si' }] },
        { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'A-17' }] },
        {
          type: 'button',
          sub_type: 'copy_code',
          index: '2',
          parameters: [{ type: 'coupon_code', coupon_code: 'CAUCE20' }],
        },
        {
          type: 'button',
          sub_type: 'flow',
          index: '3',
          parameters: [{ type: 'action', action: { flow_token: 't', flow_action_data: { a: 1 } } }],
        },
        { type: 'button', sub_type: 'flow', index: '4', parameters: [{ type: 'action', action: { flow_token: 't' } }] },
        { type: 'button', sub_type: 'catalog', index: '5' },
        {
          type: 'button',
          sub_type: 'catalog',
          index: '6',
          parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'P' } }],
        },
        {
          type: 'button',
          sub_type: 'mpm',
          index: '7',
          parameters: [
            {
              type: 'action',
              action: {
                thumbnail_product_retailer_id: 'P',
                sections: [{ title: 'S', product_items: [{ product_retailer_id: 'P' }, { product_retailer_id: 'Q' }] }],
              },
            },
          ],
        },
        {
          type: 'limited_time_offer',
          parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1_767_603_600_000 } }],
        },
        {
          type: 'carousel',
          cards: [
            { card_index: 0, components: [{ type: 'body', parameters: [{ type: 'text', text: 'x' }] }] },
            {
              card_index: 1,
              components: [{ type: 'header', parameters: [{ type: 'image', image: { link: 'https://x.example/2' } }] }],
            },
          ],
        },
      ],
    },
  });
});
