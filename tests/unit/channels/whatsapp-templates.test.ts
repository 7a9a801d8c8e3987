import { describe, expect, test } from '@jest/globals';
import {
  filledTemplate,
  templateVariables,
  type ProviderTemplate,
  type TemplateParameters,
} from '../../../runtime/contract/index.ts';
import { problemOf } from '../../../runtime/channels/whatsapp-cloud/fake/rules.ts';
import { sampleTemplates } from '../../../runtime/channels/whatsapp-cloud/fake/sample-templates.ts';
import { renderMessage } from '../../../runtime/channels/whatsapp-cloud/render.ts';
import { readTemplate } from '../../../runtime/channels/whatsapp-cloud/templates.ts';

const all = sampleTemplates.map((template) => readTemplate(template));
const find = (name: string, language: string) =>
  all.find((template) => template?.name === name && template.language === language);
const graph = (components: unknown, more: object = {}) =>
  readTemplate({ name: 'n', language: 'es', components, ...more });

describe('a template as Graph tells it', () => {
  test('says its header, words, footer and buttons, with places and examples by name', () => {
    expect(find('pedido_listo', 'es')).toEqual({
      name: 'pedido_listo',
      language: 'es',
      category: 'utility',
      status: 'approved',
      parameterFormat: 'named',
      components: {
        header: { format: 'text', text: 'Pedido {{numero}}', variables: ['numero'], examples: { numero: 'A-17' } },
        body: {
          text: 'Hola, {{nombre}}: tu pedido ya está listo. Puedes recogerlo hoy hasta las {{hora}} en la tienda.',
          variables: ['nombre', 'hora'],
          examples: { nombre: 'Ana', hora: '19:00' },
        },
        footer: 'Cauce Demo',
        buttons: [
          { kind: 'quick-reply', title: 'Voy en camino', variable: false },
          { kind: 'quick-reply', title: 'Mañana paso', variable: false },
          {
            kind: 'url',
            title: 'Ver el pedido',
            url: 'https://tienda.example/pedidos/{{1}}',
            variable: true,
            example: 'A-17',
          },
        ],
      },
    });
  });

  test('says its cards, each with its own places', () => {
    const cards = find('novedades', 'es')?.components.cards;
    expect(cards).toHaveLength(3);
    expect(cards?.[0]).toEqual({
      header: {
        format: 'image',
        variables: [],
        examples: {},
        exampleLink: 'https://scontent.example/templates/cafetera.jpg',
      },
      body: {
        text: '{{1}}: ahora a {{2}}.',
        variables: ['1', '2'],
        examples: { 1: 'Cafetera de émbolo', 2: '$ 89.900' },
      },
      buttons: [
        { kind: 'quick-reply', title: 'Lo quiero', variable: false },
        { kind: 'url', title: 'Ver más', url: 'https://tienda.example/p/{{1}}', variable: true, example: 'cafetera' },
      ],
    });
  });

  test('says what sort its buttons are, and which need a value', () => {
    const buttons = [
      { type: 'PHONE_NUMBER', text: 'Llamar', phone_number: '+551130000000' },
      { type: 'COPY_CODE', text: 'Copy', example: 'CAUCE20' },
      { type: 'FLOW', text: 'Abrir', flow_id: 5 },
      { type: 'CATALOG', text: 'Ver' },
      { type: 'MPM', text: 'Ver' },
      { type: 'HOLOGRAM', text: 'x' },
      { type: 'url', text: 'Ir', url: 'https://x.example' },
    ];
    expect(graph([{ type: 'buttons', buttons }])?.components.buttons).toEqual([
      { kind: 'phone', title: 'Llamar', phone: '+551130000000', variable: false },
      { kind: 'copy-code', title: 'Copy', variable: true, example: 'CAUCE20' },
      { kind: 'form', title: 'Abrir', formId: '5', variable: false },
      { kind: 'catalogue', title: 'Ver', variable: false },
      { kind: 'products', title: 'Ver', variable: true },
      { kind: 'other', title: 'x', variable: false },
      { kind: 'url', title: 'Ir', url: 'https://x.example', variable: false },
    ]);
  });

  test('says an offer that ends, and one that does not', () => {
    const offer = (node: object) => graph([{ type: 'LIMITED_TIME_OFFER', limited_time_offer: node }])?.components.offer;
    expect([offer({ text: 'Hoy', has_expiration: true }), offer({ text: 'Siempre' }), offer({})]).toEqual([
      { text: 'Hoy', ends: true },
      { text: 'Siempre', ends: false },
      undefined,
    ]);
  });

  test('is read whatever it holds, and is none without name and language', () => {
    expect(graph([{ type: 'HEADER', format: 'GIF' }, 7, { type: 'BODY' }], { category: 'SERVICE', status: 3 })).toEqual(
      {
        name: 'n',
        language: 'es',
        category: 'other',
        status: '3',
        parameterFormat: 'positional',
        components: {
          header: { format: 'other', variables: [], examples: {} },
          body: { text: '', variables: [], examples: {} },
        },
      },
    );
    expect([graph('x')?.components, graph(undefined)?.status]).toEqual([{}, 'unknown']);
    expect([
      readTemplate({ name: 'n' }),
      readTemplate({ language: 'es' }),
      readTemplate(null),
      readTemplate([]),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('has its places filled by name or by number', () => {
    expect(templateVariables('{{1}} {{ name }} {{1}} {{a-b}} {{}}')).toEqual(['1', 'name']);
    expect(filledTemplate('{{1}}, {{ name }} {{2}}', { 1: 'a', name: '$& {{1}}' })).toBe('a, $& {{1}} {{2}}');
  });
});

describe('the stand-in sends a template', () => {
  const world = { hasMedia: () => true, template: (name: string, language: string) => find(name, language) };
  const problem = (name: string, language: string, parameters: TemplateParameters, own: typeof world = world) => {
    const payload = renderMessage({ kind: 'template', name, language, parameters, shown: {} });
    const { code, details } = problemOf({ messaging_product: 'whatsapp', ...payload }, own) ?? {};
    return code === undefined ? 'taken' : `${code} ${details ?? ''}`.trim();
  };
  const text = (words: string, name?: string) => ({ kind: 'text' as const, text: words, ...(name && { name }) });
  const url = { index: 2, kind: 'url' as const, text: 'A-17' };
  const order: TemplateParameters = {
    header: [text('A-17', 'numero')],
    body: [text('Ana', 'nombre'), text('19:00', 'hora')],
    buttons: [{ index: 0, kind: 'quick-reply', payload: 'si' }, url],
  };
  const picture = { kind: 'image' as const, link: 'https://x.example/i.jpg' };
  const card = {
    header: [picture],
    body: [text('Taza'), text('$ 9')],
    buttons: [
      { index: 0, kind: 'quick-reply' as const, payload: 'p' },
      { index: 1, kind: 'url' as const, text: 'taza' },
    ],
  };

  test.each<[string, string, string, TemplateParameters]>([
    ['with named values', 'pedido_listo', 'es', order],
    ['without values', 'hello_world', 'en_US', {}],
    [
      'with a picture, a code and numbered values',
      'oferta_de_temporada',
      'es',
      { header: [picture], body: [text('Ana'), text('20 %')], buttons: [{ index: 0, kind: 'copy-code', code: 'C20' }] },
    ],
    ['with cards', 'novedades', 'es', { body: [text('Ana')], cards: [card, card, card] }],
    [
      'with a place',
      'appointment_reminder',
      'en_US',
      {
        header: [{ kind: 'location', latitude: 1, longitude: 2 }],
        body: [text('March', 'date'), text('Ana', 'first_name')],
      },
    ],
    [
      'with a document',
      'boleto_disponivel',
      'pt_BR',
      { header: [{ kind: 'document', link: 'https://x.example/b.pdf' }], body: [text('a'), text('b'), text('c')] },
    ],
    [
      'with a form',
      'encuesta_de_servicio',
      'es',
      { body: [text('Ana')], buttons: [{ index: 0, kind: 'form', token: 't' }] },
    ],
    [
      'with a code to copy',
      'codigo_de_acceso',
      'es',
      { body: [text('123456')], buttons: [{ index: 0, kind: 'url', text: '123456' }] },
    ],
  ])('%s', (_, name, language, parameters) => expect(problem(name, language, parameters)).toBe('taken'));

  test.each<[string, string, string, TemplateParameters, string]>([
    ['that is not there', 'nada', 'es', {}, '132001 template name (nada) does not exist in es'],
    [
      'that is not there in the language',
      'pedido_listo',
      'es_MX',
      order,
      '132001 template name (pedido_listo) does not exist in es_MX',
    ],
    ['that is paused', 'liquidacion', 'es', { body: [text('Ana')] }, '132015'],
    [
      'with a value too few',
      'pedido_listo',
      'es',
      { ...order, body: [text('Ana', 'nombre')] },
      '132000 body: number of localizable_params (1) does not match the expected number of params (2)',
    ],
    [
      'without the value of its header',
      'pedido_listo',
      'es',
      { ...order, header: [] },
      '132000 header: number of localizable_params (0) does not match the expected number of params (1)',
    ],
    [
      'with values for a header that has none',
      'hello_world',
      'en_US',
      { header: [text('x')] },
      '132000 header: number of localizable_params (1) does not match the expected number of params (0)',
    ],
    [
      'without names',
      'pedido_listo',
      'es',
      { ...order, body: [text('Ana'), text('19:00')] },
      '132012 body: Parameter name is missing or wrong: nombre',
    ],
    [
      'with names that it does not have',
      'lembrete_de_consulta',
      'pt_BR',
      { body: [text('a', 'x'), text('b', 'y'), text('c', 'z')] },
      '132012 body: the template has no names',
    ],
    [
      'with a picture in its words',
      'lembrete_de_consulta',
      'pt_BR',
      { body: [text('a'), text('b'), picture] },
      '132012 body: Format mismatch, expected TEXT, received IMAGE',
    ],
    [
      'without its picture',
      'oferta_de_temporada',
      'es',
      { body: [text('a'), text('b')], buttons: [{ index: 0, kind: 'copy-code', code: 'C' }] },
      '132012 header: Format mismatch, expected IMAGE, received UNKNOWN',
    ],
    [
      'with words for its picture',
      'oferta_de_temporada',
      'es',
      { header: [text('x')], body: [text('a'), text('b')], buttons: [{ index: 0, kind: 'copy-code', code: 'C' }] },
      '132012 header: Format mismatch, expected IMAGE, received TEXT',
    ],
    [
      'without the value of its link',
      'pedido_listo',
      'es',
      { ...order, buttons: [] },
      '131008 buttons: Button at index 2 of type url requires a parameter',
    ],
    [
      'with a value for a button of another sort',
      'pedido_listo',
      'es',
      { ...order, buttons: [{ ...url, index: 0 }, url] },
      '132018 buttons: Button at index 0 takes no parameter of type url',
    ],
    [
      'with a value for a link that takes none',
      'oferta_de_temporada',
      'es',
      {
        header: [picture],
        body: [text('a'), text('b')],
        buttons: [
          { index: 0, kind: 'copy-code', code: 'C' },
          { index: 1, kind: 'url', text: 'x' },
        ],
      },
      '132018 buttons: Button at index 1 takes no parameter of type url',
    ],
    [
      'with a card too few',
      'novedades',
      'es',
      { body: [text('Ana')], cards: [card, card] },
      '132000 carousel: number of cards (2) does not match the expected number (3)',
    ],
    [
      'with a card that lacks something',
      'novedades',
      'es',
      { body: [text('Ana')], cards: [card, { ...card, header: [] }, card] },
      '132012 card 1: header: Format mismatch, expected IMAGE, received UNKNOWN',
    ],
    [
      'with a line break in a value',
      'encuesta_de_servicio',
      'es',
      { body: [text('Ana\nGómez')] },
      '132018 A value of a template has a line break, a tab or more than four spaces together (/parameters/body/0/text)',
    ],
    [
      'that grows too long',
      'encuesta_de_servicio',
      'es',
      { body: [text('a'.repeat(1_000))] },
      '132005 The body has 1050 characters; WhatsApp takes 1024 (/shown/body)',
    ],
  ])('but none %s', (_, name, language, parameters, expected) =>
    expect(problem(name, language, parameters)).toBe(expected),
  );

  test('that is disabled is none, and an offer that ends needs its end', () => {
    const own = (template: ProviderTemplate | undefined) => ({ hasMedia: () => true, template: () => template });
    const offer = [{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Hoy', has_expiration: true } }];
    expect(problem('n', 'es', {}, own(graph([], { status: 'DISABLED' })))).toBe('132016');
    expect(problem('n', 'es', {}, own(graph([], { status: 'PENDING' })))).toMatch(/^132001/);
    const ending = own(graph(offer, { status: 'APPROVED' }));
    expect(problem('n', 'es', {}, ending)).toBe('131008 limited_time_offer: expiration_time_ms is required');
    expect(problem('n', 'es', { offerEndsAt: '2026-01-05T09:00:00.000Z' }, ending)).toBe('taken');
  });

  test('is not taken with parts that nobody knows', () => {
    const send = (components: unknown[]) =>
      problemOf(
        {
          messaging_product: 'whatsapp',
          type: 'template',
          template: { name: 'hello_world', language: { code: 'en_US' }, components },
        },
        world,
      )?.code;
    expect(send([{ type: 'body', parameters: [{ type: 'hologram' }] }])).toBe(132018);
    expect(send([{ type: 'button', sub_type: 'hologram', index: 0 }])).toBe(132018);
    expect(send([{ type: 'body', parameters: [{ type: 'text' }] }])).toBe(132018);
  });
});
