import { expect, test } from '@jest/globals';
import type { TFunction } from 'i18next';
import { countByStatus, filterOf, startsText } from '../../../../editor/flows/flow-row.ts';

/** Says the key and its parameters. */
const t = ((key: string, params?: object) => (params ? `${key} ${JSON.stringify(params)}` : key)) as TFunction;

test('what begins a flow is said by its words, patterns and other kinds by what they are', () => {
  expect(startsText(t, [{ kind: 'keyword', match: 'is', words: ['pizza', 'pizzas'] }, { kind: 'unhandled' }])).toBe(
    'pizza, pizzas, flows.starts.unhandled',
  );
  expect(startsText(t, [{ kind: 'keyword', match: 'pattern', words: ['^a+$'] }])).toBe('flows.starts.pattern');
  expect(startsText(t, [])).toBe('');
});

test('many words are cut to three and a number', () => {
  expect(startsText(t, [{ kind: 'keyword', match: 'is', words: ['a', 'b', 'c', 'd', 'e'] }])).toBe(
    'flows.starts.more {"words":"a, b, c","count":2}',
  );
});

test('every status has its count, also when there is none', () => {
  expect(countByStatus([{ status: 'draft' }, { status: 'draft' }, { status: 'paused' }])).toEqual({
    published: 0,
    changed: 0,
    draft: 2,
    paused: 1,
  });
});

test('an address that names no filter means all', () => {
  expect([filterOf('paused'), filterOf('nonsense'), filterOf(null)]).toEqual(['paused', undefined, undefined]);
});
