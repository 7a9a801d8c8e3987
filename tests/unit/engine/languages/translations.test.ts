import { Type } from '@sinclair/typebox';
import { describe, expect, test } from '@jest/globals';
import {
  defineNodeType,
  leave,
  nextPort,
  type Flow,
  type NodeType,
  type NodeTypes,
} from '../../../../runtime/contract/index.ts';
import {
  completeness,
  flowTexts,
  otherLanguages,
  translationOf,
  withoutOrphans,
  withTranslations,
} from '../../../../runtime/engine/languages/translations.ts';
import { flowOf } from '../../../support/engine.ts';

const menu = defineNodeType({
  type: 'menu',
  version: 1,
  config: Type.Object({}),
  initial: {},
  ports: () => [nextPort],
  enter: async () => leave('next'),
  texts: {
    templates: ['body', 'buttons.*.title', 'words.*', 'link'],
    expressions: [],
    translated: ['body', 'buttons.*.title', 'words.*'],
  },
  editor: { label: '', group: 'asks', icon: '', form: [], preview: () => null },
});
const plain = { ...menu, type: 'plain', texts: { templates: ['body'], expressions: [] } };
const types: NodeTypes = new Map<string, NodeType>([
  ['menu', menu as unknown as NodeType],
  ['plain', plain as unknown as NodeType],
]);

const flow: Flow = {
  ...flowOf(
    {
      hello: [
        'menu',
        {
          body: 'Hola',
          link: 'https://example.com',
          buttons: [{ id: 'b_a', title: 'Uno' }, { id: 'b_b', title: ' ' }, { title: 'Tres' }],
          words: ['a', 7, 'c'],
        },
      ],
      quiet: ['plain', { body: 'nobody translates this' }],
      odd: ['unknown-type', { body: 'x' }],
      empty: ['menu', { body: null, buttons: 'none' }],
    },
    { languages: ['es', 'en', 'pt'], settings: { failureText: 'Perdón' } },
  ),
  translations: {
    en: { hello: { body: 'Hello', 'buttons.b_a.title': '  ' }, $flow: { failureText: 'Sorry' }, gone: { body: 'x' } },
    fr: { hello: { body: 'Salut' } },
  },
};

describe('the texts of a flow', () => {
  test('are those that people read, with their places', () => {
    expect(flowTexts(flow, types)).toEqual([
      { node: 'hello', key: 'body', text: 'Hola' },
      { node: 'hello', key: 'buttons.b_a.title', text: 'Uno' },
      { node: 'hello', key: 'buttons.2.title', text: 'Tres' },
      { node: 'hello', key: 'words.0', text: 'a' },
      { node: 'hello', key: 'words.2', text: 'c' },
      { node: '$flow', key: 'failureText', text: 'Perdón' },
    ]);
    expect(flowTexts({ ...flow, settings: {} }, types).some(({ node }) => node === '$flow')).toBe(false);
  });

  test('are translated into every language but the first', () => {
    expect(otherLanguages(flow)).toEqual(['en', 'pt']);
    expect(completeness(flow, types)).toEqual([
      { language: 'en', done: 2, total: 6 },
      { language: 'pt', done: 0, total: 6 },
    ]);
    expect(completeness({ ...flow, languages: ['es'] }, types)).toEqual([]);
  });

  test.each([
    ['en', 'hello', 'body', 'Hello'],
    ['en', 'hello', 'buttons.b_a.title', undefined],
    ['en', 'hello', 'toString', undefined],
    ['en', 'constructor', 'body', undefined],
    ['constructor', 'hello', 'body', undefined],
    ['pt', 'hello', 'body', undefined],
  ])('in %s at %s %s: %s', (language, node, key, text) => {
    expect(translationOf(flow, language, { node, key })).toBe(text);
  });
});

describe('a list of translations', () => {
  test('is laid over those there are, and told of', () => {
    const { translations, report } = withTranslations(flow, types, [
      { node: 'hello', key: 'body', source: ' Hola ', texts: { en: 'Hello', pt: 'Olá', fr: 'Salut', xx: '' } },
      { node: 'hello', key: 'buttons.b_a.title', source: 'Un', texts: { en: 'One', pt: ' ' } },
      { node: 'hello', key: 'words.2', texts: { en: 'sea' } },
      { node: 'hello', key: 'buttons.b_z.title', texts: { en: 'x' } },
      { node: 'gone', key: 'body', texts: { en: 'x' } },
    ]);
    expect(translations).toEqual({
      en: {
        hello: { body: 'Hello', 'buttons.b_a.title': 'One', 'words.2': 'sea' },
        $flow: { failureText: 'Sorry' },
        gone: { body: 'x' },
      },
      pt: { hello: { body: 'Olá' } },
      fr: { hello: { body: 'Salut' } },
    });
    expect(report).toEqual({
      changed: 3,
      unchanged: 1,
      unknown: [
        { node: 'hello', key: 'buttons.b_z.title' },
        { node: 'gone', key: 'body' },
      ],
      outdated: [{ node: 'hello', key: 'buttons.b_a.title' }],
      languages: ['fr', 'xx'],
    });
    expect(flow.translations?.['pt']).toBeUndefined();
  });
});

describe('translations that belong to nothing', () => {
  test('are left out: of cards, texts and languages that are gone', () => {
    const document: Flow = {
      ...flow,
      translations: {
        en: {
          hello: { body: 'Hello', 'buttons.b_z.title': 'x' },
          odd: { body: 'kept, since nobody knows' },
          gone: { a: 'x' },
        },
        fr: { hello: { body: 'Salut' } },
        es: { hello: { body: 'Hola' } },
      },
    };
    expect(withoutOrphans(document, types)).toEqual({
      en: { hello: { body: 'Hello' }, odd: { body: 'kept, since nobody knows' } },
    });
  });

  test('are none where all belong', () => {
    const sound = { ...flow, translations: { en: { hello: { body: 'Hello' } } } };
    expect(withoutOrphans(sound, types)).toBe(sound.translations);
    const { translations: _none, ...bare } = flow;
    expect(withoutOrphans(bare, types)).toBeUndefined();
  });
});
