import { describe, expect, test } from '@jest/globals';
import type { Flow, FlowTest, Trigger } from '../../../../runtime/contract/index.ts';
import { changeSentence, flowChanges, type Change } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';

const flow: Flow = {
  schemaVersion: 1,
  id: 'f',
  name: 'f',
  languages: ['es', 'en', 'pt'],
  nodes: [{ id: 'a', type: 'send-text', version: 1, config: { body: 'Hola' } }],
  edges: [],
  triggers: [],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
};
const changes = (after: Partial<Flow>, before: Partial<Flow> = {}): Change[] =>
  flowChanges({ ...flow, ...before }, { ...flow, ...after }, nodeTypes);

describe('triggers of two flows', () => {
  const word: Trigger = { id: 't', kind: 'keyword', match: 'is', words: ['hola'] };
  const named = { kind: 'keyword', match: 'is', words: ['hola'] };

  test('differ in each aspect that people meet, by its name', () => {
    const after: Trigger = { ...word, priority: 5, channels: ['uno'], once: 'ever', joinGroup: 'vip' };
    expect(changes({ triggers: [after] }, { triggers: [{ ...word, priority: 4, again: 'keep' }] })).toEqual([
      {
        code: 'trigger-details',
        params: { trigger: named, aspects: ['priority', 'channels', 'once', 'joinGroup', 'again'] },
      },
    ]);
  });

  test('differ in nothing when only a sample is another', () => {
    const hook: Trigger = { id: 'w', kind: 'webhook', contact: 'body.phone' };
    expect(changes({ triggers: [{ ...hook, sample: { phone: '1' } }] }, { triggers: [hook] })).toEqual([]);
    expect(changes({ triggers: [{ ...hook, contact: 'body.id' }] }, { triggers: [hook] })).toEqual([
      { code: 'trigger-details', params: { trigger: { kind: 'webhook' }, aspects: ['contact'] } },
    ]);
  });

  test('say another kind, another beginning and other details each in a line', () => {
    const other: Trigger = { id: 't', kind: 'keyword', match: 'is', words: ['adiós'], to: 'a', priority: 1 };
    expect(changes({ triggers: [other] }, { triggers: [word] }).map(({ code }) => code)).toEqual([
      'trigger-changed',
      'trigger-moved',
      'trigger-details',
    ]);
    const missed: Trigger = { id: 't', kind: 'missed-call', priority: 3 };
    expect(changes({ triggers: [missed] }, { triggers: [word] })).toEqual([
      { code: 'trigger-changed', params: { before: named, after: { kind: 'missed-call' } } },
    ]);
  });
});

describe('settings of two flows', () => {
  test('differ in guards, each with what it was and is', () => {
    const money = { currency: 'USD', micros: 2_000 };
    expect(
      changes(
        { settings: { guards: { stepsPerTurn: 10, moneyPerDay: money, messagesPerDay: 7 } } },
        { settings: { guards: { stepsPerTurn: 20, messagesPerDay: 7 } } },
      ),
    ).toEqual([
      { code: 'setting-changed', params: { setting: 'stepsPerTurn', before: 20, after: 10 } },
      { code: 'setting-changed', params: { setting: 'moneyPerDay', before: null, after: money } },
    ]);
  });

  test('differ in translations, counted by language; those of cards and languages that went are told with them', () => {
    const before = { en: { a: { body: 'Hi', footer: 'x' }, gone: { body: 'y' } }, fr: { a: { body: 'Salut' } } };
    const after = {
      en: { a: { body: 'Hello', note: 'z' }, $flow: { failureText: 'Sorry' } },
      pt: { a: { body: 'Olá' } },
    };
    expect(changes({ translations: after }, { translations: before })).toEqual([
      { code: 'translations-changed', params: { language: 'en', count: 4 } },
      { code: 'translations-changed', params: { language: 'pt', count: 1 } },
    ]);
    expect(changes({ translations: before }, { translations: before })).toEqual([]);
  });

  test('differ in tests that came, went or expect something else', () => {
    const one = (id: string, name: string, bot: string): FlowTest => ({
      id,
      name,
      transcript: { now: '2026-01-05T09:00:00Z', turns: [{ contact: 'hola', bot: [bot] }] },
    });
    expect(
      changes(
        { tests: [one('b', 'Dos', 'Chau'), one('c', 'Tres', 'x'), one('d', 'Igual', 'y')] },
        { tests: [one('a', 'Uno', 'z'), one('b', 'Dos', 'Hola'), one('d', 'Igual', 'y')] },
      ),
    ).toEqual([
      { code: 'test-changed', params: { name: 'Dos' } },
      { code: 'test-added', params: { name: 'Tres' } },
      { code: 'test-removed', params: { name: 'Uno' } },
    ]);
  });
});

describe('the sentence of a version', () => {
  const card = (name: string) => ({ name, type: 'ask', text: '' });
  const added = (name: string): Change => ({ code: 'card-added', node: name, params: { card: card(name) } });
  const of = (code: string, params: Change['params'] = {}): Change => ({ code, params });

  test('names one or two cards and counts three', () => {
    expect(changeSentence([added('x'), added('y')])).toEqual([
      { key: 'card-added', params: { card: card('x') } },
      { key: 'card-added', params: { card: card('y') } },
    ]);
    expect(changeSentence([added('x'), added('y'), added('z')])).toEqual([
      { key: 'cards-added', params: { count: 3 } },
    ]);
    expect(changeSentence([{ ...added('x'), code: 'card-removed' }])).toEqual([
      { key: 'card-removed', params: { card: card('x') } },
    ]);
  });

  test('counts every kind of change in one order', () => {
    const codes = [
      'test-added',
      'value-changed',
      'setting-changed',
      'variable-added',
      'languages-changed',
      'translations-changed',
      'start-moved',
      'trigger-added',
      'way-moved',
      'flow-renamed',
      'card-renamed',
      'part-added',
      'text-changed',
      'card-type-changed',
      'cards-moved',
    ];
    expect(changeSentence(codes.map((code) => of(code)))).toEqual([
      { key: 'cards-changed', params: { count: 1 } },
      { key: 'texts', params: { count: 4 } },
      { key: 'ways', params: { count: 1 } },
      { key: 'starts', params: { count: 2 } },
      { key: 'translations', params: { count: 2 } },
      { key: 'settings', params: { count: 3 } },
      { key: 'tests', params: { count: 1 } },
    ]);
  });

  test('says when only the canvas looks different, and nothing when nothing does', () => {
    expect(changeSentence([of('notes-changed')])).toEqual([{ key: 'looks', params: {} }]);
    expect(changeSentence([])).toEqual([]);
  });
});
