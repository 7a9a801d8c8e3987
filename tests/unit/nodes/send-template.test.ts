import { describe, expect, test } from '@jest/globals';
import type { Json, TemplateComponents } from '../../../runtime/contract/index.ts';
import { sendTemplate } from '../../../runtime/nodes/send-template/index.ts';
import { templateIn } from '../../../runtime/nodes/send-template/languages.ts';
import { placesOf } from '../../../runtime/nodes/send-template/places.ts';
import { keptReplies, replyPorts } from '../../../runtime/nodes/send-template/replies.ts';
import type { SendTemplateConfig, TemplateSnapshot } from '../../../runtime/nodes/send-template/schema.ts';
import { oneLine } from '../../../runtime/nodes/send-template/values.ts';

const text = (words: string, variables: string[] = [], examples = {}) => ({ text: words, variables, examples });
const button = (
  kind: 'quick-reply' | 'url' | 'copy-code' | 'form' | 'catalogue' | 'products' | 'phone' | 'other',
  variable = false,
) => ({
  kind,
  title: kind,
  variable,
});
const template = (components: TemplateComponents, more: Partial<TemplateSnapshot> = {}): TemplateSnapshot => ({
  name: 'pedido',
  language: 'es',
  category: 'utility',
  parameterFormat: 'positional',
  components,
  ...more,
});
const header = (format: NonNullable<TemplateComponents['header']>['format']) => ({
  header: { format, variables: [], examples: {} },
});
const shortly = (components: TemplateComponents, more?: Partial<TemplateSnapshot>) =>
  placesOf(template(components, more)).map(({ id, kind, required }) => `${id} ${kind}${required ? '' : '?'}`);

describe('the places of a template', () => {
  test('are those of its texts, with what stood there as an example', () => {
    expect(
      placesOf(
        template({
          header: { format: 'text', text: 'A {{1}}', variables: ['1'], examples: { 1: 'x' } },
          body: text('B {{1}} {{2}}', ['1', '2'], { 2: 'y' }),
        }),
      ),
    ).toEqual([
      { id: 'header_1', kind: 'text', required: true, part: 'header', variable: '1', example: 'x' },
      { id: 'body_1', kind: 'text', required: true, part: 'body', variable: '1' },
      { id: 'body_2', kind: 'text', required: true, part: 'body', variable: '2', example: 'y' },
    ]);
  });

  test.each<[NonNullable<TemplateComponents['header']>['format'], string[]]>([
    ['image', ['header_link link']],
    ['video', ['header_link link']],
    ['document', ['header_link link', 'header_filename filename?']],
    [
      'location',
      ['header_latitude latitude', 'header_longitude longitude', 'header_name place-name?', 'header_address address?'],
    ],
    ['product', ['header_product product', 'header_catalogue catalogue']],
    ['other', []],
  ])('of a header that is %s', (format, expected) => {
    expect(shortly(header(format))).toEqual(expected);
  });

  test('of its buttons, counted over all of them', () => {
    const buttons = [
      button('quick-reply'),
      button('url'),
      button('url', true),
      button('phone'),
      button('copy-code', true),
      button('copy-code'),
      button('form'),
      button('catalogue'),
      button('products', true),
      button('other', true),
    ];
    expect(shortly({ buttons })).toEqual([
      'button0_payload payload?',
      'button2_url url',
      'button4_code code',
      'button6_data data?',
      'button7_thumbnail thumbnail?',
      'button8_thumbnail thumbnail',
      'button8_products products',
    ]);
  });

  test('of an offer only when it ends', () => {
    expect(shortly({ offer: { text: 'x', ends: true } })).toEqual(['offer_ends ends']);
    expect(shortly({ offer: { text: 'x', ends: false } })).toEqual([]);
  });

  test('of its cards, by card', () => {
    const card = { ...header('image'), body: text('{{1}}', ['1']), buttons: [button('quick-reply')] };
    expect(shortly({ cards: [card, card] })).toEqual([
      'card0_header_link link',
      'card0_body_1 text',
      'card0_button0_payload payload?',
      'card1_header_link link',
      'card1_body_1 text',
      'card1_button0_payload payload?',
    ]);
    expect(placesOf(template({ cards: [card] }))[2]).toMatchObject({ card: 0, button: 0, part: 'button' });
  });

  test('the button of a code takes the code of the text', () => {
    const components = { body: text('{{1}}', ['1']), buttons: [button('url', true)] };
    expect(placesOf(template(components, { category: 'authentication' }))[1]).toEqual({
      id: 'button0_url',
      kind: 'url',
      required: false,
      part: 'button',
      button: 0,
      sameAs: 'body_1',
    });
  });
});

const found = (config: SendTemplateConfig): string[] =>
  (sendTemplate.check?.(config) ?? []).map(({ severity, code, path, params = {} }) => {
    const { place, title, language, id } = params;
    const named = [place, title, language, id].find((each) => typeof each === 'string') ?? '';
    return `${severity} ${code} ${path} ${named}`.trim();
  });
const two = template({ body: text('{{1}} {{2}}', ['1', '2']) });
const value = (id: string, words: string) => ({ id, text: words });
const asks = template({ body: text('x'), buttons: [button('quick-reply')] });

describe('what is wrong with a card that sends a template', () => {
  test.each<[string, SendTemplateConfig, string[]]>([
    ['no template', { values: [] }, ['error template.none /template']],
    ['nothing', { template: two, values: [value('body_1', 'a'), { id: 'body_2', expression: 'b' }] }, []],
    [
      'places that nothing fills',
      { template: two, values: [value('body_1', ' ')] },
      ['error template.value-missing /values body_2', 'error text.empty /values/0/text'],
    ],
    [
      'values for places that are gone',
      { template: two, values: ['body_1', 'body_2', 'body_3'].map((id) => value(id, 'x')) },
      ['warning template.value-unused /values/2 body_3'],
    ],
    [
      'a place filled twice',
      { template: two, values: ['body_1', 'body_2', 'body_2'].map((id) => value(id, 'x')) },
      ['error id.repeated /values/2/id body_2'],
    ],
    [
      'a file that nobody can fetch',
      { template: template(header('image')), values: [value('header_link', 'http://example.com/a.png')] },
      ['error media.link-invalid /values/0/text'],
    ],
    [
      'a file that is missing',
      { template: template(header('image')), values: [value('header_link', '')] },
      ['error text.empty /values/0/text'],
    ],
    ['no fault in a payload that is left out', { template: asks, values: [value('button0_payload', '')] }, []],
    [
      'a header of an unknown kind',
      { template: template(header('other')), values: [] },
      ['error template.part-unknown /template'],
    ],
    [
      'a button of an unknown kind, also on a card',
      {
        template: template({ cards: [{ buttons: [button('other', true)] }, { buttons: [button('other')] }] }),
        values: [],
      },
      ['error template.button-unknown /template other'],
    ],
    [
      'nothing to reply with',
      { template: two, values: [value('body_1', 'a'), value('body_2', 'b')], waitForReply: true },
      ['error template.no-replies /waitForReply'],
    ],
    ['no fault where it waits and can be answered', { template: asks, values: [], waitForReply: true }, []],
    [
      'a language that is there twice',
      { template: asks, variants: [{ id: 'v_1', language: 'es', components: asks.components }], values: [] },
      ['error template.language-repeated /variants/0 es'],
    ],
    [
      'other replies in another language',
      {
        template: asks,
        variants: [{ id: 'v_1', language: 'en', components: { body: text('x') } }],
        values: [],
        waitForReply: true,
      },
      ['error template.replies-differ /variants/0 en'],
    ],
    [
      'other replies only where it waits for them',
      { template: asks, variants: [{ id: 'v_1', language: 'en', components: { body: text('x') } }], values: [] },
      [],
    ],
    [
      'places of another language that nothing fills',
      {
        template: asks,
        variants: [{ id: 'v_1', language: 'en', components: { body: text('{{1}}', ['1']), ...header('other') } }],
        values: [],
      },
      ['error template.part-unknown /variants/0', 'error template.value-missing /values body_1'],
    ],
  ])('%s', (_what, config, expected) => {
    expect(found(config)).toEqual(expected);
  });
});

describe('the language of a template', () => {
  const config: SendTemplateConfig = {
    template: template({ body: text('es') }),
    variants: ['pt_BR', 'en', 'en_US'].map((language, index) => ({
      id: `v_${index}`,
      language,
      components: { body: text(language) },
    })),
    values: [],
  };
  test.each([
    ['pt-BR', 'pt_BR'],
    ['en', 'en'],
    ['en-US', 'en_US'],
    ['en-GB', 'en'],
    ['pt', 'pt_BR'],
    ['pt-PT', 'pt_BR'],
    ['es-CO', 'es'],
    ['fr', 'es'],
  ])('for somebody who speaks %s is %s', (spoken, expected) => {
    const chosen = templateIn(config, spoken);
    expect([chosen?.language, chosen?.components.body?.text]).toEqual([expected, expected]);
  });

  test('is none where there is no template', () => {
    expect(templateIn({ values: [] }, 'es')).toBeUndefined();
  });

  test('every language is needed at the provider', () => {
    expect(sendTemplate.references?.(config)).toEqual([
      { kind: 'template', id: 'pedido/es', path: '/template' },
      { kind: 'template', id: 'pedido/pt_BR', path: '/variants/0' },
      { kind: 'template', id: 'pedido/en', path: '/variants/1' },
      { kind: 'template', id: 'pedido/en_US', path: '/variants/2' },
    ]);
  });
});

describe('the ways out', () => {
  test('are its replies and its form, and each reply of its cards once', () => {
    const reply = (title: string) => ({ kind: 'quick-reply' as const, title, variable: false });
    const components = {
      buttons: [reply('Sí'), button('url', true), { ...button('form'), title: 'Llenar' }],
      cards: [
        { buttons: [reply('Quiero A'), button('url')] },
        { buttons: [reply('Quiero B'), button('url')] },
        { buttons: [reply('Quiero A'), button('url')] },
      ],
    };
    expect(replyPorts({ components })).toEqual([
      { id: 'q_0', label: 'Sí', literal: true },
      { id: 'f_2', label: 'Llenar', literal: true },
      { id: 'k_0', label: 'Quiero A / Quiero B', literal: true },
    ]);
  });

  test('are there only while it waits', () => {
    const ids = (config: SendTemplateConfig) => sendTemplate.ports(config).map(({ id }) => id);
    expect(ids({ template: asks, values: [], waitForReply: true })).toEqual(['q_0', 'other', 'timeout', 'error']);
    expect(ids({ template: asks, values: [] })).toEqual(['next', 'error']);
    expect(ids({ values: [], waitForReply: true })).toEqual(['next', 'error']);
  });

  test('of a waiting card are read from whatever was kept', () => {
    expect(keptReplies(null)).toEqual({ replies: [], token: '' });
    expect(keptReplies([])).toEqual({ replies: [], token: '' });
    const replies: Json = [
      { port: 'q_0', title: 'Sí', payload: 'p', card: 1, body: 'b' },
      { port: 1, title: 'x' },
      { port: 'q_1' },
      'x',
    ];
    expect(keptReplies({ token: 't', replies })).toEqual({
      token: 't',
      replies: [{ port: 'q_0', title: 'Sí', payload: 'p', card: 1, body: 'b' }],
    });
  });
});

test('a preview shows what is written at each place, and the place itself where nothing is', () => {
  const config: SendTemplateConfig = {
    template: template({
      header: { format: 'image', variables: [], examples: {}, exampleLink: 'https://example.com/x.png' },
      body: text('{{1}}, {{2}}, {{3}}', ['1', '2', '3']),
    }),
    values: [value('body_1', 'Hola {{ contact.name }}'), { id: 'body_2', expression: '6 * 7' }],
  };
  expect(sendTemplate.editor.preview(config)).toMatchObject({
    shown: {
      header: { kind: 'image', link: 'https://example.com/x.png' },
      body: 'Hola {{ contact.name }}, {{ 6 * 7 }}, {{3}}',
    },
  });
  expect(sendTemplate.editor.preview({ values: [] })).toBeNull();
});

test('a card is summed up by the name of its template', () => {
  expect(sendTemplate.editor.summary?.({ template: two, values: [] })).toEqual({
    key: 'nodes.send-template.summary',
    params: { name: 'pedido' },
  });
  expect(sendTemplate.editor.summary?.({ values: [] }).key).toBe('nodes.send-template.unnamed');
});

test('what fills a place is one line with at most four spaces in a row', () => {
  expect(oneLine(' a\r\n\tb\u2028c ')).toBe('a b c');
  expect(oneLine('a    b')).toBe('a    b');
  expect(oneLine('a     b')).toBe('a    b');
});
