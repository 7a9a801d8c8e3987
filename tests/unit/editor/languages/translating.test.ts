import { describe, expect, test } from '@jest/globals';
import { languageName, offeredLanguages } from '../../../../editor/languages/names.ts';
import { inLanguage } from '../../../../editor/languages/shown.ts';
import {
  addLanguage,
  fieldOf,
  firstTexts,
  matchingTexts,
  mayRewrite,
  removeLanguage,
  textGroups,
  translate,
  writeIn,
} from '../../../../editor/languages/translating.ts';
import { Run } from '../../../../editor/simulator/run.ts';
import { presets } from '../../../../editor/simulator/persona.ts';
import type { Edit, Flow } from '../../../../runtime/contract/index.ts';
import { applyAll } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { chain, keyword } from '../../../support/sample-flows.ts';

const flow: Flow = chain(
  'a',
  keyword('hola'),
  [
    { id: 'say', type: 'send-text', config: { body: 'Buen día' } },
    {
      id: 'ask',
      type: 'ask-buttons',
      config: { ...nodeTypes.get('ask-buttons')?.initial, body: '¿Cuál?', buttons: [{ id: 'b_1', title: 'Una' }] },
    },
  ],
  { languages: ['es', 'en', 'pt'], settings: { failureText: 'Algo falló' } },
);
const edited = (before: Flow, edits: readonly Edit[]): Flow => {
  const result = applyAll(before, edits);
  if (!('flow' in result)) throw new Error(JSON.stringify(result.conflict));
  return result.flow;
};
const inverse = (edits: readonly Edit[]): Edit[] =>
  edits.toReversed().map(({ before, after, ...edit }) => ({
    ...edit,
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
  }));
const say = { node: 'say', key: 'body' };
const english = edited(flow, translate(flow, 'en', say, 'Good day'));

describe('a translation', () => {
  test('is put where the engine reads it, and making it is undone as a whole', () => {
    const edits = translate(flow, 'en', say, 'Good day');
    expect(english.translations).toEqual({ en: { say: { body: 'Good day' } } });
    expect(edited(english, inverse(edits))).toEqual(flow);
    const both = edited(english, translate(english, 'pt', say, 'Bom dia'));
    expect(both.translations).toEqual({ en: { say: { body: 'Good day' } }, pt: { say: { body: 'Bom dia' } } });
  });

  test('that is emptied is none', () => {
    const emptied = edited(english, translate(english, 'en', say, ''));
    expect(emptied.translations).toEqual({ en: { say: {} } });
    expect(mayRewrite(emptied)).toBe(true);
  });

  test('is what the simulator says to somebody of that language', async () => {
    const button = edited(english, translate(english, 'en', { node: 'ask', key: 'buttons.b_1.title' }, 'One'));
    const [persona] = presets;
    if (!persona) throw new Error('There is no persona.');
    const run = new Run(button, {
      now: '2026-01-05T09:00:00.000Z',
      nodeTypes,
      persona: { ...persona, language: 'en-US' },
    });
    await run.make({ kind: 'say', content: { kind: 'text', body: 'hola' } });
    const said = run.state.thread.flatMap((item) =>
      item.kind === 'message' && item.side === 'business' ? [item.content] : [],
    );
    expect(said).toMatchObject([
      { kind: 'text', body: 'Good day' },
      { kind: 'buttons', body: '¿Cuál?', buttons: [{ title: 'One' }] },
    ]);
    expect(inLanguage(button, 'en').nodes.map(({ config }) => config['body'])).toEqual(['Good day', '¿Cuál?']);
  });
});

describe('the languages of a flow', () => {
  test('are added once and at the end, and twenty at most', () => {
    expect(edited(flow, addLanguage(flow, 'fr')).languages).toEqual(['es', 'en', 'pt', 'fr']);
    expect(addLanguage(flow, 'en')).toEqual([]);
    const full = {
      ...flow,
      languages: Array.from({ length: 20 }, (_, index) => `es-${String(index).padStart(2, '0')}`),
    };
    expect(addLanguage(full, 'fr')).toEqual([]);
    expect(addLanguage({ ...full, languages: full.languages.slice(1) }, 'fr')).toHaveLength(1);
  });

  test('go with what is said in them, and come back with it', () => {
    const edits = removeLanguage(english, 'en');
    const without = edited(english, edits);
    expect(without).toMatchObject({ languages: ['es', 'pt'], translations: {} });
    expect(edited(without, inverse(edits))).toEqual(english);
    expect(removeLanguage(english, 'es')).toEqual([]);
    expect(removeLanguage(english, 'fr')).toEqual([]);
  });

  test('begin with the one that it is written in, which can be named anew until something is translated', () => {
    expect(edited(flow, writeIn(flow, 'en')).languages).toEqual(['en', 'pt']);
    expect(mayRewrite(flow)).toBe(true);
    expect(mayRewrite(english)).toBe(false);
    expect(writeIn(english, 'en')).toEqual([]);
  });

  test('are offered by name in the language of the reader, with what is typed where it is a code', () => {
    expect(languageName('en', 'es')).toBe('Inglés');
    expect(languageName('en', 'pt')).toBe('Inglês');
    expect(languageName('not a code', 'es')).toBe('not a code');
    const offered = offeredLanguages(['es', 'en'], 'sw', 'es').map(({ value }) => value);
    expect(offered.slice(0, 2)).toEqual(['pt-BR', 'pt']);
    expect(offered.at(-1)).toBe('sw');
    expect(offeredLanguages([], '¡no!', 'es').map(({ value }) => value)).not.toContain('¡no!');
  });
});

describe('the table of texts', () => {
  const groups = textGroups(english, nodeTypes);
  const found = (query: string, missing = false, languages: readonly string[] = ['en', 'pt']) => [
    ...matchingTexts(english, groups, { query, missing, languages }, (node) => (node === 'ask' ? 'Menú' : node)),
  ];

  test('has all that people read, card by card, and the words of the flow itself', () => {
    expect(groups.map(({ node, rows }) => [node, rows.map(({ key }) => key)])).toEqual([
      ['say', ['body']],
      ['ask', ['body', 'buttons.b_1.title']],
      ['$flow', ['failureText']],
    ]);
  });

  test('finds words in every language and names of cards, without accents and case', () => {
    expect(found('')).toHaveLength(4);
    expect(found('DIA')).toEqual(['say body']);
    expect(found('good')).toEqual(['say body']);
    expect(found('good', false, ['pt'])).toEqual([]);
    expect(found('menu')).toEqual(['ask body', 'ask buttons.b_1.title']);
  });

  test('is drawn from its beginning', () => {
    const first = (most: number) => firstTexts(groups, most).map(({ node, rows }) => [node, rows.length]);
    expect(first(0)).toEqual([]);
    expect(first(2)).toEqual([
      ['say', 1],
      ['ask', 1],
    ]);
    expect(first(99)).toEqual([
      ['say', 1],
      ['ask', 2],
      ['$flow', 1],
    ]);
  });

  test('shows what is missing in the languages that are looked at', () => {
    expect(found('', true, ['en'])).toEqual(['ask body', 'ask buttons.b_1.title', '$flow failureText']);
    expect(found('', true, ['en', 'pt'])).toContain('say body');
  });

  test('knows in which field of the card a text stands', () => {
    expect(fieldOf(flow, say, nodeTypes)).toMatchObject({ whole: true, label: 'nodes.send-text.fields.body' });
    expect(fieldOf(flow, { node: 'ask', key: 'buttons.b_1.title' }, nodeTypes)).toMatchObject({
      whole: false,
      label: 'nodes.ask-buttons.fields.buttons',
    });
    expect(fieldOf(flow, { node: '$flow', key: 'failureText' }, nodeTypes)).toBeUndefined();
  });
});
