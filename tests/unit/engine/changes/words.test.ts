import { describe, expect, test } from '@jest/globals';
import type { Flow, Json, VersionSentence } from '../../../../runtime/contract/index.ts';
import type { Change } from '../../../../runtime/engine/changes/change.ts';
import {
  cardTitle,
  changeWords,
  diffSentences,
  sentenceText,
  type Wording,
} from '../../../../runtime/engine/changes/words.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { flowOf } from '../../../support/engine.ts';

/** What a catalogue is asked for, as it is asked. */
const t: Wording['t'] = (key, params) => (params ? `${key} ${JSON.stringify(params)}` : key);
const wording: Wording = {
  t,
  number: (value) => `#${value}`,
  duration: (seconds) => `${seconds}s`,
  money: ({ currency, micros }) => `${currency}${micros}`,
  language: (tag) => `<${tag}>`,
  list: (items) => items.join(' & '),
};
const words = (code: string, params: { [name: string]: Json } = {}) => changeWords(wording, { code, params });

const luz = { name: 'Luz', type: 'ask', text: 'x' };
const mute = { name: null, type: 'ask', text: '' };
const saying = { name: null, type: 'ask', text: '¿Qué?' };
const askLabel = t('nodes.ask.label', { defaultValue: 'ask' });

test('a card is called by its name, else by its type and what it says', () => {
  expect(cardTitle(wording, luz)).toBe(t('changes.card.named', { name: 'Luz' }));
  expect(cardTitle(wording, mute)).toBe(t('changes.card.untold', { label: askLabel }));
  expect(cardTitle(wording, saying)).toBe(t('changes.card.saying', { label: askLabel, text: '¿Qué?' }));
  expect(cardTitle(wording, { ...luz, name: '' })).toBe(t('changes.card.named', { name: '' }));
});

describe('a change is one line', () => {
  const field = { field: 'body', label: 'nodes.ask.fields.body' };
  const fieldSaid = { field: field.label };
  const word: Json = { kind: 'keyword', match: 'is', words: ['hola', 'buenas'] };
  const pattern: Json = { kind: 'keyword', match: 'pattern', words: ['h.la'] };
  const call: Json = { kind: 'missed-call' };
  const starts = { word: 'hola, buenas', pattern: 'flows.starts.pattern', call: 'flows.starts.missed-call' };
  const named = cardTitle(wording, luz);

  // Code, its params, the key of the line, and what is handed to the catalogue beside the params.
  test.each<[string, { [name: string]: Json }, string, { [name: string]: unknown }]>([
    ['part-added', { ...field, title: 'Sí' }, 'part-added', fieldSaid],
    ['part-removed', { ...field, title: 'Sí' }, 'part-removed', fieldSaid],
    ['part-changed', { ...field, title: 'Sí' }, 'part-changed', fieldSaid],
    ['part-added', { ...field, title: '' }, 'field-changed', fieldSaid],
    ['part-removed', field, 'field-changed', fieldSaid],
    ['part-changed', { ...field, title: 5 }, 'field-changed', fieldSaid],
    ['parts-reordered', field, 'parts-reordered', fieldSaid],
    ['field-changed', { field: 'strange' }, 'field-changed', { field: 'strange' }],
    ['field-changed', {}, 'field-changed', { field: '' }],
    ['card-renamed', { before: null, after: 'B' }, 'card-named', {}],
    ['card-renamed', { before: 'A', after: null }, 'card-unnamed', {}],
    ['card-renamed', { before: 'A', after: 'B' }, 'card-renamed', {}],
    [
      'card-type-changed',
      { before: 'ask', after: 'note' },
      'card-type-changed',
      { before: askLabel, after: t('nodes.note.label', { defaultValue: 'note' }) },
    ],
    [
      'way-opened',
      { port: 'Sí', literal: true, before: null, after: luz },
      'way-opened',
      { port: 'Sí', before: 'changes.nowhere', after: named },
    ],
    [
      'way-moved',
      { port: 'ports.next', literal: false, before: luz, after: saying },
      'way-moved',
      { port: 'ports.next', before: named, after: cardTitle(wording, saying) },
    ],
    [
      'way-closed',
      { port: 'ports.next', literal: true, before: luz, after: [] },
      'way-closed',
      { port: 'ports.next', before: named, after: 'changes.nowhere' },
    ],
    ['start-moved', { before: { name: 'x' }, after: luz }, 'start-moved', { before: 'changes.nowhere', after: named }],
    [
      'trigger-changed',
      { before: word, after: pattern },
      'trigger-changed',
      { before: starts.word, after: starts.pattern },
    ],
    ['trigger-changed', { before: call, after: 'x' }, 'trigger-changed', { before: starts.call, after: '' }],
    ['trigger-changed', { before: { match: 'is' }, after: [] }, 'trigger-changed', { before: '', after: '' }],
    ['trigger-moved', { trigger: word, after: luz }, 'trigger-moved', { trigger: starts.word, after: named }],
    [
      'trigger-moved',
      { trigger: call, after: null },
      'trigger-moved',
      { trigger: starts.call, after: 'changes.start' },
    ],
    ['trigger-added', { trigger: word }, 'trigger-added', { trigger: starts.word }],
    ['trigger-removed', { trigger: pattern }, 'trigger-removed', { trigger: starts.pattern }],
    [
      'trigger-added',
      { trigger: { kind: 'keyword', match: 'is', words: ['a', 5] } },
      'trigger-added',
      { trigger: 'a' },
    ],
    ['trigger-added', { trigger: { kind: 'keyword', match: 'is', words: 'a' } }, 'trigger-added', { trigger: '' }],
    [
      'trigger-details',
      { trigger: call, aspects: ['hours', 'once', 7] },
      'trigger-details',
      {
        trigger: starts.call,
        aspects: `${t('changes.aspects.hours', { defaultValue: 'hours' })} & ${t('changes.aspects.once', { defaultValue: 'once' })}`,
      },
    ],
    [
      'languages-changed',
      { before: ['es'], after: ['es', 'pt'] },
      'languages-changed',
      { before: '<es>', after: '<es>, <pt>' },
    ],
    ['translations-changed', { language: 'pt', count: 2 }, 'translations-changed', { language: '<pt>' }],
    ['cards-moved', { count: 2 }, 'cards-moved', {}],
    ['variable-added', { name: 'x' }, 'variable-added', {}],
  ])('%s of %j', (code, params, key, more) => {
    expect(words(code, params)).toEqual({ line: t(`changes.${key}`, { ...params, ...more }) });
  });

  test('and two texts where words themselves changed', () => {
    const texts = { before: 'a', after: 'b' };
    expect(words('text-changed', { ...field, ...texts })).toEqual({ line: field.label, texts });
    expect(words('text-changed', { field: 'strange', after: 'b' })).toEqual({
      line: 'strange',
      texts: { before: '', after: 'b' },
    });
    const ofPart = { ...field, ...texts, title: 'Sí' };
    expect(words('text-changed', ofPart)).toEqual({
      line: t('changes.text-of', { ...ofPart, ...fieldSaid }),
      texts,
    });
  });

  test.each<[string, { [name: string]: Json }, string]>([
    ['true', { before: true }, 'changes.yes'],
    ['false', { before: false }, 'changes.no'],
    ['a number', { before: 90 }, '#90'],
    ['a number that lasts', { before: 90, widget: 'duration' }, '90s'],
    ['minutes', { before: 90, widget: 'minutes' }, '5400s'],
    ['money', { before: { currency: 'USD', micros: 5 } }, 'USD5'],
    ['half of money', { before: { currency: 'USD' } }, 'changes.unset'],
    ['the other half of money', { before: { micros: 5 } }, 'changes.unset'],
    ['a text', { before: 'x' }, t('changes.quoted', { text: 'x' })],
    ['an empty text', { before: '' }, 'changes.unset'],
    ['nothing', { before: null }, 'changes.unset'],
    ['a list', { before: ['x'] }, 'changes.unset'],
    ['a value that has words', { before: 'x', beforeLabel: 'options.x' }, 'options.x'],
    ['a value whose words are unknown', { before: 'x', beforeLabel: null }, t('changes.quoted', { text: 'x' })],
  ])('in which %s stands as its control shows it', (_what, value, shown) => {
    const params = { ...field, ...value, after: 7, afterLabel: 'options.seven' };
    expect(words('value-changed', params)).toEqual({
      line: t('changes.value-changed', { ...params, ...fieldSaid, before: shown, after: 'options.seven' }),
    });
  });

  test.each<[string, Json, Json, string, string]>([
    ['expiresAfterMinutes', null, 2, 'changes.unset', '120s'],
    ['stepsPerTurn', 2, 3, '#2', '#3'],
    ['ignoreTriggers', true, null, 'changes.yes', 'changes.unset'],
    ['moneyPerDay', { currency: 'PEN', micros: 1 }, null, 'PEN1', 'changes.unset'],
  ])('of the setting %s', (setting, before, after, was, is) => {
    expect(words('setting-changed', { setting, before, after })).toEqual({
      line: t('changes.setting-changed', { setting: `changes.settings.${setting}`, before: was, after: is }),
    });
  });
});

test('a sentence begins with a capital, names cards and counts the rest', () => {
  const sentence: VersionSentence = [
    { key: 'card-added', params: { card: luz } },
    { key: 'texts', params: { count: 2 } },
    { key: 'card-removed', params: { card: null } },
  ];
  expect(sentenceText(wording, sentence)).toBe(
    [
      t('Changes.note.card-added', { card: cardTitle(wording, luz) }),
      t('changes.note.texts', { count: 2 }),
      t('changes.note.card-removed', {}),
    ].join(' & '),
  );
  expect(sentenceText(wording, [])).toBe('');
});

test('changes are told card by card, texts with what they were and are', () => {
  const before = flowOf({ old: ['ask', { body: 'Vieja' }], a: ['ask', { body: 'A' }] });
  const after: Flow = {
    ...before,
    nodes: [
      { id: 'a', type: 'note', version: 1, name: 'Ahora', config: {} },
      { id: 'b', type: 'note', version: 1, name: 'Otra', config: {} },
    ],
  };
  const text = (was: string, is: string, node?: string): Change => ({
    code: 'text-changed',
    ...(node !== undefined && { node }),
    params: { label: 'label', before: was, after: is },
  });
  const changes = [
    text('x', 'y'),
    text('x', 'y', 'a'),
    text('', 'y', 'a'),
    text('x', '', 'b'),
    { code: 'notes-changed', params: {} },
    { code: 'card-removed', node: 'old', params: {} },
    { code: 'card-removed', node: 'nowhere', params: {} },
    text('1', '2', 'a'),
  ];
  expect(diffSentences(wording, changes, { before, after, nodeTypes })).toEqual([
    { card: null, lines: ['label', '  changes.before: x', '  changes.now: y'] },
    {
      card: t('changes.card.named', { name: 'Ahora' }),
      lines: ['label', '  changes.before: x', '  changes.now: y', 'label', '  changes.now: y'],
    },
    {
      card: t('changes.card.named', { name: 'Otra' }),
      lines: ['label', '  changes.before: x', '  changes.now: changes.unset'],
    },
    { card: null, lines: [t('changes.notes-changed', {})] },
    {
      card: cardTitle(wording, { name: null, type: 'ask', text: 'Vieja' }),
      lines: [t('changes.card-removed', {})],
    },
    { card: 'nowhere', lines: [t('changes.card-removed', {})] },
    {
      card: t('changes.card.named', { name: 'Ahora' }),
      lines: ['label', '  changes.before: 1', '  changes.now: 2'],
    },
  ]);
});
