import { describe, expect, test } from '@jest/globals';
import type { ProviderTemplate, TemplateComponents } from '../../../../runtime/contract/index.ts';
import type { SendTemplateConfig } from '../../../../runtime/nodes/send-template/schema.ts';
import {
  blankTemplate,
  placeLabel,
  placesIn,
  snapshotOf,
  standingOf,
  typed,
  withLanguage,
  withoutLanguage,
  withPlaces,
  withTemplate,
  withTyped,
} from '../../../../editor/inspector/template/picking.ts';
import { newCarouselCard, opensPages, readCarousel } from '../../../../editor/inspector/widgets/carousel-cards.ts';
import { newCard, readCards } from '../../../../editor/inspector/widgets/contact-cards.ts';
import { readAnswers } from '../../../../editor/inspector/widgets/form-data.ts';
import {
  countProducts,
  newProductSection,
  readProductSections,
} from '../../../../editor/inspector/widgets/product-sections.ts';

const newId = () => 'x1';

describe('contacts to send', () => {
  test('are read from whatever a foreign file holds', () => {
    expect(readCards('x')).toEqual([]);
    expect(
      readCards([{ id: 'p_1', name: 'Ana' }, 7, { name: 7, phones: [{ phone: '1' }, 2], emails: [{}], title: 'T' }]),
    ).toEqual([
      { id: 'p_1', name: 'Ana' },
      { id: '', name: '', phones: [{ phone: '1' }], emails: [{ email: '' }], title: 'T' },
    ]);
  });

  test('begin with a phone', () => {
    expect(newCard(newId)).toEqual({ id: 'p_x1', name: '', phones: [{ phone: '' }] });
  });
});

describe('products', () => {
  test('are read and counted over all sections, what is computed as one', () => {
    const sections = readProductSections([
      { id: 's_1', title: 'T', products: 'A\nB' },
      { products: '{{ variables.ids }}' },
      null,
    ]);
    expect(sections).toEqual([
      { id: 's_1', title: 'T', products: 'A\nB' },
      { id: '', products: '{{ variables.ids }}' },
    ]);
    expect(countProducts(sections)).toBe(3);
    expect(newProductSection(newId)).toEqual({ id: 's_x1', products: '' });
  });
});

describe('the cards of a carousel', () => {
  test('are read, pictures unless they say otherwise', () => {
    expect(readCarousel([{ id: 'k_1', media: 'video', link: 'l', body: 'b', title: 't', url: 'u' }, {}])).toEqual([
      { id: 'k_1', media: 'video', link: 'l', body: 'b', title: 't', url: 'u' },
      { id: '', media: 'image', link: '' },
    ]);
  });

  test('are alike: a new one shows what the last one shows', () => {
    expect(newCarouselCard([], newId)).toEqual({ id: 'k_x1', media: 'image', link: '' });
    expect(newCarouselCard([{ id: 'k', media: 'video', link: '' }], newId).media).toBe('video');
  });

  test('open pages unless they offer replies', () => {
    expect([opensPages(null), opensPages({ offers: 'links' }), opensPages({ offers: 'replies' })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

test('answers of a form are read with their variables', () => {
  expect(readAnswers([{ name: 'a', field: 'b' }, {}])).toEqual([
    { name: 'a', field: 'b' },
    { name: '', field: '' },
  ]);
});

const text = (words: string, variables: string[]) => ({ body: { text: words, variables, examples: {} } });
const provided = (components: TemplateComponents, more: Partial<ProviderTemplate> = {}): ProviderTemplate => ({
  name: 'pedido',
  language: 'es',
  category: 'utility',
  status: 'approved',
  parameterFormat: 'positional',
  components,
  ...more,
});
const spanish = provided(text('{{1}} {{2}}', ['1', '2']));
const english = provided(text('{{1}}', ['1']), { language: 'en' });
const other = provided(text('{{2}} {{3}}', ['2', '3']), { name: 'otra' });
const filled = [
  { id: 'body_1', text: 'a' },
  { id: 'body_2', expression: 'b' },
];

describe('a card with a template', () => {
  test('keeps a copy of all but its status', () => {
    expect(snapshotOf(spanish)).toEqual({
      name: 'pedido',
      language: 'es',
      category: 'utility',
      parameterFormat: 'positional',
      components: spanish.components,
    });
  });

  test('has an entry for each place: what was filled stays, what is gone goes', () => {
    expect(withTemplate({ values: filled }, snapshotOf(other)).values).toEqual([
      { id: 'body_2', expression: 'b' },
      { id: 'body_3', text: '' },
    ]);
    expect(withPlaces({ values: filled }).values).toEqual([]);
  });

  test('keeps its languages only for the same template', () => {
    const config: SendTemplateConfig = withLanguage(
      withTemplate({ values: [] }, snapshotOf(spanish)),
      snapshotOf(english),
      newId,
    );
    expect(config.variants).toEqual([{ id: 'v_x1', language: 'en', components: english.components }]);
    expect(withTemplate(config, snapshotOf(spanish)).variants).toEqual(config.variants);
    expect(withTemplate(config, snapshotOf(other))).not.toHaveProperty('variants');
  });

  test('has the places of all its languages, each once', () => {
    const config = withLanguage(withTemplate({ values: filled }, snapshotOf(english)), snapshotOf(spanish), newId);
    expect(placesIn(config).map(({ id }) => id)).toEqual(['body_1', 'body_2']);
    expect(config.values).toEqual([
      { id: 'body_1', text: 'a' },
      { id: 'body_2', text: '' },
    ]);
    const without = withoutLanguage(config, 0);
    expect(without).not.toHaveProperty('variants');
    expect(without.values).toEqual([{ id: 'body_1', text: 'a' }]);
  });

  test('keeps what was filled while its template is typed, but no empty entries', () => {
    const config: SendTemplateConfig = {
      template: snapshotOf(spanish),
      values: [...filled, { id: 'body_9', text: '' }],
    };
    const next = withTyped(config, typed(snapshotOf(spanish), { body: '{{1}} {{' }));
    expect(next.values).toEqual(filled);
    expect(withTyped(next, typed(snapshotOf(spanish), { body: '{{1}} {{2}}' })).values).toEqual(filled);
  });
});

describe('what the provider says of a template', () => {
  const known = (templates: ProviderTemplate[], more = false) => ({ templates, more });
  test.each([
    ['nothing when it was not asked', undefined, { kind: 'unknown' }],
    ['that all is well', known([english, spanish]), { kind: 'fine' }],
    ['that it is gone', known([english]), { kind: 'gone' }],
    ['nothing when its list was not whole', known([english], true), { kind: 'unknown' }],
    ['that it may not be sent', known([{ ...spanish, status: 'paused' }]), { kind: 'not-approved', status: 'paused' }],
    [
      'that only its examples changed',
      known([provided({ body: { text: '{{1}} {{2}}', variables: ['1', '2'], examples: { 1: 'x' } } })]),
      { kind: 'fine' },
    ],
  ])('%s', (_what, list, expected) => {
    expect(standingOf(snapshotOf(spanish), list)).toEqual(expected);
  });

  test('that it changed, and to what', () => {
    const now = provided(text('{{1}}', ['1']));
    expect(standingOf(snapshotOf(spanish), known([now]))).toEqual({ kind: 'changed', now });
  });
});

describe('a template typed by hand', () => {
  const blank = blankTemplate('es');

  test('has the places that its texts have', () => {
    const body = typed(blank, { body: 'Hola {{1}}' });
    expect(body).toMatchObject({
      parameterFormat: 'positional',
      components: { body: { text: 'Hola {{1}}', variables: ['1'] } },
    });
    expect(typed(body, { body: 'Hola {{name}}' })).toMatchObject({
      parameterFormat: 'named',
      components: { body: { variables: ['name'] } },
    });
  });

  test('has a name as the provider writes names', () => {
    expect(typed(blank, { name: 'Pedido Listo' }).name).toBe('pedido_listo');
    expect(typed(blank, { language: ' es_MX ' }).language).toBe('es_MX');
    expect(typed(blank, { category: 'marketing' }).category).toBe('marketing');
  });

  test('has a header with words only where they are its kind', () => {
    const words = typed(blank, { header: 'text', headerText: 'A {{1}}' });
    expect(words.components.header).toEqual({ format: 'text', text: 'A {{1}}', variables: ['1'], examples: {} });
    expect(typed(words, { header: 'image' }).components.header).toEqual({
      format: 'image',
      variables: [],
      examples: {},
    });
    expect(typed(words, { header: 'none' }).components).not.toHaveProperty('header');
  });

  test('has a footer and buttons when there are any', () => {
    const whole = typed(blank, {
      footer: 'Pie',
      buttons: [
        { kind: 'url', title: 'Ver', url: 'https://x.co/{{1}}' },
        { kind: 'url', title: 'Web' },
        { kind: 'copy-code', title: 'C', url: 'x' },
      ],
    });
    expect(whole.components).toMatchObject({
      footer: 'Pie',
      buttons: [
        { kind: 'url', title: 'Ver', url: 'https://x.co/{{1}}', variable: true },
        { kind: 'url', title: 'Web', url: '', variable: false },
        { kind: 'copy-code', title: 'C', variable: true },
      ],
    });
    expect(typed(whole, { body: 'x' }).components.buttons).toEqual(whole.components.buttons);
    const bare = typed(whole, { footer: '', buttons: [] }).components;
    expect(Object.keys(bare)).toEqual(['body']);
  });
});

test('a place is called by its text or by its button', () => {
  const place = { id: 'x', required: true };
  expect(placeLabel({ ...place, kind: 'text', part: 'body', variable: '1' }, [])).toEqual({
    key: 'body',
    params: { variable: '{{1}}' },
  });
  expect(placeLabel({ ...place, kind: 'url', part: 'button', button: 1 }, ['A', 'B'])).toEqual({
    key: 'url',
    params: { title: 'B' },
  });
});
