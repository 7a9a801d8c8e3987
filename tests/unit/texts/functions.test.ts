import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { functionGroups, toldFunctions } from '../../../runtime/engine/index.ts';
import { kinds } from '../../../runtime/engine/expressions/value-types.ts';
import { catalogue, languages, textsOf } from '../../support/node-folders.ts';

const bare = (param: string): string => param.replace('?', '');

test.each(languages)('%s says what every function does and what it takes, and nothing else', (language) => {
  const said = [...textsOf(catalogue(language)).keys()].filter((key) => key.startsWith('functions.'));
  const wanted = [
    ...functionGroups.map((group) => `functions.groups.${group}`),
    ...[...kinds.filter((kind) => kind !== 'absent'), 'date', 'any'].map((kind) => `functions.kinds.${kind}`),
    ...toldFunctions.flatMap(({ params }) => params.map((param) => `functions.params.${bare(param)}`)),
    ...toldFunctions.map(({ name }) => `functions.about.${name}`),
  ];
  expect(new Set(said)).toEqual(new Set(wanted));
});

test('whatever the check of an expression finds has words', () => {
  const folder = new URL('../../../runtime/engine/expressions/', import.meta.url);
  const codes = ['types.ts', 'check.ts']
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/'(expression\.[a-z-]+)'/g)])
    .map(([, code]) => code ?? '');
  const unknown = ['name', 'variable', 'result', 'field', 'global', 'part', 'function'].map(
    (what) => `expression.unknown-${what}`,
  );
  expect(new Set(codes).size).toBeGreaterThan(8);
  const spanish = textsOf(catalogue('es'));
  expect([...codes, ...unknown].filter((code) => !spanish.has(`issues.${code}`))).toEqual([]);
});
