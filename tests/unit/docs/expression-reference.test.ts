import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { expressionReference } from '../../../api/cli/expression-reference.ts';
import { toldFunctions } from '../../../runtime/engine/index.ts';

const page = new URL('../../../docs/expressions.md', import.meta.url);

test('every function stands on the page once in each language, with its examples', () => {
  const reference = expressionReference();
  for (const { name, examples } of toldFunctions) {
    expect(reference.split(`### \`$${name}(`)).toHaveLength(4);
    for (const { expression } of examples) expect(reference).toContain(`${expression} → `);
  }
  expect(reference).not.toMatch(/\{(?:characters|brackets|steps|items|kilobytes)\}|undefined/);
});

test('the page says what the library says (npm run docs writes it)', async () => {
  const filepath = fileURLToPath(page);
  expect(readFileSync(page, 'utf8')).toBe(
    await format(expressionReference(), { ...(await resolveConfig(filepath)), filepath }),
  );
});
