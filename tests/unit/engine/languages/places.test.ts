import { describe, expect, test } from '@jest/globals';
import type { Flow, Json, NodeTypes } from '../../../../runtime/contract/index.ts';
import { localizedNode, localizedSetting } from '../../../../runtime/engine/languages/localize.ts';
import {
  completeness,
  flowTexts,
  translationOf,
  withTranslations,
  withoutOrphans,
} from '../../../../runtime/engine/languages/translations.ts';
import { flowOf, littleTypes } from '../../../support/engine.ts';

const stop = littleTypes.get('stop');
if (!stop) throw new Error('There is no type "stop".');
const types: NodeTypes = new Map([
  ...littleTypes,
  [
    'card',
    {
      ...stop,
      type: 'card',
      texts: { templates: [], expressions: [], translated: ['body', 'deep.text', 'items.*.title', 'list.*'] },
    },
  ],
]);
const items: Json = [{ id: 'x', title: 'Uno' }, null, 'no', ['a'], { title: 'Dos' }, { id: 5, title: 'Tres' }];
const config: { [name: string]: Json } = {
  body: 'Hola',
  deep: { text: 'Hondo', other: 'no' },
  items,
  list: ['a', ' ', 5, null, 'b'],
};
const flow = (more: Partial<Flow> = {}): Flow => ({
  ...flowOf({ a: ['card', config], b: ['unknown', { body: 'x' }] }),
  languages: ['es', 'en', 'pt'],
  settings: { failureText: 'Perdón' },
  ...more,
});
const places = [
  { node: 'a', key: 'body', text: 'Hola' },
  { node: 'a', key: 'deep.text', text: 'Hondo' },
  { node: 'a', key: 'items.x.title', text: 'Uno' },
  { node: 'a', key: 'items.4.title', text: 'Dos' },
  { node: 'a', key: 'items.5.title', text: 'Tres' },
  { node: 'a', key: 'list.0', text: 'a' },
  { node: 'a', key: 'list.4', text: 'b' },
  { node: '$flow', key: 'failureText', text: 'Perdón' },
];

describe('the texts of a flow', () => {
  test('stand at their places, items by their id where it is one, without what is no text or empty', () => {
    expect(flowTexts(flow(), types)).toEqual(places);
    expect(flowTexts(flow({ settings: {} }), types)).toEqual(places.slice(0, -1));
    expect(flowTexts(flow({ settings: { failureText: ' ' } }), types)).toEqual(places.slice(0, -1));
    const odd = flowOf({ a: ['card', { body: 5, deep: 'x', items: null, list: 'y' }], b: ['card', {}] });
    expect(flowTexts(odd, types)).toEqual([]);
  });

  test('are spoken in the best language that has them, each at its place', () => {
    const all = Object.fromEntries(places.map(({ key }) => [key, `en ${key}`]));
    const [node] = flow().nodes;
    if (!node) throw new Error('a card');
    const spoken = flow({
      translations: {
        en: { a: { ...all, 'items.1.title': 'x', 'items.9.title': 'x', 'deep.gone': 'x' } },
        pt: { a: { body: 'pt' } },
      },
    });
    expect(localizedNode(spoken, node, ['pt', 'en', 'es']).config).toEqual({
      body: 'pt',
      deep: { text: 'en deep.text', other: 'no' },
      items: [
        { id: 'x', title: 'en items.x.title' },
        null,
        'no',
        ['a'],
        { title: 'en items.4.title' },
        { id: 5, title: 'en items.5.title' },
      ],
      list: ['en list.0', ' ', 5, null, 'en list.4'],
    });
    expect(localizedNode(spoken, node, ['pt', 'es']).config).toEqual({ ...config, body: 'pt' });
    expect(localizedNode(spoken, node, ['es', 'en'])).toBe(node);
    expect(localizedNode(spoken, node, [])).toBe(node);
    expect(localizedNode(flow(), node, ['en', 'es'])).toBe(node);
    const nothing = flow({ translations: { en: { a: { gone: 'x', 'body.deep': 'x', body: '' } } } });
    expect(localizedNode(nothing, node, ['en', 'es'])).toBe(node);
    expect(localizedNode(nothing, node, ['en', 'es'])).toBe(localizedNode(nothing, node, ['en', 'es']));
  });

  test('of the flow itself are too', () => {
    const spoken = flow({
      translations: { en: { $flow: { failureText: 'Sorry' } }, pt: { $flow: { failureText: '' } } },
    });
    const said = (...chain: string[]) => localizedSetting(spoken, 'failureText', chain);
    expect(said('en', 'es')).toBe('Sorry');
    expect(said('pt', 'en', 'es')).toBe('Sorry');
    expect(said('pt', 'es')).toBe('Perdón');
    expect(said('es', 'en')).toBe('Perdón');
    expect(said()).toBe('Perdón');
    expect(localizedSetting(flow(), 'failureText', ['en', 'es'])).toBe('Perdón');
  });
});

describe('translations', () => {
  test.each<[Flow['translations'], string | undefined]>([
    [undefined, undefined],
    [{}, undefined],
    [{ en: {} }, undefined],
    [{ en: { a: {} } }, undefined],
    [{ en: { a: { body: ' ' } } }, undefined],
    [{ pt: { a: { body: 'x' } } }, undefined],
    [{ en: { a: { body: ' x ' } } }, ' x '],
  ])('of %j say %j', (translations, text) => {
    const spoken = translations ? flow({ translations }) : flow();
    expect(translationOf(spoken, 'en', { node: 'a', key: 'body' })).toBe(text);
    expect(translationOf(spoken, 'toString', { node: 'a', key: 'body' })).toBeUndefined();
  });

  test('are counted by language', () => {
    const translations = { en: { a: { body: 'x', 'list.0': ' ', gone: 'x' }, $flow: { failureText: 'x' } } };
    expect(completeness(flow({ translations }), types)).toEqual([
      { language: 'en', done: 2, total: 8 },
      { language: 'pt', done: 0, total: 8 },
    ]);
  });

  test('from a list are taken over one by one, and it is told what became of each', () => {
    const translations = { en: { a: { body: 'Hi', 'list.0': 'kept' } } };
    const before = structuredClone(translations);
    const done = withTranslations(flow({ translations }), types, [
      { node: 'a', key: 'body', source: ' Hola ', texts: { en: 'Hi', pt: 'Oi', fr: 'Salut', de: 'x' } },
      { node: 'a', key: 'deep.text', source: 'otro', texts: { en: 'Deep', pt: ' ', fr: 'y' } },
      { node: 'a', key: 'gone', texts: { en: 'x' } },
      { node: 'z', key: 'body', source: 'Hola', texts: {} },
      { node: '$flow', key: 'failureText', texts: { en: 'Sorry' } },
    ]);
    expect(done).toEqual({
      translations: {
        en: { a: { body: 'Hi', 'list.0': 'kept', 'deep.text': 'Deep' }, $flow: { failureText: 'Sorry' } },
        pt: { a: { body: 'Oi' } },
      },
      report: {
        changed: 3,
        unchanged: 1,
        unknown: [
          { node: 'a', key: 'gone' },
          { node: 'z', key: 'body' },
        ],
        outdated: [{ node: 'a', key: 'deep.text' }],
        languages: ['fr', 'de'],
      },
    });
    expect(translations).toEqual(before);
  });

  test('of what is gone are dropped, those of cards that nobody can read are kept', () => {
    const kept = { en: { a: { body: 'Hi' }, b: { anything: 'x' }, $flow: { failureText: 'Sorry' } } };
    const sound = flow({ translations: kept });
    expect(withoutOrphans(sound, types)).toBe(kept);
    expect(withoutOrphans(flow(), types)).toBeUndefined();
    const more = {
      en: { a: { body: 'Hi', gone: 'x' }, b: { anything: 'x' }, z: { body: 'x' }, $flow: { failureText: 'Sorry' } },
      fr: { a: { body: 'Salut' } },
      es: { b: { anything: 'x' } },
    };
    expect(withoutOrphans(flow({ translations: more }), types)).toEqual(kept);
  });
});
