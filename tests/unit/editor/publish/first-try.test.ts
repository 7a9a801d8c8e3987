import { expect, test } from '@jest/globals';
import { firstTry } from '../../../../editor/publish/first-try.ts';
import type { Flow } from '../../../../runtime/contract/index.ts';

const flow = (...triggers: Flow['triggers']): Flow => ({
  schemaVersion: 1,
  id: 'a',
  name: 'A',
  languages: ['es'],
  nodes: [],
  edges: [],
  triggers,
  variables: [],
  settings: {},
  layout: {},
  notes: [],
});

test('a flow is tried by a word that begins it, else by anything', () => {
  const any = { id: 'u', kind: 'unhandled' } as const;
  const words = { id: 'w', kind: 'keyword', match: 'is', words: ['hola'] } as const;
  expect(firstTry(flow(any, { ...words, words: ['hola'] }))).toEqual({ how: 'word', word: 'hola' });
  expect(firstTry(flow(any))).toEqual({ how: 'anything', word: '' });
});

test('a pattern is nothing to write; without triggers there is nothing to try', () => {
  const pattern = { id: 'p', kind: 'keyword' as const, match: 'pattern' as const, words: ['^a+$'] };
  expect(firstTry(flow(pattern)).how).toBe('webhook');
  expect(firstTry(flow()).how).toBe('nothing');
});
